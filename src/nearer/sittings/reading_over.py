"""The coach's note on a form as it stands: asked for by a button, or by a script in passing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from nearer.people.request import Request
from nearer.practices.slots import Page

from .coaching import NoteShown, note_on
from .opened import Opened


def notes_on(request: Request, opened: Opened, page: Page) -> dict[str, NoteShown]:
    """What the coach says to each field of a form as it stands; nothing is stored.

    Where one of them sounds like danger, nothing else is said to any.
    """
    if not request.person.coach_on(request.keyring):
        return {}
    said = {
        slot.id: note_on(opened, slot, request.POST.get(f"words-{slot.step.id}", ""))
        for slot in page.slots
    }
    notes = {slot: note for slot, note in said.items() if note is not None}
    return {slot: note for slot, note in notes.items() if note.danger} or notes


def read_over(request: Request, opened: Opened, page: Page) -> HttpResponse | None:
    """Only the note on one field, where a script asks for it while somebody writes; else None.

    Signs of danger are not brought up in the middle of writing, but when it has been kept.
    """
    part, _, asked = request.headers.get("X-Part", "").partition(" ")
    if part != "note":
        return None
    field, _, now = asked.partition(" ")
    asked_for = [slot.id for slot in page.slots if f"words-{slot.step.id}" == field]
    notes = notes_on(request, opened, page)
    note = next((notes[slot] for slot in asked_for if slot in notes), None)
    if note is None:
        return HttpResponse(status=204)
    if note.danger and not now:
        return HttpResponse(status=204, headers={"X-Help": "stays"})
    return render(request, "sittings/note.html", {"note": note})
