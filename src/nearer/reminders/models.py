"""What is due, for whom, and by which ways it goes.

Whose a row is stands there as a mark made with the server's key, and everything but the moment is
sealed under that key. A copy of the database alone tells that some notice is due, and nothing more.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from nearer import pepper

BODY_BYTES = 1900
"""Every sealed body is made as long as this, so that its length tells no way from another."""


def owner_of(person: uuid.UUID) -> bytes:
    """By what the rows of a person are found (32 bytes)."""
    return pepper.blind_index("reminders of", person.hex)


def notice_id(id: uuid.UUID) -> uuid.UUID:
    """The id of a row for what the rest of the house calls `id`: a mark that leads nowhere."""
    return uuid.UUID(bytes=pepper.blind_index("notice", id.hex)[:16], version=4)


D = TypeVar("D", bound="Due")


class Dues(models.QuerySet[D]):
    """Finding what is due, and taking it."""

    def of(self, person: uuid.UUID) -> Self:
        """Those of one person."""
        return self.filter(owner=owner_of(person))

    def free(self, now: datetime) -> Self:
        """What is due and not in anybody's hands, the oldest first."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lte=now), due__lte=now).order_by(
            "due", "pk"
        )

    def claim(self, row: D, now: datetime, until: datetime) -> bool:
        """Take a row until then; False if somebody else was quicker, or it was changed."""
        taken = (
            self.free(now)
            .filter(pk=row.pk, due=row.due)
            .update(lease_until=until, tries=F("tries") + 1)
        )
        row.lease_until, row.tries = until, row.tries + 1
        return bool(taken)

    def held(self, row: D) -> Self:
        """This row, if it is as it was when it was claimed."""
        return self.filter(pk=row.pk, due=row.due, lease_until=row.lease_until)


class Owned(models.Model):
    """A row of somebody's, found by their mark."""

    owner = models.BinaryField(max_length=32)

    class Meta:
        abstract = True


class Due(Owned):
    """Something that is to be said at a moment. While a worker is at it, the lease runs."""

    due = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Notice(Due):
    """One notice that was asked for, at that very moment."""

    id = models.UUIDField(primary_key=True, editable=False)

    objects = Dues["Notice"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due"], name="notice_due"),
            models.Index(fields=["owner"], name="notice_owner"),
        ]


class Sealed(Owned):
    """With a body that is bound to the row and to whose it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.BinaryField(help_text="Sealed under the server's key.")

    class Meta:
        abstract = True

    def _about(self) -> tuple[bytes, ...]:
        return (self._meta.db_table.encode(), b"body", self.id.bytes, bytes(self.owner))

    def put(self, body: dict[str, Any]) -> None:
        """Seal a body into the row, unsaved."""
        self.body = seal_body(body, self._about())

    def read(self) -> dict[str, Any]:
        """The body; raises `seal.Tampered`."""
        return open_body(self.body, self._about())


class Round(Due, Sealed):
    """What comes round for one person. No moment: nothing comes, for a while or for good.

    The body is {rule, quiet, sent}.
    """

    objects = Dues["Round"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_round_each")]
        indexes = [models.Index(fields=["due"], name="round_due")]


class Channels(models.QuerySet["Channel"]):
    """Finding the ways that lead to somebody."""

    def of(self, person: uuid.UUID) -> Channels:
        """Those of one person."""
        return self.filter(owner=owner_of(person)).order_by("pk")


class Channel(Sealed):
    """One way to somebody: a browser that takes notices, or an address for mail."""

    mark = models.BinaryField(
        unique=True, max_length=32, help_text="By which the same way is found again."
    )

    objects = Channels.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner"], name="channel_owner")]


class Count(models.Model):
    """How many notices came to nothing, and why, since the beginning. Of nobody in particular."""

    what = models.CharField(max_length=20, primary_key=True)
    number = models.PositiveIntegerField(default=0)


def seal_body(body: dict[str, Any], about: tuple[bytes, ...]) -> bytes:
    """JSON, as long as any other, under the server's key. Raises ValueError if it is too long."""
    plain = json.dumps(body, ensure_ascii=False).encode()
    if len(plain) > BODY_BYTES:
        raise ValueError("too long for a body")
    return pepper.seal_for_server(plain.ljust(BODY_BYTES), about)


def open_body(sealed: bytes | memoryview[int], about: tuple[bytes, ...]) -> dict[str, Any]:
    """What `seal_body` was given; raises `seal.Tampered`."""
    held: dict[str, Any] = json.loads(pepper.open_for_server(bytes(sealed), about))
    return held
