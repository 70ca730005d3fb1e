"""What a sitting is at one moment, and what each member may see of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nearer.practices.slots import MAIN, Entry, Item, Page, Slot
from nearer.practices.steps import ME


@dataclass(frozen=True)
class State:
    """A sitting, folded. Only `visible`, `open_for` and `waiting_on` are fit to be shown."""

    begun: bool = False
    over: bool = False
    why_over: str = ""
    cast: tuple[str, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    way: str = ""
    bond: str = ""
    slots: tuple[Slot, ...] = ()
    entries: tuple[Entry, ...] = ()
    last_views: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    more_to_come: bool = False

    @property
    def left(self) -> frozenset[str]:
        return frozenset(self.last_views)

    @property
    def awaited(self) -> frozenset[str]:
        """The members somebody waits for now."""
        return frozenset(member for slot in self.slots for member in slot.awaits)

    def slot(self, id: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == id), None)

    def open_for(self, member: str) -> tuple[Page, ...]:
        """The forms this member can fill in now, one for each thread that waits for them."""
        by_thread: dict[str, list[Slot]] = {}
        for slot in self.slots:
            if member in slot.awaits:
                # What others gave may be hidden, so it stays out of the form. Timers and turns
                # hide nothing, and their forms must know who started, and which round it is.
                shared = slot.step.kind in ("timer", "turns")
                given = slot.given if shared else slot.given_by(member)
                by_thread.setdefault(slot.thread, []).append(self._bare(slot, member, given))
        return tuple(Page(tuple(slots)) for slots in by_thread.values())

    def waiting_on(self, member: str) -> tuple[str, ...]:
        """Whom this member waits for, in the order of the cast, which tells nothing of time.

        Somebody who is through their own lane waits for the other lanes only where the
        sitting goes on for everybody afterwards.
        """
        if self.over or member in self.left or member not in self.cast:
            return ()
        near = {m for slot in self.slots if member in slot.audience for m in slot.awaits}
        if not near and self.more_to_come:
            near = set(self.awaited)
        return tuple(other for other in self.cast if other in near and other != member)

    @property
    def pausing(self) -> Mapping[str, Entry]:
        """Who has taken a pause and not come back to it since, and the entry that says so.

        A pause closes nothing: whoever pauses may go on at any time, which ends it.
        """
        latest = {entry.by: entry for entry in self.entries}
        here = [member for member in self.cast if member not in self.left and not self.over]
        return {
            member: latest[member]
            for member in here
            if member in latest and latest[member].move == "pause"
        }

    def put_off(self, member: str) -> Mapping[str, Any] | None:
        """Their pause, or their latest "not now" where that is all that is awaited from them."""
        if member in self.pausing:
            return self.pausing[member].data
        latest: Mapping[str, Any] | None = None
        for page in self.open_for(member):
            given = page.first.given_by(member)
            if page.first.step.kind != "ready" or not given:
                return None
            latest = given[-1].data
        return latest

    def showable(self, member: str) -> tuple[Slot, ...]:
        """Slots where this member kept something private that they may still show."""
        if member in self.left:
            return ()
        return tuple(slot for slot in self.slots if slot.step.keeps(member, slot.given))

    def visible(self, member: str) -> tuple[Item, ...]:
        """All that this member may see, in the order in which steps opened.

        Who has left keeps the view of that moment, and gains nothing afterwards.
        """
        if member in self.last_views:
            return self.last_views[member]
        if member not in self.cast:
            return ()
        items = [item for slot in self.slots for item in self._seen_in(slot, member)]
        items += [
            Item("note", None, entry.by, entry.id, "leave")
            for entry in self.entries
            if entry.move == "leave"
        ]
        return tuple(items)

    def _bare(self, slot: Slot, member: str, given: tuple[Entry, ...] = ()) -> Slot:
        """A slot to draw for a member: without what was given, and without a card hidden yet."""
        bare = slot.bare(given)
        drawn = self.slot(slot.card_from) if slot.card_from else None
        if drawn is None or drawn.given_by(member) or self._revealed(drawn, member):
            return bare
        return replace(bare, card={}, card_from="")

    def _seen_in(self, slot: Slot, member: str) -> list[Item]:
        if slot.passed or member not in slot.audience:
            return []
        if slot.step.kind == "read":
            return [Item("read", self._bare(slot, member))] if member in slot.who else []
        revealed = self._revealed(slot, member)
        items = []
        for entry in slot.given:
            mine = entry.by == member
            if mine or revealed or slot.step.shown == ME:
                item = slot.step.tells(slot, entry, mine)
                if item is not None:
                    items.append(replace(item, slot=self._bare(slot, member)))
        return items

    def open_to_all(self, slot: Slot, by: str) -> bool:
        """Whether everybody still here for whom this slot is may see what `by` gave in it."""
        if slot.step.shown == ME:
            return slot.audience == (by,)
        here = [member for member in slot.audience if member not in (*self.left, by)]
        # DANGER: nobody being left to read it is not the same as everybody having read it.
        if not here and slot.audience != (by,):
            return False
        return all(self._revealed(slot, member) for member in here)

    def card_open_to_all(self, slot: Slot) -> Mapping[str, Any]:
        """The card that a slot is about, once everybody may see it; else nothing."""
        drawn = self.slot(slot.card_from) if slot.card_from else None
        if drawn is None or not drawn.given or not self.open_to_all(drawn, drawn.given[0].by):
            return {}
        return slot.card

    def _revealed(self, slot: Slot, member: str) -> bool:
        """Whether what others gave in this slot is shown to this member yet."""
        if slot.step.shown == "at once":
            return True
        if slot.step.shown == "together":
            return not slot.unfinished
        if slot.step.shown == "after":
            return any(
                later.step.id == slot.step.after
                and later.order >= slot.order
                and (later.thread == slot.thread or MAIN in (slot.thread, later.thread))
                and later.finished_by(member)
                for later in self.slots
            )
        return False
