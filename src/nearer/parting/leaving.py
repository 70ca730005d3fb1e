"""Leaving a bond: with a copy of one's own words or without, and with them erased there or not."""

from __future__ import annotations

from django.db import transaction

import seal
from nearer.bonds.leaving import as_far_as_it_goes
from nearer.bonds.models import Bond, Member
from nearer.keeps import taking_back as of_keeps
from nearer.keeps.here import stand
from nearer.keeps.models import Keep, Notebook
from nearer.people.models import Person
from nearer.photos.models import Photo
from nearer.rhythm import page as rhythm
from nearer.sittings import taking_back as of_sittings
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Entry, Sitting
from nearer.vault.fields import NoKey
from nearer.vault.keyring import Keyring

from . import copies

UNREADABLE = b"\0"
"""What is put in the place of sealed words: it opens for nobody, and pages say so."""


@transaction.atomic
def part(
    *,
    bond: Bond,
    member: Member,
    person: Person,
    keyring: Keyring,
    erase: bool = False,
    copy: bool = False,
) -> None:
    """Leave at once and alone. Sent twice it is one leaving.

    `erase`: of what I wrote only a plain line stays, and my pictures go. `copy`: my own words are
    kept in my own vault. What else lies there for this bond, and no page would show me any more,
    goes. What is damaged there keeps nobody in.
    """
    Bond.objects.select_for_update().filter(pk=bond.pk).first()
    if not Member.objects.present().filter(pk=member.pk).exists():
        return
    # In one: where the copy can't be made, what would have been in it does not go either.
    with as_far_as_it_goes():
        if copy:
            copies.keep(bond=bond, person=person, keyring=keyring)
        of_keeps.forget_mine(bond=bond.pk, keyring=keyring)
        rhythm.forget_bond(bond.pk, keyring)
    if erase:
        _erase(bond, member, keyring)
    leave_bond(bond=bond, member=member, person=person, keyring=keyring)


def _erase(bond: Bond, member: Member, keyring: Keyring) -> None:
    closed = Sitting.objects.filter(bond=bond, seats__person=keyring.person)
    with as_far_as_it_goes():
        closed = closed.filter(pk__in=of_sittings.take_back_all(bond=bond, keyring=keyring))
    with as_far_as_it_goes():
        of_keeps.take_back_all(here=stand(bond, keyring))
    Notebook.objects.filter(author=keyring.person, space=bond.pk).delete()
    Photo.objects.by(keyring.person).filter(bond=bond).delete()
    entries = Entry.objects.filter(sitting__in=closed, author=keyring.person)
    keeps = Keep.objects.filter(bond=bond, author=keyring.person)
    for row in [*entries, *keeps]:
        _make_unreadable(row, member, keyring)


def _make_unreadable(row: Entry | Keep, member: Member, keyring: Keyring) -> None:
    """Where nothing can be sealed any more no plain line can stay; the words go all the same."""
    try:
        body = row.body.open(keyring)
    except (seal.Tampered, NoKey):
        return
    if body.get("by") == str(member.pk) and not body.get("gone"):
        same = type(row)._default_manager.filter(pk=row.pk)
        same.update(body=UNREADABLE, author=member.pk)
