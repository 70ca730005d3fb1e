"""When somebody said that they would be there: “not now, at nine”, or back from a break at six.

The moment is kept in their own vault. The others read the same words as ever, and no moment.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from nearer.keeps import notes
from nearer.people import zone
from nearer.reminders import actions as reminders
from nearer.vault.keyring import Keyring

from .models import Seat
from .opened import Opened

if TYPE_CHECKING:
    from .actions import Answer

DRAWER = "said when"
FORGOTTEN = timedelta(days=7)
"""After so long what somebody said is no longer remembered, unless they are still awaited there."""


@dataclass(frozen=True)
class Moment:
    """Something that this person wants to be reminded of. `id` is always the same for it."""

    id: uuid.UUID
    bond: uuid.UUID | None
    at: datetime


def id_for(sitting: uuid.UUID, person: uuid.UUID) -> uuid.UUID:
    """By which a reminder of one person in one sitting is asked for and forgotten."""
    return uuid.uuid5(sitting, f"said when {person}")


def said(keyring: Keyring) -> dict[str, datetime]:
    """What I said: sitting -> the moment."""
    return _read(notes.mine(keyring.person, DRAWER, keyring))


def _read(page: notes.Page) -> dict[str, datetime]:
    return {sitting: datetime.fromisoformat(at) for sitting, at in page.items()}


def moments(keyring: Keyring) -> list[Moment]:
    """Those ahead, as long as there is something to come back to: it goes on, and I am asked."""
    ahead = {uuid.UUID(one): at for one, at in said(keyring).items() if at > timezone.now()}
    seats = Seat.objects.filter(person=keyring.person, sitting__in=ahead)
    rows = [seat.sitting for seat in seats.select_related("sitting")]
    keyring.gather({row.space for row in rows})
    return [
        Moment(id_for(row.pk, keyring.person), row.bond_id, ahead[row.pk])
        for row in rows
        if not row.card.open_or(keyring, {"over": True})["over"]
    ]


def take_note(
    before: Opened, after: Opened, fresh: Sequence[Answer], keyring: Keyring, at: datetime
) -> None:
    """Keep what I said, and forget what is done. Within the transaction of the addition."""
    if after.sitting is None or not fresh:
        return
    sitting, me = after.sitting.pk, after.company.me
    mine = [answer for answer in fresh if answer.by == me]
    if mine:
        last = mine[-1].data
        when = _moment(last, at, keyring) if last.get("when") == "at" else None
        _keep(sitting, None if after.state.over else when, keyring)
    for person in _no_longer_put_off(before, after):
        reminders.forget(id=id_for(sitting, person))


def _moment(data: Mapping[str, Any], at: datetime, keyring: Keyring) -> datetime:
    """“today at 21:00” or “tomorrow at 07:30”, on the clock of whoever said it."""
    day = zone.day_of(at, keyring) + timedelta(days=data["day"] == "tomorrow")
    hour, minute = data["time"].split(":")
    return zone.moment(day, 60 * int(hour) + int(minute), keyring)


def _keep(sitting: uuid.UUID, when: datetime | None, keyring: Keyring) -> None:
    if when is None and str(sitting) not in said(keyring):
        return
    oldest = timezone.now() - FORGOTTEN

    def how(page: notes.Page) -> notes.Page | None:
        others = {one: at for one, at in _read(page).items() if one != str(sitting)}
        past = [uuid.UUID(one) for one, at in others.items() if at <= oldest]
        awaited = Seat.objects.filter(person=keyring.person, awaited=True, sitting__in=past)
        kept = {str(one) for one in awaited.values_list("sitting", flat=True)}
        others = {one: at for one, at in others.items() if at > oldest or one in kept}
        now = others if when is None else {**others, str(sitting): when}
        return {one: at.isoformat() for one, at in now.items()} or None

    notes.change(keyring.person, DRAWER, keyring, how)


def _no_longer_put_off(before: Opened, after: Opened) -> Iterable[uuid.UUID]:
    """People who had said when, and for whom there is nothing to come back to any more."""
    people = after.company.people
    put_off = {m for m in before.state.cast if before.state.put_off(m) is not None}
    still = {m for m in after.state.cast if after.state.put_off(m) is not None}
    gone = put_off if after.state.over else put_off - still
    return [people[member] for member in gone if member in people]
