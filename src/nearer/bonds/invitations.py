"""Answering an invitation, and letting the newcomer in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

import seal
from nearer.people import limits
from nearer.people.models import Person
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey

from .actions import ADULTS_ONLY, FULL, NotPossible, keep_epoch
from .models import MOST_MEMBERS, WRONG_CODES, Bond, Invitation, Member


class WrongCode(Exception):
    """This is not the code; `left` more tries before the invitation is burnt."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class Gone(Exception):
    """Expired, used, withdrawn or burnt."""


class NotForUs(NoKey):
    """This member can't open the code; others can, who were here when it was made."""


@dataclass(frozen=True)
class Letter:
    """What the right code shows: who invites to what."""

    kind: str
    inviter: str
    bond: str


def knock(*, invitation: Invitation, code: str, person: Person) -> Letter:
    """As `read`, for somebody who may try only so many codes within an hour, of all invitations.

    Raises `limits.Limited` besides, and then nothing was looked at.
    """
    limits.spend(limits.CODES, person.id.bytes)
    letter = read(invitation=invitation, code=code)
    limits.give_back(limits.CODES, person.id.bytes)
    return letter


def read(*, invitation: Invitation, code: str) -> Letter:
    """Open the letter with the code; a wrong one counts. Raises `WrongCode`, `Gone`."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
        if row is None:
            raise Gone
        right = _read(code, row)
        if right is None:
            Invitation.objects.filter(pk=row.pk).update(wrong=F("wrong") + 1)
            left = WRONG_CODES - row.wrong - 1
    if right is None:
        # Raised outside the transaction, or the count would be rolled back with it.
        raise WrongCode(left)
    plain = seal.open(row.key(right), bytes(row.letter), row.letter_about()).decode()
    return Letter(*plain.split("\n", 2))


def _read(code: str, row: Invitation) -> str | None:
    try:
        typed = seal.read_code(code)
    except ValueError:
        return None
    return typed if seal.same(row.check_value(typed), bytes(row.verifier)) else None


def accept(
    *, invitation: Invitation, code: str, newcomer: Person, name: str, keyring: Keyring
) -> None:
    """Say yes, with the code. A member still has to let the newcomer in.

    Raises `WrongCode`, `Gone`, `NotPossible`.
    """
    letter = read(invitation=invitation, code=code)
    if letter.kind == "partner" and not newcomer.is_adult(keyring):
        raise NotPossible(ADULTS_ONLY)
    with transaction.atomic():
        bond = Bond.objects.select_for_update().get(pk=invitation.bond_id)
        row = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
        right = _read(code, row) if row else None
        if row is None or right is None:
            raise Gone
        if bond.members.present().filter(person=newcomer).exists():
            raise NotPossible("You are a member of this bond already.")
        if bond.invitations.filter(newcomer=newcomer).exists():
            raise NotPossible("You have said yes already; a member will let you in.")
        row.answer = seal.seal(
            row.key(right), name.encode(), row.answer_about(newcomer.id, keyring.public)
        )
        row.newcomer = newcomer
        row.save(update_fields=["answer", "newcomer"])


def newcomer_name(*, invitation: Invitation, keyring: Keyring) -> str:
    """The name that came with the answer.

    Opening it proves that whoever answered knew the code and owns the public key that stands in
    their account; a swapped key raises `seal.Tampered`. Raises `NotForUs`, and `Gone` if nobody
    has answered.
    """
    newcomer = invitation.newcomer
    if newcomer is None or invitation.answer is None:
        raise Gone
    try:
        code = str(invitation.code.open(keyring))
    except NoKey as none:
        raise NotForUs from none
    about = invitation.answer_about(newcomer.id, bytes(newcomer.public_key))
    return seal.open(invitation.key(code), bytes(invitation.answer), about).decode()


@transaction.atomic
def let_in(*, invitation: Invitation, keyring: Keyring) -> Member:
    """A member confirms that it is really them: from now on they hold the bond's key.

    What was written before stays among those who were there; only the names are sealed anew, and
    the codes by which others may still come in. Raises `seal.Tampered`, `NotForUs`,
    `NotPossible`, `Gone`.
    """
    bond = Bond.objects.select_for_update().get(pk=invitation.bond_id)
    row = Invitation.objects.select_for_update(of=("self",)).select_related("newcomer")
    # A place that is taken up again has its own way, with a day in between.
    fresh = row.inwards().filter(pk=invitation.pk).exclude(newcomer=None).first()
    newcomer = fresh.newcomer if fresh else None
    if fresh is None or newcomer is None:
        raise Gone
    if bond.members.present().count() >= MOST_MEMBERS:
        raise NotPossible(FULL)
    name = newcomer_name(invitation=fresh, keyring=keyring)
    keep_epoch(bond, keyring)
    epochs.admit(
        space=bond.id,
        holder=newcomer.id,
        public=bytes(newcomer.public_key),
        keyring=keyring,
    )
    bond.seal(keyring)
    bond.save()
    for member in bond.members.present():
        member.seal(keyring)
        member.save(update_fields=[*Member.sealed_fields(), "epoch", "revision"])
    _seal_codes(bond, keyring)
    member = Member(bond=bond, person=newcomer, space=bond.id, author=keyring.person)
    member.seal(keyring, name_sealed=name)
    member.save(force_insert=True)
    fresh.delete()
    return member


def _seal_codes(bond: Bond, keyring: Keyring) -> None:
    """Seal the codes of invitations anew: without them the newcomer could let in nobody else.

    One that does not open for this member stays as it is, and keeps nobody out. Codes of ways
    back are left out: whoever answers one gets keys of what was written before.
    """
    for row in Invitation.objects.select_for_update().inwards().filter(bond=bond):
        with suppress(seal.Tampered, NoKey):
            row.seal(keyring)
            row.save(update_fields=[*Invitation.sealed_fields(), "epoch", "revision"])
