"""The account. In the clear it says only that somebody exists and since which day."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

import seal
from nearer import pepper
from nearer.vault.fields import SealedField
from nearer.vault.keyring import Keyring
from nearer.vault.rows import SealedRow


def today() -> Any:
    """The day, which is all the time that stands in the clear."""
    return timezone.now().date()


def email_index(email: str) -> bytes:
    """By what an address is found at sign-in, whatever its capitals."""
    return pepper.blind_index("email", email.strip().casefold())


class People(models.QuerySet["Person"]):
    """Finding accounts."""

    def with_email(self, email: str) -> People:
        """The accounts of this address, the newest first. An address may have several."""
        return self.filter(email_index=email_index(email)).order_by("-since", "id")


class Person(SealedRow):
    """An account. Its own vault is the space with the same id.

    The address is a name for signing in and belongs to nobody: who knows its password enters.
    """

    email = models.BinaryField(help_text="Sealed under the server's key.")
    email_index = models.BinaryField(db_index=True, max_length=32)
    public_key = models.BinaryField()
    salt = models.BinaryField()
    kdf = models.CharField(max_length=80)
    verifier = models.BinaryField()
    wrapped_pw = models.BinaryField()
    wrapped_rec = models.BinaryField()
    since = models.DateField(default=today)
    profile = SealedField(help_text="{name, adult, coach}")
    pending_code = SealedField(null=True, help_text="The recovery code until it is typed back.")
    next_code = SealedField(null=True, help_text="The one to come, until it is typed back.")

    objects = People.as_manager()

    @staticmethod
    def email_about(person: uuid.UUID) -> tuple[bytes, ...]:
        """What a sealed address is bound to."""
        return (b"people_person", b"email", person.bytes)

    def address(self) -> str:
        """The e-mail address; the server itself can read it. Nothing ("") if it was damaged."""
        try:
            return pepper.open_for_server(bytes(self.email), self.email_about(self.id)).decode()
        except seal.Tampered:
            return ""

    def name(self, keyring: Keyring) -> str:
        """What this person calls themselves; nothing ("") if it can't be opened."""
        return str(self.profile.open_or(keyring, {"name": ""})["name"])

    def is_adult(self, keyring: Keyring) -> bool:
        """Whether they said that they are 18 or older."""
        return bool(self.profile.open(keyring)["adult"])

    def coach_on(self, keyring: Keyring) -> bool:
        """Whether they want the coach to read along; yes, until they say no."""
        return bool(self.profile.open_or(keyring, {}).get("coach", True))

    @property
    def settled(self) -> bool:
        """Whether the recovery code has been typed back."""
        return self.pending_code is None


class Guard(SealedRow):
    """What watches over somebody's way in, and news about it for them alone.

    Everybody has one from the beginning, of one length, sealed anew at each coming in: a copy of
    the database does not tell who needs a second step. What it holds is in `guard`.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    body = SealedField()


class HalfIn(models.Model):
    """A browser on which a password was right and the second step has not been taken.

    Who it is, and their key, are sealed under keys that only the cookie gives, like the id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sid = models.BinaryField(unique=True, max_length=32)
    wrapped = models.BinaryField()
    carried = models.BinaryField()
    expires = models.DateTimeField(help_text="Rounded to five minutes; the exact end is sealed.")
    tries = models.PositiveSmallIntegerField(default=0)


class KnownDevice(models.Model):
    """A browser on which this person has signed in before; `mark` is made from its cookie."""

    mark = models.BinaryField(unique=True, max_length=32)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()


class Budget(models.Model):
    """How often something was tried within an hour; what, and by whom, does not show."""

    mark = models.BinaryField(max_length=32)
    hour = models.PositiveIntegerField(help_text="Hours since 1970.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "hour"], name="one_budget_an_hour")]
        indexes = [models.Index(fields=["hour"])]
