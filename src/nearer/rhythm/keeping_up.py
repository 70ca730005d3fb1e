"""Telling the server when somebody is to be reminded: everything about them anew, from their page.

It happens after what people do themselves, since nothing of it can be opened otherwise: when they
come in, and after each form that was done. What changed through others counts from then on.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime

from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.keeps import remembering as keeps
from nearer.people import zone
from nearer.people.models import Person
from nearer.reminders import actions as reminders
from nearer.sittings import remembering as sittings
from nearer.vault.keyring import Keyring

from . import page
from .page import FOR_GOOD, Rhythm
from .said import AHEAD, days_of, moment_on, rule_of, told


def keep_up(person: Person, keyring: Keyring, *, afresh: bool = False) -> None:
    """Let what the server knows about somebody's reminders be what follows from their own page.

    `afresh`: ask for all of it again, since others may have taken something away meanwhile.
    """
    today, clock = zone.today(keyring), zone.zone_of(keyring)
    rhythm = page.read(keyring)
    mine = Bond.objects.of(person)
    bonds = bonds_shown(mine, keyring)
    # Nobody says so when a mute ends: what comes up from that day on is asked for today.
    last = today + AHEAD
    heard = [bond for bond in bonds if not rhythm.muted(bond.id, last)]
    rows = told(rhythm, {bond.id for bond in bonds})
    rule = rule_of(rows, rhythm, today, clock)
    stands = reminders.standing(person=person.pk)
    if stands.rule != rule:
        reminders.come_round(person=person.pk, rule=rule)
    over = _be_quiet(person.pk, rhythm, stands, keyring)
    wanted: dict[uuid.UUID, datetime] = {}
    coming = keeps.days(heard, keyring, today, last)
    single = [(one.id, one.day) for one in coming if not rhythm.muted(one.bond, one.day)]
    single += days_of(rows, rhythm, today)
    for id, day in sorted(single, key=lambda one: (one[1], str(one[0]))):
        # One notice a day is enough, and it says nothing of which.
        at = None if rule and rule.comes_on(day) else moment_on(day, rhythm, clock)
        if at is not None and at not in wanted.values():
            wanted[id] = at
    wanted |= {
        id: at
        for bond in mine.filter(pk__in=[one.id for one in heard])
        for id, at in keeps.pauses([bond], keyring)
        if not rhythm.muted(bond.pk, zone.day_of(at, keyring))
    }
    wanted |= {
        one.id: one.at
        for one in sittings.moments(keyring)
        if not rhythm.muted(one.bond, zone.day_of(one.at, keyring))
    }
    start = max(timezone.now(), over) if over else None
    ahead = {id: at for id, at in wanted.items() if start and at > start}
    _ask(person.pk, ahead, rhythm, keyring, afresh)


def _ask(
    person: uuid.UUID,
    ahead: dict[uuid.UUID, datetime],
    rhythm: Rhythm,
    keyring: Keyring,
    afresh: bool,
) -> None:
    asked = {id: at.isoformat() for id, at in ahead.items()}
    for id in set(rhythm.asked) - set(ahead):
        reminders.forget(id=id)
    for id, at in ahead.items():
        if afresh or rhythm.asked.get(id) != asked[id]:
            reminders.ask(person=person, at=at, id=id)
    if asked != rhythm.asked:
        page.change(keyring, lambda rhythm: replace(rhythm, asked=asked))


def _be_quiet(
    person: uuid.UUID, rhythm: Rhythm, stands: reminders.Standing, keyring: Keyring
) -> datetime | None:
    """Pause everything for the server too; returns when the pause is over, None for never."""
    if rhythm.pause is None:
        if stands.quiet_for_good or stands.quiet_until is not None:
            reminders.speak_again(person=person)
        return datetime.min.replace(tzinfo=UTC)
    if rhythm.pause == FOR_GOOD:
        if not stands.quiet_for_good:
            reminders.quieten(person=person, until=None)
        return None
    until = zone.moment(date.fromisoformat(rhythm.pause), 0, keyring)
    if stands.quiet_until != until:
        reminders.quieten(person=person, until=until)
    return until
