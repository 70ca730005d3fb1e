"""Forms that come late: sent twice, or overtaken by somebody else's tap on the same clock."""

from __future__ import annotations

from nearer.people.request import Request

from . import forms
from .models import Entry, Sitting
from .opened import Opened


def is_of_a_clock(opened: Opened, slots: list[str]) -> bool:
    """Whether somebody tapped a clock: where another did so first, all is as they wished."""
    slot = opened.state.slot(slots[0]) if slots else None
    return slot is not None and slot.step.kind == "timer"


def is_in_already(request: Request, row: Sitting, slots: list[str]) -> bool:
    """Whether this very form has been taken before: the second half of a double click."""
    form = forms.form_id(request.POST)
    ids = [
        forms.entry_id(form, slot, move)
        for slot in slots
        for move in ("answer", "skip", "done", "start", "hold", "go-on", "show")
    ]
    return Entry.objects.filter(pk__in=ids, sitting=row, author=request.person.id).exists()
