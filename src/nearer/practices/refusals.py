"""Why an entry may not fit, as a code for the caller and a sentence for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nearer.practices.slots import Entry, Slot

REFUSALS = {
    "twice": "This is already here.",
    "begun": "This has already begun.",
    "not-begun": "This has not begun yet.",
    "over": "This is over; nothing more can be added.",
    "stranger": "Only those who take part can add something.",
    "left": "Who has left takes no further part.",
    "no-slot": "There is no such step here.",
    "closed": "Meanwhile it has gone on, and this step is closed.",
    "not-yours": "Somebody else is asked here.",
    "already": "This has been answered already.",
    "not-your-turn": "It is somebody else’s turn.",
    "move": "That cannot be done at this step.",
    "too-deep": "This card goes deeper than you are now. Please draw another.",
    "data": "This did not arrive whole. Please send it once more.",
}


@dataclass(frozen=True)
class Refusal:
    """Why an entry does not fit: a code for the caller, a sentence for the person."""

    reason: str

    @property
    def message(self) -> str:
        return REFUSALS[self.reason]


def reason_in_slot(slot: Slot | None, entry: Entry, *, over: bool) -> str:
    """Why a slot cannot take this entry of somebody who takes part, as a code, or "".

    `over`: whether the sitting is.
    """
    if slot is None or slot.passed:
        return "no-slot"
    if entry.move == "show":
        if not slot.step.takes("show"):
            return "move"
        # A kept receipt may be shown at any time, also when the sitting has gone on.
        return "data" if slot.step.refuses(entry, slot.given) else ""
    if over:
        return "over"
    if not slot.open:
        return "closed"
    if entry.by not in slot.who:
        return "not-yours"
    if entry.by not in slot.awaits:
        done = slot.step.finished(entry.by, slot.who, slot.given)
        return "already" if done else "not-your-turn"
    if not slot.step.takes(entry.move):
        return "move"
    if slot.step.refuses(entry, slot.given):
        return "data"
    return "too-deep" if slot.depth and entry.data["depth"] > slot.depth else ""
