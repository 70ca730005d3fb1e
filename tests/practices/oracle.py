"""Who may see what, worked out a second time from the rules and not from the fold.

It reads only the script and the accepted entries, and asks no method that `visible` asks.
"""

from __future__ import annotations

from nearer.practices.play import Entry, State
from nearer.practices.script import Script


def hidden_from(member: str, script: Script, state: State) -> set[str]:
    """The ids of the entries of which this member must not see a word."""
    return {
        entry.id
        for entry in state.entries
        if entry.by != member and entry.slot and not _may_see(member, entry, script, state)
    }


def must_see(member: str, entry: Entry, script: Script, state: State) -> bool:
    """Whether this member is to see the entry, or a later one in its stead."""
    if script.step(entry.slot.rsplit(".", 1)[1]).kind == "ready":
        return False
    return entry.by == member or _may_see(member, entry, script, state)


def _may_see(member: str, entry: Entry, script: Script, state: State) -> bool:
    entries = _before_leaving(member, state)
    if entry not in entries:
        return False
    thread, _, id = entry.slot.rsplit(".", 2)
    step = script.step(id)
    if thread != "main" and member not in (thread, _beginner(state)):
        return False
    if step.kind == "receipt":
        shown = [e for e in entries if e.slot == entry.slot and e.by == entry.by]
        return entry.data.get("then") != "keep" or any(e.move == "show" for e in shown)
    if step.shown == "me":
        shown = [e for e in entries if e.slot == entry.slot and e.by == entry.by]
        of = entry.data.get("of", entry.id)
        return any(e.move == "show" and e.data.get("of") == of for e in shown)
    if step.kind == "deeper":
        return False
    gone = {e.by for e in entries if e.move == "leave"}
    if step.shown == "together":
        called = _called(entry.slot, script, state) - gone
        return all(_did(other, entry.slot, script, entries) for other in called)
    if step.shown == "after":
        return _has_come_to(member, step.after, entry, entries, script, state)
    return True


def _before_leaving(member: str, state: State) -> list[Entry]:
    entries: list[Entry] = []
    for entry in state.entries:
        if entry.move == "leave" and entry.by == member:
            break
        entries.append(entry)
    return entries


def _beginner(state: State) -> str:
    # Roles are swapped in the main thread only, where all see all; lanes keep the beginner.
    return str(state.entries[0].data["begun_by"])


def _called(slot: str, script: Script, state: State) -> set[str]:
    """All who were ever asked in this slot."""
    thread, _, id = slot.rsplit(".", 2)
    found = next(s for s in state.slots if s.id == slot)
    step = script.step(id)
    cast = set(state.cast) if thread == "main" else {thread, _beginner(state)}
    if step.who == "all":
        return cast
    return cast & set(found.roles[step.who])


def _did(member: str, slot: str, script: Script, entries: list[Entry]) -> bool:
    mine = [e for e in entries if e.slot == slot and e.by == member]
    repeat = getattr(script.step(slot.rsplit(".", 1)[1]), "repeat", None)
    if repeat is None:
        return bool(mine)
    return any(e.move in ("done", "skip") for e in mine) or len(mine) >= repeat.most


def _has_come_to(
    member: str, after: str, entry: Entry, entries: list[Entry], script: Script, state: State
) -> bool:
    """Whether the member did the step `after`, in a round that is not older than the entry's."""
    thread = entry.slot.rsplit(".", 2)[0]
    order = {slot.id: place for place, slot in enumerate(state.slots)}
    reached = {e.slot for e in entries if e.slot}
    for slot in state.slots:
        if slot.step.id != after or order[slot.id] < order[entry.slot]:
            continue
        if thread not in ("main", slot.thread) and slot.thread != "main":
            continue
        if member not in _called(slot.id, script, state):
            continue
        if slot.passed:
            return True
        if slot.id in reached and _completed(member, slot.id, script, entries):
            return True
    return False


def _completed(member: str, slot: str, script: Script, entries: list[Entry]) -> bool:
    step = script.step(slot.rsplit(".", 1)[1])
    here = [e for e in entries if e.slot == slot]
    mine = [e for e in here if e.by == member]
    match step.kind:
        case "ready":
            return any(e.data.get("when") == "now" for e in mine)
        case "timer":
            return any(e.move in ("done", "skip") for e in here)
        case "again" | "draw":
            return bool(here)
        case "turns":
            return len(mine) >= int(getattr(step, "rounds", 0))
        case _:
            return _did(member, slot, script, entries)


def allowed_depths(script: Script, state: State) -> dict[str, int]:
    """Draw slot -> the deepest card it may hold: one more for every time before it that all who
    answered in a thread said deeper."""
    raised: dict[str, int] = {}
    found: dict[str, int] = {}
    for slot in state.slots:
        step = slot.step
        here = [e for e in state.entries if e.slot == slot.id and e.move == "answer"]
        said = [e.data.get("deeper") for e in here]
        went_back = any(s.order > slot.order and s.thread == slot.thread for s in state.slots)
        if step.kind == "deeper" and said and set(said) == {"deeper"} and not slot.awaits:
            raised[slot.thread] = raised.get(slot.thread, 0) + (1 if went_back else 0)
        if step.kind == "draw":
            depth = int(getattr(step, "depth", 0))
            found[slot.id] = min(5, depth + raised.get(slot.thread, 0))
    return found
