"""Asks the coach about words that are being written. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import coach
from coach.advice import Reading
from nearer.people import zone
from nearer.practices.kinds.picks import Choose
from nearer.practices.kinds.words import WISHES, Write
from nearer.practices.slots import MAIN, Item, Slot
from nearer.vault.keyring import Keyring

from .opened import Opened

FEWEST_CHARACTERS = 2
HELP = "help"


@dataclass(frozen=True)
class NoteShown:
    """One thing to say to the writer alone, with the words it is about.

    `danger`: coaching has stopped, and only the way to help is shown.
    """

    text: str
    quotes: tuple[str, ...] = ()
    landed: bool = False
    danger: bool = False


def coached(slot: Slot) -> bool:
    """Whether the coach reads along at this step."""
    return isinstance(slot.step, Write) and slot.step.coach is not None


def note_on(opened: Opened, slot: Slot, words: str) -> NoteShown | None:
    """What the coach says to words typed into a slot by whoever is asked there; often nothing."""
    step = slot.step
    if not isinstance(step, Write) or step.coach is None:
        return None
    if len(words.strip()) < FEWEST_CHARACTERS:
        return None
    about_listener = step.coach.about_listener
    reading: Reading
    match step.coach.reads:
        case "share":
            reading = coach.read_share(words, about_listener=about_listener)
        case "question":
            reading = coach.read_question(words)
        case _:
            seen = opened.state.visible(opened.company.me)
            wish = step.coach.wish or _wish(seen)
            share = _share(seen, slot)
            reading = coach.read_reply(share, words, wish, about_listener=about_listener)
    return shown(coach.advise(reading, bond=opened.state.bond or "friend"), words)


def shown(note: coach.Note | None, words: str) -> NoteShown | None:
    """A note with the words that it is about."""
    if note is None:
        return None
    quotes = tuple(words[span.start : span.end].strip() for span in note.spans)
    return NoteShown(note.text, quotes, note.landed, note.key == HELP)


def _share(seen: Sequence[Item], slot: Slot) -> str:
    """What others told the one who replies: the latest words of each at every step that the coach
    reads as a share, in this lane or before it."""
    told: dict[tuple[str, str], str] = {}
    for item in seen:
        if item.slot is None or item.kind != "entry" or item.slot.thread not in {MAIN, slot.thread}:
            continue
        step = item.slot.step
        if item.mine or not isinstance(step, Write) or step.coach is None:
            continue
        if step.coach.reads == "share":
            told[step.id, item.by] = str(item.data.get("words", ""))
    return "\n".join(told.values())


def _wish(seen: Sequence[Item]) -> str:
    for item in reversed(seen):
        if item.slot is not None and not item.mine and isinstance(item.slot.step, Choose):
            for value in item.data.get("choices", []):
                if value in WISHES:
                    return str(value)
    return "listen"


def shows_danger(opened: Opened, keyring: Keyring) -> str:
    """When I wrote what I wrote here last, if that was today and any of it sounds like danger.

    What was sent with one form counts as one. Else "". Read anew each time the page is drawn, told
    to nobody else, and stored nowhere.
    """
    mine: dict[str, list[str]] = {}
    for item in opened.state.visible(opened.company.me):
        if item.mine and item.kind == "entry":
            words = [str(item.data.get(name) or "") for name in ("words", "helped")]
            mine.setdefault(opened.times.get(item.entry_id, ""), []).extend(filter(None, words))
    last = max((at for at, words in mine.items() if words), default="")
    if not last or zone.day_of(last, keyring) != zone.today(keyring):
        return ""
    return last if any(coach.signs(words) for words in mine[last]) else ""
