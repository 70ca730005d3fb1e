"""Dates: on the day the others may ask, the day after once more, and then never."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from nearer.bonds.actions import add_companion, leave, remove_companion
from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.keeps.dates import add
from nearer.keeps.models import Keep
from nearer.keeps.today import ForToday, for_today
from nearer.people.models import today
from tests.cast import Player, bind, look, member, say, sit
from tests.keeps.pages import get, id_of, keep_of, post, there

DAY = today() + timedelta(days=5)


@pytest.fixture
def home(bond: Bond) -> str:
    return f"/bonds/{bond.pk}/dates/"


def dentist(player: Player, bond: Bond, **more: Any) -> Keep:
    fields: dict[str, Any] = {
        "words": "dentist",
        "day": DAY,
        "time": "15:00",
        "whose": "",
        "told": [],
    } | more
    return add(here=there(player, bond), id=uuid.uuid4(), **fields)


def on(player: Player, day: date) -> ForToday:
    bonds = bonds_shown(Bond.objects.of(player.person), player.keyring)
    return for_today(bonds, player.keyring, day, anything_waits=True)


def test_on_the_day_the_other_is_told_and_not_the_one_whose_it_is(
    ann: Player, ben: Player, bond: Bond
) -> None:
    dentist(ann, bond)
    (line,) = on(ben, DAY).dates
    assert (line.who, line.words, line.when) == ("Ann", "dentist", "today at 15:00")
    assert on(ann, DAY).dates == []


def test_before_it_nobody_is_told(ann: Player, ben: Player, bond: Bond) -> None:
    dentist(ann, bond)
    assert on(ben, DAY - timedelta(days=1)).dates == []


def test_the_day_after_it_is_told_once_more_and_then_never(
    ann: Player, ben: Player, bond: Bond
) -> None:
    dentist(ann, bond)
    (line,) = on(ben, DAY + timedelta(days=1)).dates
    assert (line.when, line.hint) == ("yesterday", "You might ask how it went.")
    for days in (2, 3, 400):
        assert on(ben, DAY + timedelta(days=days)).dates == []


def test_bens_date_put_in_by_ann_is_told_to_ann(ann: Player, ben: Player, bond: Bond) -> None:
    dentist(ann, bond, whose=id_of(ben, bond))
    assert [line.who for line in on(ann, DAY).dates] == ["Ben"]
    assert on(ben, DAY).dates == []


def test_the_first_page_says_it(ann: Player, ben: Player, home: str) -> None:
    form = {"words-it": "the dentist", "choice-day": today().isoformat(), "choice-time": "15:00"}
    post(ann, home, form)
    assert "Ann : the dentist Today at 15:00. You might ask about it." in get(ben, "/")
    assert "dentist" not in get(ann, "/")


def test_a_date_may_be_for_some_alone(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family")
    home = f"/bonds/{family.pk}/dates/"
    form = {"words-it": "the scan", "choice-day": DAY.isoformat()}
    post(ann, home, form | {"choice-told": id_of(ben, family)})
    assert "the scan" in get(ben, home)
    assert "only Ben and you know" in get(ann, home)
    assert "the scan" not in get(cleo, home)
    assert on(cleo, DAY).dates == []
    assert on(ben, DAY).dates
    kept = Keep.objects.get()
    assert not Keep.objects.filter(pk=kept.pk).openable(cleo.keyring)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"words-it": "", "choice-day": DAY.isoformat()}, "A few words are enough"),
        ({"words-it": "dentist"}, "Which day?"),
        ({"words-it": "dentist", "choice-day": "2001-01-01"}, "gone by"),
        ({"words-it": "dentist", "choice-day": DAY.isoformat(), "choice-time": "late"}, "15:00"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    ann: Player, home: str, form: dict[str, str], said: str
) -> None:
    answer = post(ann, home, form, status=422).content.decode()
    assert said in answer
    assert form["words-it"] in answer
    assert not Keep.objects.exists()


def test_what_i_put_in_i_can_put_right_and_take_out(ann: Player, ben: Player, bond: Bond) -> None:
    kept = dentist(ann, bond)
    path = f"/bonds/{bond.pk}/dates/{kept.pk}/"
    assert ben.client.get(path).status_code == 404
    then = (DAY + timedelta(days=1)).isoformat()
    post(ann, path, {"words-it": "hygienist", "choice-day": then})
    page = get(ben, f"/bonds/{bond.pk}/dates/")
    assert "hygienist" in page
    assert "15:00" not in page
    post(ben, f"/bonds/{bond.pk}/keeps/{kept.pk}/delete/", status=404)
    post(ann, f"/bonds/{bond.pk}/keeps/{kept.pk}/delete/")
    page = get(ben, f"/bonds/{bond.pk}/dates/")
    assert "hygienist" not in page
    assert "was removed by its author." in page


def test_a_date_gone_by_can_be_put_right_and_not_moved_into_the_past(
    ann: Player, ben: Player, bond: Bond
) -> None:
    before = today() - timedelta(days=4)
    kept = dentist(ann, bond, day=before)
    path = f"/bonds/{bond.pk}/dates/{kept.pk}/"
    other = (before - timedelta(days=1)).isoformat()
    page = post(ann, path, {"words-it": "hygienist", "choice-day": other}, status=422)
    assert "This day has gone by." in page.content.decode()
    post(ann, path, {"words-it": "hygienist", "choice-day": before.isoformat()})
    assert "hygienist" in get(ben, f"/bonds/{bond.pk}/dates/")
    assert Keep.objects.get().comes_up == before


def put_right(player: Player, bond: Bond, words: str) -> None:
    """Change the words of the only date, and leave all else as the form has it."""
    path = f"/bonds/{bond.pk}/dates/{Keep.objects.get().pk}/"
    page = player.client.get(path).content.decode()
    radios = re.findall(r'<input type="radio"[^>]*name="choice-whose"[^>]*>', page)
    (ticked,) = [one for one in radios if " checked" in one]
    (whose,) = re.findall(r'value="([^"]*)"', ticked)
    form = {"words-it": words, "choice-day": DAY.isoformat(), "choice-whose": whose}
    post(player, path, form)


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_companions_date_that_is_put_right_stays_the_companions(
    ann: Player, ben: Player, is_gone: bool
) -> None:
    family = bind(ann, ben, kind="family")
    dot = add_companion(bond=family, name="Dot", keyring=ann.keyring)
    keep_of(dot, ann, "date", "swiming", day=DAY)
    if is_gone:
        remove_companion(companion=dot)
    put_right(ann, family, "swimming")
    assert "swimming Dot ·" in get(ben, f"/bonds/{family.pk}/dates/")


def test_the_date_of_somebody_who_left_does_not_become_mine_when_it_is_put_right(
    ann: Player, ben: Player, bond: Bond
) -> None:
    dentist(ann, bond, whose=id_of(ben, bond))
    leave(bond=bond, member=member(bond, ben), person=ben.person)
    put_right(ann, bond, "hygienist")
    assert "hygienist Ben ·" in get(ann, f"/bonds/{bond.pk}/dates/")


def test_a_damaged_one_leaves_the_others(ann: Player, ben: Player, bond: Bond) -> None:
    broken = dentist(ann, bond, words="kxbroken", day=today())
    dentist(ann, bond, words="exam", day=today())
    Keep.objects.filter(pk=broken.pk).update(body=b"\x01" + b"?" * 300)
    for path in ("/", f"/bonds/{bond.pk}/dates/"):
        page = get(ben, path)
        assert "exam" in page
        assert "kxbroken" not in page


SHARE = "I have the dentist a week on Tuesday at three and I dread it."


def shared(player: Player, bond: Bond, words: str = SHARE) -> str:
    """Share something through the pages; where one is sent on to."""
    begin = f"/begin/sharing/?bond={bond.pk}&way=apart"
    page = player.client.get(begin).content.decode()
    hidden = re.findall(r'<input type="hidden" name="(form|slot)" value="([^"]*)"', page)
    form: dict[str, object] = {"words-share": words, "choice-wish": "listen"}
    form["form"] = next(value for name, value in hidden if name == "form")
    form["slot"] = [value for name, value in hidden if name == "slot"]
    place, _, where = str(post(player, begin, form).headers["Location"]).partition("#")
    assert where == "now"
    return place


def test_after_a_share_with_a_day_in_it_there_is_an_offer_once(
    ann: Player, ben: Player, bond: Bond
) -> None:
    place = shared(ann, bond)
    assert place.endswith("?sent=1")
    page = get(ann, place)
    assert "You mentioned “ the dentist ”" in page
    assert "Shall Ben be reminded to ask?" in page
    assert "reminded" not in get(ann, place.split("?")[0])
    assert "reminded" not in get(ben, place)
    assert not Keep.objects.exists()


def offered(player: Player, place: str) -> dict[str, str]:
    """The fields of the offer to have somebody reminded."""
    page = player.client.get(place).content.decode()
    offer = page.split('aria-label="To you alone"', 1)[1].split("</form>", 1)[0]
    form = dict(re.findall(r'name="([a-z-]+)" value="([^"]*)"', offer))
    del form["csrfmiddlewaretoken"]
    return form


def test_taken_up_it_is_a_date_and_not_offered_again(ann: Player, ben: Player, bond: Bond) -> None:
    place = shared(ann, bond)
    form = offered(ann, place)
    assert form["choice-told"] == id_of(ben, bond)
    post(ann, f"/bonds/{bond.pk}/dates/", form)
    assert "the dentist Ann ·" in get(ben, f"/bonds/{bond.pk}/dates/")
    assert "reminded" not in get(ann, place)


@pytest.mark.parametrize("day", [str(DAY), "2001-01-01"])
def test_an_offer_leaves_alone_what_was_begun_on_the_page_of_dates(
    ann: Player, bond: Bond, home: str, day: str
) -> None:
    begun = {"place": home, "title": "Something to keep", "words-it": "The eye test"}
    keep_draft(ann, begun)
    offer = offered(ann, shared(ann, bond)) | {"choice-day": day}
    sent = ann.client.post(home, offer)
    if sent.status_code == 422:
        page = sent.content.decode()
        assert f'name="place" value="{offer["place"]}"' in page
        keep_draft(ann, {**offer, "words-it": "The dentist, or so"})
        assert "The dentist, or so" in ann.client.get(offer["place"]).content.decode()
    assert "The eye test" in ann.client.get(home).content.decode()
    post(ann, home, {**begun, "choice-day": str(DAY)})
    assert ann.client.get(home).content.decode().count("The eye test") == 1


def keep_draft(player: Player, form: dict[str, str]) -> None:
    kept = player.client.post("/drafts/", form, headers={"Sec-Fetch-Mode": "cors"})
    assert kept.status_code == 204


def test_without_a_day_in_it_nothing_is_offered(ann: Player, ben: Player, bond: Bond) -> None:
    place = shared(ann, bond, "I was at the dentist on Tuesday, and it was fine.")
    assert "sent" not in place
    assert "reminded" not in get(ann, place + "?sent=1")


def test_in_a_circle_only_those_who_were_told_would_be_reminded(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    present = family.members.present()
    circle = [one for one in present if one.person_id != cleo.id]
    sitting = sit(ann, family, cast=circle)
    say(ann, sitting, "share", {"words": SHARE})
    assert look(ann, sitting).state.entries
    page = get(ann, f"/sittings/{sitting.pk}/?sent=1")
    assert "Shall Ben be reminded to ask?" in page


def test_to_oneself_nothing_is_offered(ann: Player) -> None:
    sitting = sit(ann, None, "to-myself")
    say(ann, sitting, "inside", {"words": SHARE})
    assert "reminded" not in get(ann, f"/sittings/{sitting.pk}/?sent=1")
