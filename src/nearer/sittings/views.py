"""A sitting's page: reading it, and adding to it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nearer.keeps import pause as bond_pause
from nearer.people.request import Request
from nearer.people.zone import zone_of
from nearer.practices.slots import Page

from . import actions, days, drafts, forms, late, offers
from .beside import Beside, beside
from .coaching import NoteShown, shows_danger
from .fading import has_faded, may_pass, was_taken_up
from .following import following
from .models import Sitting
from .opened import Opened, Unreadable, open_sitting
from .pictures import Sent
from .reading_over import notes_on, read_over
from .showing_later import show_in_place
from .shown import draft_place, hand_over_to, sitting_shown
from .taking_back import NotYours


def sitting_of(request: Request, sitting: uuid.UUID) -> Sitting:
    """A sitting this person has a seat in; else 404."""
    mine = Sitting.objects.of(request.person).select_related("bond", "wording")
    return get_object_or_404(mine, pk=sitting)


def opened_for(request: Request, row: Sitting) -> Opened | None:
    """The sitting unsealed for whoever asks; None where it can't be."""
    try:
        return open_sitting(row, request.person, request.keyring)
    except Unreadable:
        return None


def opened_or_404(request: Request, row: Sitting) -> Opened:
    """The same, for those who want to do something in it."""
    opened = opened_for(request, row)
    if opened is None:
        raise Http404
    return opened


def reader_of(request: Request, opened: Opened) -> str:
    """Whose eyes read this page: mine, or face to face those of whoever holds the phone."""
    asked = request.POST.get("as") or request.GET.get("as") or ""
    if opened.state.way == "together" and asked in opened.state.cast:
        return asked
    return opened.company.me


def home_of(opened: Opened, row: Sitting, reader: str) -> str:
    """Where somebody reads a sitting: face to face, with the phone still in their hands."""
    home = reverse("sitting", args=[row.pk])
    return f"{home}?{urlencode({'as': reader})}" if opened.state.way == "together" else home


@require_safe
def sitting(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """The sitting as it stands, and what is asked of me."""
    row = sitting_of(request, sitting)
    opened = opened_for(request, row)
    if opened is None:
        return render(request, "sittings/unreadable.html", status=200)
    next_one = hand_over_to(opened, request.GET.get("as", ""))
    if next_one:
        link = f"{request.path}?{urlencode({'as': next_one})}"
        context = {"name": opened.company.name(next_one), "link": link, "bond": row.bond_id}
        return render(request, "sittings/pass_over.html", context)
    return draw(request, opened, reader_of(request, opened))


def draw(
    request: Request,
    opened: Opened,
    reader: str,
    *,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    moved_on: str = "",
    notes: Mapping[str, NoteShown] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as `reader` sees it, with what stands in its forms."""
    wrong = set(request.POST.getlist("slot") if notes is not None else errors or ())
    typed: dict[str, Any] = {}
    for page in opened.state.open_for(reader):
        if wrong & {slot.id for slot in page.slots}:
            typed[page.first.id] = dict(request.POST.lists())
        elif reader == opened.company.me:
            place = draft_place(request.path, page)
            typed[page.first.id] = drafts.find(place=place, keyring=request.keyring)
    near = _beside(request, opened, notes)
    context = sitting_shown(opened, reader, typed=typed, errors=errors, beside=near)
    me = opened.company.me
    row = opened.sitting
    context |= {
        "danger": reader == me and shows_danger(opened, request.keyring),
        "faded": row is not None and has_faded(opened.card, row.day, zone_of(request.keyring)),
        "taken_up": was_taken_up(opened.card),
        "may_pass": reader == me and may_pass(opened.card, me),
        "next": following(opened, reader) if opened.state.over else [],
        "offer": offers.offer(opened, reader, request.keyring) if "sent" in request.GET else None,
        "pause": opened.sitting and bond_pause.of(opened.sitting.bond, request.keyring),
    }
    context["add"] = f"{request.path}add/"
    context["moved_on"] = moved_on
    context["lost_words"] = [
        value
        for name, value in request.POST.items()
        if moved_on and name.startswith(("words-", "alt-", "helped")) and value
    ]
    return render(request, "sittings/sitting.html", context, status=status)


def _beside(
    request: Request, opened: Opened, notes: Mapping[str, NoteShown] | None = None
) -> Beside:
    bond = opened.sitting.bond_id if opened.sitting else None
    coach = request.person.coach_on(request.keyring)
    return beside(opened, bond, request.keyring, coach=coach, notes=notes)


@require_POST
def add(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take a form of a sitting."""
    row = sitting_of(request, sitting)
    opened = opened_or_404(request, row)
    reader = reader_of(request, opened)
    home = home_of(opened, row, reader)
    slots = request.POST.getlist("slot")
    if late.is_in_already(request, row, slots):
        return redirect(home)
    # The page is drawn at its own address, so that drafts and links on it stay right.
    request.path = reverse("sitting", args=[row.pk])
    if request.POST.get("move") == "show":
        return _show_later(request, row, opened, slots)
    page = next(
        (p for p in opened.state.open_for(reader) if [slot.id for slot in p.slots] == slots), None
    )
    if page is None and late.is_of_a_clock(opened, slots):
        return redirect(home)
    if page is None:
        message = "This step has moved on since you opened it."
        # DANGER: not the page of somebody who has not been handed the phone yet.
        return draw(request, opened, opened.company.me, moved_on=message, status=409)
    if request.POST.get("move") == "read-over":
        return read_over(request, opened, page) or draw(
            request, opened, reader, notes=notes_on(request, opened, page)
        )
    if request.POST.get("move") == "another":
        return draw(request, opened, reader, notes={})
    try:
        cards = _beside(request, opened).taken(page, dict(request.POST.lists()))
        mine = reader == opened.company.me
        sent = Sent(request.FILES, request.person.id)
        made = forms.answers(page, reader, mine, opened.state.way, request.POST, cards, sent)
        days.none_out_of_reach(made, request.keyring)
        actions.add(sitting=row, person=request.person, answers=made, keyring=request.keyring)
    except forms.Missing as missing:
        return draw(request, opened, reader, errors=missing.errors, status=422)
    except actions.MovedOn as moved:
        if late.is_of_a_clock(opened, slots):
            return redirect(home)
        opened = open_sitting(row, request.person, request.keyring)
        still = reader if opened.state.open_for(reader) else opened.company.me
        return draw(request, opened, still, moved_on=str(moved), status=409)
    forget_draft(request, page)
    return redirect(offers.after(home, page, made, request.keyring))


def forget_draft(request: Request, page: Page) -> None:
    """What has been sent is a draft no longer."""
    drafts.forget(place=draft_place(request.path, page), keyring=request.keyring)


def _show_later(request: Request, row: Sitting, opened: Opened, slots: list[str]) -> HttpResponse:
    """Show a receipt that was kept to oneself."""
    me = opened.company.me
    receipts = (s for s in opened.state.showable(me) if s.step.kind == "receipt")
    slot = next((s for s in receipts if [s.id] == slots), None)
    kept = [e for e in slot.given_by(me) if e.private] if slot else []
    if not kept:
        raise Http404
    entry, form = uuid.UUID(kept[-1].id), forms.form_id(request.POST)
    # Where another form of mine was there first, the page says how it stands.
    with suppress(NotYours, actions.MovedOn):
        show_in_place(sitting=row, entry=entry, form=form, keyring=request.keyring)
    return redirect("sitting", sitting=row.pk)
