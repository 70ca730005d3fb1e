"""A zip that is made while it is sent: nothing of it is ever written to a disk or held whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import seal
from nearer.bonds.models import Bond
from nearer.keeps import kept_texts
from nearer.people.models import Person
from nearer.photos.models import Picture
from nearer.vault.fields import NoKey
from nearer.vault.keyring import Keyring

from .gathering import chapters
from .pieces import noting
from .writing import FORMAT, as_json, as_page

ENOUGH = 64 * 1024
"""Bytes that are gathered before they are sent."""


@dataclass(frozen=True)
class File:
    """One file of an archive; `packed` for what gets smaller by it."""

    name: str
    content: Iterable[bytes]
    packed: bool = True


class _Out:
    """What a zip is written into: it forgets whatever was taken."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, some: bytes) -> int:
        self._held += some
        return len(some)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self, least: int = 1) -> Iterator[bytes]:
        if len(self._held) >= least:
            yield bytes(self._held)
            self._held.clear()


def zipped(files: Iterable[File], day: date) -> Iterator[bytes]:
    """A zip of these files, in pieces."""
    out = _Out()
    with ZipFile(cast("IO[bytes]", out), "w") as archive:
        for file in files:
            info = ZipInfo(file.name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED if file.packed else ZIP_STORED
            info.external_attr = 0o600 << 16
            with archive.open(info, "w") as into:
                for some in file.content:
                    into.write(some)
                    yield from out.taken(ENOUGH)
            yield from out.taken(ENOUGH)
    yield from out.taken()


def along(person: Person, keyring: Keyring, bond: Bond | None, day: date) -> Iterator[File]:
    """What somebody takes along: of one bond, or with None all of it."""
    name = person.name(keyring)
    pictures: set[str] = set()
    noted = noting(chapters(person, keyring, bond), pictures)
    told = as_json(chapters(person, keyring, bond), day=day)
    yield File("index.html", (text.encode() for text in as_page(noted, name=name, day=day)))
    yield File("words.json", (text.encode() for text in told))
    yield File("about.txt", [FORMAT.encode()])
    if bond is None:
        for kept in kept_texts.all_of(keyring):
            yield File(f"kept/{kept.id}.txt", [kept.file.encode()])
    for file in sorted(pictures):
        jpeg = _jpeg(UUID(file.removeprefix("pictures/").removesuffix(".jpg")), keyring)
        if jpeg is not None:
            yield File(file, [jpeg], packed=False)


def _jpeg(id: UUID, keyring: Keyring) -> bytes | None:
    held = Picture.objects.only_one("large").filter(pk=id).first()
    try:
        return held.large.open(keyring) if held else None
    except (seal.Tampered, NoKey):
        return None
