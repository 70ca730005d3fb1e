"""The tables of keys: epochs, the keys sealed to each holder, and signed-in devices."""

from __future__ import annotations

import uuid

from django.db import models

from .fields import SealedField
from .rows import SealedRow


class Epoch(models.Model):
    """One key of a space, and who may hold it.

    `roster` (JSON: holder id -> public key, hex) is authenticated under the key itself, so that
    somebody who can write to the database cannot slip in a holder or swap a public key unseen.
    `follows` shows that the key was made by a holder of the one before; the first has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.UUIDField()
    number = models.PositiveIntegerField()
    roster = models.JSONField()
    roster_mac = models.BinaryField()
    follows = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="one_epoch_per_number")
        ]


class SealedKey(models.Model):
    """An epoch's key, sealed (HPKE) to one holder's public key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="keys")
    holder = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "holder"], name="one_key_per_holder")
        ]
        indexes = [models.Index(fields=["holder"])]


class SignedIn(SealedRow):
    """A signed-in device: the private key, wrapped under a key that only its cookie gives.

    `sid` is derived from the cookie and does not lead back to it.
    """

    sid = models.BinaryField(unique=True, max_length=32)
    person = models.UUIDField(db_index=True)
    wrapped = models.BinaryField()
    expires = models.DateTimeField()
    last_used = models.DateTimeField(help_text="Rounded down to five minutes.")
    confirmed = models.DateTimeField(
        null=True, help_text="When the password was last given here, to five minutes."
    )
    label = SealedField(help_text="What kind of device, in plain words.")


class ServerMark(models.Model):
    """Which pepper this database belongs to."""

    pepper = models.CharField(max_length=16)
