"""All kinds of step by their name in a script."""

from __future__ import annotations

from nearer.practices.kinds.gates import Again, Ready, Receipt, Timer
from nearer.practices.kinds.picks import Choose, Feel, Rate
from nearer.practices.kinds.words import Read, Turns, Write
from nearer.practices.steps import Step

KINDS: dict[str, type[Step]] = {
    kind.kind: kind
    for kind in (Read, Write, Choose, Rate, Feel, Ready, Receipt, Turns, Timer, Again)
}
