"""What a step opens with: the card drawn for it, how deep it may go, and whether it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nearer.practices.decks import DEEPEST
from nearer.practices.slots import MAIN, Slot
from nearer.practices.steps import Step


class Opening:
    """What went before, thread by thread. `slots` is the fold's own, and grows under it."""

    def __init__(self, slots: Mapping[str, Slot]) -> None:
        self._slots = slots
        self._latest: dict[tuple[str, str], str] = {}
        self._deeper: dict[str, int] = {}

    def note(self, slot: Slot) -> None:
        """A slot has opened, or was passed over."""
        self._latest[slot.thread, slot.step.id] = slot.id

    def go_deeper(self, thread: str) -> None:
        """From now on a card may be one deeper in this thread."""
        self._deeper[thread] = self._deeper.get(thread, 0) + 1

    def card(self, thread: str, step: Step) -> dict[str, Any]:
        """The card that a step is about, and the slot that it was drawn in; or nothing."""
        for id in step.cards:
            slot = self._last(thread, id)
            if slot is not None and slot.given:
                return {"card": slot.step.drawn(slot.given), "card_from": slot.id}
        return {}

    def depth(self, thread: str, step: Step) -> int:
        """The deepest card that a draw step may hold; 0 for any other step."""
        deeper = self._deeper.get(thread, 0)
        return min(DEEPEST, step.begins_at + deeper) if step.begins_at else 0

    def wanted(self, thread: str, step: Step) -> bool:
        """Whether the step's `when` holds, by what was said last in this thread or before it."""
        if step.when is None:
            return True
        slot = self._last(thread, step.when.step)
        if slot is None:
            return False
        if step.when.among:
            return not slot.step.said(slot.given).isdisjoint(step.when.among)
        return any(entry.move == "answer" for entry in slot.given) == step.when.given

    def _last(self, thread: str, step: str) -> Slot | None:
        """The slot that this step had last, in this thread or before it."""
        id = self._latest.get((thread, step)) or self._latest.get((MAIN, step))
        return None if id is None else self._slots[id]
