"""The fold in motion: threads that open slots, take entries, branch into lanes and join."""

from __future__ import annotations

from dataclasses import replace

from nearer.practices.beginning import Beginning, beginning
from nearer.practices.opening import Opening
from nearer.practices.pauses import is_pause
from nearer.practices.refusals import Refusal, reason_in_slot
from nearer.practices.script import Run, Script
from nearer.practices.slots import MAIN, Entry, Item, Slot
from nearer.practices.state import State
from nearer.practices.steps import ALL, Step
from nearer.practices.threads import Thread, main_thread


class Fold:
    """A sitting while it is being played. Use `play`; this is its workshop."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.began: Beginning | None = None
        self.one = ""
        self.why_over = ""
        self.entries: list[Entry] = []
        self.slots: dict[str, Slot] = {}
        self.last_views: dict[str, tuple[Item, ...]] = {}
        self._ids: set[str] = set()
        self._opened: dict[str, int] = {}
        self._before = Opening(self.slots)
        self._main = main_thread(script)

    def state(self) -> State:
        main, began = self._main, self.began
        return State(
            begun=began is not None,
            over=bool(self.why_over),
            why_over=self.why_over,
            cast=began.cast if began else (),
            roles=self._roles(""),
            way=began.way if began else "",
            bond=began.bond if began else "",
            slots=tuple(self.slots.values()),
            entries=tuple(self.entries),
            last_views=dict(self.last_views),
            more_to_come=bool(main.lanes) and main.at + 1 < len(main.places),
        )

    def refusal(self, entry: Entry) -> Refusal | None:
        """Why this entry cannot be taken now, or None."""
        reason = self._reason(entry)
        return Refusal(reason) if reason else None

    def _reason(self, entry: Entry) -> str:
        if not entry.well_made:
            return "data"
        if entry.id in self._ids:
            return "twice"
        if entry.move == "begin":
            if self.began is not None:
                return "begun"
            return "" if beginning(self.script, entry) else "data"
        if self.began is None:
            return "not-begun"
        if entry.by not in self.began.cast:
            return "stranger"
        if entry.by in self.last_views:
            return "left"
        if entry.move == "leave":
            return ""
        if entry.move == "pause":
            if self.why_over:
                return "over"
            return "" if is_pause(entry.data) else "data"
        return reason_in_slot(self.slots.get(entry.slot), entry, over=bool(self.why_over))

    def take(self, entry: Entry) -> None:
        """Take an entry that is not refused."""
        if entry.move == "leave":
            self._leave(entry.by)
        self.entries.append(entry)
        self._ids.add(entry.id)
        if entry.move == "begin":
            self._begin(entry)
        elif entry.move not in ("leave", "pause"):
            slot = self.slots[entry.slot]
            self.slots[slot.id] = replace(slot, given=(*slot.given, entry))
        if not self.why_over:
            self._settle()

    def _begin(self, entry: Entry) -> None:
        self.began = beginning(self.script, entry)
        self.one = self.began.one if self.began else ""
        self._enter(self._main)

    def _here(self) -> tuple[str, ...]:
        cast = self.began.cast if self.began else ()
        return tuple(member for member in cast if member not in self.last_views)

    def _roles(self, lane_of: str) -> dict[str, tuple[str, ...]]:
        """Who fills each role now; in a lane, "others" is its one member."""
        here = self._here()
        one = tuple(member for member in here if member == self.one)
        others = tuple(member for member in here if member != self.one)
        if lane_of:
            others = tuple(member for member in others if member == lane_of)
        return {
            role: one if filled == "one" else others for role, filled in self.script.roles.items()
        }

    def _settle(self) -> None:
        """Let every thread go on as far as nobody is awaited."""
        main = self._main
        moved = True
        while moved and not main.finished:
            for lane in main.lanes:
                while not lane.finished and self._complete(lane):
                    self._go_on(lane)
            moved = self._complete(main)
            if moved:
                self._go_on(main)
        if main.finished:
            self._end("finished")

    def _complete(self, thread: Thread) -> bool:
        if isinstance(thread.places[thread.at], Run):
            return all(lane.finished for lane in thread.lanes)
        return not any(self.slots[id].unfinished for id in thread.page)

    def _go_on(self, thread: Thread) -> None:
        """Close the complete place and enter the next, or the one it goes back to."""
        closing = [self.slots[id] for id in thread.page]
        self._close(thread)
        thread.at += 1
        for slot in closing:
            if slot.step.goes_back(slot.given):
                thread.at = thread.place_of(slot.step.back_to)
                if slot.step.goes_deeper(slot.given):
                    self._before.go_deeper(thread.name)
                if slot.step.swaps():
                    self.one = next((m for m in self._here() if m != self.one), self.one)
        if not thread.finished:
            self._enter(thread)

    def _close(self, thread: Thread) -> None:
        for id in thread.page:
            self.slots[id] = replace(self.slots[id], open=False)
        thread.page = ()
        thread.lanes = []

    def _enter(self, thread: Thread) -> None:
        place = thread.places[thread.at]
        if isinstance(place, Run):
            thread.lanes = [Thread(m, place.pages) for m in self._here() if m != self.one]
            for lane in thread.lanes:
                self._enter(lane)
            return
        passed = not self._before.wanted(thread.name, place[0])
        thread.page = tuple(self._open(thread, step, passed) for step in place)

    def _open(self, thread: Thread, step: Step, passed: bool) -> str:
        lane_of = "" if thread.name == MAIN else thread.name
        here = self._here()
        near = tuple(m for m in here if not lane_of or m in (lane_of, self.one))
        roles = self._roles(lane_of)
        who = near if step.who == ALL else roles[step.who]
        n = self._opened[thread.name] = self._opened.get(thread.name, 0) + 1
        id, order = f"{thread.name}.{n}.{step.id}", len(self.slots)
        self.slots[id] = Slot(
            id, step, thread.name, n, order, who, near, roles, open=not passed, passed=passed,
            depth=self._before.depth(thread.name, step), **self._before.card(thread.name, step),
        )  # fmt: skip
        self._before.note(self.slots[id])
        return id

    def _leave(self, member: str) -> None:
        self.last_views[member] = self.state().visible(member)
        if self.why_over:
            return
        for slot in list(self.slots.values()):
            if slot.open:
                who = tuple(other for other in slot.who if other != member)
                self.slots[slot.id] = replace(slot, who=who)
        for lane in self._main.lanes:
            if lane.name == member:
                self._close(lane)
                lane.at = len(lane.places)
        lost = member == self.one and bool(self.script.role_of("one"))
        if lost or len(self._here()) < self.script.least:
            self._end("left")

    def _end(self, why: str) -> None:
        self.why_over = why
        for slot in list(self.slots.values()):
            if slot.open:
                self.slots[slot.id] = replace(slot, open=False)
