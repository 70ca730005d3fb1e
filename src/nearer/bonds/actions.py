"""What members do with a bond. Each deed is one transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import seal
from nearer.people.models import Person, today
from nearer.vault import epochs
from nearer.vault.keyring import Keyring

from .models import KINDS, MOST_MEMBERS, Bond, Invitation, Member


class NotPossible(Exception):
    """The deed can't be done; the message says why, in words for the person."""


ADULTS_ONLY = "A partner bond is for people of 18 and older."
FULL = "A bond has room for twelve; this one is full."


@transaction.atomic
def begin(*, founder: Person, kind: str, name: str, own_name: str, keyring: Keyring) -> Bond:
    """Make a bond with one member; raises `NotPossible`."""
    if kind not in KINDS:
        raise NotPossible("A bond is between partners, friends or family.")
    if kind == "partner" and not founder.is_adult(keyring):
        raise NotPossible(ADULTS_ONLY)
    bond_id = uuid.uuid4()
    epochs.found(space=bond_id, holders={founder.id: keyring.public}, keyring=keyring)
    bond = Bond(id=bond_id, space=bond_id, author=founder.id)
    bond.seal(keyring, card={"name": name, "kind": kind})
    bond.save(force_insert=True)
    _add_member(bond, founder, own_name, keyring)
    return bond


def _add_member(bond: Bond, person: Person | None, name: str, keyring: Keyring) -> Member:
    member = Member(bond=bond, person=person, space=bond.id, author=keyring.person)
    member.seal(keyring, name_sealed=name)
    member.save(force_insert=True)
    return member


def keep_epoch(bond: Bond, keyring: Keyring) -> None:
    """Before anything is sealed for a bond: shut out whoever has left since the last time.

    Raises `vault.roster.Broken` if the list of members was tampered with.
    """
    holders = set(bond.members.present().people().values_list("person", flat=True))
    epochs.keep_only(space=bond.id, holders=holders, keyring=keyring)


def _room_for_one_more(bond: Bond) -> None:
    waiting = bond.invitations.inwards().exclude(newcomer=None).count()
    if bond.members.present().count() + waiting >= MOST_MEMBERS:
        raise NotPossible(FULL)


@transaction.atomic
def add_companion(*, bond: Bond, name: str, keyring: Keyring) -> Member:
    """A name without an account, who takes part face to face; raises `NotPossible`."""
    lock(bond)
    _room_for_one_more(bond)
    keep_epoch(bond, keyring)
    return _add_member(bond, None, name, keyring)


@transaction.atomic
def rename_bond(*, bond: Bond, name: str, keyring: Keyring) -> None:
    """Call the bond something else."""
    lock(bond)
    keep_epoch(bond, keyring)
    bond.seal(keyring, card={**bond.card.open(keyring), "name": name})
    bond.save()


@transaction.atomic
def remove_companion(*, companion: Member) -> None:
    """A companion takes no further part; what was said with them stays."""
    lock(companion.bond)
    companion.left = today()
    companion.save(update_fields=["left"])


@transaction.atomic
def invite(*, bond: Bond, inviter: Member, keyring: Keyring) -> Invitation:
    """Make an invitation for one person; raises `NotPossible`."""
    lock(bond)
    _room_for_one_more(bond)
    return write_invitation(bond=bond, inviter=inviter, place=None, keyring=keyring)


def write_invitation(
    *, bond: Bond, inviter: Member, place: Member | None, keyring: Keyring
) -> Invitation:
    """An invitation into a bond that is locked, to a place of one's own or to one that is there."""
    keep_epoch(bond, keyring)
    code = seal.short_code()
    invitation = Invitation(
        bond=bond,
        space=bond.id,
        author=keyring.person,
        expires=timezone.now() + timedelta(hours=settings.INVITATION_HOURS),
        place=place,
    )
    invitation.seal(keyring, code=code)
    invitation.verifier = invitation.check_value(code)
    card = bond.card.open(keyring)
    letter = "\n".join([card["kind"], inviter.name(keyring), card["name"]])
    invitation.letter = seal.seal(invitation.key(code), letter.encode(), invitation.letter_about())
    invitation.save(force_insert=True)
    return invitation


def withdraw(*, invitation: Invitation) -> None:
    """Take an invitation back, answered or not."""
    invitation.delete()


def leave(*, bond: Bond, member: Member, person: Person) -> None:
    """Leave alone and at once. Nobody is asked, and the keys go with this request.

    The next thing that one of the others writes begins a new epoch, see `keep_epoch`. The last
    person to go takes the bond with them: without an account left, nobody could open it again.
    """
    with transaction.atomic():
        if not Bond.objects.select_for_update().filter(pk=bond.pk).exists():
            return  # the same form, sent twice
        member.left = today()
        member.save(update_fields=["left"])
        epochs.take_keys(space=bond.id, holder=person.id)
        bond.invitations.filter(author=person.id).delete()
        if not bond.members.present().people().exists():
            epochs.erase(space=bond.id)
            bond.delete()


def lock(bond: Bond) -> None:
    """Let nobody else change this bond until the transaction is over."""
    Bond.objects.select_for_update().get(pk=bond.pk)
