"""Who can open a keep, read off the lists of those who hold its keys."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from nearer.bonds.shown import in_words
from nearer.vault.models import Epoch
from nearer.vault.roster import Broken, Roster

from .here import Here
from .models import Keep


def audiences(rows: Sequence[Keep], here: Here) -> dict[uuid.UUID, str]:
    """For whom each row is, in words: “you and Ben”, or "" where it is everybody in the bond."""
    epochs = Epoch.objects.filter(space__in={row.space for row in rows})
    holders: dict[tuple[uuid.UUID, int], set[uuid.UUID]] = {}
    for epoch in epochs:
        try:
            holders[epoch.space, epoch.number] = set(Roster.of(epoch).holders)
        except Broken:
            holders[epoch.space, epoch.number] = set()
    return {row.id: _said(holders.get((row.space, row.epoch), set()), here) for row in rows}


def _said(people: set[uuid.UUID], here: Here) -> str:
    if set(here.people.values()) <= people:
        return ""
    others = [m for m, p in here.people.items() if p in people and m != here.me]
    return in_words(["you", *([here.in_words(others)] if others else [])])


def everybody(here: Here) -> str:
    """Who reads what is put into the bond: “Ben and Cleo”, or "" while nobody else could."""
    return here.in_words(here.others_with_account)
