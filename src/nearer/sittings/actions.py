"""What people do in a sitting. Each deed is one transaction with one order of entries."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

import seal
from nearer.bonds.actions import keep_epoch
from nearer.bonds.models import Bond, Member
from nearer.people.models import Person
from nearer.practices import play
from nearer.practices.script import Script
from nearer.practices.state import State
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey

from .models import Entry, OwnPart, Seat, Sitting, Wording
from .opened import Opened, Unreadable, company_alone, company_of_bond, open_sitting, opening


class MovedOn(Exception):
    """The words do not fit any more; the message says why. Nothing was stored."""


@dataclass(frozen=True)
class Answer:
    """One move of one member, cleaned. `id` is made by the form, so that a second sending is
    the same entry."""

    id: uuid.UUID
    by: str
    move: str
    slot: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] | None = None


@transaction.atomic
def begin(
    *,
    id: uuid.UUID,
    script: Script,
    bond: Bond | None,
    person: Person,
    cast: Sequence[str],
    way: str,
    answers: Sequence[Answer],
    keyring: Keyring,
    at: datetime | None = None,
) -> Sitting:
    """Begin a sitting with its first answers; beginning the same one twice is beginning it once.

    `cast`: ids of those taking part, the one who begins among them. `at`: when, if not now.
    Raises `MovedOn`.
    """
    at = at or timezone.now()
    before = Sitting.objects.of(person).filter(pk=id).first()
    if before is not None:
        return before
    if bond is None:
        company, kind = company_alone(person, keyring), ""
    else:
        bond = Bond.objects.select_for_update().get(pk=bond.pk)
        company = company_of_bond(bond.members.present(), keyring)
        kind = bond.kind(keyring)
    if company.me not in cast or not set(cast) <= company.names.keys():
        raise MovedOn("Somebody you chose is not a member any more. Choose again.")
    if not script.least <= len(cast) <= script.most:
        raise MovedOn("This practice is for another number of people. Choose again.")
    people = {company.people[m] for m in cast if m in company.people}
    sitting = Sitting(
        id=id, bond=bond, space=_space(bond, people, person, keyring), author=person.id
    )
    card = {
        "title": script.title,
        "slug": script.slug,
        "way": way,
        "kind": kind,
        "cast": list(cast),
        "begun_by": company.me,
        "waits": {},
        "over": False,
    }
    sitting.seal(keyring, card=card)
    try:
        with transaction.atomic():
            sitting.save(force_insert=True)
    except IntegrityError:
        raise MovedOn("This could not be begun. Open the practice again.") from None
    wording = Wording(sitting=sitting, space=sitting.space, author=person.id)
    wording.seal(keyring, script=_as_long_as_any(script))
    wording.save(force_insert=True)
    Seat.objects.bulk_create(Seat(sitting=sitting, person_id=p) for p in people)
    first = opening(company, list(cast), way, kind)
    _store(sitting, [Answer(uuid.uuid4(), first.by, "begin", data=first.data)], 0, keyring, at)
    add(sitting=sitting, person=person, answers=answers, keyring=keyring, at=at)
    return sitting


WORDING_BYTES = 12_000
"""Longer than any practice of ours, and in the middle of a step of padding (8 to 16 KB)."""


def _as_long_as_any(script: Script) -> dict[str, str]:
    # Sealed words show roughly how long they are, and that would tell one practice from another.
    fill = WORDING_BYTES - len(script.toml.encode())
    return {"name": script.name, "toml": script.toml, "fill": " " * fill}


def _space(bond: Bond | None, people: set[Any], person: Person, keyring: Keyring) -> uuid.UUID:
    """Whose keys seal it: mine alone, the bond's, or a circle of some members only.

    A circle keeps what is told to some from the others' keys, not only from their pages.
    """
    if bond is None:
        return person.id
    keep_epoch(bond, keyring)
    holders = epochs.holders(space=bond.id, keyring=keyring)
    if people == set(holders):
        return bond.id
    circle = uuid.uuid4()
    chosen = {holder: key for holder, key in holders.items() if holder in people}
    epochs.found(space=circle, holders=chosen, keyring=keyring)
    return circle


@transaction.atomic
def add(
    *,
    sitting: Sitting,
    person: Person,
    answers: Sequence[Answer],
    keyring: Keyring,
    at: datetime | None = None,
) -> Opened:
    """Append answers, all or none; returns the sitting as it stands then.

    An answer that is in already counts as done. Raises `MovedOn` for one that does not fit, and
    then none is stored.
    """
    at = at or timezone.now()
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    _keep_epoch(sitting, keyring)
    _keep_newcomers_out(sitting, keyring)
    opened = open_sitting(sitting, person, keyring)
    entries = list(opened.state.entries)
    seq = sitting.entries.count()
    fresh: list[Answer] = []
    for answer in answers:
        entry = play.Entry(
            id=str(answer.id),
            seq=seq + len(fresh),
            by=answer.by,
            move=answer.move,
            slot=answer.slot,
            data=answer.data,
            private=answer.private,
        )
        try:
            play.fits(opened.script, entries, entry)
        except play.Unfitting as unfit:
            if unfit.reason == "twice":
                continue
            raise MovedOn(str(unfit)) from None
        entries.append(entry)
        fresh.append(answer)
    after = opened
    if fresh:
        _store(sitting, fresh, seq, keyring, at)
        after = open_sitting(sitting, person, keyring)
    _mark(sitting, after, keyring, at)
    return after


def _keep_epoch(sitting: Sitting, keyring: Keyring) -> None:
    if sitting.bond is None:
        return
    keep_epoch(sitting.bond, keyring)
    if sitting.space != sitting.bond_id:
        present = Member.objects.filter(bond=sitting.bond).present().people()
        seated = set(sitting.seats.values_list("person", flat=True))
        remaining = seated & set(present.values_list("person", flat=True))
        epochs.keep_only(space=sitting.space, holders=remaining, keyring=keyring)


def _keep_newcomers_out(sitting: Sitting, keyring: Keyring) -> None:
    """Go on in a circle once somebody holds the bond's key who has no seat here."""
    if sitting.bond is None or sitting.space != sitting.bond_id:
        return
    seated = set(sitting.seats.values_list("person", flat=True))
    holders = epochs.holders(space=sitting.space, keyring=keyring)
    if holders.keys() <= seated:
        return
    try:
        card = sitting.card.open(keyring)
    except (seal.Tampered, NoKey) as fault:
        raise Unreadable from fault
    sitting.space = uuid.uuid4()
    chosen = {holder: key for holder, key in holders.items() if holder in seated}
    epochs.found(space=sitting.space, holders=chosen, keyring=keyring)
    sitting.seal(keyring, card=card)
    sitting.save()


