"""What has been said so far, put together so that it can be read like letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from nearer.bonds.shown import in_words
from nearer.keeps.versions import changed_at, earlier
from nearer.practices.feelings import STRENGTHS
from nearer.practices.kinds.cards import Draw
from nearer.practices.kinds.gates import Again, Ready, Receipt
from nearer.practices.kinds.photo import Photo
from nearer.practices.kinds.picks import Choose, Feel, Rate
from nearer.practices.kinds.words import Turns, Write
from nearer.practices.slots import MAIN, Item, Slot

from .opened import Opened


@dataclass
class Letter:
    """What one member gave on one page, or a line the script says.

    `now` marks where the page is opened.
    """

    kind: str
    by: str = ""
    mine: bool = False
    private: bool = False
    when: datetime | None = None
    thread: str = MAIN
    lent_by: str = ""
    now: bool = False
    parts: list[dict[str, Any]] = field(default_factory=list)
    menu: list[dict[str, str]] = field(default_factory=list)

    @property
    def entries(self) -> list[str]:
        """The entries that lie in it, in their order."""
        return [part["entry"] for part in self.parts if part.get("entry")]

    @property
    def is_gone(self) -> bool:
        """Whether all that lay in it was taken back."""
        return all(part["kind"] == "gone" for part in self.parts)

    @property
    def is_sheet(self) -> bool:
        """Whether it is drawn as something written, and not as a line of what happened."""
        return self.kind == "letter" and any(part["kind"] in SHEET for part in self.parts)


SHEET = {"words", "feelings", "choice", "said", "photo"}


@dataclass
class Section:
    """Letters of one thread; a lane of a group carries the name of the one it is with."""

    thread: str
    heading: str
    letters: list[Letter] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)


def sections(opened: Opened, reader: str) -> list[Section]:
    """All that `reader` may see, thread by thread: before, each lane by itself, after."""
    letters = letters_for(opened, reader)
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


def letters_for(opened: Opened, reader: str) -> list[Letter]:
    """The same without regard to threads, in the order in which steps opened."""
    made: list[Letter] = []
    for item in opened.state.visible(reader):
        thread = item.slot.thread if item.slot else MAIN
        last = made[-1] if made else None
        joined = (
            last is not None
            and last.kind == "letter"
            and item.kind == "entry"
            and item.slot is not None
            and item.slot.step.same_page
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
                _moment(opened.times.get(item.entry_id)),
                thread,
                opened.lent_by(item.entry_id, item.by),
                parts=[part],
            )
        )
    return made


def _moment(text: str | None) -> datetime | None:
    """The page says the day of it by the clock of whoever reads."""
    return datetime.fromisoformat(text) if text else None


def _part(opened: Opened, item: Item, reader: str) -> dict[str, Any] | None:
    """One thing said, in a shape that a template draws by `kind`; None if there is nothing."""
    if item.kind == "note":
        if item.move == "skip":
            return None
        return {"kind": "note", "move": item.move, "by": opened.company.name(item.by)}
    if item.slot is None:
        return None
    if item.kind == "read":
        return {"kind": "read", "text": opened.say(item.slot, "text", reader)}
    part = _given(opened, item, item.slot)
    if part is not None:
        part["ask"] = opened.say(item.slot, "ask", item.by)
        part["step"] = item.slot.step.id
        part["entry"] = item.entry_id
        part["earlier"] = earlier(body := opened.changes.get(item.entry_id, {}))
        part["changed"] = changed_at(body)
    return part


def _given(opened: Opened, item: Item, slot: Slot) -> dict[str, Any] | None:
    data, step = item.data, slot.step
    if data.get("gone"):
        return {"kind": "gone"}
    if isinstance(step, Draw):
        return {"kind": "card", "text": data["text"]}
    if isinstance(step, Write | Turns):
        if data.get("words"):
            day = data.get("day")
            by_when = date.fromisoformat(day) if day else None
            falls_on = isinstance(step, Write) and step.keep == "date"
            return {"kind": "words", "text": data["words"], "day": by_when, "on": falls_on}
        return {"kind": "said"} if data.get("said") else None
    if isinstance(step, Feel):
        felt = [{**one, "how": STRENGTHS[one["strength"]]} for one in data.get("feelings") or ()]
        return {"kind": "feelings", "feelings": felt} if felt else None
    if isinstance(step, Choose | Rate):
        options = step.options if isinstance(step, Choose) else step.points
        values = data.get("choices", [data.get("rating")])
        names = opened.company.roles_in_words(slot.roles, item.by)
        bond, way = opened.state.bond, opened.state.way
        labels = [
            o.text("label", bond=bond, way=way, names=names) or o.value
            for o in options
            if o.value in values
        ]
        return {"kind": "choice", "labels": labels} if labels else None
    if isinstance(step, Photo):
        # A picture that is not there any more was taken back.
        photo = opened.photos.get(str(data.get("photo")))
        return {"kind": "photo", "photo": photo, "there": bool(data.get("said"))}
    if isinstance(step, Ready):
        told = {key: data.get(key, "") for key in ("when", "day", "time")}
        # Around one phone there is one clock.
        return {"kind": "ready", **told, "theirs": not item.mine and opened.state.way != "together"}
    if isinstance(step, Receipt):
        if "understood" not in data:
            return {"kind": "kept"} if item.mine else None
        others = [m for m in slot.roles.get(step.about, slot.audience) if m != item.by]
        about = in_words([opened.company.name(m) for m in others])
        return {"kind": "receipt", "receipt": dict(data), "about": about}
    if isinstance(step, Again):
        which = "yes" if data["again"] == "yes" else "no"
        return {"kind": "again", "label": opened.say(slot, which, item.by)}
    return None
