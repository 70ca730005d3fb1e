"""Pages somebody keeps for themselves, found again by the place that they are about."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

import seal
from nearer.keeps.notes import hold_mine
from nearer.vault.keyring import Keyring, NoKey

from .models import OwnPage, OwnPages


@dataclass(frozen=True)
class Kept:
    """An own page as it was opened; `body` is None where it can't be."""

    id: uuid.UUID
    body: Mapping[str, Any] | None


def _mac(label: str, about: str, keyring: Keyring, *more: bytes) -> bytes:
    # Under the first key of one's own vault: later epochs must find earlier pages again.
    return seal.mac(keyring.key(keyring.person, 1), label, about.encode(), *more)


def _mark(about: str, id: uuid.UUID, keyring: Keyring) -> bytes:
    # With the row's id in it: if two pages of one place had one mark, a copy of the database
    # would tell that somebody comes back to the same question, and how often.
    return _mac("own page", about, keyring, id.bytes)


def id_of(about: str, keyring: Keyring, *more: bytes) -> uuid.UUID:
    """The one id of a page at a place (and of `more`). Nobody else can work it out, and it looks
    like the id of any other row."""
    return uuid.UUID(bytes=_mac("own page id", about, keyring, *more)[:16], version=5)


@transaction.atomic
def keep(*, about: str, body: Mapping[str, Any], keyring: Keyring, id: uuid.UUID) -> None:
    """Keep a page about a place; one that has this id already is written anew."""
    hold_mine(keyring)
    row = OwnPage.objects.select_for_update().of(keyring.person).filter(pk=id).first()
    if row is None:
        mark = _mark(about, id, keyring)
        row = OwnPage(id=id, author=keyring.person, space=keyring.person, mark=mark)
    row.seal(keyring, body={"about": about, **body})
    row.save()


def forget(*, id: uuid.UUID, about: str, keyring: Keyring) -> int:
    """Delete one page of mine about a place; how many there were, 0 or 1."""
    return _about(about, keyring).filter(pk=id).delete()[0]


def forget_all(*, about: str, keyring: Keyring) -> int:
    """Delete every page of mine about a place; how many there were."""
    return _about(about, keyring).delete()[0]


def find(*, about: str, keyring: Keyring) -> Mapping[str, Any]:
    """What stands on the one page of a place; nothing where there is none that can be opened."""
    row = OwnPage.objects.of(keyring.person).filter(pk=id_of(about, keyring)).first()
    return (row and _opened(row, keyring).body) or {}


def all_about(about: str, keyring: Keyring) -> list[Kept]:
    """Every page about a place, in no telling order."""
    return _all(_about(about, keyring), keyring)


def all_of(keyring: Keyring) -> list[Kept]:
    """Every page that this person keeps, in no telling order."""
    return _all(OwnPage.objects.of(keyring.person), keyring)


def _about(about: str, keyring: Keyring) -> OwnPages:
    """The pages of a place, found by trying the mark of each page that this person keeps."""
    mine = OwnPage.objects.of(keyring.person)
    found = [
        id
        for id, mark in mine.values_list("pk", "mark")
        if seal.same(_mark(about, id, keyring), bytes(mark))
    ]
    return mine.filter(pk__in=found)


def _all(rows: OwnPages, keyring: Keyring) -> list[Kept]:
    return [_opened(row, keyring) for row in rows]


def _opened(row: OwnPage, keyring: Keyring) -> Kept:
    try:
        body = row.body.open(keyring)
    except (seal.Tampered, NoKey):
        return Kept(row.id, None)
    return Kept(row.id, body if isinstance(body, dict) else None)
