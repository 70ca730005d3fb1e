"""What is mine alone: sittings by myself, my journal, pages about closeness, drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import seal
from nearer.growing import barriers, closeness, own
from nearer.keeps import kept_texts
from nearer.people.models import Person
from nearer.people.zone import day_of
from nearer.rhythm import page as rhythm
from nearer.sittings.models import Draft
from nearer.vault.keyring import Keyring, NoKey

from . import gathering_keeps
from .gathering_sittings import BEFORE, of_sittings
from .pieces import Line, Part, Piece

SIGNED = "As it was signed here: kept/{}.txt"
CLOSENESS, IN_THE_WAY, LEARNED = "closeness: ", "in the way: ", "learned: "
WORDS = ("words-", "alt-", "helped")
"""How the fields of a draft begin in which somebody writes; in all others one picks."""


def of_own(person: Person, keyring: Keyring, *, bonds: Collection[UUID]) -> Iterator[Part]:
    """All of it, but for what stands in the chapters of these bonds."""
    yield Part("sitting", "By myself", of_sittings(person, keyring, None))
    yield from gathering_keeps.of_own(keyring, bonds=bonds)
    yield Part("closeness", "How close it felt", _pages(keyring, CLOSENESS, _check))
    yield Part("in the way", "What gets in the way", _pages(keyring, IN_THE_WAY, _sounds))
    yield Part("learned", "How I learned it", _pages(keyring, LEARNED, _learned))
    yield Part("own page", "Pages for myself", _pages(keyring, "", _any))
    rows = [row for row in rhythm.read(keyring).comes if row.bond not in bonds]
    yield Part("rhythm", "What comes round", come_round(rows))
    yield Part("kept text", "Copies of what others wrote", _texts_kept(keyring))
    yield Part("draft", "Not sent yet", _drafts(keyring))


def _pages(keyring: Keyring, about: str, as_piece: Any) -> Iterator[Piece]:
    """Own pages of one kind; with "" those of no kind that has a chapter of its own."""
    known = (CLOSENESS, IN_THE_WAY, LEARNED)
    pieces = []
    for page in own.all_of(keyring):
        place = str((page.body or {}).get("about", ""))
        fits = place.startswith(about) if about else not place.startswith(known)
        if page.body is not None and fits:
            pieces.append(as_piece(page, place.removeprefix(about), keyring))
    yield from sorted(pieces, key=lambda piece: piece.day or date.min)


def _check(page: own.Kept, _: str, keyring: Keyring) -> Piece:
    check = closeness.check_from(page, keyring)
    if check is None:
        return Piece("", None, ())
    lines = [
        Line("", True, True, asked=closeness.ITEMS[item], words=closeness.LEVELS[level])
        for item, level in check.answers.items()
        if item in closeness.ITEMS
    ]
    if check.circles:
        note = f"The picture: {check.circles}, from 1, far apart, to 7, nearly all shared."
        lines.append(Line("", True, True, note=note))
    if check.words:
        lines.append(Line("", True, True, words=check.words))
    return Piece(check.name, check.day, tuple(lines))


def _sounds(page: own.Kept, slug: str, _: Keyring) -> Piece:
    found = barriers.barrier(slug)
    ticked = (page.body or {}).get("sounds", [])
    says = [sound.says for sound in found.sounds if sound.id in ticked] if found else []
    lines = tuple(Line("", True, True, words=one, note="It sounds like me.") for one in says)
    return Piece(found.title if found else "", None, lines)


def _learned(page: own.Kept, slug: str, _: Keyring) -> Piece:
    body, prompt = page.body or {}, barriers.prompt(slug)
    day = date.fromisoformat(body["day"]) if body.get("day") else None
    asked = prompt.ask if prompt else ""
    return Piece("", day, (Line("", True, True, day, asked, str(body.get("words", ""))),))


def _any(page: own.Kept, place: str, _: Keyring) -> Piece:
    words = [text for key, text in _texts(page.body or {}) if key != "about"]
    return Piece(place, None, tuple(Line("", True, True, words=text) for text in words))


def _texts(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in body.items():
        if isinstance(value, str) and value.strip():
            yield key, value


def come_round(rows: Iterable[rhythm.Comes]) -> Iterator[Piece]:
    """Of what comes round, whatever is in my own words."""
    for row in rows:
        if row.words:
            often = row.every.words
            note = f"{often[0].upper()}{often[1:]}."
            yield Piece("", None, (Line("", True, True, words=row.words, note=note),))


def _texts_kept(keyring: Keyring) -> Iterator[Piece]:
    for one in kept_texts.all_of(keyring):
        text, on = one.text, day_of(one.at, keyring)
        first = Line(text.by, day=on, asked=text.asked, words=text.words, note=f"{text.where}.")
        older = [
            Line(text.by, day=day_of(at, keyring), words=words, note=BEFORE)
            for words, at in reversed(text.earlier)
        ]
        yield Piece("", on, (first, *older, Line(note=SIGNED.format(one.id))))


def _drafts(keyring: Keyring) -> Iterator[Piece]:
    for row in Draft.objects.filter(author=keyring.person):
        try:
            body = row.body.open(keyring)
        except (seal.Tampered, NoKey):
            continue
        words = [
            value
            for name, values in body["fields"].items()
            for value in values
            if value.strip() and name.startswith(WORDS)
        ]
        lines = tuple(Line("", True, True, words=value) for value in words)
        if lines:
            yield Piece(body["title"], day_of(datetime.fromisoformat(body["at"]), keyring), lines)
