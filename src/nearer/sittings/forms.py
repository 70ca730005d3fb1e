"""From what a form sent to answers that fit the steps, or to kind words about what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from nearer.keeps.writing import form_id as form_id
from nearer.practices.kinds.words import Write
from nearer.practices.slots import Page, Slot
from nearer.practices.steps import IN_STEP, ME, TOGETHER, Unfit, clean
from nearer.practices.typed import tidy

from .actions import Answer
from .pictures import NOTHING_SENT, Sent


class Missing(Exception):
    """Fields that can't be taken as they are: slot id -> {field: message}."""

    def __init__(self, errors: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.errors = errors


def entry_id(form: uuid.UUID, slot: str, move: str) -> uuid.UUID:
    """Always the same for the same form, slot and move: sending twice is sending once."""
    return uuid.uuid5(form, f"{slot} {move}")


def raw(slot: Slot, post: QueryDict, sent: Sent = NOTHING_SENT) -> dict[str, Any]:
    """What a form sent for one slot, in the shape that `clean` reads."""
    step = slot.step
    if step.kind == "photo":
        chosen = sent.under(step.id) is not None
        id = str(entry_id(form_id(post), slot.id, "photo")) if chosen else ""
        return {"photo": id, "alt": post.get(f"alt-{step.id}", "")}
    if step.kind in {"write", "turns"}:
        words = {"words": post.get(f"words-{step.id}", "")}
        day = post.get(f"day-{step.id}", "")
        return {**words, "day": day} if day else words
    if step.kind == "choose":
        return {"choices": post.getlist(f"choice-{step.id}")}
    if step.kind == "rate":
        return {"rating": post.get(f"rating-{step.id}", "")}
    if step.kind == "feel":
        return {
            "feelings": [
                f"{word}:{post.get(f'strength-{word}', '2')}" for word in post.getlist("feeling")
            ]
        }
    if step.kind == "ready":
        return {
            "when": post.get("ready", ""),
            "day": post.get("day", ""),
            "time": post.get("time", ""),
        }
    if step.kind == "timer":
        # The server's clock, so that every phone counts down to the same moment.
        now = timezone.now().isoformat()
        return {"started": now, "at": now}
    return post.dict()


def is_empty(form: Mapping[str, Any]) -> bool:
    """Whether nothing at all was put into a slot's fields."""
    return not any(v.strip() if isinstance(v, str) else v for v in form.values())


def answers(
    page: Page,
    by: str,
    mine: bool,
    way: str,
    post: QueryDict,
    cards: Mapping[str, Mapping[str, Any]] | None = None,
    sent: Sent = NOTHING_SENT,
) -> list[Answer]:
    """The moves that a form makes on a page; raises `Missing` with every field's message.

    `cards`: what is taken at each draw slot, from the decks and never from the form itself.
    `sent`: the pictures that came with it.

    `mine`: whether the one who writes is the one signed in. What a companion or another member
    would keep to themselves on a borrowed device is not stored at all.
    """
    form = form_id(post)
    move = post.get("move", "answer")
    aloud = way == IN_STEP and move == "said"
    move = "answer" if aloud else move
    made: list[Answer] = []
    errors: dict[str, dict[str, str]] = {}
    for slot in page.slots:
        fields = raw(slot, post, sent)
        if slot.step.kind == "draw":
            fields = dict((cards or {}).get(slot.id, {}))
        if aloud and may_be_said(slot):
            fields["said"] = "yes"
        for what in _moves(slot, by, move, fields, _said_aloud(page, slot, way, post)):
            try:
                data, private = clean(slot.step, what, fields, way)
            except Unfit as unfit:
                errors.setdefault(slot.id, {})[unfit.field] = str(unfit)
                continue
            made.append(
                Answer(
                    entry_id(form, slot.id, what),
                    by,
                    what,
                    slot.id,
                    data,
                    private if mine else None,
                )
            )
    if not errors:
        made = [_with_picture(page, answer, post, sent, errors) for answer in made]
    if errors:
        raise Missing(errors)
    return made


def _with_picture(
    page: Page, answer: Answer, post: QueryDict, sent: Sent, errors: dict[str, dict[str, str]]
) -> Answer:
    """The answer with the picture that it names, which is opened once all else is in order."""
    if not ("photo" in answer.data or "photo" in (answer.private or {})):
        return answer
    step = next(slot.step for slot in page.slots if slot.id == answer.slot)
    try:
        alt = tidy(post.get(f"alt-{step.id}", "")).strip()
        return replace(answer, picture=sent.made_ready(step.id, alt))
    except Unfit as unfit:
        errors.setdefault(answer.slot, {})[unfit.field] = str(unfit)
        return answer


def may_be_said(slot: Slot) -> bool:
    """Whether these words may be said to the others instead of being written down."""
    return slot.step.kind in {"write", "turns"} and slot.step.shown != ME


def _said_aloud(page: Page, slot: Slot, way: str, post: QueryDict) -> bool:
    """Whether an empty field stands for something said, or shown, and not for passing."""
    step = slot.step
    if step.kind == "turns":
        return way == TOGETHER or getattr(step, "do", "") == "say"
    if way != TOGETHER or step.shown == ME or step.kind not in {"write", "photo"}:
        return False
    return len(page.slots) == 1 or f"said-{step.id}" in post


def _moves(
    slot: Slot, by: str, move: str, fields: Mapping[str, Any], said_aloud: bool
) -> list[str]:
    """One button may mean two moves: “that is all” after a last line both adds it and ends.

    The last line that there is room for ends by itself, and nothing could follow it.
    """
    if move == "done" and isinstance(slot.step, Write) and not is_empty(fields):
        lines = [entry for entry in slot.given_by(by) if entry.move == "answer"]
        full = slot.step.repeat is not None and len(lines) + 1 >= slot.step.repeat.most
        return ["answer"] if full else ["answer", "done"]
    if move == "answer" and slot.step.optional and is_empty(fields) and not said_aloud:
        return ["skip"]
    return [move]
