"""After one's own words were sent: an offer, to oneself alone, to have somebody reminded to ask."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nearer.bonds.shown import in_words
from nearer.keeps.dates import FARTHEST, found_in, is_in
from nearer.people import zone
from nearer.practices.kinds.words import Write
from nearer.practices.slots import Entry, Page, Slot
from nearer.vault.keyring import Keyring

from .actions import Answer
from .opened import Opened


@dataclass(frozen=True)
class Offer:
    """What was mentioned, and who would be reminded. Nothing is stored unless it is taken up."""

    bond: uuid.UUID
    words: str
    day: date
    time: str
    told: tuple[str, ...]
    names: str
    form: uuid.UUID


def after(home: str, page: Page, made: Sequence[Answer], keyring: Keyring) -> str:
    """Where to go on once this page was sent: only there, and only once, is an offer made."""
    slots = {slot.id: slot for slot in page.slots}
    now = zone.today(keyring)
    if any(one.slot in slots and _offered(slots[one.slot], one.data, now) for one in made):
        home += f"{'&' if '?' in home else '?'}sent=1"
    return f"{home}#now"


def offer(opened: Opened, reader: str, keyring: Keyring) -> Offer | None:
    """The first day ahead in what I sent last, if there is one and it is not among the dates."""
    if opened.sitting is None or opened.sitting.bond is None or reader != opened.company.me:
        return None
    for entry, slot in _sent_last(opened, reader):
        to = [m for m in slot.audience if m != reader and m in opened.company.people]
        to = [m for m in to if m not in opened.company.gone]
        mentioned = _offered(slot, entry.data, zone.today(keyring))
        if not to or mentioned is None or is_in(opened.sitting.bond, mentioned[1], keyring):
            continue
        names = in_words([opened.company.name(member) for member in to])
        return Offer(opened.sitting.bond.pk, *mentioned, tuple(to), names, uuid.uuid4())
    return None


def _sent_last(opened: Opened, me: str) -> Iterator[tuple[Entry, Slot]]:
    for entry in reversed(opened.state.entries):
        if entry.by != me or entry.move == "begin":
            return
        slot = opened.state.slot(entry.slot)
        if slot is not None and entry.move == "answer":
            yield entry, slot


def _offered(slot: Slot, data: Mapping[str, Any], now: date) -> tuple[str, date, str] | None:
    """Words, day and time of what somebody could be reminded of, in one answer."""
    step = slot.step
    if not isinstance(step, Write) or step.shown == "me":
        return None
    if step.keep == "date" and data.get("day"):
        return None  # it is among the dates by itself
    if step.dated or (step.coach is not None and step.coach.reads == "share"):
        return _mentioned(data, now)
    return None


def _mentioned(data: Mapping[str, Any], now: date) -> tuple[str, date, str] | None:
    """Words, day and time."""
    words, given = str(data.get("words", "")), str(data.get("day", ""))
    found = found_in(words, now)
    if given:
        day = date.fromisoformat(given)
        ahead = timedelta(0) < day - now <= FARTHEST
        time = next((one.time for one in found if one.day == day), "")
        return (" ".join(words.split())[:80], day, time) if ahead else None
    return (found[0].words, found[0].day, found[0].time) if found else None
