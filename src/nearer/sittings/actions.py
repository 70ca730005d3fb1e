"""What people do in a sitting. Each deed is one transaction with one order of entries."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.keeps.notes import hold_mine
from nearer.people.models import Person
from nearer.photos.taking_in import Prepared
from nearer.practices import play
from nearer.practices.script import Script
from nearer.vault.keyring import Keyring

from . import circles, kept, marking, pictures, remembering, telling
from .models import Entry, OwnPart, Seat, Sitting, Wording
from .opened import Opened, company_alone, company_of_bond, open_sitting, opening


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
    picture: Prepared | None = None


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
    if bond is None:
        hold_mine(keyring)
        company, kind = company_alone(person, keyring), ""
    else:
        bond = Bond.objects.select_for_update().get(pk=bond.pk)
        company = company_of_bond(bond.members.present(), keyring)
        kind = bond.kind(keyring)
    # Looked for behind the lock: what is sent twice at once waits there for the first.
    before = Sitting.objects.of(person).filter(pk=id).first()
    if before is not None:
        return before
    if company.me not in cast or not set(cast) <= company.names.keys():
        raise MovedOn("Somebody you chose is not a member any more. Choose again.")
    if not script.least <= len(cast) <= script.most:
        raise MovedOn("This practice is for another number of people. Choose again.")
    people = {company.people[m] for m in cast if m in company.people}
    sitting = Sitting(
        id=id, bond=bond, space=circles.space_for(bond, people, person, keyring), author=person.id
    )
    card = {
        "title": script.title,
        "slug": script.slug,
        "way": way,
        "kind": kind,
        "cast": list(cast),
        "begun_by": company.me,
        "begun": at.isoformat(),
        "waits": {},
        "over": False,
        "fades": script.fades,
        "taken_up": [],
    }
    sitting.seal(keyring, card=marking.as_long_as_any(card))
    try:
        with transaction.atomic():
            sitting.save(force_insert=True)
    except IntegrityError:
        raise MovedOn("This could not be begun. Open the practice again.") from None
    wording = Wording(sitting=sitting, space=sitting.space, author=person.id)
    wording.seal(keyring, script=Wording.as_long_as_any(script.name, script.toml))
    wording.save(force_insert=True)
    Seat.objects.bulk_create(Seat(sitting=sitting, person_id=p) for p in people)
    first = opening(company, list(cast), way, kind)
    _store(sitting, [Answer(uuid.uuid4(), first.by, "begin", data=first.data)], 0, keyring, at)
    telling.note(sitting, people)
    add(sitting=sitting, person=person, answers=answers, keyring=keyring, at=at)
    return sitting


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

    Whoever is gone from the bond, and no row says so yet, leaves before them.
    An answer that is in already counts as done. Raises `MovedOn` for one that does not fit, and
    then none is stored.
    """
    at = at or timezone.now()
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    circles.keep(sitting, keyring)
    opened = open_sitting(sitting, person, keyring)
    leaves = [_leaving(member) for member in opened.gone_unsaid]
    if leaves:
        opened = opened.as_written()
    entries = list(opened.state.entries)
    seq = sitting.entries.count()
    fresh: list[Answer] = []
    for answer in [*leaves, *answers]:
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
    marking.mark(sitting, after, keyring, at, fresh)
    kept.take_note(opened, after, fresh, keyring, at)
    telling.tell(opened, after, fresh)
    remembering.take_note(opened, after, fresh, keyring, at)
    return after


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
                pictures.put_away(sitting, answer, keyring, at)
        except IntegrityError:
            raise MovedOn("This form was used before. Open the page again.") from None
        except pictures.CannotTake as no:
            raise MovedOn(str(no)) from None
        if answer.private:
            part = OwnPart(entry=row, space=keyring.person, author=keyring.person)
            part.seal(keyring, body=dict(answer.private))
            part.save(force_insert=True)


def step_out(*, sitting: Sitting, person: Person, keyring: Keyring, member: str = "") -> Opened:
    """Take no further part in a sitting; always possible. `member`: who, if not oneself."""
    opened = open_sitting(sitting, person, keyring)
    member = member or opened.company.me
    if opened.state.over or member in opened.state.left:
        return opened
    return add(sitting=sitting, person=person, answers=[_leaving(member)], keyring=keyring)


def _leaving(member: str) -> Answer:
    # By its version an id would tell in a copy which rows are no answers.
    return Answer(uuid.uuid5(uuid.uuid4(), "leave"), member, "leave")
