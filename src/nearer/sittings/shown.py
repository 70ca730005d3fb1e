"""A whole sitting made ready for its page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from nearer.bonds.shown import in_words
from nearer.practices.script import Script
from nearer.practices.slots import Page
from nearer.practices.state import State

from .coaching import shows_danger
from .fields import NO_COACH, CoachBeside, Typed, page_shown
from .letters import sections
from .opened import Opened


def draft_place(path: str, page: Page) -> str:
    """The address of a form, by which its draft is found again."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'form': page.first.id})}"


def hand_over_to(opened: Opened, holder: str) -> str:
    """Face to face: who should be given the phone now, or nobody ("")."""
    state = opened.state
    if state.way != "together" or state.over or not state.awaited:
        return ""
    holder = holder or opened.company.me
    if holder in state.awaited:
        return ""
    return next(member for member in state.cast if member in state.awaited)


def sitting_shown(
    opened: Opened,
    reader: str,
    *,
    typed: Mapping[str, Typed] | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    coach: CoachBeside = NO_COACH,
) -> dict[str, Any]:
    """The context of a sitting's page as `reader` sees it.

    `typed`: what stands in each form, by the id of its first slot; `errors` by slot id.
    """
    state = opened.state
    parts = sections(opened, reader)
    by_thread = {section.thread: section for section in parts}
    path = f"/sittings/{opened.sitting.pk}/" if opened.sitting else ""
    asked = False
    for page in state.open_for(reader):
        wrong = {slot.id for slot in page.slots} & set(errors or ())
        form = page_shown(
            opened,
            page,
            reader,
            (typed or {}).get(page.first.id),
            errors if wrong else None,
            coach if reader == opened.company.me else NO_COACH,
        )
        form["id"] = str(uuid.uuid4())
        form["place"] = draft_place(path, page)
        target = by_thread.get(page.thread, parts[-1])
        if page.thread == "main":
            target = next(s for s in reversed(parts) if s.thread == "main")
        target.forms.append(form)
        put_off = state.put_off(reader)
        form["put_off"] = dict(put_off) if put_off and page.first.step.kind == "ready" else None
        asked = True
    waiting = [opened.company.name(member) for member in state.waiting_on(reader)]
    mine = reader == opened.company.me
    return {
        "opened": opened,
        "title": opened.script.wording("title", bond=state.bond),
        "sections": parts,
        "loop": loop(opened.script, state, reader),
        "asked": asked,
        "waiting_on": in_words(waiting),
        "pauses": [
            {"name": opened.company.name(who), "mine": who == reader, **data}
            for who, data in state.pausing.items()
        ],
        "pause_form": str(uuid.uuid4()),
        "over": state.over,
        "why_over": state.why_over,
        "ending": opened.script.wording("ending", bond=state.bond),
        "showable": [
            {"slot": slot.id, "form": str(uuid.uuid4())}
            for slot in (state.showable(reader) if mine else ())
            if any(entry.private for entry in slot.given_by(reader))
        ],
        "together": state.way == "together",
        "reader": reader,
        "reader_name": opened.company.name(reader),
        "mine": mine,
        "danger": mine and shows_danger(opened, reader),
        "others": in_words([opened.company.name(m) for m in state.cast if m != reader]),
        "has_left": reader in state.left,
        "unreadable": opened.unreadable,
        "bond": opened.sitting.bond_id if opened.sitting else None,
        "sitting": opened.sitting,
    }


STAGES = ("Share", "Ready", "Reflect", "Felt", "Then")


def loop(script: Script, state: State, reader: str) -> list[dict[str, str]]:
    """Where this person stands in the loop; nothing for practices that do not go through it."""
    kinds = [step.kind for step in script.steps]
    if "ready" not in kinds or "receipt" not in kinds:
        return []
    ready, receipt = kinds.index("ready"), kinds.index("receipt")
    place = {step.id: i for i, step in enumerate(script.steps)}
    open_steps = [
        place[slot.step.id]
        for slot in state.slots
        if slot.awaits and reader in slot.audience and slot.step.kind != "read"
    ]
    if state.over or not open_steps:
        now = len(STAGES) if state.over else 0
    else:
        first = min(open_steps)
        later = [ready, ready + 1, receipt, receipt + 1]
        now = sum(first >= start for start in later)
    stages = STAGES if receipt + 1 < len(kinds) else STAGES[:-1]
    return [
        {"label": label, "state": "done" if i < now else "now" if i == now else "ahead"}
        for i, label in enumerate(stages)
    ]
