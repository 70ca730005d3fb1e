"""A whole sitting made ready for its page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from nearer.bonds.shown import in_words
from nearer.practices.kinds.words import Write
from nearer.practices.script import Script
from nearer.practices.slots import MAIN, Page
from nearer.practices.state import State
from nearer.practices.steps import IN_STEP

from .beside import NOTHING_BESIDE, Beside
from .drawing import Typed
from .fields import page_shown
from .letters import Section, sections
from .menus import add_menus
from .opened import Opened
from .put_aside import pauses_shown
from .showing_later import can_be_shown, near


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
    beside: Beside = NOTHING_BESIDE,
) -> dict[str, Any]:
    """The context of a sitting's page as `reader` sees it.

    `typed`: what stands in each form, by the id of its first slot; `errors` by slot id.
    """
    state = opened.state
    parts = sections(opened, reader)
    if reader == opened.company.me:
        add_menus(opened, [letter for part in parts for letter in part.letters])
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
            beside if reader == opened.company.me else beside.for_others(),
        )
        form["id"] = str(uuid.uuid4())
        form["place"] = draft_place(path, page)
        form["borrowed"] = reader != opened.company.me
        target = by_thread.get(page.thread, parts[-1])
        if page.thread == MAIN:
            target = next(s for s in reversed(parts) if s.thread == MAIN)
        _lay_card_once(target, form)
        form["first"] = not asked
        target.forms.append(form)
        put_off = state.put_off(reader)
        form["put_off"] = dict(put_off) if put_off and page.first.step.kind == "ready" else None
        asked = True
    _open_at(parts)
    waiting = [opened.company.name(member) for member in state.waiting_on(reader)]
    mine = reader == opened.company.me
    own = [letter for part in parts for letter in part.letters if letter.mine]
    if own and all(letter.is_gone for letter in own):
        waiting = []  # nobody has what was taken back
    return {
        "opened": opened,
        "title": opened.script.wording("title", bond=state.bond),
        "sections": parts,
        "loop": loop(opened.script, state, reader),
        "asked": asked,
        "waiting_on": in_words(waiting),
        "pauses": pauses_shown(opened, reader),
        "pause_form": str(uuid.uuid4()),
        "over": state.over,
        "why_over": state.why_over,
        "ending": opened.script.wording("ending", bond=state.bond),
        "showable": [
            {
                "slot": slot.id,
                "form": str(uuid.uuid4()),
                "to": in_words([opened.company.name(m) for m in near(opened, slot)]),
            }
            for slot in (state.showable(reader) if mine else ())
            if slot.step.kind == "receipt"
            and any(can_be_shown(opened, entry, slot) for entry in slot.given_by(reader))
        ],
        "together": state.way == "together",
        "in_step": state.way == IN_STEP,
        "reader": reader,
        "reader_name": opened.company.name(reader),
        "mine": mine,
        "others": in_words([opened.company.name(m) for m in state.cast if m != reader]),
        "has_left": reader in state.left,
        "unreadable": opened.unreadable,
        "bond": opened.sitting.bond_id if opened.sitting else None,
        "sitting": opened.sitting,
    }


def _lay_card_once(section: Section, form: dict[str, Any]) -> None:
    """A card just drawn stands above the form that is about it, and not among the letters too."""
    drawn = section.letters[-1] if section.letters else None
    first = form["fields"][0]
    if drawn is None or drawn.parts[0]["kind"] != "card" or section.forms:
        return
    if first["card"] == drawn.parts[0]["text"]:
        first["drawn_by"], first["drawn_by_me"] = drawn.by, drawn.mine
        section.letters.pop()


def _open_at(parts: Sequence[Section]) -> None:
    """Mark where the page is opened: at what others have said since I did, else at what is asked.

    A clock is gone to at once, and with nothing asked the page opens at the last words.
    """
    asking = next((part for part in parts if part.forms), None)
    near = [part for part in parts if asking is None or part is asking or part.thread == MAIN]
    letters = [one for part in near for one in part.letters]
    mine = [i for i, one in enumerate(letters) if one.mine and one.parts[0]["kind"] != "ready"]
    last = max(mine, default=-1)
    new = next((one for one in letters[last + 1 :] if one.is_sheet and not one.mine), None)
    if asking and (new is None or asking.forms[0]["kind"] == "timer"):
        asking.forms[0]["now"] = True
    elif new is not None:
        new.now = True
    elif sheets := [one for one in letters if one.is_sheet]:
        sheets[-1].now = True


STAGES = ("Share", "Ready", "Reflect", "Felt", "Then")


def loop(script: Script, state: State, reader: str) -> list[dict[str, str]]:
    """Where this person stands in the loop; nothing for practices that do not go through it."""
    kinds = [step.kind for step in script.steps]
    if not _goes_through_it(script, kinds):
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


def _goes_through_it(script: Script, kinds: Sequence[str]) -> bool:
    """Whether something is told and kept back until ready, then answered, then received."""
    if "ready" not in kinds or "receipt" not in kinds:
        return False
    ready = kinds.index("ready")
    told = any(step.after == script.steps[ready].id for step in script.steps[:ready])
    then = next((step for step in script.steps[ready + 1 :] if step.kind != "read"), None)
    answered = isinstance(then, Write) and then.coach is not None and then.coach.reads == "reply"
    return told and answered and kinds.index("receipt") > ready
