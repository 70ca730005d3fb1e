"""The ways to somebody: browsers that take notices, and an address for mail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import seal
from nearer import pepper

from .models import Channel, owner_of

PUSH = "push"
MAIL = "mail"
MOST = 12
"""Ways for each person; one more takes the place of the oldest browser."""


@dataclass(frozen=True)
class Way:
    """One way, as its owner sees it. `since` is when it was opened."""

    id: uuid.UUID
    kind: str
    label: str
    since: datetime
    device: str = ""
    address: str = ""
    confirmed: bool = True


def ways(*, person: uuid.UUID) -> list[Way]:
    """All ways to somebody, the oldest first."""
    found = [_way(row, body) for row, body in rows(person)]
    return sorted(found, key=lambda way: (way.since, str(way.id)))


def forget(*, person: uuid.UUID, id: uuid.UUID) -> None:
    """Close one way. Harmless if it is not there, or somebody else's."""
    Channel.objects.of(person).filter(pk=id).delete()


def rows(person: uuid.UUID, kind: str | None = None) -> list[tuple[Channel, dict[str, Any]]]:
    """The rows of somebody with what they say; those that do not open are left out."""
    return _opened(list(Channel.objects.of(person)), kind)


def rows_of_owner(owner: bytes) -> list[tuple[Channel, dict[str, Any]]]:
    """The same, for whom only the mark is known."""
    return _opened(list(Channel.objects.filter(owner=owner).order_by("pk")), None)


def _opened(found: list[Channel], kind: str | None) -> list[tuple[Channel, dict[str, Any]]]:
    opened = []
    for row in found:
        try:
            body = row.read()
        except seal.Tampered:
            continue
        if kind in {None, body["kind"]}:
            opened.append((row, body))
    return opened


def mark_of(what: str) -> bytes:
    """By what one way is found again: an endpoint, or whose mail it is."""
    return pepper.blind_index("way", what)


@transaction.atomic
def keep(person: uuid.UUID, what: str, body: dict[str, Any]) -> Way:
    """Keep a way to somebody under what names it; the same one counts once.

    A browser that others use as well belongs to whoever switched it on last.
    """
    owner, mark = owner_of(person), mark_of(what)
    Channel.objects.filter(mark=mark).exclude(owner=owner).delete()
    row = Channel.objects.select_for_update().filter(mark=mark).first()
    row = row or Channel(owner=owner, mark=mark)
    row.put(body | {"since": timezone.now().isoformat()})
    row.save()
    held = [way for way in ways(person=person) if way.kind == PUSH]
    for one in held[: max(0, len(held) - MOST)]:
        forget(person=person, id=one.id)
    return _way(row, row.read())


def _way(row: Channel, body: dict[str, Any]) -> Way:
    return Way(
        id=row.pk,
        kind=body["kind"],
        label=body["label"],
        since=datetime.fromisoformat(body["since"]),
        device=body.get("device", ""),
        address=body.get("address", ""),
        confirmed="code" not in body,
    )
