"""Bonds, their members, and invitations that are still open."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.dispatch import receiver
from django.utils import timezone

import seal
from nearer import pepper
from nearer.people.models import Person, today
from nearer.vault import signed_in
from nearer.vault.fields import SealedField
from nearer.vault.keyring import Keyring
from nearer.vault.rows import SealedRow

KINDS = ("partner", "friend", "family")
MOST_MEMBERS = 12
WRONG_CODES = 5
UNREADABLE = "(a name that can't be opened)"
GONE = "somebody who left"


class Bonds(models.QuerySet["Bond"]):
    """Finding bonds."""

    def of(self, person: Person) -> Bonds:
        """The bonds this person is a member of now."""
        return self.filter(members__person=person, members__left=None)


class Bond(SealedRow):
    """A private space; its own id is the space of its keys."""

    card = SealedField(help_text="{name, kind}")
    since = models.DateField(default=today)

    objects = Bonds.as_manager()

    def name(self, keyring: Keyring) -> str:
        """What its members call it, or plain words where that can't be opened."""
        return str(self.card.open_or(keyring, {"name": UNREADABLE})["name"])

    def kind(self, keyring: Keyring) -> str:
        """partner, friend or family."""
        return str(self.card.open(keyring)["kind"])


class Members(models.QuerySet["Member"]):
    """Finding members."""

    def present(self) -> Members:
        """Those who have not left."""
        return self.filter(left=None)

    def gone(self) -> Members:
        """Those with an account who have left; not the companions."""
        return self.exclude(left=None).exclude(person=None, name_sealed__isnull=False)

    def people(self) -> Members:
        """Those with an account."""
        return self.exclude(person=None)


class Member(SealedRow):
    """A person in a bond, or a companion: a name without an account."""

    bond = models.ForeignKey(Bond, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    name_sealed = SealedField(
        db_column="name", null=True, help_text="None: the account was deleted, its name too."
    )
    joined = models.DateField(default=today)
    left = models.DateField(null=True)

    objects = Members.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bond", "person"],
                condition=models.Q(left=None),
                name="once_a_member",
            )
        ]

    def name(self, keyring: Keyring) -> str:
        """What they are called here."""
        return GONE if self.name_sealed is None else str(self.name_sealed.open(keyring))

    @property
    def device(self) -> uuid.UUID | None:
        """By what rows say that they were written on theirs: see `leaving.sign_off`."""
        return self.person_id if self.left is None else self.pk

    @property
    def is_companion(self) -> bool:
        """Whether they take part on somebody else's device only."""
        return self.person_id is None and self.name_sealed is not None


class Invitations(models.QuerySet["Invitation"]):
    """Finding invitations."""

    def open(self) -> Invitations:
        """Those that can still be answered."""
        return self.filter(expires__gt=timezone.now(), wrong__lt=WRONG_CODES, newcomer=None)

    def inwards(self) -> Invitations:
        """Those for somebody new."""
        return self.filter(place=None)

    def returns(self) -> Invitations:
        """Those by which somebody who has lost their way in may come back to their place."""
        return self.exclude(place=None)

    def come_to_nothing(self, person: uuid.UUID) -> None:
        """Spoil the ways back to this person's places for which the day has begun.

        Without the answer no key can be told to be the newcomer's, so nothing can be handed over.
        Nothing else may change: if a way back ended here and now, whoever began it would be shown
        when somebody comes in.
        """
        begun = self.returns().filter(place__person=person, ripe__isnull=False)
        begun.filter(answer__isnull=False).update(answer=None)


class Invitation(SealedRow):
    """A way in for one person: the id is in the link, the code is given separately."""

    bond = models.ForeignKey(Bond, on_delete=models.CASCADE, related_name="invitations")
    code = SealedField(help_text="Readable by the members, so that it can be said again.")
    verifier = models.BinaryField()
    letter = models.BinaryField(help_text="Who invites to what, sealed under the code.")
    expires = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    newcomer = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    ripe = models.DateTimeField(
        null=True, help_text="From when the place may be taken, to five minutes."
    )
    # Of a way back that is confirmed it is taken out again once the old account is used.
    answer = models.BinaryField(null=True, help_text="The newcomer's name, sealed under the code.")

    objects = Invitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bond", "newcomer"], name="one_answer_per_newcomer")
        ]

    def key(self, code: str) -> bytes:
        """The key that this code gives for this invitation (32 bytes)."""
        return seal.mac(pepper.pepper(), "invitation", code.encode(), self.id.bytes)

    def check_value(self, code: str) -> bytes:
        """What is stored to recognise the code."""
        return seal.derive(self.key(code), "verifier")

    def letter_about(self) -> list[bytes]:
        """What the letter is bound to."""
        return [b"bonds_invitation", b"letter", self.id.bytes, self.bond_id.bytes]

    def answer_about(self, newcomer: uuid.UUID, public: bytes) -> list[bytes]:
        """What the answer is bound to: above all the newcomer's public key."""
        return [
            b"bonds_invitation",
            b"answer",
            self.id.bytes,
            self.bond_id.bytes,
            newcomer.bytes,
            public,
        ]

    @property
    def over(self) -> bool:
        """Whether its time is up."""
        now: datetime = timezone.now()
        return self.expires <= now


@receiver(signed_in.used)
def _has_not_lost_their_way(person: uuid.UUID, **_: object) -> None:
    Invitation.objects.come_to_nothing(person)
