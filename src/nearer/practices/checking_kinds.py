"""The checks of a step that only its own kind needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nearer.practices.kinds.cards import Deeper, Draw
from nearer.practices.kinds.gates import Again, Receipt
from nearer.practices.kinds.words import Turns, Write
from nearer.practices.reading import listed, meant
from nearer.practices.steps import AFTER, ALL, AT_ONCE, ME, Step

if TYPE_CHECKING:
    from nearer.practices.checking import Checks


def of_kind(checks: Checks, step: Step) -> Iterator[str]:
    """What is wrong with a step, as its kind sees it."""
    match step:
        case Receipt():
            yield from _receipt(checks, step)
        case Again():
            yield from _again(checks, step)
        case Draw() if step.shown not in (AT_ONCE, AFTER):
            yield f"“shown” is “{step.shown}”, and a card is shown “at once” or “after …”"
        case Deeper():
            yield from _deeper(checks, step)
        case Write() | Turns():
            yield from _keeping(checks, step)
        case _:
            pass


def _receipt(checks: Checks, step: Receipt) -> Iterator[str]:
    if step.about not in (*checks.roles, ALL):
        near = meant(step.about, (*checks.roles, ALL))
        yield f"“about” is “{step.about}”, which is no role of this practice{near}"
    elif step.lane and step.about != step.lane:
        yield f"“about” is “{step.about}”, but in this lane it must be “{step.lane}”"
    elif step.about == step.who != ALL:
        yield "it is about the same member who gives it"


def _again(checks: Checks, step: Again) -> Iterator[str]:
    if not step.swap:
        return
    if sorted(step.swap) != sorted(checks.roles) or len(step.swap) != 2:
        yield f"“swap” must name both roles, and these are {listed(checks.roles) or 'none'}"
    if checks.people != (2, 2):
        yield "“swap” needs people = [2, 2]"
    if step.lane:
        yield "“swap” cannot stand in a lane"


def _deeper(checks: Checks, step: Deeper) -> Iterator[str]:
    if step.who != ALL:
        yield f"“who” is “{step.who}”, but everybody says whether to go deeper"
    target = checks.steps[checks.place[step.start]] if step.start in checks.place else None
    if target is not None and not isinstance(target, Draw):
        yield f"“from” names “{step.start}”, where no card is drawn"


def _keeping(checks: Checks, step: Write | Turns) -> Iterator[str]:
    """What is kept of a step, and what is brought into it."""
    if step.keep and step.shown == ME and checks.people[1] > 1:
        yield "“keep” is for words that others may see, and these stay private for ever"
    if isinstance(step, Turns) and step.keep and step.do == "say":
        yield "“keep” needs words, and here they are only said"
    if isinstance(step, Write) and step.repeat:
        if step.remember:
            yield "it repeats, so it cannot “remember” one answer"
        if step.collects:
            yield "“collects” fills one field, and this one repeats"
