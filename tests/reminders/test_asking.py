"""What the house may ask for: a notice at a moment, a round, peace, and forgetting."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from nearer.reminders import actions, browsers
from nearer.reminders.models import Channel, Notice, Round, owner_of
from nearer.reminders.rule import Rule
from tests.reminders.receiver import Browser

pytestmark = pytest.mark.django_db
ANN, BEN = uuid.uuid4(), uuid.uuid4()
SOON = timezone.now() + timedelta(hours=1)
EVERY_DAY = Rule("Europe/Berlin", 20 * 60)


def test_a_notice_is_asked_for_once_and_moves_when_asked_for_again() -> None:
    id = uuid.uuid4()
    for at in (SOON, SOON, SOON + timedelta(days=1)):
        actions.ask(person=ANN, at=at, id=id)

    assert [row.due for row in Notice.objects.of(ANN)] == [SOON + timedelta(days=1)]


def test_asking_the_same_again_leaves_it_in_the_hands_of_who_is_at_it() -> None:
    id = uuid.uuid4()
    actions.ask(person=ANN, at=SOON, id=id)
    Notice.objects.update(lease_until=SOON, tries=1)

    actions.ask(person=ANN, at=SOON, id=id)

    assert Notice.objects.get().tries == 1


def test_a_moment_that_has_gone_by_is_over() -> None:
    id = uuid.uuid4()
    actions.ask(person=ANN, at=SOON, id=id)

    actions.ask(person=ANN, at=timezone.now() - timedelta(minutes=1), id=id)

    assert not Notice.objects.exists()


def test_forgetting_one_leaves_the_others() -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    for id in (first, second):
        actions.ask(person=ANN, at=SOON, id=id)

    actions.forget(id=first)
    actions.forget(id=uuid.uuid4())

    assert Notice.objects.count() == 1


def test_no_row_leads_back_to_a_person_or_a_thing() -> None:
    id = uuid.uuid4()
    actions.ask(person=ANN, at=SOON, id=id)
    actions.come_round(person=ANN, rule=EVERY_DAY)
    take(ANN, "a")
    stored = repr([list(table.objects.values()) for table in (Notice, Round, Channel)]).encode()

    for told in (ANN, id):
        assert told.hex.encode() not in stored
        assert str(told).encode() not in stored
    assert b"Berlin" not in stored


def test_a_round_is_replaced_as_a_whole_and_can_end() -> None:
    actions.come_round(person=ANN, rule=EVERY_DAY)
    actions.come_round(person=ANN, rule=Rule("UTC", 0, weekdays=frozenset({0})))
    row = Round.objects.get()

    assert row.due is not None
    assert (row.due.weekday(), row.due.hour) == (0, 0)
    actions.come_round(person=ANN, rule=None)
    assert Round.objects.get().due is None


def test_after_todays_another_time_begins_tomorrow() -> None:
    now = datetime(2026, 5, 5, 12, tzinfo=UTC)
    body = {"rule": Rule("UTC", 20 * 60).plain(), "sent": "2026-05-05T08:00:00+00:00"}

    assert actions.next_round(body, now) == datetime(2026, 5, 6, 20, tzinfo=UTC)
    assert actions.next_round({**body, "sent": None}, now) == datetime(2026, 5, 5, 20, tzinfo=UTC)


def test_quiet_moves_a_round_behind_it_or_away() -> None:
    actions.come_round(person=ANN, rule=EVERY_DAY)
    until = timezone.now() + timedelta(days=9)

    actions.quieten(person=ANN, until=until)
    due = Round.objects.get().due
    assert due is not None
    assert until < due <= until + timedelta(days=1, hours=1)
    assert actions.standing(person=ANN) == actions.Standing(EVERY_DAY, until, False)

    actions.quieten(person=ANN, until=None)
    assert Round.objects.get().due is None
    assert actions.standing(person=ANN).quiet_for_good

    actions.speak_again(person=ANN)
    due = Round.objects.get().due
    assert due is not None
    assert due < timezone.now() + timedelta(days=1, hours=1)


def test_forgetting_a_person_leaves_nothing_of_them_and_all_of_others() -> None:
    for person in (ANN, BEN):
        actions.ask(person=person, at=SOON, id=uuid.uuid4())
        actions.come_round(person=person, rule=EVERY_DAY)
        take(person, person.hex)

    actions.forget_person(person=ANN)

    for table in (Notice, Round, Channel):
        assert [bytes(row.owner) for row in table.objects.all()] == [owner_of(BEN)]


def take(person: uuid.UUID, name: str) -> None:
    subscription = Browser().subscription(f"https://fcm.googleapis.com/{name}")
    browsers.add_push(person=person, subscription=subscription, label="Firefox")
