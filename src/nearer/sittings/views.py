"""A sitting's pages: reading it, adding to it, letting it rest."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nearer.people.request import Request
from nearer.practices.pauses import clean_pause
from nearer.practices.slots import Page
from nearer.practices.steps import Unfit, clean

from . import actions, drafts, forms
from .coaching import NoteShown, note_on
from .fields import CoachBeside
from .models import Entry, Sitting
from .opened import Opened, Unreadable, open_sitting
from .shown import draft_place, hand_over_to, sitting_shown


def sitting_of(request: Request, sitting: uuid.UUID) -> Sitting:
    """A sitting this person has a seat in; else 404."""
    mine = Sitting.objects.of(request.person).select_related("bond", "wording")
    return get_object_or_404(mine, pk=sitting)


def _opened(request: Request, row: Sitting) -> Opened | None:
    try:
        return open_sitting(row, request.person, request.keyring)
    except Unreadable:
        return None


def _reader(request: Request, opened: Opened) -> str:
    """Whose eyes read this page: mine, or face to face those of whoever holds the phone."""
    asked = request.POST.get("as") or request.GET.get("as") or ""
    if opened.state.way == "together" and asked in opened.state.cast:
        return asked
    return opened.company.me


@require_safe
def sitting(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """The sitting as it stands, and what is asked of me."""
    row = sitting_of(request, sitting)
    opened = _opened(request, row)
    if opened is None:
        return render(request, "sittings/unreadable.html", status=200)
    next_one = hand_over_to(opened, request.GET.get("as", ""))
    if next_one:
        link = f"{request.path}?{urlencode({'as': next_one})}"
        context = {"name": opened.company.name(next_one), "link": link, "bond": row.bond_id}
        return render(request, "sittings/pass_over.html", context)
    return _draw(request, opened, _reader(request, opened))


def _draw(
    request: Request,
    opened: Opened,
    reader: str,
    *,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    moved_on: str = "",
    notes: Mapping[str, NoteShown] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = set(request.POST.getlist("slot") if notes is not None else errors or ())
    typed: dict[str, Any] = {}
    for page in opened.state.open_for(reader):
        if wrong & {slot.id for slot in page.slots}:
            typed[page.first.id] = dict(request.POST.lists())
        elif reader == opened.company.me:
            place = draft_place(request.path, page)
            typed[page.first.id] = drafts.find(place=place, keyring=request.keyring)
    coach = CoachBeside(request.person.coach_on(request.keyring), notes or {})
    context = sitting_shown(opened, reader, typed=typed, errors=errors, coach=coach)
    context["add"] = f"{request.path}add/"
    context["moved_on"] = moved_on
    context["lost_words"] = [
        value
        for name, value in request.POST.items()
        if moved_on and name.startswith(("words-", "helped")) and value
    ]
    return render(request, "sittings/sitting.html", context, status=status)


@require_POST
def add(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take a form of a sitting."""
    row = sitting_of(request, sitting)
    opened = _opened(request, row)
    if opened is None:
        raise Http404
    reader = _reader(request, opened)
    home = reverse("sitting", args=[row.pk])
    if opened.state.way == "together":
        home += f"?{urlencode({'as': reader})}"
    slots = request.POST.getlist("slot")
    if _is_in_already(request, row, slots):
        return redirect(home)
    # The page is drawn at its own address, so that drafts and links on it stay right.
    request.path = reverse("sitting", args=[row.pk])
    if request.POST.get("move") == "show":
        return _show_later(request, row, opened, slots)
    page = next(
        (p for p in opened.state.open_for(reader) if [slot.id for slot in p.slots] == slots), None
    )
    if page is None:
        message = "This step has moved on since you opened it."
        return _draw(request, opened, reader, moved_on=message, status=409)
    if request.POST.get("move") == "read-over":
        return read_over(request, opened, page) or _draw(
            request, opened, reader, notes=notes_on(request, opened, page)
        )
    try:
        made = forms.answers(
            page, reader, reader == opened.company.me, opened.state.way, request.POST
        )
        actions.add(sitting=row, person=request.person, answers=made, keyring=request.keyring)
    except forms.Missing as missing:
        return _draw(request, opened, reader, errors=missing.errors, status=422)
    except actions.MovedOn as moved:
        opened = open_sitting(row, request.person, request.keyring)
        return _draw(request, opened, reader, moved_on=str(moved), status=409)
    forget_draft(request, page)
    return redirect(home)


