"""Card and seats, brought up to where a sitting stands: all that Today and a bond's page open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nearer.practices.slots import MAIN, Entry, Item, Slot
from nearer.practices.steps import ALL
from nearer.vault.keyring import Keyring

from .models import Sitting
from .opened import Opened

if TYPE_CHECKING:
    from .actions import Answer

CARD_BYTES, MEMBER_BYTES = 900, 540
LINE = 96
"""Every line is filled up to this length, so that the sealed card is as long for each practice."""


def mark(
    sitting: Sitting,
    opened: Opened,
    keyring: Keyring,
    at: datetime,
    fresh: Sequence[Answer] = (),
) -> None:
    """Bring card and seats up to where the sitting stands. `fresh`: what was just added."""
    state = opened.state
    waits = _waits(opened)
    awaited = set(waits)
    if state.way == "together" and awaited:
        # Face to face the phone is passed over: whoever began holds it.
        awaited = {opened.card["begun_by"]}
    people = {opened.company.people[m] for m in awaited if m in opened.company.people}
    sitting.day = at.date()
    took_part = {entry.by for entry in state.entries if _takes_part(entry)}
    taken_up = [member for member in state.cast if member in took_part]
    card = {**opened.card, "waits": waits, "over": state.over, "taken_up": taken_up}
    card["at"] = at.isoformat()
    just_now = {answer.by: at.isoformat() for answer in fresh if _takes_part(answer)}
    card["answered"] = {**card.get("answered", {}), **just_now}
    sitting.seal(keyring, card=as_long_as_any(card))
    sitting.save()
    sitting.seats.filter(person__in=people, awaited=False).update(awaited=True)
    sitting.seats.exclude(person__in=people).filter(awaited=True).update(awaited=False)


def mark_anew(sitting: Sitting, opened: Opened, keyring: Keyring) -> None:
    """Bring the card up to words that were taken back. Nothing moved on, so the day stays."""
    if _waits(opened) != opened.card["waits"]:
        mark(sitting, opened, keyring, datetime.fromisoformat(opened.card["at"]))


def _takes_part(entry: Entry | Answer) -> bool:
    # Who says “not today” to an asking has not taken it up.
    return bool(entry.slot) and entry.data.get("when") != "not-today"


def _waits(opened: Opened) -> dict[str, dict[str, Any]]:
    return {member: _awaited_for(opened, member) for member in opened.state.awaited}


def as_long_as_any(card: dict[str, Any]) -> dict[str, Any]:
    """The card filled up to one length for each number of people.

    Sealed words show roughly how long they are, and that would tell one practice from another.
    """
    card = {**card, "fill": ""}
    size = len(json.dumps(card, ensure_ascii=False).encode())
    return {**card, "fill": " " * (CARD_BYTES + MEMBER_BYTES * len(card["cast"]) - size)}


def _awaited_for(opened: Opened, member: str) -> dict[str, Any]:
    """What is asked of a member first, so that Today can say it without opening every entry."""
    slot = opened.state.open_for(member)[0].first
    put_off = opened.state.put_off(member)
    return {
        "kind": slot.step.kind,
        "thread": slot.thread,
        "of_all": slot.step.who == ALL,
        "calls": _called(opened, slot, member).ljust(LINE),
        "taken_back_by": _taken_back_by(opened, slot, member),
        "put_off": None if put_off is None else dict(put_off),
    }


def _taken_back_by(opened: Opened, slot: Slot, reader: str) -> str:
    """Who took back all that was said last to the reader here; "" where some of it stands."""
    last: list[Item] = []
    for item in opened.state.visible(reader):
        if item.kind == "entry" and item.slot and item.slot.thread in (slot.thread, MAIN):
            last = [*last, item] if last and last[-1].by == item.by else [item]
    gone = bool(last) and not last[0].mine and all(item.data.get("gone") for item in last)
    return last[0].by if gone else ""


def _called(opened: Opened, slot: Slot, reader: str) -> str:
    """The step's own line for Today; "" without one, or where it speaks of the reader by name."""
    me = "\0"
    names = opened.company.roles_in_words(slot.roles, reader)
    names |= {role: me for role, who in slot.roles.items() if reader in who}
    line = slot.step.text("calls", bond=opened.state.bond, names=names)
    return "" if me in line else line
