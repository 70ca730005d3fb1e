"""What of the keeps somebody may be reminded of: promises, dates of others, the end of a pause.

Only oneself can be reminded by one's own request: nobody else knows one's hours. But whoever takes
a day out takes the reminders of all with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.bonds.shown import BondShown
from nearer.vault.keyring import Keyring

from . import dates, keeping, pause, promises
from .models import Keep
from .promised import OPEN
from .reminding import id_for

MOST = 200


@dataclass(frozen=True)
class Day:
    """A day on which somebody is to be reminded of something. `id` is always the same for it."""

    id: uuid.UUID
    bond: uuid.UUID
    day: date


def days(bonds: Sequence[BondShown], keyring: Keyring, first: date, last: date) -> list[Day]:
    """My promises, and dates of others that I may ask about, that fall on these days."""
    me = {bond.id: str(m.id) for bond in bonds for m in bond.members if m.me}
    if not me:
        return []
    near = Keep.objects.coming_up(list(me), keyring).filter(comes_up__range=(first, last))
    rows = list(near.exclude(bond=None)[:MOST])
    bond_of = {row.pk: row.bond_id for row in rows if row.bond_id is not None}
    return [
        Day(id_for(kept.id, keyring.person), bond_of[kept.id], kept.comes_up)
        for kept in keeping.opened(rows, keyring)
        if kept.comes_up is not None and _for(me[bond_of[kept.id]], kept)
    ]


def _for(me: str, kept: keeping.Kept) -> bool:
    if kept.body["kind"] == promises.DRAWER:
        return kept.by == me and kept.body.get("state", "open") in OPEN
    return kept.body["kind"] == dates.DRAWER and dates.whose_is(kept) != me


def pauses(bonds: Iterable[Bond], keyring: Keyring) -> list[tuple[uuid.UUID, datetime]]:
    """The promised ends of the pauses that I am in."""
    found = [(bond.pk, pause.of(bond, keyring)) for bond in bonds]
    return [
        (uuid.uuid5(bond, f"pause over {keyring.person}"), one.until)
        for bond, one in found
        if one is not None and not one.over and one.until > timezone.now()
    ]
