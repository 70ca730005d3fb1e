"""Taking one's words back out of a sitting: they are gone for good, and it goes on as it did."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

import seal
from nearer.bonds.models import Bond
from nearer.people.models import Person
from nearer.photos import actions as photos
from nearer.photos.models import Photo
from nearer.practices.kept_back import merged, shown_later
from nearer.practices.kinds.photo import is_photo
from nearer.practices.removed import can_go, without_words
from nearer.practices.slots import Entry as Played
from nearer.practices.slots import Slot
from nearer.practices.steps import ME
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.roster import Broken

from . import circles, drafts, kept, telling
from .letters import sections
from .marking import mark_anew
from .models import Entry, OwnPart, Sitting
from .opened import Opened, Unreadable, open_sitting


class NotYours(Exception):
    """There is no such entry here that this person may change."""


@transaction.atomic
def take_back(*, sitting: Sitting, entry: uuid.UUID, keyring: Keyring) -> None:
    """Delete the words of an entry of mine: for everybody, and for good.

    Everybody who could see it sees from then on that its author removed it. Once it is gone,
    taking it back again changes nothing. Raises `NotYours`, and what `circles.keep` raises.
    """
    sitting, opened = held(sitting, keyring)
    answer, slot = mine_in(opened, entry, keyring)
    shown = shown_later(answer, slot.given)
    for one in (answer, shown):
        if one is not None:
            _strip(sitting, opened, one, keyring)
    if after := tell(opened, keyring):
        mark_anew(sitting, after, keyring)


@transaction.atomic
def take_back_all(*, bond: Bond, keyring: Keyring) -> list[uuid.UUID]:
    """Take back everything that I wrote in the sittings of a bond, as far as it can be opened.

    Returns the sittings where that was not possible: damaged, or tampered with.
    """
    closed = []
    rows = Sitting.objects.filter(bond=bond, seats__person=keyring.person).order_by("id")
    for row in rows:
        try:
            with transaction.atomic():
                sitting, opened = held(row, keyring)
                for entry in opened.state.entries:
                    if opened.is_mine(entry, keyring.person):
                        _strip(sitting, opened, entry, keyring)
        except (Unreadable, Broken, NoKey, seal.Tampered):
            closed.append(row.pk)
    return closed


def held(sitting: Sitting, keyring: Keyring) -> tuple[Sitting, Opened]:
    """A sitting as it stands now, opened, and nobody can add to it until the transaction ends."""
    rows = Sitting.objects.select_for_update(of=("self",)).select_related("bond", "wording")
    sitting = rows.get(pk=sitting.pk)
    circles.keep(sitting, keyring)
    person = Person.objects.get(pk=keyring.person)
    return sitting, open_sitting(sitting, person, keyring)


def mine_in(opened: Opened, entry: uuid.UUID, keyring: Keyring) -> tuple[Played, Slot]:
    """An answer of mine that holds something, and its slot; raises `NotYours`."""
    found = next((one for one in opened.state.entries if one.id == str(entry)), None)
    slot = opened.state.slot(found.slot) if found else None
    if found is None or slot is None or found.move != "answer":
        raise NotYours
    if not can_go(slot.step, found.move) or not opened.is_mine(found, keyring.person):
        raise NotYours
    return found, slot


def _strip(sitting: Sitting, opened: Opened, entry: Played, keyring: Keyring) -> None:
    slot = opened.state.slot(entry.slot)
    if slot is None or not can_go(slot.step, entry.move):
        return
    row = Entry.objects.get(pk=uuid.UUID(entry.id), sitting=sitting)
    _withdraw_photo({**entry.data, **(entry.private or {})}, row)
    if entry.move == "answer":
        _forget(opened, sitting, slot, entry, row, keyring)
    OwnPart.objects.filter(entry=row).delete()
    body = row.body.open(keyring)
    data = dict(entry.data)
    if not kept_back(slot, entry):
        data = without_words(opened.script, slot.step, entry.data)
    elif "versions" not in body:
        return  # Its words lay in the own part alone.
    reseal(row, sitting, {**plain(body), "data": data}, keyring)


def kept_back(slot: Slot, answer: Played) -> bool:
    """Whether an answer was given for its author's eyes only, whatever they showed of it later."""
    return answer.move == "answer" and (slot.step.shown == ME or answer.data.get("then") == "keep")


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body without the words that it held, earlier ones included."""
    return {part: body[part] for part in ("by", "move", "slot", "at")}


def reseal(row: Entry, sitting: Sitting, body: dict[str, Any], keyring: Keyring) -> None:
    """Put another body into a row whose old one has been opened, for those in the sitting now."""
    row.space = sitting.space
    row.seal(keyring, body=body)
    row.save()


def tell(before: Opened, keyring: Keyring) -> Opened | None:
    """Pages that are open and say something else now are drawn anew; nothing else is told.

    Returns the sitting as it stands now.
    """
    if before.sitting is None:
        return None
    after = open_sitting(before.sitting, Person.objects.get(pk=keyring.person), keyring)
    people = after.company.people
    told = [
        people[member]
        for member in after.state.cast
        if member in people and sections(before, member) != sections(after, member)
    ]
    telling.note(before.sitting, told)
    return after


def _withdraw_photo(data: Mapping[str, Any], row: Entry) -> None:
    if is_photo(data.get("photo")):
        for photo in Photo.objects.filter(pk=data["photo"], author=row.author):
            photos.withdraw(photo=photo)


def _forget(
    opened: Opened, sitting: Sitting, slot: Slot, answer: Played, row: Entry, keyring: Keyring
) -> None:
    kept.forget(opened, slot, answer.id, merged(answer), spaces_of(sitting, row), keyring)
    drafts.forget(place=reverse("entry_words", args=[sitting.pk, answer.id]), keyring=keyring)


def spaces_of(sitting: Sitting, row: Entry) -> set[uuid.UUID]:
    """Under whose keys an entry may have been kept: those of now, and those of before."""
    return {row.space, sitting.space, *([sitting.bond_id] if sitting.bond_id else [])}
