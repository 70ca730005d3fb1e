"""Whoever puts something aside says until when; later readers know on which day it was said."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from nearer.bonds.models import Bond
from nearer.sittings import letters, put_aside
from nearer.sittings.models import Sitting
from tests.cast import Player, look, say, sit
from tests.rhythm.scene import at, utc


def share(ann: Player, bond: Bond, way: str = "apart") -> Sitting:
    sitting = sit(ann, bond, way=way)
    say(ann, sitting, "share", {"words": "Something"})
    say(ann, sitting, "feelings", {}, move="skip")
    say(ann, sitting, "wish", {"choices": "listen"})
    say(ann, sitting, "beforehand", {}, move="skip")
    return sitting


def page(player: Player, sitting: Sitting) -> str:
    return str(player.client.get(f"/sittings/{sitting.pk}/").content.decode())


def test_a_pause_knows_the_moment_at_which_it_was_said(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    sitting = share(ann, bond)
    ben.client.post(f"/sittings/{sitting.pk}/pause/", {"day": "today", "time": "21:00"})
    at(monkeypatch, utc(6, 8), ann, ben)

    (seen,) = put_aside.pauses_shown(look(ann, sitting), look(ann, sitting).company.me)
    assert (seen["name"], seen["mine"], seen["said"]) == ("Ben", False, utc(4, 8))
    assert (seen["when"], seen["day"], seen["time"]) == ("at", "today", "21:00")
    (own,) = put_aside.pauses_shown(look(ben, sitting), look(ben, sitting).company.me)
    assert own["mine"]
    assert "until today at 21:00 by their clock (said on 4 May)." in page(ann, sitting)
    assert "You have put this aside, until today at 21:00 (said on 4 May)." in page(ben, sitting)
    assert "by their clock" not in page(ben, sitting)


def test_a_pause_that_leaves_it_open_says_no_day(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = share(ann, bond)
    ben.client.post(f"/sittings/{sitting.pk}/pause/", {"day": "today", "time": ""})
    assert "</bdi> has put this aside.</p>" in page(ann, sitting)


def test_not_today_says_of_which_day_it_was(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, utc(4, 8), ann, ben)
    sitting = share(ann, bond)
    say(ben, sitting, "ready", {"when": "not-today"})
    at(monkeypatch, utc(6, 8), ann, ben)
    assert "not today (said on 4 May). It will keep." in page(ann, sitting)


def test_a_time_is_by_the_clock_of_whoever_named_it(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = share(ann, bond)
    say(ben, sitting, "ready", {"when": "at", "day": "tomorrow", "time": "09:30"})
    assert "not now; tomorrow at 09:30 by their clock (said on" in page(ann, sitting)
    assert "not now; tomorrow at 09:30 (said on" in page(ben, sitting)


def test_around_one_phone_there_is_one_clock(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = share(ann, bond, way="together")
    opened = look(ann, sitting)
    him = next(one for one in opened.state.cast if one != opened.company.me)
    say(ann, sitting, "ready", {"when": "at", "day": "today", "time": "21:00"}, by=him)
    read = letters.letters_for(look(ann, sitting), opened.company.me)
    (told,) = [one for one in read if one.parts[0]["kind"] == "ready"]
    assert not told.parts[0]["theirs"]
    drawn = render_to_string("sittings/letter.html", {"letter": told})
    assert "not now; today at 21:00 (said on" in drawn
