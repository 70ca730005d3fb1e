"""A table to play a practice at: members give what a form would send, and look at their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nearer.practices.play import Entry, Item, Page, Slot, State, fits, play
from nearer.practices.script import Script
from nearer.practices.steps import clean

FULLY = {"understood": "fully", "accepted": "fully", "cared": "fully", "then": "show"}
NOT_YET = {**FULLY, "understood": "not-yet", "helped": "more time"}
NOW = {"when": "now"}


class Table:
    """A sitting whose every entry goes the way of the product: clean, fits, play."""

    def __init__(self, script: Script, *cast: str, way: str = "apart", bond: str = "") -> None:
        self.script, self.way = script, way
        self.bond = bond or (script.bonds[0] if script.bonds else "")
        begin = {"cast": list(cast), "begun_by": cast[0], "way": way, "bond": self.bond}
        self.entries = [Entry("e0", 0, cast[0], "begin", "", begin)]

    @property
    def state(self) -> State:
        return play(self.script, self.entries)

    def seen_by(self, member: str) -> State:
        """The state as this member's own request folds it: without the others' private parts."""
        return play(self.script, private_to(member, self.entries))

    def entry(
        self,
        by: str,
        step: str,
        form: Mapping[str, Any],
        move: str = "answer",
        lane: str = "",
        id: str = "",
    ) -> Entry:
        """What a form would be stored as, for the open slot of this step."""
        slots = [slot for page in self.state.open_for(by) for slot in page.slots]
        slot = next(s for s in slots if s.step.id == step and lane in ("", s.thread))
        return self.entry_for(slot, by, move, form, id)

    def entry_for(
        self, slot: Slot, by: str, move: str, form: Mapping[str, Any], id: str = ""
    ) -> Entry:
        """The same for any slot, open or not."""
        shared, private = clean(slot.step, move, form, self.way)
        n = len(self.entries)
        return Entry(id or f"e{n}", n, by, move, slot.id, shared, private)

    @staticmethod
    def gone(entry: Entry) -> Entry:
        """The entry after its author took the words back."""
        return replace(entry, data={"gone": True}, private=None)

    def add(self, entry: Entry) -> Entry:
        fits(self.script, self.entries, entry)
        self.entries.append(entry)
        return entry

    def gives(self, by: str, step: str, words: str = "", lane: str = "", **form: Any) -> Entry:
        return self.add(self.entry(by, step, {"words": words, **form}, lane=lane))

    def skips(self, by: str, step: str, lane: str = "") -> Entry:
        return self.add(self.entry(by, step, {}, "skip", lane))

    def leaves(self, by: str) -> Entry:
        n = len(self.entries)
        return self.add(Entry(f"e{n}", n, by, "leave"))

    def open(self, member: str) -> list[list[str]]:
        """The ids of the steps on each page that is open for this member."""
        return [steps_on(page) for page in self.state.open_for(member)]

    def words(self, member: str) -> list[str]:
        """All words that this member can see."""
        found = [item.data.get("words", "") for item in self.seen_by(member).visible(member)]
        return [words for words in found if words]

    def receipts(self, member: str) -> list[Item]:
        items = self.seen_by(member).visible(member)
        return [item for item in items if item.step and item.step.kind == "receipt"]


def steps_on(page: Page) -> list[str]:
    return [slot.step.id for slot in page.slots]


def private_to(member: str, entries: list[Entry]) -> list[Entry]:
    return [e if e.by == member else replace(e, private=None) for e in entries]
