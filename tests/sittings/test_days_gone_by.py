"""A day that has gone by where somebody is can't be promised any more; what was typed stays."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.people import zone
from nearer.sittings import days
from nearer.sittings.actions import Answer
from nearer.sittings.forms import Missing
from nearer.sittings.models import Sitting
from tests.cast import Player, sit
from tests.rhythm.scene import at, lives_in, utc
from tests.sittings.carding import hidden, page_of, send

GONE = "This day has gone by. Choose today or a later one."
WORDS = "On Thursday I put the little one to bed"


def promises(ann: Player, bond: Bond, day: str) -> Any:
    """Send the first form of a promise with a day to it."""
    address = f"/begin/promise/?bond={bond.pk}&way=apart"
    fields = hidden(ann.client.get(address).content.decode())
    return ann.client.post(address, {**fields, "words-promise": WORDS, "day-promise": day})


def test_a_promise_for_a_day_gone_by_is_not_taken_and_nothing_typed_is_lost(
    ann: Player, bond: Bond
) -> None:
    gone = (zone.today(ann.keyring) - timedelta(days=1)).isoformat()
    back = promises(ann, bond, gone)
    page = back.content.decode()
    assert back.status_code == 422
    assert page.count(GONE) == 1
    assert WORDS in page
    assert f'value="{gone}"' in page
    assert Sitting.objects.count() == 0


def test_today_and_later_days_are_taken(ann: Player, bond: Bond) -> None:
    today = zone.today(ann.keyring)
    for day in (today, today + timedelta(days=30)):
        assert promises(ann, bond, day.isoformat()).status_code == 302


def test_it_is_the_day_of_whoever_promises(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, "Pacific/Pago_Pago")
    at(monkeypatch, utc(4, 8), ann)
    assert promises(ann, bond, "2026-05-03").status_code == 302
    lives_in(ann, "Pacific/Kiritimati")
    at(monkeypatch, utc(4, 8), ann)
    assert GONE in promises(ann, bond, "2026-05-03").content.decode()


def test_the_calendar_beside_the_words_begins_today(ann: Player, bond: Bond) -> None:
    page = page_of(ann, sit(ann, bond, "our-week-ahead"))
    assert f'min="{zone.today(ann.keyring).isoformat()}"' in page


def test_the_day_of_a_last_line_that_also_ends_is_looked_at(ann: Player) -> None:
    line = Answer(uuid.uuid4(), "a", "answer", "main.1.coming", {"words": "x", "day": "2001-02-03"})
    end = Answer(uuid.uuid4(), "a", "done", "main.1.coming")
    with pytest.raises(Missing) as missing:
        days.none_out_of_reach([line, end], ann.keyring)
    assert missing.value.errors == {"main.1.coming": {"day": GONE}}


def test_what_is_no_date_is_none_of_its_business(ann: Player) -> None:
    ready = Answer(uuid.uuid4(), "a", "answer", "main.1.ready", {"when": "at", "day": "today"})
    days.none_out_of_reach([ready], ann.keyring)


def test_a_day_beyond_all_calendars_is_not_taken_either(ann: Player) -> None:
    far = date(zone.today(ann.keyring).year + 51, 1, 1).isoformat()
    answer = Answer(uuid.uuid4(), "a", "answer", "main.1.promise", {"words": "x", "day": far})
    with pytest.raises(Missing):
        days.none_out_of_reach([answer], ann.keyring)


def test_in_a_sitting_that_goes_on_it_is_the_same(ann: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "our-week-ahead")
    gone = (zone.today(ann.keyring) - timedelta(days=1)).isoformat()
    for move in ("answer", "done"):
        page = send(ann, sitting, expect=422, words__coming=WORDS, day__coming=gone, move=move)
        assert page.count(GONE) == 1
        assert WORDS in page
        assert f'value="{gone}"' in page
    assert sitting.entries.count() == 1
    send(ann, sitting, words__coming=WORDS, day__coming=zone.today(ann.keyring).isoformat())
