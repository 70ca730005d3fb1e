"""The journal: one's own, for nobody else, and a bond's, with what was put there on purpose."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

import coach
from nearer.bonds.models import Bond
from nearer.people import zone
from nearer.people.models import Person
from nearer.practices import decks
from nearer.practices.decks import Card
from nearer.vault.keyring import Keyring

from . import keeping
from .audience import audiences
from .here import Here, stand
from .keeping import Kept
from .models import Keep
from .onward import shuffled

JOURNAL = "journal"


@dataclass(frozen=True)
class Page:
    """An entry of a journal. `readers`: for whom it is, where that is not the whole bond."""

    id: uuid.UUID
    by: str
    words: str
    asked: str
    day: date
    changed: bool
    mine: bool
    kept: Kept
    readers: str = ""
    lent_by: str = ""


def _page(kept: Kept, keyring: Keyring, mine: bool, readers: str = "", lent_by: str = "") -> Page:
    return Page(
        kept.id,
        kept.by,
        kept.words,
        kept.body.get("asked", ""),
        zone.day_of(kept.body["at"], keyring),
        "changed" in kept.body,
        mine,
        kept,
        readers,
        lent_by,
    )


def own(keyring: Keyring) -> list[Page]:
    """My own journal, the latest first."""
    rows = Keep.objects.own(JOURNAL, keyring).filter(bond=None)
    return [_page(kept, keyring, True) for kept in keeping.opened(rows, keyring)]


def heavy(pages: Iterable[Page], now: date) -> str:
    """Which page has signs of danger, if it is what I wrote last and of today; else "".

    Kept nowhere, told to nobody.
    """
    last = next((page for page in pages if page.mine), None)
    if last is None or last.day != now or not coach.signs(last.words):
        return ""
    return str(last.id)


def months(pages: Iterable[Page]) -> list[date]:
    """The first days of the months in which something was written, the latest first."""
    return sorted({page.day.replace(day=1) for page in pages}, reverse=True)


def shared(here: Here) -> list[Page]:
    """What was put into a bond's journal for me to read, the latest first."""
    found, rows = here.drawer_and_rows(JOURNAL)
    readers = audiences(rows, here)
    return [
        _page(kept, here.keyring, here.is_mine(kept), readers[kept.id], here.lent_by(kept))
        for kept in found
    ]


def write(*, id: uuid.UUID, words: str, asked: str, keyring: Keyring, here: Here | None) -> Keep:
    """Write into a bond's journal, or with `here` None into my own."""
    return keeping.keep(
        drawer=JOURNAL,
        bond=here.bond if here else None,
        by=here.me if here else str(keyring.person),
        words=words,
        keyring=keyring,
        id=id,
        more={"asked": asked} if asked else None,
    )


def find_mine(id: uuid.UUID, person: Person, keyring: Keyring) -> tuple[Keep, Kept] | None:
    """An entry that is mine to change, in my own journal or in that of a bond I am in."""
    row = Keep.objects.filter(pk=id).select_related("bond").first()
    if row is None or (row.bond is None and row.space != person.id):
        return None
    if row.bond is not None and not Bond.objects.of(person).filter(pk=row.bond.pk).exists():
        return None
    kept = keeping.opened([row], keyring)
    if not kept or kept[0].body["kind"] != JOURNAL:
        return None
    if row.bond is None:
        mine = kept[0].by == str(person.id)
    else:
        mine = stand(row.bond, keyring).is_mine(kept[0])
    return (row, kept[0]) if mine else None


def rewrite(*, row: Keep, words: str, keyring: Keyring) -> None:
    """Say it otherwise; in a bond it says that it was changed."""
    more: dict[str, Any] = {"words": words, "changed": timezone.now().isoformat()}
    keeping.change(keep=row, keyring=keyring, comes_up=row.comes_up, **more)


def questions(person: uuid.UUID, day: date) -> list[Card]:
    """Questions to write about alone, in an order that changes from day to day."""
    cards = [card for deck in decks.of_kind("prompts", "") for card in deck.cards]
    return shuffled(cards, f"{person} {day}")
