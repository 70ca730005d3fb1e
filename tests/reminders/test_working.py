"""What a worker does with what is due: once, in time, or not at all."""

from __future__ import annotations

import logging
import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from nearer.reminders import actions, delivering, worker
from nearer.reminders.counting import counted
from nearer.reminders.models import Notice, Round, notice_id, owner_of
from nearer.reminders.outcome import Outcome
from nearer.reminders.rule import Rule
from nearer.reminders.worker import Worker, pause_after

pytestmark = pytest.mark.django_db
ANN = uuid.uuid4()
HOUR = timedelta(hours=1)


class Said:
    """What was said, and what becomes of it."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.outcome = Outcome.SENT

    def deliver(self, *, owner: bytes, name: str, due: datetime) -> Outcome:
        assert owner == owner_of(ANN)
        self.names.append(name)
        return self.outcome


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """Stands in the place of all ways."""
    made = Said()
    monkeypatch.setattr(worker, "deliver", made.deliver)
    return made


def due(ago: timedelta, **more: Any) -> uuid.UUID:
    """Something that was asked for, due since then."""
    id = uuid.uuid4()
    Notice.objects.create(pk=notice_id(id), owner=owner_of(ANN), due=timezone.now() - ago, **more)
    return id


def round_due(ago: timedelta, **more: Any) -> None:
    """A round, due since then."""
    then = timezone.now() - ago
    rule = Rule("UTC", then.hour * 60 + then.minute)
    actions.come_round(person=ANN, rule=rule)
    row = Round.objects.get()
    row.put(row.read() | more)
    row.due = then
    row.save()


def work() -> None:
    """Until nothing is due."""
    one = Worker()
    while one.step():
        pass


def test_what_is_due_is_said_once_and_is_gone(said: Said) -> None:
    due(timedelta(seconds=1))
    work()
    work()

    assert len(said.names) == 1
    assert not Notice.objects.exists()


def test_what_is_not_due_waits(said: Said) -> None:
    due(-HOUR)
    work()

    assert said.names == []


def test_a_round_is_said_and_comes_again_on_another_day(said: Said) -> None:
    round_due(timedelta(minutes=1))
    before = Round.objects.get().due
    work()

    after = Round.objects.get().due
    assert len(said.names) == 1
    assert before is not None
    assert after is not None
    assert after.date() == before.date() + timedelta(days=1)
    assert Round.objects.get().tries == 0


def test_a_changed_time_says_nothing_twice_on_one_day(said: Said) -> None:
    round_due(timedelta(minutes=1))
    day = Round.objects.get().due
    work()
    actions.come_round(person=ANN, rule=Rule("UTC", 23 * 60 + 59))

    due_next = Round.objects.get().due
    assert day is not None
    assert due_next is not None
    assert due_next.date() > day.date()


def test_what_is_too_late_is_over_and_counted(said: Said) -> None:
    due(12 * HOUR + timedelta(minutes=1))
    round_due(3 * HOUR + timedelta(minutes=1))
    work()

    assert said.names == []
    assert not Notice.objects.exists()
    moved = Round.objects.get().due
    assert moved is not None
    assert moved > timezone.now()
    assert counted() == {"missed": 2}


def test_what_is_late_but_of_use_is_still_said(said: Said) -> None:
    due(12 * HOUR - timedelta(minutes=1))
    round_due(3 * HOUR - timedelta(minutes=1))
    work()

    assert len(said.names) == 2


def test_what_fails_is_tried_again_ever_more_rarely_and_then_given_up(said: Said) -> None:
    said.outcome = Outcome.LATER
    due(timedelta(seconds=1))
    work()
    row = Notice.objects.get()
    assert row.lease_until is not None
    assert timedelta(seconds=50) < row.lease_until - timezone.now() <= timedelta(minutes=1)
    work()
    assert len(said.names) == 1

    Notice.objects.update(lease_until=None)
    work()
    row = Notice.objects.get()
    assert row.lease_until is not None
    assert row.lease_until - timezone.now() > timedelta(seconds=110)
    assert len(set(said.names)) == 1, "both tries are the same notice"

    Notice.objects.update(lease_until=None, due=timezone.now() - 13 * HOUR)
    work()
    assert len(said.names) == 2
    assert counted() == {"given up": 1}


def test_pauses_grow_from_a_minute_to_six_hours() -> None:
    minutes = [pause_after(tries).total_seconds() / 60 for tries in range(1, 12)]

    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_a_round_that_fails_does_not_wait_for_the_next_day(said: Said) -> None:
    said.outcome = Outcome.LATER
    round_due(timedelta(minutes=1))
    work()

    row = Round.objects.get()
    assert row.due is not None
    assert row.due < timezone.now()
    assert row.tries == 1


@pytest.mark.parametrize("quiet", ["for good", "until"])
def test_in_peace_nothing_is_said_and_nothing_is_said_later(said: Said, quiet: str) -> None:
    until = None if quiet == "for good" else timezone.now() + HOUR
    due(timedelta(seconds=1))
    round_due(timedelta(minutes=1), quiet="for good" if until is None else until.isoformat())
    work()

    assert said.names == []
    assert not Notice.objects.exists()
    moved = Round.objects.get().due
    assert moved is None if until is None else moved is not None and moved > until


def test_what_somebody_else_has_in_hand_is_left_alone_until_the_lease_is_over(said: Said) -> None:
    due(timedelta(seconds=1), lease_until=timezone.now() + HOUR)
    work()
    assert said.names == []

    Notice.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    assert len(said.names) == 1


def test_of_two_who_saw_the_same_row_one_takes_it() -> None:
    due(timedelta(seconds=1))
    now = timezone.now()
    first, second = Notice.objects.get(), Notice.objects.get()

    assert Notice.objects.claim(first, now, now + HOUR)
    assert not Notice.objects.claim(second, now, now + HOUR)


def test_a_rule_changed_while_it_was_being_said_is_not_overwritten(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(**what: Any) -> Outcome:
        actions.come_round(person=ANN, rule=None)
        return Outcome.SENT

    round_due(timedelta(minutes=1))
    monkeypatch.setattr(worker, "deliver", meanwhile)
    work()

    assert Round.objects.get().due is None


def test_whoever_takes_notices_nowhere_is_done_with(monkeypatch: pytest.MonkeyPatch) -> None:
    assert delivering.deliver(owner=owner_of(ANN), name="x", due=timezone.now()) is Outcome.SENT


def test_a_broken_database_ends_no_worker_and_the_log_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "LOOK_EVERY", 0.01)
    made, looked = Worker(), threading.Event()
    faults = iter([OperationalError("server closed the connection"), RuntimeError("else")])

    def step() -> bool:
        fault = next(faults, None)
        if fault is not None:
            raise fault
        looked.set()
        return False

    monkeypatch.setattr(made, "step", step)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    with caplog.at_level(logging.DEBUG):
        thread = threading.Thread(target=made.run)
        thread.start()
        assert looked.wait(5)
        made.stop()
        thread.join(5)

    assert not thread.is_alive()
    assert ANN.hex not in caplog.text
