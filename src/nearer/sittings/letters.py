"""What has been said so far, put together so that it can be read like letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from nearer.practices import feelings
from nearer.practices.state import MAIN, Item

from .opened import Opened


@dataclass
class Letter:
    """What one member gave on one page, or a line the script says."""

    kind: str
    by: str = ""
    mine: bool = False
    private: bool = False
    when: date | None = None
    thread: str = MAIN
    parts: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Section:
    """Letters of one thread; a lane of a group carries the name of the one it is with."""

    thread: str
    heading: str
    letters: list[Letter] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)


def sections(opened: Opened, reader: str) -> list[Section]:
    """All that `reader` may see, thread by thread: before, each lane by itself, after."""
    letters = _letters(opened, reader)
    lanes = list(dict.fromkeys(one.thread for one in letters if one.thread != MAIN))
    lanes += [
        page.thread
        for page in opened.state.open_for(reader)
        if page.thread != MAIN and page.thread not in lanes
    ]
    made = [Section(MAIN, "")]
    by_lane = {
        lane: Section(lane, opened.company.name(lane) if len(lanes) > 1 else "") for lane in lanes
    }
    for letter in letters:
        if letter.thread != MAIN:
            by_lane[letter.thread].letters.append(letter)
            continue
        if made[-1].thread != MAIN:
            made.append(Section(MAIN, ""))
        made[-1].letters.append(letter)
        if by_lane and letter is _last_main_before_lanes(letters):
            made += by_lane.values()
    if by_lane and not any(section.thread != MAIN for section in made):
        made += by_lane.values()
    return made


def _last_main_before_lanes(letters: list[Letter]) -> Letter | None:
    before = None
    for letter in letters:
        if letter.thread != MAIN:
            return before
        before = letter
    return None


def _letters(opened: Opened, reader: str) -> list[Letter]:
    made: list[Letter] = []
    for item in opened.state.visible(reader):
        thread = item.slot.thread if item.slot else MAIN
        last = made[-1] if made else None
        joined = (
            last is not None
            and last.kind == "letter"
            and item.kind == "entry"
            and item.step is not None
            and item.step.same_page
            and (last.by, last.thread) == (opened.company.name(item.by), thread)
        )
        part = _part(opened, item, reader)
        if part is None:
            continue
        if joined and last is not None:
            last.parts.append(part)
            last.private = last.private and item.private
            continue
        made.append(
            Letter(
                "letter" if item.kind == "entry" else item.kind,
                opened.company.name(item.by) if item.by else "",
                item.mine,
                item.private,
                _day(opened.times.get(item.entry_id)),
                thread,
                [part],
            )
        )
    return made


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).date() if moment else None


def _part(opened: Opened, item: Item, reader: str) -> dict[str, Any] | None:
    """One thing said, in a shape that a template draws by `kind`; None if there is nothing."""
    if item.kind == "note":
        return {"kind": "note", "move": item.move, "by": opened.company.name(item.by)}
    slot, step = item.slot, item.step
    if slot is None or step is None:
        return None
    if item.kind == "read":
        return {"kind": "read", "text": opened.say(slot, "text", reader)}
    part = _data_part(opened, item)
    if part is not None:
        part["ask"] = opened.say(slot, "ask", item.by)
        part["step"] = step.id
    return part


def _data_part(opened: Opened, item: Item) -> dict[str, Any] | None:
    data: Mapping[str, Any] = item.data
    step = item.step
    assert step is not None and item.slot is not None
    if data.get("gone"):
        return {"kind": "gone"}
    match step.kind:
        case "write" | "turns":
            if data.get("words"):
                return {"kind": "words", "text": data["words"]}
            return {"kind": "said"} if data.get("said") else None
        case "feel":
            chosen = [
                {**one, "how": feelings.STRENGTHS.get(one["strength"], "")}
                for one in data.get("feelings", [])
            ]
            return {"kind": "feelings", "feelings": chosen} if chosen else None
        case "choose" | "rate":
            values = data.get("choices") or [data.get("rating")]
            options = step.options if step.kind == "choose" else step.points  # type: ignore[attr-defined]
            where = {
                "bond": opened.state.bond,
                "way": opened.state.way,
                "names": opened.company.roles_in_words(item.slot.roles, item.by),
            }
            labels = [o.text("label", **where) or o.value for o in options if o.value in values]
            return {"kind": "choice", "labels": labels, "values": values}
        case "ready":
            return {"kind": "ready", **{k: data.get(k, "") for k in ("when", "day", "time")}}
        case "receipt":
            about = [
                opened.company.name(m)
                for m in item.slot.roles.get(step.about, item.slot.audience)  # type: ignore[attr-defined]
                if m != item.by
            ]
            if "understood" not in data:
                return {"kind": "kept"} if item.mine else None
            return {"kind": "receipt", "receipt": dict(data), "about": " and ".join(about)}
        case "again":
            yes = data.get("again") == "yes"
            return {"kind": "again", "yes": yes, "label": opened.say(item.slot, "yes" if yes else "no", item.by)}
    return None
