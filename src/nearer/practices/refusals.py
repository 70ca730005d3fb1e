"""Why an entry may not fit, as a code for the caller and a sentence for the person."""

from __future__ import annotations

from dataclasses import dataclass

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
    "data": "This did not arrive whole. Please send it once more.",
}


@dataclass(frozen=True)
class Refusal:
    """Why an entry does not fit: a code for the caller, a sentence for the person."""

    reason: str

    @property
    def message(self) -> str:
        return REFUSALS[self.reason]
