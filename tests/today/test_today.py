"""Today: what waits, across bonds; nothing that counts or hurries."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nearer.bonds import actions as bonds
from nearer.bonds import returning
from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.practices import shelf
from nearer.sittings import marking
from nearer.sittings.models import Sitting
from nearer.today.gentle import INVITATIONS, invitation
from tests.cast import PASSWORD, Player, bind, member, say, say_yes, sit


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def waiting_share(teller: Player, bond: Bond) -> None:
    sitting = sit(teller, bond)
    say(teller, sitting, "share", {"words": "Something"})
    say(teller, sitting, "feelings", {}, move="skip")
    say(teller, sitting, "wish", {"choices": "listen"})
    say(teller, sitting, "beforehand", {}, move="skip")


def test_a_visitor_is_welcomed(db: None) -> None:
    page = Client().get("/").content.decode()
    assert "Say how it was for you, and be heard" in page


def test_it_asks_as_often_with_many_rows_as_with_few(ann: Player, ben: Player, bond: Bond) -> None:
    waiting_share(ann, bond)
    paths = ["/", f"/bonds/{bond.pk}/", "/bonds/"]
    few = [queries(ben.client, path) for path in paths]
    for _ in range(6):
        waiting_share(ann, bond)
    bind(ann, ben, kind="friend", name="Another")
    many = [queries(ben.client, path) for path in paths]
    assert many == few


def test_a_sitting_asks_as_often_with_many_entries(ann: Player, ben: Player, bond: Bond) -> None:
    short = sit(ann, bond, "rose-thorn-bud")
    long = sit(ann, bond)
    for step in ("share",):
        say(ann, long, step, {"words": "Something"})
    few = queries(ann.client, f"/sittings/{short.pk}/")
    many = queries(ann.client, f"/sittings/{long.pk}/")
    assert many == few


def test_nothing_on_it_counts_or_hurries(ann: Player, ben: Player, bond: Bond) -> None:
    for _ in range(3):
        waiting_share(ann, bond)
    page = ben.client.get("/").content.decode()
    main = re.sub(
        r"<[^>]+>", " ", page.split("<main", 1)[1].split(">", 1)[1].split("</main>", 1)[0]
    )
    assert not re.search(r"\b\d+\b", main)
    assert not re.search(r"streak|unread|overdue|still waiting|ago|seen", main, re.I)


def test_a_damaged_card_leaves_the_others(ann: Player, ben: Player, bond: Bond) -> None:
    waiting_share(ann, bond)
    broken = sit(ann, bond, "small-moment")
    Sitting.objects.filter(pk=broken.pk).update(card=b"\x01" + b"?" * 300)
    for player in (ann, ben):
        assert player.client.get("/").status_code == 200
        assert player.client.get(f"/bonds/{bond.pk}/").status_code == 200
    assert "Ann would like to tell you something" in ben.client.get("/").content.decode()


NOTHING = "Nothing waits for you."


def test_nothing_waits_is_said_only_where_nothing_does(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    assert NOTHING in ann.client.get("/").content.decode()

    waiting_share(ann, bond)
    sitting = Sitting.objects.get()
    say(ben, sitting, "ready", {"when": "at", "day": "tomorrow", "time": "21:00"})
    put_off = ben.client.get("/").content.decode()
    assert ">Later<" in put_off
    assert NOTHING not in put_off

    returning.mark(
        bond=bond, place=member(bond, ben), inviter=member(bond, ann), keyring=ann.keyring
    )
    lost = ann.client.get("/").content.decode()
    assert "is said to have lost their way in" in lost
    assert NOTHING not in lost

    bind(cleo, name="Cleo alone")
    assert NOTHING in cleo.client.get("/").content.decode()
    Client().post("/sign-in/", {"email": cleo.email, "password": PASSWORD})
    signed_in = cleo.client.get("/").content.decode()
    assert "A new device signed in" in signed_in
    assert NOTHING not in signed_in


def test_whoever_is_on_the_way_back_is_told_of_the_day_that_passes(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    """Cleo stands for the new account of Ben, who has lost his way in."""
    made = returning.mark(
        bond=bond, place=member(bond, ben), inviter=member(bond, ann), keyring=ann.keyring
    )
    assert "on your way back" not in cleo.client.get("/").content.decode()
    say_yes(cleo, made, ann)
    page = cleo.client.get("/").content.decode()
    assert "on your way back to your place in a bond" in page
    assert "a day passes, and then one of them can let you in" in page
    assert "said yes to an invitation" not in page
    together = cleo.client.get("/bonds/").content.decode()
    assert "On your way back" in together
    assert "said yes to an invitation" not in together


def test_whoever_said_yes_to_an_invitation_is_told_who_lets_them_in(
    ann: Player, cleo: Player, bond: Bond
) -> None:
    say_yes(cleo, bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring), ann)
    page = cleo.client.get("/").content.decode()
    assert "You have said yes to an invitation." in page
    assert "on your way back" not in page


def test_the_invitation_changes_with_the_day_and_names_somebody_there(
    ann: Player, bond: Bond
) -> None:
    shown = bonds_shown(Bond.objects.of(ann.person), ann.keyring)
    texts = set()
    for day in range(60):
        one = invitation(ann.id, date(2026, 1, 1) + timedelta(days=day), shown)
        texts.add(one["text"])
        assert "{" not in one["text"]
    assert len(texts) > 10
    assert any("Ben" in text for text in texts)


def test_alone_only_what_needs_nobody_comes_up(ann: Player) -> None:
    for day in range(30):
        one = invitation(ann.id, date(2026, 1, 1) + timedelta(days=day), [])
        assert one["slug"] in {"", "to-myself"}


@pytest.mark.parametrize("slug", sorted({slug for _, slug in INVITATIONS} - {"", "shelf"}))
def test_every_invitation_leads_somewhere(slug: str) -> None:
    assert shelf.get(slug).title


def titles(player: Player) -> list[str]:
    page = player.client.get("/").content.decode()
    found = re.findall(r'row-link__title">(.*?)</span>', page.split("For you</h2>")[1])
    return [html.unescape(title) for title in found]


def ask_for_a_hug(player: Player, bond: Bond, what: str = "hug") -> Sitting:
    sitting = sit(player, bond, "hug")
    say(player, sitting, "wish", {"choices": what})
    say(player, sitting, "line", {"words": "It was a long day"})
    return sitting


def test_a_practice_calls_people_in_its_own_words(ann: Player, ben: Player, bond: Bond) -> None:
    sit(ann, bond, "making-up")
    assert titles(ben) == ["Ann asks whether it is over and you are calm"]
    assert titles(ann) == ["Making up: yours is welcome"]


def test_a_call_tells_nothing_of_what_was_written(ann: Player, ben: Player, bond: Bond) -> None:
    ask_for_a_hug(ann, bond, "sit")
    assert titles(ben) == ["Ann asks for a hug, or to sit close for a while"]
    assert "long day" not in ben.client.get("/").content.decode()


def test_each_step_has_its_own_call(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = ask_for_a_hug(ann, bond)
    say(ben, sitting, "answer", {"choices": "not-now"})
    say(ben, sitting, "own-words", {}, move="skip")
    assert titles(ann) == ["Ben has answered you"]


def test_what_calls_lies_sealed_and_as_long_for_every_practice(
    ann: Player, ben: Player, bond: Bond
) -> None:
    row = Sitting.objects.get(pk=ask_for_a_hug(ann, bond).pk)
    assert b"hug" not in bytes(row.__dict__["card"])
    for practice in ("hug", "sharing", "making-up", "rose-thorn-bud"):
        card = Sitting.objects.get(pk=sit(ann, bond, practice).pk).card.open(ann.keyring)
        assert {len(asked["calls"]) for asked in card["waits"].values()} == {marking.LINE}


def test_no_call_is_longer_than_there_is_room_for() -> None:
    names = {"sharer": "Bartholomew", "listener": "Wilhelmina", "first": "Maximiliane"}
    for script in shelf.all():
        for step in script.steps:
            for bond in script.bonds or ("",):
                assert len(step.text("calls", bond=bond, names=names)) <= marking.LINE


def test_a_card_from_before_there_were_calls_is_still_shown(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = Sitting.objects.get(pk=sit(ann, bond, "making-up").pk)
    card = sitting.card.open(ann.keyring)
    for asked in card["waits"].values():
        del asked["calls"], asked["of_all"]
    sitting.seal(ann.keyring, card=card)
    sitting.save()
    assert titles(ben) == ["Ann would like to tell you something"]
