"""Copies of what others wrote, in one's own vault. They stay when the author takes the words back.

Nobody else can learn of them: a copy is a page of one's own notes like any other, and making it
leaves everything else as it was.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import seal
from nearer.vault.keyring import Keyring

from . import notes, signed_texts
from .signed_texts import Text

INDEX = "texts kept"
MOST = 500


class TooMany(Exception):
    """There is no room for one more; the message says so kindly."""


@dataclass(frozen=True)
class KeptText:
    """A copy: the text, what was signed of it, and by which key."""

    id: uuid.UUID
    text: Text
    kept: datetime
    statement: str
    signature: str
    public: str

    @property
    def at(self) -> datetime:
        """When the words were written."""
        return datetime.fromisoformat(self.text.at)

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """Earlier words, the latest first."""
        found = reversed(self.text.earlier)
        return [{"words": words, "at": datetime.fromisoformat(at)} for words, at in found]

    @property
    def changed(self) -> datetime | None:
        """When the words were last changed."""
        return datetime.fromisoformat(self.text.changed) if self.text.changed else None

    @property
    def file(self) -> str:
        """The text file to take along."""
        return signed_texts.file_of(self.statement, self.signature, self.public)


def _drawer(id: uuid.UUID) -> str:
    return f"text kept {id}"


def _id(source: uuid.UUID, text: Text, keyring: Keyring) -> uuid.UUID:
    """The same for the same words of the same entry: kept twice it is kept once."""
    parts = [text.words, *(words for words, _ in text.earlier)]
    mac = seal.mac(
        keyring.key(keyring.person, 1), "text kept", source.bytes, *(p.encode() for p in parts)
    )
    return uuid.UUID(bytes=mac[:16], version=5)


@transaction.atomic
def keep(*, source: uuid.UUID, text: Text, keyring: Keyring) -> uuid.UUID:
    """Keep a copy of a text that this person can see, signed as it stands now; returns its id.

    Raises `TooMany`.
    """
    id = _id(source, text, keyring)
    ids = _ids(keyring)
    if str(id) in ids:
        return id
    if len(ids) >= MOST:
        raise TooMany(f"You have kept {MOST} texts, and there is no room for more. Delete some.")
    kept = timezone.now()
    statement = signed_texts.written_out(text, kept)
    page = {
        "text": text.as_json(),
        "kept": kept.isoformat(),
        "statement": statement,
        "signature": signed_texts.signature(statement),
        "public": signed_texts.public(),
    }
    notes.change(keyring.person, _drawer(id), keyring, lambda _: page)
    notes.tick(keyring.person, INDEX, keyring, str(id))
    return id


def _ids(keyring: Keyring) -> list[str]:
    return list(notes.mine(keyring.person, INDEX, keyring).get("ids", []))


def all_of(keyring: Keyring) -> list[KeptText]:
    """Every copy of mine, the latest first; one that does not open is left out."""
    ids = [uuid.UUID(one) for one in reversed(_ids(keyring))]
    pages = notes.several(keyring.person, [_drawer(id) for id in ids], keyring)
    return [_kept(id, page) for id in ids if (page := pages.get(_drawer(id)))]


def find(id: uuid.UUID, keyring: Keyring) -> KeptText | None:
    """One copy of mine."""
    page = notes.mine(keyring.person, _drawer(id), keyring)
    return _kept(id, page) if page else None


@transaction.atomic
def delete(*, id: uuid.UUID, keyring: Keyring) -> None:
    """Delete a copy for good."""
    notes.change(keyring.person, _drawer(id), keyring, lambda _: None)
    notes.tick(keyring.person, INDEX, keyring, str(id), on=False)


def _kept(id: uuid.UUID, page: notes.Page) -> KeptText:
    return KeptText(
        id,
        Text.of_json(page["text"]),
        datetime.fromisoformat(page["kept"]),
        page["statement"],
        page["signature"],
        page["public"],
    )