def notes_on(request: Request, opened: Opened, page: Page) -> dict[str, NoteShown]:
    """What the coach says to each field of a form as it stands; nothing is stored."""
    if not request.person.coach_on(request.keyring):
        return {}
    said = {
        slot.id: note_on(opened, slot, request.POST.get(f"words-{slot.step.id}", ""))
        for slot in page.slots
    }
    return {slot: note for slot, note in said.items() if note is not None}


def read_over(request: Request, opened: Opened, page: Page) -> HttpResponse | None:
    """Only the note on one field, where a script asks for it while somebody writes; else None.

    Signs of danger are not brought up in the middle of writing, but when it has been kept.
    """
    part, _, asked = request.headers.get("X-Part", "").partition(" ")
    if part != "note":
        return None
    field, _, now = asked.partition(" ")
    asked_for = tuple(slot for slot in page.slots if f"words-{slot.step.id}" == field)
    note = next(iter(notes_on(request, opened, Page(asked_for)).values()), None)
    if note is None or (note.danger and not now):
        return HttpResponse(status=204)
    return render(request, "sittings/note.html", {"note": note})


def forget_draft(request: Request, page: Page) -> None:
    """What has been sent is a draft no longer."""
    drafts.forget(place=draft_place(request.path, page), keyring=request.keyring)


def _is_in_already(request: Request, row: Sitting, slots: list[str]) -> bool:
    """Whether this very form has been taken before: the second half of a double click."""
    form = forms.form_id(request.POST)
    ids = [
        forms.entry_id(form, slot, move)
        for slot in slots
        for move in ("answer", "skip", "done", "start", "show")
    ]
    return Entry.objects.filter(pk__in=ids, sitting=row, author=request.person.id).exists()


def _show_later(request: Request, row: Sitting, opened: Opened, slots: list[str]) -> HttpResponse:
    """Show a receipt that was kept to oneself."""
    me = opened.company.me
    slot = next((s for s in opened.state.showable(me) if [s.id] == slots), None)
    kept = [e for e in slot.given_by(me) if e.private] if slot else []
    if slot is None or not kept:
        raise Http404
    try:
        data, _ = clean(slot.step, "show", dict(kept[-1].private or {}), opened.state.way)
    except Unfit as unfit:
        return _draw(request, opened, me, moved_on=str(unfit), status=422)
    id = forms.entry_id(forms.form_id(request.POST), slot.id, "show")
    shown = actions.Answer(id, me, "show", slot.id, data)
    actions.add(sitting=row, person=request.person, answers=[shown], keyring=request.keyring)
    return redirect("sitting", sitting=row.pk)


@require_POST
def pause(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take a break, and say when one will be back, if one knows."""
    row = sitting_of(request, sitting)
    opened = _opened(request, row)
    if opened is None:
        raise Http404
    me = opened.company.me
    fields = {"when": "at" if request.POST.get("time") else ""}
    if fields["when"]:
        fields |= {name: request.POST.get(name, "") for name in ("day", "time")}
    request.path = reverse("sitting", args=[row.pk])
    try:
        data = clean_pause(fields)
        id = forms.entry_id(forms.form_id(request.POST), "", "pause")
        break_ = actions.Answer(id, me, "pause", data=data)
        actions.add(sitting=row, person=request.person, answers=[break_], keyring=request.keyring)
    except (Unfit, actions.MovedOn) as no:
        return _draw(request, opened, me, moved_on=str(no), status=409)
    return redirect("today")


@require_POST
def stop(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take no further part."""
    row = sitting_of(request, sitting)
    try:
        actions.step_out(sitting=row, person=request.person, keyring=request.keyring)
    except Unreadable:
        raise Http404 from None
    return redirect("sitting", sitting=row.pk)
