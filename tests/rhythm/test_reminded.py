"""What somebody is reminded of once: when they said they would be there, days, ends of pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nearer.bonds.models import Bond
from nearer.keeps import dates, notes
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.sittings import remembering
from tests.cast import Player, say, sit
from tests.rhythm.scene import (
    NOON,
    at,
    comes_in,
    lives_in,
    notices,
    utc,
)


def not_now(ben: Player, sitting: object, day: str, time: str) -> None:
    """Ben says when, on the page."""
    say(ben, sitting, "ready", {"when": "at", "day": day, "time": time})  # type: ignore[arg-type]
    comes_in(ben)


def share(ann: Player, bond: Bond) -> object:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "Something"})
    say(ann, sitting, "feelings", {}, move="skip")
    say(ann, sitting, "wish", {"choices": "listen"})
    say(ann, sitting, "beforehand", {}, move="skip")
    return sitting


def test_not_now_at_nine_is_remembered_at_nine_on_my_own_clock(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ben, "America/New_York")
    at(monkeypatch, utc(4, 2), ann, ben)
    sitting = share(ann, bond)
    seen = ann.client.get(f"/sittings/{sitting.pk}/").content  # type: ignore[attr-defined]
    not_now(ben, sitting, "today", "23:15")

    assert notices(ben) == [utc(4, 3, 15)]
    assert notices(ann) == []
    assert seen
    page = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()  # type: ignore[attr-defined]
    assert "not now; today at 23:15 by their clock (said on 4 May)." in page
    assert "New_York" not in page


def test_it_leads_today_once_the_time_has_come(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    sitting = share(ann, bond)
    not_now(ben, sitting, "tomorrow", "09:30")
    assert "You said: tomorrow at 09:30." in ben.client.get("/").content.decode()
    assert ">Later<" in ben.client.get("/").content.decode()

    at(monkeypatch, utc(5, 9, 31), ann, ben)

    first = ben.client.get("/").content.decode()
    assert "You said: today at 09:30." in first
    assert ">Later<" not in first


def test_what_was_said_long_ago_is_shown_with_its_date(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    not_now(ben, share(ann, bond), "today", "21:00")

    at(monkeypatch, utc(10, 8), ann, ben)
    assert "You said: Monday at 21:00." in ben.client.get("/").content.decode()
    at(monkeypatch, utc(11, 8), ann, ben)
    assert "You said: 4 May at 21:00." in ben.client.get("/").content.decode()


def test_another_put_off_later_leaves_the_first_its_moment(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    answered, first = share(ann, bond), share(ann, bond)
    not_now(ben, answered, "today", "20:00")
    not_now(ben, first, "today", "21:00")
    ann.client.post(f"/sittings/{answered.pk}/stop/")  # type: ignore[attr-defined]

    at(monkeypatch, utc(14, 8), ann, ben)
    second = share(ann, bond)
    not_now(ben, second, "tomorrow", "09:00")

    kept = {str(first.pk), str(second.pk)}  # type: ignore[attr-defined]
    assert remembering.said(ben.keyring).keys() == kept, "what is over is forgotten after a while"
    page = ben.client.get("/").content.decode()
    assert page.index("You said: 4 May at 21:00.") < page.index(">Later<")
    assert page.index(">Later<") < page.index("You said: tomorrow at 09:00.")


def test_a_moment_that_is_not_known_any_more_is_not_made_up(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    not_now(ben, share(ann, bond), "today", "21:00")
    notes.change(ben.id, remembering.DRAWER, ben.keyring, lambda _page: None)

    page = ben.client.get("/").content.decode()

    assert "You said: not now. Us two" in page
    assert "21:00" not in page
    assert ">Later<" not in page


def test_another_time_moves_it_and_now_ends_it(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    sitting = share(ann, bond)
    not_now(ben, sitting, "today", "21:00")
    not_now(ben, sitting, "tomorrow", "07:00")
    assert notices(ben) == [utc(5, 7)]

    say(ben, sitting, "ready", {"when": "now"})  # type: ignore[arg-type]

    assert notices(ben) == []


def test_when_the_other_goes_there_is_nothing_to_be_reminded_of(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    sitting = share(ann, bond)
    not_now(ben, sitting, "today", "21:00")
    assert len(notices(ben)) == 1

    ann.client.post(f"/sittings/{sitting.pk}/stop/")  # type: ignore[attr-defined]

    assert notices(ben) == []
    comes_in(ben)
    assert notices(ben) == []


def test_a_break_with_a_time_is_a_promise_to_come_back(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    sitting = share(ann, bond)
    form = {"time": "18:00", "day": "today"}
    ben.client.post(f"/sittings/{sitting.pk}/pause/", form)  # type: ignore[attr-defined]

    assert notices(ben) == [utc(4, 18)]


def date_of(player: Player, bond: Bond, day: date) -> Keep:
    here = stand(bond, player.keyring)
    return dates.add(
        here=here, words="Dentist", day=day, time="15:00", whose="", told=[], id=player.id
    )


def test_a_date_reminds_the_others_on_its_day_at_their_own_time(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ben, "Pacific/Auckland")
    at(monkeypatch, NOON, ann, ben)
    date_of(ann, bond, date(2026, 5, 12))
    comes_in(ann)
    comes_in(ben)

    assert notices(ann) == []
    assert notices(ben) == [utc(11, 21)]


def test_whoever_moves_or_deletes_the_date_takes_the_reminder_with_it(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann, ben)
    row = date_of(ann, bond, date(2026, 5, 12))
    comes_in(ben)
    assert notices(ben) == [utc(12, 9)]
    form = {"words-it": "Dentist", "choice-day": "2026-05-14"}
    ann.client.post(f"/bonds/{bond.pk}/dates/{row.pk}/", form)
    assert notices(ben) == []
    comes_in(ben)
    assert notices(ben) == [utc(14, 9)]

    ann.client.post(f"/bonds/{bond.pk}/keeps/{row.pk}/delete/")

    assert notices(ben) == []


def test_a_promise_reminds_whoever_made_it_until_it_is_kept(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann, ben)
    form = {"words-it": "Mend the lamp", "choice-day": "2026-05-09"}
    ann.client.post(f"/bonds/{bond.pk}/promises/", form)
    comes_in(ben)

    assert notices(ann) == [utc(9, 9)]
    assert notices(ben) == []
    row = Keep.objects.get()
    ann.client.post(f"/bonds/{bond.pk}/promises/{row.pk}/kept/")
    assert notices(ann) == []


def test_the_end_of_a_pause_is_remembered_by_both(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann, ben)
    ann.client.post(f"/bonds/{bond.pk}/pause/", {"length": "30"})
    comes_in(ben)

    assert notices(ann) == notices(ben) == [NOON + timedelta(minutes=30)]
    at(monkeypatch, NOON + timedelta(minutes=5), ann, ben)
    for player in (ann, ben):
        player.client.post(f"/bonds/{bond.pk}/pause/calm/", {"calm": "yes"})
    comes_in(ann)
    assert notices(ann) == notices(ben) == []
