"""The one place where sittings speak to the keeps: read for a page, and told after an answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nearer.keeps import hooks
from nearer.keeps import taking_back as keeps_taking_back
from nearer.people import zone
from nearer.practices import play
from nearer.practices.kinds.cards import Draw
from nearer.practices.kinds.words import Turns, Write
from nearer.practices.slots import Slot
from nearer.practices.state import State
from nearer.practices.steps import AT_ONCE
from nearer.vault.keyring import Keyring

from .models import Sitting
from .opened import Opened

if TYPE_CHECKING:
    from .actions import Answer

favourites, favourite = hooks.favourites, hooks.favourite
let_pass, passed = hooks.let_pass, hooks.passed


def used_cards(bond: uuid.UUID | None, keyring: Keyring) -> set[str]:
    """Cards drawn before in a bond, or with some of it only, or alone."""
    used = hooks.used_cards(keyring.person, keyring)
    return used if bond is None else used | hooks.used_cards(bond, keyring)


def own_cards(bond: uuid.UUID | None, keyring: Keyring) -> list[dict[str, Any]]:
    """Cards that members of a bond wrote, or somebody alone: [{id, text, depth}]."""
    return hooks.own_cards(bond or keyring.person, keyring)


def last_time(slug: str, bond: uuid.UUID | None, keyring: Keyring) -> dict[str, dict[str, Any]]:
    """My own answers when this was last done here: step id -> {day: ISO 8601, data}."""
    return hooks.last_time(slug, bond, keyring)


def topics(bond: uuid.UUID | None, keyring: Keyring) -> list[str]:
    """What I put aside to bring up in a bond."""
    return [] if bond is None else hooks.topics(bond, keyring)


def take_note(
    before: Opened, after: Opened, fresh: Sequence[Answer], keyring: Keyring, at: datetime
) -> None:
    """What an addition to a sitting leaves in the keeps. Within its transaction."""
    sitting = after.sitting
    if sitting is None:
        return
    for answer in fresh:
        slot = after.state.slot(answer.slot)
        if slot is not None and answer.move == "answer":
            _note_answer(sitting, after, slot, answer, keyring, zone.day_of(at, keyring))
    seen = {entry.id for _, entry in _open_to_all(before.state)}
    for slot, entry in _open_to_all(after.state):
        if entry.id not in seen:
            _keep(after, slot, entry, keyring)


def _note_answer(
    sitting: Sitting, opened: Opened, slot: Slot, answer: Answer, keyring: Keyring, day: date
) -> None:
    mine = answer.by == opened.company.me
    step, bond = slot.step, sitting.bond_id
    if isinstance(step, Draw):
        # What some of a bond do by themselves, or show only later, the others' keys must not tell.
        of_all = bond is not None and sitting.space == bond and step.shown == AT_ONCE
        hooks.note_card(bond if bond and of_all else keyring.person, answer.data["card"], keyring)
    data = {**answer.data, **(answer.private or {})}
    if step.remember and mine and not data.get("said"):
        hooks.remember(opened.script.slug, bond, step.id, data, day, keyring)
    if isinstance(step, Write) and step.collects and mine and bond is not None:
        hooks.topics_used(bond, str(data.get("words", "")), keyring)


def forget(
    opened: Opened,
    slot: Slot,
    entry: str,
    data: Mapping[str, Any],
    spaces: Collection[uuid.UUID],
    keyring: Keyring,
) -> None:
    """An answer of mine was taken back: what the keeps have of it goes too."""
    sitting, step = opened.sitting, slot.step
    if sitting is None:
        return
    if isinstance(step, Write | Turns) and step.keep:
        keeps_taking_back.out_of_entry(entry=uuid.UUID(entry), spaces=spaces, keyring=keyring)
    if step.remember:
        hooks.forget_answer(opened.script.slug, sitting.bond_id, step.id, data, keyring)


def reword(
    opened: Opened,
    slot: Slot,
    entry: str,
    before: str,
    words: str,
    spaces: Collection[uuid.UUID],
    keyring: Keyring,
) -> None:
    """An answer of mine says it otherwise now, and so does what the keeps have of it."""
    sitting, step = opened.sitting, slot.step
    if sitting is None:
        return
    if isinstance(step, Write | Turns) and step.keep:
        keeps_taking_back.reword_entry(
            entry=uuid.UUID(entry), spaces=spaces, before=before, words=words, keyring=keyring
        )
    if step.remember:
        slug, bond = opened.script.slug, sitting.bond_id
        hooks.reword_answer(slug, bond, step.id, before, words, keyring)


def _open_to_all(state: State) -> Iterator[tuple[Slot, play.Entry]]:
    """Answers to be kept that everybody for whom they are may see by now."""
    for slot in state.slots:
        step = slot.step
        if isinstance(step, Write | Turns) and step.keep:
            for entry in slot.given:
                if entry.move == "answer" and state.open_to_all(slot, entry.by):
                    yield slot, entry


def _keep(opened: Opened, slot: Slot, entry: play.Entry, keyring: Keyring) -> None:
    sitting = opened.sitting
    if sitting is None:
        return
    data: Mapping[str, Any] = {**entry.data, **(entry.private or {})}
    words, day = str(data.get("words", "")), data.get("day", "")
    if not words.strip():
        return
    people, left = opened.company.people, opened.state.left
    staying = [people[m] for m in opened.state.cast if m in people and m not in left]
    hooks.keep(
        kind=slot.step.keep,  # type: ignore[attr-defined]
        entry_id=uuid.UUID(entry.id),
        bond=sitting.bond,
        space=sitting.space,
        by=entry.by,
        words=words,
        keyring=keyring,
        day=date.fromisoformat(day) if day else None,
        asked=str(opened.state.card_open_to_all(slot).get("text", "")),
        device=opened.devices.get(entry.id),
        only=staying if left else None,
    )
