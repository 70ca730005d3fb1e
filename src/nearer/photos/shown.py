"""Pictures made ready for a page, without the pictures themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nearer.people.models import Person
from nearer.practices.kinds.photo import is_photo
from nearer.vault.keyring import Keyring

from .models import Photo


@dataclass(frozen=True)
class PhotoShown:
    """What a page needs to draw a picture by its address. `mine`: I may take it back."""

    id: uuid.UUID
    mine: bool
    readable: bool
    alt: str = ""
    width: int = 0
    height: int = 0
    at: str = ""


def shown(rows: Iterable[Photo], keyring: Keyring) -> list[PhotoShown]:
    """Rows opened; one that can't be opened is said to be there, and no more."""
    rows = list(rows)
    keyring.gather({row.space for row in rows})
    made = []
    for row in rows:
        told: dict[str, Any] = row.body.open_or(keyring, {})
        made.append(PhotoShown(row.id, row.author == keyring.person, bool(told), **told))
    return made


def photos_in(ids: Iterable[Any], keyring: Keyring) -> dict[str, PhotoShown]:
    """Those of these photos that are still there, by id. What is missing was taken back."""
    wanted = [one for one in ids if is_photo(one)]
    if not wanted:
        return {}
    rows = Photo.objects.filter(pk__in=wanted)
    return {str(one.id): one for one in shown(rows, keyring)}


def mine(person: Person, keyring: Keyring) -> list[PhotoShown]:
    """Everything that I put in, the latest first; what I can't open any more comes last."""
    return sorted(
        shown(Photo.objects.by(person.id), keyring), key=lambda one: (one.at, one.id), reverse=True
    )
