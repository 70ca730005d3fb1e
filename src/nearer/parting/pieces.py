"""What is taken along, in one shape for the page and for the machine: chapters, parts, pieces.

Chapters and parts give their contents one after the other, so that none has to be held whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Line:
    """One thing that somebody said. `by` is a name, "" where nobody is to be named.

    `asked`: what it answers. `note`: said plainly by the program, such as “Said aloud.” `picture`:
    its file in the archive. `private`: nobody else can read it.
    """

    by: str = ""
    mine: bool = False
    private: bool = False
    day: date | None = None
    asked: str = ""
    words: str = ""
    note: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Piece:
    """One sitting, one promise, one page of a journal."""

    title: str
    day: date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """Pieces of one kind, the earliest first."""

    kind: str
    title: str
    pieces: Iterable[Piece]


@dataclass(frozen=True)
class Chapter:
    """One bond, or what is mine alone. `members`: whoever is in it now, by name."""

    kind: str
    title: str
    members: tuple[str, ...]
    parts: Iterable[Part]


def picture_file(id: object) -> str:
    """Where a picture of mine lies in the archive."""
    return f"pictures/{id}.jpg"


def noting(chapters: Iterable[Chapter], pictures: set[str]) -> Iterator[Chapter]:
    """The same chapters; as they go by, the files of their pictures are noted."""

    def of(pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            pictures.update(line.picture for line in piece.lines if line.picture)
            yield piece

    for chapter in chapters:
        parts = (replace(part, pieces=of(part.pieces)) for part in chapter.parts)
        yield replace(chapter, parts=parts)
