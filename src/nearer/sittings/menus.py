"""What one may do with words that stand in a sitting: one's own, and those of others."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse

from nearer.practices.kinds.gates import Receipt
from nearer.practices.removed import can_go
from nearer.practices.slots import Entry as Played

from .editing import as_it_is, words_of
from .letters import Letter
from .opened import Opened
from .showing_later import can_be_shown

LONGEST_LABEL = 40


def add_menus(opened: Opened, letters: list[Letter]) -> None:
    """Give each letter on my own page its menu."""
    if opened.sitting is None:
        return
    entries = {entry.id: entry for entry in opened.state.entries}
    person = opened.company.people.get(opened.company.me)
    for letter in letters:
        here = [entries[id] for id in letter.entries if id in entries]
        if letter.kind == "letter" and here and not letter.is_gone:
            mine = person is not None and all(opened.is_mine(entry, person) for entry in here)
            letter.menu = _own(opened, here) if mine else _others(opened, here)


def _own(opened: Opened, entries: list[Played]) -> list[dict[str, str]]:
    menu, gone = [], None
    for entry in entries:
        slot = opened.state.slot(entry.slot)
        if slot is None:
            continue
        data = as_it_is(entry, slot)
        about = _about(opened, entry) if len(entries) > 1 else ""
        if words_of(slot, data):
            menu.append(_line(opened, entry, "entry_words", "Change the words", about))
        if can_be_shown(opened, entry, slot) or _alone(opened, data):
            menu.append(_line(opened, entry, "show_entry", "Show to …", about))
        if can_go(slot.step, "answer") and not data.get("gone"):
            gone = gone or entry
    if gone is not None:
        menu.append(_line(opened, gone, "take_entry_back", "Take it back"))
    return menu


def _alone(opened: Opened, data: Mapping[str, object]) -> bool:
    return opened.sitting is not None and opened.sitting.bond_id is None and bool(data.get("words"))


def _others(opened: Opened, entries: list[Played]) -> list[dict[str, str]]:
    menu = []
    for entry in entries:
        about = _about(opened, entry) if len(entries) > 1 else ""
        if can_be_kept(opened, entry):
            menu.append(_line(opened, entry, "keep_entry", "Keep a copy", about))
    return menu


def can_be_kept(opened: Opened, entry: Played) -> bool:
    """Whether an entry of another, which is on my page, is a text that I may keep a copy of.

    Never a picture, nor how a picture was received.
    """
    slot = opened.state.slot(entry.slot)
    if slot is None or entry.by == opened.company.me:
        return False
    pictures = any(step.kind == "photo" for step in opened.script.steps)
    if pictures and isinstance(slot.step, Receipt):
        return False
    return bool(words_of(slot, as_it_is(entry, slot)))


def _about(opened: Opened, entry: Played) -> str:
    slot = opened.state.slot(entry.slot)
    ask = opened.say(slot, "ask", entry.by) if slot else ""
    return ask if len(ask) <= LONGEST_LABEL else f"{ask[:LONGEST_LABEL].rsplit(' ', 1)[0]} …"


def _line(
    opened: Opened, entry: Played, address: str, label: str, about: str = ""
) -> dict[str, str]:
    sitting: uuid.UUID = opened.sitting.pk  # type: ignore[union-attr]
    return {"url": reverse(address, args=[sitting, entry.id]), "label": label, "about": about}
