"""Plays a sitting: the fold from a list of entries to its state. Pure, and never at a loss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nearer.practices.fold import Fold
from nearer.practices.refusals import Refusal
from nearer.practices.script import Script
from nearer.practices.slots import Entry, Item, Page, Slot
from nearer.practices.state import State

__all__ = ["Entry", "Item", "Page", "Refusal", "Slot", "State", "Unfitting", "fits", "play"]


class Unfitting(ValueError):
    """An entry that the sitting cannot take now. `reason` is a code, the text for the person."""

    def __init__(self, refusal: Refusal) -> None:
        self.reason = refusal.reason
        super().__init__(refusal.message)


def play(script: Script, entries: Iterable[Entry]) -> State:
    """The state after these entries, taken by `seq`.

    Whatever does not fit is passed over, so no list of entries, however hostile or
    reordered, makes this raise. The same entries always give the same state.
    """
    return _folded(script, entries).state()


def fits(script: Script, entries: Sequence[Entry], entry: Entry) -> None:
    """Raise Unfitting where `play` would pass over this entry, coming after these."""
    refusal = _folded(script, entries).refusal(entry)
    if refusal is not None:
        raise Unfitting(refusal)


def _folded(script: Script, entries: Iterable[Entry]) -> Fold:
    fold = Fold(script)
    for entry in sorted(filter(_well_made, entries), key=lambda entry: entry.seq):
        if fold.refusal(entry) is None:
            fold.take(entry)
    return fold


def _well_made(entry: object) -> bool:
    return isinstance(entry, Entry) and entry.well_made
