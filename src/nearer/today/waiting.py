"""What waits for one person, across all their bonds, in words that neither count nor hurry."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

import seal
from nearer.bonds.shown import BondShown, in_words
from nearer.people import zone
from nearer.people.models import Person
from nearer.practices.slots import MAIN
from nearer.practices.steps import IN_STEP
from nearer.sittings import kept, remembering
from nearer.sittings.fading import has_faded, is_passed
from nearer.sittings.models import Seat
from nearer.vault.keyring import Keyring, NoKey

MOST = 30
MOST_LOOKED_AT = 120
"""Askings that have faded still stand among the rows, and are not shown."""


@dataclass(frozen=True)
class Waiting:
    """One line on Today."""

    sitting: uuid.UUID
    title: str
    line: str
    later: bool


def waiting_for(person: Person, bonds: list[BondShown], keyring: Keyring) -> list[Waiting]:
    """The sittings in which somebody waits for this person; a damaged one is left out."""
    seats = Seat.objects.filter(person=person, awaited=True).select_related("sitting")
    rows = [seat.sitting for seat in seats.order_by("-sitting__day", "sitting_id")[:MOST_LOOKED_AT]]
    keyring.gather({row.space for row in rows})
    by_id = {bond.id: bond for bond in bonds}
    passed, said = kept.passed(keyring), remembering.said(keyring)
    lines: list[Waiting] = []
    for row in rows:
        if len(lines) == MOST:
            break
        bond = by_id.get(row.bond_id) if row.bond_id else None
        if row.bond_id and bond is None:
            continue
        try:
            card = row.card.open(keyring)
        except (seal.Tampered, NoKey):
            continue
        me = next((str(m.id) for m in bond.members if m.me), "") if bond else str(person.id)
        here = {str(m.id) for m in bond.members} if bond else set()
        if bond and not here & ({*card["cast"]} - {me}):
            continue  # it was over when the last of the others left the bond
        if has_faded(card, row.day, zone.zone_of(keyring)) or is_passed(row.id, card, me, passed):
            continue
        when = said.get(str(row.id))
        lines.append(_line(row.id, card, bond, me, when and when.astimezone(zone.zone_of(keyring))))
    return lines


def _line(
    sitting: uuid.UUID,
    card: Mapping[str, Any],
    bond: BondShown | None,
    me: str,
    when: datetime | None,
) -> Waiting:
    """`when`: the moment that I said, on my own clock, where it is known."""
    names = {str(m.id): m.name for m in bond.members} if bond else {}
    beginner = names.get(card["begun_by"], "Somebody")
    where = bond.name if bond else "For you alone"
    others = [names[m] for m in card["cast"] if m != me and m in names]
    if card["way"] == "together":
        return Waiting(sitting, f"{card['title']}, face to face", f"With {in_words(others)}", False)
    asked = card["waits"].get(me)
    if asked is None:
        return Waiting(sitting, card["title"], where, False)
    # Outside a lane all of them have answered; two people have no lanes at all.
    other = names.get(asked["thread"]) or in_words(others) or "Somebody"
    if me != card["begun_by"]:
        other = beginner
    title = _title(asked, card, me, other)
    if who := names.get(asked.get("taken_back_by", "")):
        title = f"{who} took back what they said to you"
    off = asked["put_off"]
    if off is None:
        at_once = "At the same time, each on their own phone. " if card["way"] == IN_STEP else ""
        return Waiting(sitting, title, at_once + where, False)
    if off.get("when") != "at":
        return Waiting(sitting, title, f"It will keep. {where}", True)
    if when is None:
        # “Today” was said on a day that is not known any more; most likely it has passed.
        return Waiting(sitting, title, f"You said: not now. {where}", False)
    return Waiting(sitting, title, f"You said: {_moment(when)}. {where}", when > timezone.now())


def _moment(when: datetime) -> str:
    """“today at 21:00”; another day by its name, or by its date where the name could be another."""
    days = (when.date() - timezone.now().astimezone(when.tzinfo).date()).days
    other = f"{when:%A}" if abs(days) < 7 else f"{when.day} {when:%B}"
    day = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days, other)
    return f"{day} at {when:%H:%M}"


def _title(asked: Mapping[str, Any], card: Mapping[str, Any], me: str, other: str) -> str:
    in_lane = asked["thread"] != MAIN
    if line := asked.get("calls", "").strip():
        return str(line)
    of_all = asked.get("of_all", False)
    match asked["kind"]:
        case "ready" if not of_all:
            return f"{other} would like to tell you something"
        case "receipt" if not of_all:
            return f"{other} has answered you"
        case "write" | "choose" | "feel" | "rate" if in_lane and me == asked["thread"]:
            return f"{other} has told you something"
        case "write" | "choose" | "feel" | "rate" | "again" if in_lane:
            return f"{other} has written to you"
        case "turns":
            return f"{card['title']}: it is your turn"
        case _:
            return f"{card['title']}: yours is welcome"
