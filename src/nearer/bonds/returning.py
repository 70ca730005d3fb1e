"""Somebody has lost password and code: their place in a bond goes to their new account.

A member marks the place and says a code aloud, the new account answers with it, the member confirms
who came. Then a day passes in which everybody in the bond can see it and stop it. Nobody's private
words come back by this: those were locked with keys that are gone.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import seal
from nearer.people.models import Person
from nearer.vault import handing, signed_in
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.rows import SealedRow

from .actions import NotPossible, keep_epoch, lock, write_invitation
from .invitations import Gone, newcomer_name
from .models import Bond, Invitation, Member

USED = (
    "The old account was used within this day, so somebody still has a way in. Ask again, by voice,"
    " and begin anew if it was not them."
)


class NotYet(Exception):
    """The day is not over."""


@transaction.atomic
def mark(*, bond: Bond, place: Member, inviter: Member, keyring: Keyring) -> Invitation:
    """Say that somebody has lost their way in, and make the link and the code for them.

    Raises `NotPossible`.
    """
    lock(bond)
    if place.is_companion or place.left is not None or place.pk == inviter.pk:
        raise NotPossible("Choose somebody else who is in this bond with an account of their own.")
    bond.invitations.returns().filter(place=place, newcomer=None).delete()
    if bond.invitations.returns().filter(place=place).exists():
        raise NotPossible("Somebody is on their way back to this place already.")
    return write_invitation(bond=bond, inviter=inviter, place=place, keyring=keyring)


@transaction.atomic
def confirm(*, invitation: Invitation, keyring: Keyring) -> None:
    """A member is sure, by voice, that it is really them: the day begins.

    Doing it twice begins no second day. Raises `seal.Tampered`, `Gone`.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).returns().select_related("place")
    row = rows.filter(pk=invitation.pk).first()
    if row is None or row.place is None:
        raise Gone
    if row.ripe is not None:
        return  # before anything is opened: an old account in use must not show in the answer
    newcomer_name(invitation=row, keyring=keyring)
    row.ripe = signed_in.coarse(timezone.now()) + signed_in.GRAIN + _wait()
    row.save(update_fields=["ripe"])
    if row.place.person_id is not None:
        signed_in.notice_next_use(person=row.place.person_id)


def stop(*, invitation: Invitation) -> None:
    """“This is not right”: the way back ends, whoever of the bond says so, and is forgotten."""
    invitation.delete()


@transaction.atomic
def hand_over(*, invitation: Invitation, keyring: Keyring) -> Handed:
    """After the day: the place and the keys go to the new account.

    Of the old one every key of this bond and its circles is taken. What is handed on are the epochs
    that this member holds. Raises `NotYet`, `NotPossible`, `Gone`, `seal.Tampered`, `Broken`.
    """
    bond = Bond.objects.select_for_update().get(pk=invitation.bond_id)
    rows = Invitation.objects.select_for_update(of=("self",)).returns()
    row = rows.select_related("newcomer", "place").filter(pk=invitation.pk).first()
    place = row.place if row else None
    if row is None or place is None or row.newcomer is None or place.left is not None:
        raise Gone
    if row.ripe is None or timezone.now() < row.ripe:
        raise NotYet
    old, new = place.person_id, row.newcomer
    if old is None or bond.members.present().filter(person=new).exists():
        raise Gone
    if row.answer is None:
        raise NotPossible(USED)  # see `Invitations.come_to_nothing`
    newcomer_name(invitation=row, keyring=keyring)
    keep_epoch(bond, keyring)
    handed = Handed(bond, old, new)
    for space in [bond.id, *sorted(circles(bond))]:
        if handing.hand_over(
            space=space, old=old, new=new.id, public=bytes(new.public_key), keyring=keyring
        ):
            handed.spaces.add(space)
    place.person = new
    place.save(update_fields=["person"])
    bond.invitations.filter(Q(author=old) | Q(pk=row.pk)).delete()
    _pass_on(handed, keyring)
    return handed


class Handed:
    """What went from one account to another, for the rooms above to follow."""

    def __init__(self, bond: Bond, old: uuid.UUID, new: Person) -> None:
        self.bond = bond
        self.old = old
        self.new = new
        self.spaces: set[uuid.UUID] = set()


def _wait() -> timedelta:
    return timedelta(hours=settings.RETURN_HOURS)


def circles(bond: Bond) -> set[uuid.UUID]:
    """The spaces of a few of a bond's members: whatever any room keeps for the bond elsewhere."""
    found: set[uuid.UUID] = set()
    for model in tables():
        rows: Any = model._default_manager
        if "bond" in {field.name for field in model._meta.concrete_fields}:
            found |= set(rows.filter(bond=bond).values_list("space", flat=True))
    people = set(bond.members.people().values_list("person", flat=True))
    return found - {bond.id} - people


def tables() -> list[type[SealedRow]]:
    """Every table whose rows are sealed."""
    return [model for model in apps.get_models() if issubclass(model, SealedRow)]


def _pass_on(handed: Handed, keyring: Keyring) -> None:
    """What the old account put in is the new one's from now on: to change, and to take back.

    A row that does not open stays as it is; it would open for nobody afterwards either.
    """
    for model in tables():
        for row in _theirs(model, handed.old, handed.spaces).iterator(chunk_size=20):
            try:
                row.pass_on(handed.new.id, keyring)
            except (seal.Tampered, NoKey):
                continue
            row.save()


def _theirs(model: type[SealedRow], old: uuid.UUID, spaces: Collection[uuid.UUID]) -> Any:
    return model._default_manager.filter(author=old, space__in=spaces)
