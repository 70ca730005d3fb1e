"""An asking that nobody takes up is over by itself, and letting it pass tells nobody anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.sittings import fading, kept
from nearer.sittings.models import Seat, Sitting
from tests.cast import Player, bind
from tests.sittings.carding import HEAD, begin, page_of, send

ASKING = (
    HEAD
    + """
fades = true
[roles]
asker = "one"
asked = "others"

[[step]]
id = "ask"
kind = "write"
who = "asker"
ask = "What would you like?"

[[step]]
id = "answer"
kind = "choose"
who = "asked"
ask = "Would you like that?"
options = [{ value = "yes", label = "Yes" }, { value = "other", label = "Something else" }]

[[step]]
id = "last"
kind = "write"
who = "all"
ask = "A word afterwards"
"""
)
KIND = "It was not the moment"


@pytest.fixture
def asking(ann: Player, ben: Player, bond: Bond) -> Sitting:
    sitting = begin(ann, bond, ASKING, ben)
    send(ann, sitting, words__ask="Hold my hand")
    return sitting


@pytest.fixture
def a_day_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    then = timezone.now() + timedelta(days=1)
    return lambda: monkeypatch.setattr(fading, "now", lambda: then)


def today(player: Player) -> str:
    return str(player.client.get("/").content.decode())


def waits(player: Player, sitting: Sitting) -> bool:
    return str(sitting.pk) in today(player)


def seats(sitting: Sitting) -> list[tuple[object, bool]]:
    rows = Seat.objects.filter(sitting=sitting).order_by("id")
    return [(seat.person_id, seat.awaited) for seat in rows]


def test_it_waits_today_and_not_tomorrow(
    ann: Player, ben: Player, asking: Sitting, a_day_later: Callable[[], None]
) -> None:
    assert waits(ben, asking)
    assert "Let it pass" in page_of(ben, asking)
    assert "Let it pass" not in page_of(ann, asking)
    a_day_later()
    assert not waits(ben, asking)
    for player in (ann, ben):
        page = page_of(player, asking)
        assert KIND in page
        assert "data-keep" not in page
        assert "Hold my hand" in page


def test_what_was_taken_up_goes_on_the_next_day(
    ann: Player, ben: Player, asking: Sitting, a_day_later: Callable[[], None]
) -> None:
    send(ben, asking, choice__answer="yes")
    a_day_later()
    assert waits(ann, asking)
    assert waits(ben, asking)
    assert KIND not in page_of(ann, asking)


def test_letting_it_pass_changes_nothing_that_anybody_else_could_see(
    ann: Player, ben: Player, asking: Sitting, bond: Bond
) -> None:
    def seen() -> tuple[object, ...]:
        pages = [page_of(ann, asking), today(ann), bond_page(ann, bond)]
        row = Sitting.objects.get(pk=asking.pk)
        return (
            [without_what_changes(page) for page in pages],
            seats(asking),
            bytes(row.__dict__["card"]),
        )

    before = seen()
    assert ben.client.post(f"/sittings/{asking.pk}/pass/").status_code == 302
    assert not waits(ben, asking)
    assert seen() == before
    assert kept.passed(ann.keyring) == set()


def bond_page(player: Player, bond: Bond) -> str:
    return str(player.client.get(f"/bonds/{bond.pk}/").content.decode())


def without_what_changes(page: str) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|form)" value="[^"]*"', "", page)


def test_who_let_it_pass_may_still_take_it_up(ann: Player, ben: Player, asking: Sitting) -> None:
    ben.client.post(f"/sittings/{asking.pk}/pass/")
    send(ben, asking, choice__answer="yes")
    assert waits(ben, asking)
    send(ann, asking, words__last="Thank you")
    assert waits(ben, asking)


def test_in_a_group_what_another_took_up_does_not_come_back_to_me(
    ann: Player, ben: Player, cleo: Player
) -> None:
    three = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = begin(ann, three, ASKING, ben, cleo)
    send(ann, sitting, words__ask="Come for a walk?")
    ben.client.post(f"/sittings/{sitting.pk}/pass/")
    send(cleo, sitting, choice__answer="yes")
    assert not waits(ben, sitting)


def test_the_bond_page_says_nothing_of_it(
    ann: Player, asking: Sitting, bond: Bond, a_day_later: Callable[[], None]
) -> None:
    assert "still open" in bond_page(ann, bond)
    a_day_later()
    assert "still open" not in bond_page(ann, bond)


def test_only_what_fades_can_be_let_pass(
    ann: Player, ben: Player, bond: Bond, a_day_later: Callable[[], None]
) -> None:
    sitting = begin(ann, bond, ASKING.replace("fades = true", ""), ben)
    send(ann, sitting, words__ask="Something that counts")
    assert "Let it pass" not in page_of(ben, sitting)
    ben.client.post(f"/sittings/{sitting.pk}/pass/")
    assert waits(ben, sitting)
    a_day_later()
    assert waits(ben, sitting)


ASKED = {"fades": True, "begun_by": "ann", "waits": {"ben": {}}, "over": False, "taken_up": ["ann"]}


@pytest.mark.parametrize(
    ("asked", "now", "faded"),
    [
        ("2026-03-01T08:00", "2026-03-01T23:59", False),
        ("2026-03-01T08:00", "2026-03-02T00:00", True),
        ("2026-03-01T23:30", "2026-03-02T00:30", False),
        ("2026-03-01T23:30", "2026-03-02T11:29", False),
        ("2026-03-01T23:30", "2026-03-02T11:30", True),
        ("2026-03-01T23:30", "2026-04-01T11:30", True),
    ],
)
def test_what_was_asked_late_in_the_evening_has_the_night(
    monkeypatch: pytest.MonkeyPatch, asked: str, now: str, faded: bool
) -> None:
    asked_at, then = (datetime.fromisoformat(f"{at}+00:00") for at in (asked, now))
    monkeypatch.setattr(fading, "now", lambda: then)
    card = {**ASKED, "at": asked_at.isoformat()}
    assert fading.has_faded(card, asked_at.date()) is faded
    rests = then - asked_at >= timedelta(days=2)
    assert fading.has_faded({**card, "taken_up": ["ann", "ben"]}, asked_at.date()) is rests
    assert not fading.has_faded({**card, "over": True}, asked_at.date())
    assert not fading.has_faded({**card, "fades": False}, asked_at.date())


def test_a_card_from_before_there_was_fading_does_not_fade() -> None:
    old = {"begun_by": "ann", "waits": {}, "over": False}
    assert not fading.has_faded(old, date(2020, 1, 1))
    assert not fading.may_pass(old, "ben")


def test_not_today_is_not_taking_it_up(
    ann: Player, ben: Player, bond: Bond, a_day_later: Callable[[], None]
) -> None:
    ready = ASKING.replace(
        '[[step]]\nid = "answer"',
        '[[step]]\nid = "ready"\nkind = "ready"\nwho = "asked"\nask = "Now?"\n'
        '[[step]]\nid = "answer"',
    )
    sitting = begin(ann, bond, ready, ben)
    send(ann, sitting, words__ask="Hold my hand")
    send(ben, sitting, ready="not-today")
    assert waits(ben, sitting)
    a_day_later()
    assert not waits(ben, sitting)
    assert KIND in page_of(ann, sitting)


def test_a_stranger_lets_nothing_pass(cleo: Player, asking: Sitting) -> None:
    assert cleo.client.post(f"/sittings/{asking.pk}/pass/").status_code == 404