def _store(
    sitting: Sitting, answers: Sequence[Answer], seq: int, keyring: Keyring, at: datetime
) -> None:
    for number, answer in enumerate(answers, start=seq):
        row = Entry(
            id=answer.id,
            sitting=sitting,
            seq=number,
            space=sitting.space,
            author=keyring.person,
        )
        body = {
            "by": answer.by,
            "move": answer.move,
            "slot": answer.slot,
            "data": dict(answer.data),
            "at": at.isoformat(),
        }
        row.seal(keyring, body=body)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise MovedOn("This form was used before. Open the page again.") from None
        if answer.private:
            part = OwnPart(entry=row, space=keyring.person, author=keyring.person)
            part.seal(keyring, body=dict(answer.private))
            part.save(force_insert=True)


def _mark(sitting: Sitting, opened: Opened, keyring: Keyring, at: datetime) -> None:
    """Bring card and seats up to where the sitting stands."""
    state = opened.state
    waits = {member: _awaited_for(state, member) for member in state.awaited}
    awaited = set(waits)
    if state.way == "together" and awaited:
        # Face to face the phone is passed over: whoever began holds it.
        awaited = {opened.card["begun_by"]}
    people = {opened.company.people[m] for m in awaited if m in opened.company.people}
    sitting.day = at.date()
    sitting.seal(keyring, card={**opened.card, "waits": waits, "over": state.over})
    sitting.save()
    sitting.seats.filter(person__in=people, awaited=False).update(awaited=True)
    sitting.seats.exclude(person__in=people).filter(awaited=True).update(awaited=False)


def _awaited_for(state: State, member: str) -> dict[str, Any]:
    """What is asked of a member first, so that Today can say it without opening every entry."""
    page = state.open_for(member)[0]
    slot = page.first
    put_off = state.put_off(member)
    return {
        "kind": slot.step.kind,
        "thread": slot.thread,
        "put_off": None if put_off is None else dict(put_off),
    }


def step_out(*, sitting: Sitting, person: Person, keyring: Keyring) -> Opened:
    """Take no further part in a sitting; always possible."""
    opened = open_sitting(sitting, person, keyring)
    if opened.state.over or opened.company.me in opened.state.left:
        return opened
    leaving = Answer(uuid.uuid4(), opened.company.me, "leave")
    return add(sitting=sitting, person=person, answers=[leaving], keyring=keyring)
