"""Peace from a bond or from everything, and not a byte of it in what others get."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nearer.bonds.models import Bond
from nearer.keeps import dates
from nearer.keeps.here import stand
from nearer.rhythm import page
from tests.cast import Player, bind, look, say, sit
from tests.rhythm.scene import at, comes_round, lives_in, rule, today
from tests.trust.house import normal

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


def share(teller: Player, bond: Bond) -> object:
    sitting = sit(teller, bond)
    say(teller, sitting, "share", {"words": "Something"})
    say(teller, sitting, "feelings", {}, move="skip")
    say(teller, sitting, "wish", {"choices": "listen"})
    say(teller, sitting, "beforehand", {}, move="skip")
    return sitting


def test_nothing_of_a_muted_bond_leads_today(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann, ben)
    sitting = share(ann, bond)
    here = stand(bond, ann.keyring)
    day = NOON.date()
    dates.add(here=here, words="Dentist", day=day, time="", whose="", told=[], id=ann.id)
    comes_round(ben, bond)
    before = today(ben)
    assert all(one in before for one in ("Ann would like", "Dentist", "It comes round today"))

    ben.client.post(f"/bonds/{bond.pk}/mute/", {"choice-span": "good"})

    after = today(ben)
    assert not any(one in after for one in ("Ann", "Dentist", "Us two", "It comes round"))
    # It is all still where it was.
    assert ben.client.get(f"/sittings/{sitting.pk}/").status_code == 200  # type: ignore[attr-defined]
    assert "still open" in ben.client.get(f"/bonds/{bond.pk}/").content.decode()
    ben.client.post(f"/bonds/{bond.pk}/mute/", {"end": "yes"})
    assert today(ben) == before


def test_another_bond_goes_on(ann: Player, ben: Player, cleo: Player) -> None:
    muted = bind(ann, ben)
    other = bind(cleo, ben, kind="friend", name="Cold water")
    share(ann, muted)
    share(cleo, other)
    ben.client.post(f"/bonds/{muted.pk}/mute/", {"choice-span": "week"})

    assert "Cleo would like" in today(ben)
    assert "Ann would like" not in today(ben)


@pytest.mark.parametrize(
    ("form", "days"),
    [
        ({"choice-span": "day"}, 1),
        ({"choice-span": "week"}, 7),
        ({"choice-span": "month"}, 30),
        ({"choice-span": "until", "choice-until": "2026-05-12"}, 9),
    ],
)
def test_it_ends_by_itself_on_my_own_day(
    form: dict[str, str], days: int, ann: Player, ben: Player, bond: Bond,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lives_in(ben, "Pacific/Auckland")
    at(monkeypatch, NOON - timedelta(hours=6), ann, ben)
    share(ann, bond)
    ben.client.post(f"/bonds/{bond.pk}/mute/", form)
    midnight = datetime(2026, 5, 3, 12, 0, tzinfo=UTC) + timedelta(days=days - 1)

    at(monkeypatch, midnight - timedelta(minutes=1), ben)
    assert "Ann would like" not in today(ben)
    at(monkeypatch, midnight + timedelta(minutes=1), ben)
    if days <= 2:
        assert "Ann would like" in today(ben)
    assert not page.read(ben.keyring).muted(bond.pk, (midnight + timedelta(hours=12)).date())


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "For how long?"),
        ({"choice-span": "ever"}, "For how long?"),
        ({"choice-span": "until"}, "Which day?"),
        ({"choice-span": "until", "choice-until": "2026-05-03"}, "Choose a day after today"),
        ({"choice-span": "until", "choice-until": "2036-05-03"}, "Choose a day after today"),
        ({"choice-span": "until", "choice-until": "soon"}, "Something like"),
    ],
)
def test_what_is_no_span_is_asked_again(
    form: dict[str, str], says: str, ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann)
    for path in (f"/bonds/{bond.pk}/mute/", "/rhythm/pause/"):
        answer = ann.client.post(path, form)
        assert answer.status_code == 422
        assert says in answer.content.decode()


def test_a_pause_of_everything_leaves_today_empty_of_what_others_ask(
    ann: Player, ben: Player, bond: Bond
) -> None:
    share(ann, bond)
    comes_round(ben, None, "to-myself")
    ben.client.post("/rhythm/pause/", {"choice-span": "good"})

    assert "Everything is paused" in today(ben)
    assert "Ann would like" not in today(ben)
    assert "It comes round today" not in today(ben)
    ben.client.post("/rhythm/pause/", {"end": "yes"})
    assert "Ann would like" in today(ben)
    assert "It comes round today" in today(ben)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"choice-time": "25:00"}, "choice-time"),
        ({"choice-time": ""}, "choice-time"),
        ({"choice-time": "09:00", "choice-quiet": "on", "choice-from": "x"}, "choice-from"),
        (
            {"choice-time": "09:00", "choice-quiet": "on", "choice-from": "22:00",
             "choice-until": "22:00"},
            "choice-until",
        ),
        (
            {"choice-time": "22:30", "choice-quiet": "on", "choice-from": "22:00",
             "choice-until": "07:00"},
            "choice-time",
        ),
    ],
)  # fmt: skip
def test_what_is_no_time_is_said_beside_its_field(
    form: dict[str, str], field: str, ann: Player
) -> None:
    answer = ann.client.post("/rhythm/times/", form)

    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.content.decode()
    assert page.read(ann.keyring).minute == page.USUAL


@pytest.mark.parametrize(
    ("time", "start", "end", "comes_at"),
    [
        ("06:00", "22:00", "07:00", 7 * 60),
        ("13:00", "12:00", "14:00", 14 * 60),
        ("21:30", "22:00", "07:00", 21 * 60 + 30),
    ],
)
def test_a_time_that_is_taken_never_comes_before_it(
    time: str, start: str, end: str, comes_at: int, ann: Player
) -> None:
    comes_round(ann, None, "to-myself")
    form = {"choice-time": time, "choice-quiet": "on", "choice-from": start, "choice-until": end}
    assert ann.client.post("/rhythm/times/", form).status_code == 302

    found = rule(ann)
    assert found is not None
    assert found.minute_of_day() == comes_at


def test_a_time_that_would_come_before_it_is_asked_again_and_kept_in_the_form(ann: Player) -> None:
    form = {"choice-time": "22:30", "choice-quiet": "on"}
    form |= {"choice-from": "22:00", "choice-until": "07:00"}
    answer = ann.client.post("/rhythm/times/", form).content.decode()

    assert "they last until the next day" in answer
    assert 'value="22:30"' in answer


DEEDS: dict[str, Callable[[Player, Bond], object]] = {
    "mute": lambda me, bond: me.client.post(f"/bonds/{bond.pk}/mute/", {"choice-span": "good"}),
    "pause": lambda me, bond: me.client.post("/rhythm/pause/", {"choice-span": "week"}),
    "schedule": lambda me, bond: comes_round(me, bond, "check-in"),
    "own words": lambda me, bond: comes_round(me, bond, "own", words_own="Watch the clock"),
    "quiet hours": lambda me, bond: me.client.post(
        "/rhythm/times/",
        {"choice-time": "20:00", "choice-quiet": "on", "choice-from": "21:00",
         "choice-until": "08:00"},
    ),
    "clock": lambda me, bond: me.client.post("/you/clock/", {"zone": "Auckland"}),
    "feed": lambda me, bond: me.client.post("/rhythm/feed/", {"do": "make"}),
}  # fmt: skip


def seen_by(player: Player, bond: Bond, sitting: object) -> list[str]:
    """Everything of somebody that has to do with this bond, as it is sent."""
    paths = [
        "/", "/you/", "/safety/", "/rhythm/", "/rhythm/add/", "/rhythm/feed/", "/bonds/",
        "/practices/", "/devices/", f"/bonds/{bond.pk}/", f"/bonds/{bond.pk}/mute/",
        f"/bonds/{bond.pk}/keeps/", f"/bonds/{bond.pk}/promises/", f"/bonds/{bond.pk}/dates/",
        f"/bonds/{bond.pk}/plans/", f"/bonds/{bond.pk}/jar/", f"/bonds/{bond.pk}/journal/",
        f"/bonds/{bond.pk}/pause/", f"/bonds/{bond.pk}/invite/", f"/closeness/{bond.pk}/now/",
        f"/sittings/{sitting.pk}/",  # type: ignore[attr-defined]
    ]  # fmt: skip
    return [f"{path}\n{normal(player.client.get(path))}" for path in paths]


@pytest.mark.parametrize("deed", DEEDS)
def test_not_a_byte_of_what_the_other_gets_changes(
    deed: str, ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann, ben)
    sitting = share(ben, bond)
    before = seen_by(ben, bond, sitting)
    mine = [normal(ann.client.get(path)) for path in ("/", "/rhythm/", "/rhythm/feed/", "/you/")]

    DEEDS[deed](ann, bond)

    assert seen_by(ben, bond, sitting) == before
    # The test could tell: to Ann herself something has changed.
    after = [normal(ann.client.get(path)) for path in ("/", "/rhythm/", "/rhythm/feed/", "/you/")]
    assert after != mine


def test_saying_when_shows_the_same_words_whatever_the_clock(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = []
    for name in ("Europe/Lisbon", "America/New_York"):
        at(monkeypatch, NOON, ann, ben)
        lives_in(ben, name)
        sitting = share(ann, bond)
        say(ben, sitting, "ready", {"when": "at", "day": "today", "time": "21:00"})  # type: ignore[arg-type]
        pages.append(normal(ann.client.get(f"/sittings/{sitting.pk}/")))  # type: ignore[attr-defined]
        assert look(ann, sitting).state.waiting_on(look(ann, sitting).company.me)  # type: ignore[arg-type]

    assert pages[0] == pages[1]
