"""What a template needs to draw one form: its fields, what is wrong, and which buttons it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nearer.bonds.shown import in_words
from nearer.practices.kinds.words import Write
from nearer.practices.slots import Page, Slot
from nearer.practices.steps import IN_STEP

from .beside import NOTHING_BESIDE, Beside, last_shown
from .coaching import coached
from .drawing import BY_KIND, Drawing, Typed
from .forms import may_be_said
from .opened import Opened

NOTHING_TO_SAY = "Nothing to add. It is yours."


def page_shown(
    opened: Opened,
    page: Page,
    reader: str,
    typed: Typed | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> dict[str, Any]:
    """A form: its slots' fields in order, and which buttons it needs."""
    typed, errors = typed or {}, errors or {}
    shown = [
        field_shown(
            opened,
            slot,
            reader,
            typed,
            errors.get(slot.id, {}),
            first=slot is page.first,
            beside=beside,
        )
        for slot in page.slots
    ]
    laid: set[str] = set()
    for one, after in zip(shown, [*shown[1:], None], strict=True):
        one["private_ends"] = one["private"] and not (after and after["private"])
    for slot, one in zip(page.slots, shown, strict=True):
        one["coach"] = NOTHING_TO_SAY if beside.coach and coached(slot) else ""
        one["note"] = beside.notes.get(slot.id)
        one["said_name"] = "" if len(shown) == 1 else _said_name(opened, slot)
        one["said"] = bool(typed.get(one["said_name"]))
        one["card"] = "" if one["card"] in laid else one["card"]
        laid.add(one["card"])
    step = page.first.step
    repeat = getattr(step, "repeat", None)
    given = len(page.first.given_by(reader))
    alone = len(page.slots) == 1
    to = [opened.company.name(m) for m in page.first.audience if m != reader]
    kept = all(one["private"] for one in shown)
    return {
        "fields": shown,
        "slots": [slot.id for slot in page.slots],
        "thread": page.thread,
        "kind": step.kind,
        # Of several turns, each may be passed.
        "skippable": alone and step.optional and (not given or step.kind == "turns"),
        "repeats": repeat is not None,
        "enough": repeat is not None and given >= repeat.least,
        "wrong": bool(errors),
        "aloud": opened.state.way == IN_STEP and any(one.get("may_be_said") for one in shown),
        "coached": any(one["coach"] for one in shown),
        "files": any(one["kind"] == "photo" for one in shown),
        "writes": any(one["kind"] == "write" for one in shown),
        "button": _button(
            {one["kind"] for one in shown},
            step.kind,
            opened.state.way,
            [] if kept else to,
            said=_is_said(page),
        ),
    }


def _is_said(page: Page) -> bool:
    """Whether sending a page face to face means that something was said."""
    return len(page.slots) == 1 or not page.first.step.optional


def _said_name(opened: Opened, slot: Slot) -> str:
    """The box to tick where something may be said aloud, or passed, beside other things."""
    step = slot.step
    mixed = step.optional and step.shown != "me" and step.kind in {"write", "photo"}
    return f"said-{step.id}" if mixed and opened.state.way == "together" else ""


def _button(kinds: set[str], kind: str, way: str, to: list[str], *, said: bool) -> str:
    if way == "together" and kind in {"write", "turns"}:
        return "Said" if said else "Go on"
    if way != "together" and kind in {"write", "choose", "feel", "rate", "photo"}:
        kept = "Go on" if kinds <= {"choose", "rate"} else "Keep it"
        return f"Send it to \u2068{in_words(to)}\u2069" if to else kept
    return {
        "ready": "Answer",
        "receipt": "Done",
        "again": "Go on",
        "photo": "Go on",
        "turns": "Pass it on",
    }.get(kind, "Send")


def field_shown(
    opened: Opened,
    slot: Slot,
    reader: str,
    typed: Typed,
    errors: Mapping[str, str],
    *,
    first: bool,
    beside: Beside = NOTHING_BESIDE,
) -> dict[str, Any]:
    """One slot, by the kind of its step."""
    step = slot.step
    drawing = Drawing(opened, slot, reader, typed, beside)
    dated = isinstance(step, Write) and step.dated
    shown: dict[str, Any] = {
        "kind": step.kind,
        "id": step.id,
        "slot": slot.id,
        "ask": drawing.say("ask"),
        "hint": drawing.say("hint"),
        "error": " ".join(told for name, told in errors.items() if name != "day" or not dated),
        "errors": dict(errors),
        "optional": step.optional,
        "first": first,
        "private": step.shown == "me",
        "may_be_said": may_be_said(slot) and getattr(step, "do", "write") == "write",
        "card": slot.card.get("text", ""),
        "last": last_shown(slot, beside.last, drawing.where) if step.remember else None,
    }
    if step.kind in BY_KIND:
        shown |= BY_KIND[step.kind](drawing)
    return shown
