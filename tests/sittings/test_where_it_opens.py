"""A sitting opens at what is asked; what is said beside the question fits whoever reads it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.people.models import today
from nearer.practices.script import Script
from nearer.sittings import finding
from nearer.sittings.models import Sitting
from tests.cast import Player, bind, member, sit
from tests.sittings.carding import CARDS, hidden, page_of, send


def opens_at(page: str) -> str:
    """The words that stand first where the page is opened."""
    assert page.count('id="now"') == 1
    after = re.sub(r"<[^>]*>", " ", page.split('id="now"', 1)[1].split(">", 1)[1])
    return " ".join(after.split())[:120]


def test_it_opens_at_the_question_and_at_what_was_said_before_it(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond, "our-week-ahead")
    assert "What is coming for you" in opens_at(page_of(ann, sitting))
    for player in (ann, ben):
        send(player, sitting, words__coming="The choir")
        send(player, sitting, move="done")
    assert opens_at(page_of(ann, sitting)).startswith("Ben")
    assert f'href="/sittings/{sitting.pk}/#now"' in ann.client.get("/").content.decode()


def test_who_says_now_is_good_is_led_to_what_was_told(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "sharing")
    send(ann, sitting, words__share="The boiler again", choice__wish="listen")
    send(ben, sitting, ready="now")
    assert "The boiler again" in opens_at(page_of(ben, sitting))


def test_after_sending_the_way_leads_there(ann: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "our-week-ahead")
    data = {**hidden(page_of(ann, sitting)), "words-coming": "The choir"}
    sent = ann.client.post(f"/sittings/{sitting.pk}/add/", data)
    assert sent.headers["Location"] == f"/sittings/{sitting.pk}/#now"
    assert page_of(ann, sitting).count("The choir") == 1


def offered(ann: Player, sitting: Sitting, **typed: str) -> str:
    data: dict[str, Any] = {**hidden(page_of(ann, sitting))}
    data |= {"words-coming": "dentist, Tuesday at three", **typed}
    sent = ann.client.post(f"/sittings/{sitting.pk}/add/", data)
    return str(ann.client.get(sent.headers["Location"]).content.decode())


def test_a_day_within_the_words_can_be_reminded_of(ann: Player, bond: Bond) -> None:
    page = offered(ann, sit(ann, bond, "our-week-ahead"))
    assert "On which day?" in page
    assert opens_at(page).startswith("You mentioned")
    day = (today() + timedelta(days=3)).isoformat()
    page = offered(ann, sit(ann, bond, "our-week-ahead"), **{"day-coming": day})
    assert "You mentioned" not in page


def test_who_drew_a_card_is_told_so(ann: Player) -> None:
    sitting = sit(ann, None, "one-notch-more")
    send(ann, sitting)
    send(ann, sitting, deeper="enough")
    page = page_of(ann, sitting)
    assert "You drew a card" in page
    assert "Ann</bdi> drew" not in page
    assert page.count("Only you will ever see this") == 1


def checked(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)" checked', page)


def test_with_a_companion_the_choice_fits_or_says_why(ann: Player, ben: Player, bond: Bond) -> None:
    dot = str(bonds.add_companion(bond=bond, name="Dot", keyring=ann.keyring).id)
    page = ann.client.get(f"/practices/hug/?bond={bond.pk}").content.decode()
    assert checked(page, "way") == ["apart"]
    assert checked(page, "with") != [dot]
    page = ann.client.get(f"/practices/hug/?bond={bond.pk}&with={dot}").content.decode()
    assert (checked(page, "with"), checked(page, "way")) == ([dot], ["together"])
    address = f"/begin/hug/?bond={bond.pk}&with={dot}&way=apart"
    page = ann.client.get(address, follow=True).content.decode()
    assert "For this one choose one other." in page
    assert checked(page, "with") == [dot]


def test_nobody_ticked_is_not_everybody(ann: Player, ben: Player, cleo: Player) -> None:
    three = bind(ann, ben, cleo, kind="friend", name="Three")
    practice = f"/practices/five-minutes-each/?bond={three.pk}"
    sign = hidden_of_choice(ann.client.get(practice).content.decode())
    address = f"/begin/five-minutes-each/?bond={three.pk}&way=together{sign}"
    page = ann.client.get(address, follow=True).content.decode()
    assert "For this one choose one to five others." in page
    assert (checked(page, "with"), checked(page, "way")) == ([], ["together"])
    him = str(member(three, ben).id)
    there = ann.client.get(f"{address}&with={him}")
    assert there.status_code == 200
    assert "Cleo" not in there.content.decode()


def test_a_companion_who_was_ticked_does_not_drop_out_unsaid(
    ann: Player, ben: Player, bond: Bond
) -> None:
    dot = str(bonds.add_companion(bond=bond, name="Dot", keyring=ann.keyring).id)
    him = str(member(bond, ben).id)
    practice = f"/practices/five-minutes-each/?bond={bond.pk}"
    sign = hidden_of_choice(ann.client.get(practice).content.decode())
    address = f"/begin/five-minutes-each/?bond={bond.pk}&way=apart&with={him}&with={dot}{sign}"
    page = ann.client.get(address, follow=True).content.decode()
    assert "can do it face to face only." in page
    assert set(checked(page, "with")) == {him, dot}
    assert checked(page, "way") == ["together"]
    assert ann.client.get(address.replace("way=apart", "way=together")).status_code == 200
    # A draft that was begun with her is found again when she has left.
    remove = reverse("remove_companion", args=[bond.pk, dot])
    assert ann.client.post(remove).status_code == 302
    assert ann.client.get(address.replace("way=apart", "way=together")).status_code == 200


def hidden_of_choice(page: str) -> str:
    """What the form that chooses company sends by itself, but for the bond."""
    form = page.split('action="/begin/', 1)[1].split("</form>", 1)[0]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return "".join(f"&{name}={value}" for name, value in found if name != "bond")


def test_too_many_and_too_few_learn_how_many_there_may_be(
    ann: Player, ben: Player, bond: Bond
) -> None:
    for number in range(5):
        bonds.add_companion(bond=bond, name=f"Child {number}", keyring=ann.keyring)
    address = f"/begin/five-minutes-each/?bond={bond.pk}&way=together"
    for chosen in ("", "&with=nobody"):
        page = ann.client.get(address + chosen, follow=True).content.decode()
        assert "For this one choose one to five others." in page


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (2, 2, "one other"),
        (3, 3, "two others"),
        (2, 6, "one to five others"),
        (3, 4, "two to three others"),
        (2, 12, "at least one other"),
        (3, 12, "at least two others"),
    ],
)
def test_how_many_others_is_said_in_words(least: int, most: int, words: str) -> None:
    text = CARDS.replace("people = [2, 4]", f"people = [{least}, {most}]")
    assert finding.others_for(Script.parse(text, "cards.toml")) == words
