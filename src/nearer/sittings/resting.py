"""Letting a sitting rest: for a while, for good, or before it has begun for oneself."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nearer.people.request import Request
from nearer.practices.pauses import clean_pause
from nearer.practices.steps import Unfit

from . import actions, forms, kept
from .fading import may_pass
from .opened import Unreadable
from .views import draw, home_of, opened_or_404, reader_of, sitting_of


@require_POST
def pause(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take a break, and say when one will be back, if one knows."""
    row = sitting_of(request, sitting)
    opened = opened_or_404(request, row)
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
        return draw(request, opened, me, moved_on=str(no), status=409)
    return redirect("today")


@require_POST
def let_pass(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take an asking off my own page. It changes nothing that anybody else could see."""
    row = sitting_of(request, sitting)
    opened = opened_or_404(request, row)
    if may_pass(opened.card, opened.company.me):
        kept.let_pass(row.pk, request.keyring)
    return redirect("today")


@require_POST
def stop(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Take no further part: I, or face to face whoever holds the phone."""
    row = sitting_of(request, sitting)
    opened = opened_or_404(request, row)
    reader = reader_of(request, opened)
    try:
        actions.step_out(sitting=row, person=request.person, keyring=request.keyring, member=reader)
    except Unreadable:
        raise Http404 from None
    except actions.MovedOn:
        pass  # It was over before this came: the page says how it stands.
    return redirect(home_of(opened, row, reader))
