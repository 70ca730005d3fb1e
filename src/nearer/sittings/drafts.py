"""Words not sent yet: kept in the writer's own vault, so that nobody learns that they exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

import seal
from nearer.keeps.notes import hold_mine
from nearer.vault.keyring import Keyring, NoKey

from .models import Draft

MOST = 200
LONGEST = 400_000
"""Characters in one draft, all fields together; far above what can be sent."""


def place_of(form: QueryDict) -> str:
    """The address that a form names as its own, or "". The first: it may ask for a place, too."""
    return next(iter(form.getlist("place")), "")


class TooMuch(Exception):
    """The draft is larger than can be kept; the message says so kindly."""


@dataclass(frozen=True)
class DraftShown:
    """A draft in a list."""

    id: Any
    place: str
    title: str
    at: str


def _mark(place: str, keyring: Keyring) -> bytes:
    # Under the first key of one's own vault: later epochs must find earlier drafts again.
    return seal.mac(keyring.key(keyring.person, 1), "draft", place.encode())


@transaction.atomic
def keep(*, place: str, title: str, fields: Mapping[str, list[str]], keyring: Keyring) -> None:
    """Keep what stands in a form. An empty form forgets the draft. Raises `TooMuch`."""
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        raise TooMuch("This is more than can be kept as a draft. Keep a copy of your own.")
    mark = _mark(place, keyring)
    hold_mine(keyring)
    row = Draft.objects.filter(author=keyring.person, mark=mark).first()
    if not any(value.strip() for values in fields.values() for value in values):
        if row is not None:
            row.delete()
        return
    if row is None:
        if Draft.objects.filter(author=keyring.person).count() >= MOST:
            raise TooMuch("You have very many drafts. Discard some, and this one can be kept.")
        row = Draft(author=keyring.person, space=keyring.person, mark=mark)
    body = {
        "place": place,
        "title": title,
        "fields": dict(fields),
        "at": timezone.now().isoformat(),
    }
    row.seal(keyring, body=body)
    row.save()


def find(*, place: str, keyring: Keyring) -> dict[str, list[str]]:
    """The fields kept for a place, or nothing."""
    row = Draft.objects.filter(author=keyring.person, mark=_mark(place, keyring)).first()
    if row is None:
        return {}
    try:
        fields: dict[str, list[str]] = row.body.open(keyring)["fields"]
    except (seal.Tampered, NoKey):
        return {}
    return fields


def forget(*, place: str, keyring: Keyring) -> None:
    """Delete the draft of a place, once its words have been sent."""
    Draft.objects.filter(author=keyring.person, mark=_mark(place, keyring)).delete()


def all_of(keyring: Keyring) -> list[DraftShown]:
    """My drafts, the latest first."""
    shown = []
    for row in Draft.objects.filter(author=keyring.person):
        try:
            body = row.body.open(keyring)
        except (seal.Tampered, NoKey):
            continue
        shown.append(DraftShown(row.id, body["place"], body["title"], body["at"]))
    return sorted(shown, key=lambda draft: draft.at, reverse=True)
