"""All kinds of step by their name in a script."""

from __future__ import annotations

from nearer.practices.kinds.cards import Deeper, Draw
from nearer.practices.kinds.gates import Again, Ready, Receipt
from nearer.practices.kinds.photo import Photo
from nearer.practices.kinds.picks import Choose, Feel, Rate
from nearer.practices.kinds.timer import Timer
from nearer.practices.kinds.words import Read, Turns, Write
from nearer.practices.steps import Step

ALL_KINDS: tuple[type[Step], ...] = (
    Read, Write, Choose, Rate, Feel, Draw, Deeper, Ready, Receipt, Turns, Timer, Photo, Again,
)  # fmt: skip
KINDS: dict[str, type[Step]] = {kind.kind: kind for kind in ALL_KINDS}
