"""Whose page of a sitting changed, so that their phones learn that it moved, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from nearer.live import actions as live
from nearer.practices.steps import ME

from .models import Sitting
from .opened import Opened

if TYPE_CHECKING:
    from .actions import Answer


def tell(before: Opened, after: Opened, fresh: Sequence[Answer]) -> None:
    """Tell everybody who would read something else now. Within the transaction that moved it.

    What its author keeps to themselves moves nobody's page, except where it opens something for
    them: a phone that lights up must not say that somebody has just kept something.
    """
    if after.sitting is None or not fresh:
        return
    kept = all(_is_kept(after, answer) for answer in fresh)
    people = after.company.people
    told = [
        people[member]
        for member in after.state.cast
        if member in people and _page(before, member, kept) != _page(after, member, kept)
    ]
    note(after.sitting, told)


def note(sitting: Sitting, people: Collection[uuid.UUID]) -> None:
    """Count that the pages of these people changed, and tell their phones once it is certain."""
    if not people:
        return
    sitting.seats.filter(person__in=people).update(moved=F("moved") + 1)
    told = partial(live.moved, sitting=sitting.pk, people=list(people))
    transaction.on_commit(told, robust=True)


def _is_kept(opened: Opened, answer: Answer) -> bool:
    slot = opened.state.slot(answer.slot)
    kept = slot is not None and slot.step.shown == ME and answer.move != "show"
    return kept or answer.data.get("then") == "keep"


def _page(opened: Opened, member: str, kept: bool) -> tuple[Any, ...]:
    """What stands on somebody's page, and decides how it is drawn."""
    state = opened.state
    asked = [(slot.id, slot.given) for page in state.open_for(member) for slot in page.slots]
    seen = (state.visible(member), asked)
    if kept:
        return seen
    # Whom one waits for is drawn where nothing is asked of oneself, and only there: otherwise it
    # would tell that somebody has tapped something that nobody is to know of yet.
    waiting = () if asked else state.waiting_on(member)
    return (
        *seen,
        waiting,
        state.why_over,
        {who: pause.data for who, pause in state.pausing.items()},
    )
