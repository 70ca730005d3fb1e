"""What the rest of the house may ask for: a notice at a moment, a round, peace, and forgetting.

Every deed takes the id of a person, and what it stores does not lead back to it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import seal

from . import rule as rules
from .models import Channel, Notice, Round, notice_id, owner_of
from .rule import Rule, next_after

FOR_GOOD = "for good"


@dataclass(frozen=True)
class Standing:
    """How things stand for somebody: their rule, if any, and whether they want peace."""

    rule: Rule | None = None
    quiet_until: datetime | None = None
    quiet_for_good: bool = False


@transaction.atomic
def ask(*, person: uuid.UUID, at: datetime, id: uuid.UUID) -> None:
    """One notice at that very moment. Asked again with another moment, it moves there.

    A moment that has gone by is over: nothing is said late, and nothing twice.
    """
    pk, owner = notice_id(id), owner_of(person)
    there = Notice.objects.select_for_update().filter(pk=pk).first()
    if there is not None and there.due == at and bytes(there.owner) == owner:
        return
    if there is not None:
        there.delete()
    if at > timezone.now():
        Notice.objects.get_or_create(pk=pk, defaults={"owner": owner, "due": at})


def forget(*, id: uuid.UUID) -> None:
    """Nothing is to be said about this any more. Harmless if nothing was."""
    Notice.objects.filter(pk=notice_id(id)).delete()


@transaction.atomic
def come_round(*, person: uuid.UUID, rule: Rule | None) -> None:
    """Let things come round for somebody from now on; None: no more. Replaced as a whole."""
    row, body = _round_of(person)
    body["rule"] = rule.plain() if rule else None
    _set(row, body)


@transaction.atomic
def quieten(*, person: uuid.UUID, until: datetime | None) -> None:
    """Say nothing at all until then, or for good (None). What falls into that time is over."""
    row, body = _round_of(person)
    body["quiet"] = until.isoformat() if until else FOR_GOOD
    _set(row, body)


@transaction.atomic
def speak_again(*, person: uuid.UUID) -> None:
    """End the quiet."""
    row, body = _round_of(person)
    body["quiet"] = None
    _set(row, body)


def standing(*, person: uuid.UUID) -> Standing:
    """How things stand for somebody, for a page that shows and changes it."""
    row = Round.objects.of(person).first()
    return standing_of(_body(row)) if row else Standing()


def forget_channels(*, person: uuid.UUID) -> None:
    """No way leads to this person any more; what is due for them comes to nothing."""
    Channel.objects.of(person).delete()


@transaction.atomic
def forget_person(*, person: uuid.UUID) -> None:
    """Everything about a person: what is due, what comes round, and every way to them."""
    for table in (Notice, Round):
        table.objects.of(person).delete()
    forget_channels(person=person)


@transaction.atomic
def forget_everybody() -> None:
    """Everything about everyone: the key is lost under which it was sealed."""
    for table in (Notice, Round, Channel):
        table.objects.all().delete()


def standing_of(body: dict[str, Any]) -> Standing:
    """What the body of a round says."""
    quiet = body.get("quiet")
    rule = body.get("rule")
    return Standing(
        rule=rules.read(rule) if rule else None,
        quiet_until=datetime.fromisoformat(quiet) if quiet and quiet != FOR_GOOD else None,
        quiet_for_good=quiet == FOR_GOOD,
    )


def next_round(body: dict[str, Any], now: datetime) -> datetime | None:
    """When a round is due next: after now, after the quiet, and on no day that had one."""
    stands = standing_of(body)
    if stands.rule is None or stands.quiet_for_good:
        return None
    found = next_after(stands.rule, max(now, stands.quiet_until or now))
    sent = body.get("sent")
    if sent:
        day = rules.local_day(stands.rule, datetime.fromisoformat(sent))
        while rules.local_day(stands.rule, found) <= day:
            found = next_after(stands.rule, found)
    return found


def _round_of(person: uuid.UUID) -> tuple[Round, dict[str, Any]]:
    owner = owner_of(person)
    row = Round.objects.select_for_update().filter(owner=owner).first()
    if row is None:
        fresh = Round(owner=owner)
        fresh.put({})
        row, _ = Round.objects.get_or_create(
            owner=owner, defaults={"id": fresh.pk, "body": fresh.body}
        )
    return row, _body(row)


def _body(row: Round) -> dict[str, Any]:
    try:
        return row.read()
    except seal.Tampered:
        return {}


def _set(row: Round, body: dict[str, Any]) -> None:
    row.put(body)
    row.due = next_round(body, timezone.now())
    row.lease_until, row.tries = None, 0
    row.save()
