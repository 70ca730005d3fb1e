"""From what a form sent to answers that fit the steps, or to kind words about what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from nearer.practices.slots import Page, Slot
from nearer.practices.steps import Unfit, clean

from .actions import Answer


class Missing(Exception):
    """Fields that can't be taken as they are: slot id -> {field: message}."""

    def __init__(self, errors: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.errors = errors


def form_id(post: QueryDict) -> uuid.UUID:
    """The id that the page gave this form; a form without one gets its own."""
    try:
        return uuid.UUID(post.get("form", ""))
    except ValueError:
        return uuid.uuid4()


def entry_id(form: uuid.UUID, slot: str, move: str) -> uuid.UUID:
    """Always the same for the same form, slot and move: sending twice is sending once."""
    return uuid.uuid5(form, f"{slot} {move}")


def raw(slot: Slot, post: QueryDict) -> dict[str, Any]:
    """What a form sent for one slot, in the shape that `clean` reads."""
    step = slot.step
    if step.kind in {"write", "turns"}:
        return {"words": post.get(f"words-{step.id}", "")}
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
        return {"started": timezone.now().isoformat()}
    return post.dict()


def is_empty(form: Mapping[str, Any]) -> bool:
    """Whether nothing at all was put into a slot's fields."""
    return not any(v.strip() if isinstance(v, str) else v for v in form.values())


def answers(page: Page, by: str, mine: bool, way: str, post: QueryDict) -> list[Answer]:
    """The moves that a form makes on a page; raises `Missing` with every field's message.

    `mine`: whether the one who writes is the one signed in. What a companion or another member
    would keep to themselves on a borrowed device is not stored at all.
    """
    form = form_id(post)
    move = post.get("move", "answer")
    made: list[Answer] = []
    errors: dict[str, dict[str, str]] = {}
    for slot in page.slots:
        fields = raw(slot, post)
        for what in _moves(slot, move, fields):
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
    if errors:
        raise Missing(errors)
    return made


def _moves(slot: Slot, move: str, fields: Mapping[str, Any]) -> list[str]:
    """One button may mean two moves: “that is all” after a last line both adds it and ends."""
    if move == "done" and slot.step.kind == "write" and not is_empty(fields):
        return ["answer", "done"]
    if move == "answer" and slot.step.optional and is_empty(fields):
        return ["skip"]
    return [move]
