"""My own journal, which nobody else sees."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.people import zone
from nearer.people.request import Request

from . import journal as pages
from .audience import audiences, everybody
from .here import Here, stand
from .keeping import Kept
from .models import Keep
from .onward import number
from .taking_back import take_out
from .writing import Typed

LATEST = 5
"""Entries shown where nobody asked for a month."""


def _page(request: Request, name: str, typed: Typed | None = None, **more: Any) -> HttpResponse:
    context = {"place": "practices", **(typed.context() if typed else {}), **more}
    status = 422 if typed is not None and typed.wrong else 200
    return render(request, f"keeps/{name}.html", context, status=status)


@require_safe
def journal(request: Request) -> HttpResponse:
    """What I wrote, month by month, and something to write about."""
    written = pages.own(request.keyring)
    months = pages.months(written)
    asked = request.GET.get("month", "")
    month = next((one for one in months if f"{one:%Y-%m}" == asked), None)
    shown = [page for page in written if page.day.replace(day=1) == month] if month else written
    turn = number(request.GET.get("question"))
    now = zone.today(request.keyring)
    questions = pages.questions(request.person.id, now)
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    context: dict[str, Any] = {
        "heavy": pages.heavy(written, now),
        "pages": shown if month else shown[:LATEST],
        "months": months,
        "month": month,
        "question": questions[turn % len(questions)] if questions else None,
        "turn": turn + 1,
        "bonds": bonds,
    }
    return _page(request, "journal", **context)


@require_http_methods(["GET", "POST"])
def write(request: Request, card: str = "") -> HttpResponse:
    """A new page, with a question to write about or without one."""
    asked, here_url = "", reverse("write_journal")
    if card:
        asked, here_url = _question(card), reverse("write_journal_about", args=[card])
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request)
    if request.method == "POST":
        words = typed.words("words-journal")
        if not typed.wrong:
            id = uuid.uuid5(typed.form, str(request.person.id))
            pages.write(id=id, words=words, asked=asked, keyring=request.keyring, here=None)
            return redirect("journal")
    return _page(request, "journal_write", typed, asked=asked, here_url=here_url)


def _question(card: str) -> str:
    for one in pages.questions(uuid.UUID(int=0), date.min):
        if one.id == card:
            return one.ask
    raise Http404


def _mine(request: Request, keep: uuid.UUID) -> tuple[Keep, Kept]:
    found = pages.find_mine(keep, request.person, request.keyring)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def entry(request: Request, keep: uuid.UUID) -> HttpResponse:
    """A page that I wrote, or a companion on my phone, to read over and to change."""
    row, kept = _mine(request, keep)
    first = {"words_journal": kept.words}
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request, **first)
    if request.method == "POST":
        words = typed.words("words-journal")
        if not typed.wrong:
            with typed.room_for_another("words-journal"):
                pages.rewrite(row=row, words=words, keyring=request.keyring)
                return _back(row)
    here = stand(row.bond, request.keyring) if row.bond else None
    context = {
        "here_url": reverse("journal_entry", args=[keep]),
        "keep": keep,
        "by": here.name(kept.by) if here else "You",
        "asked": kept.body.get("asked", ""),
        "bond": row.bond_id,
        "bond_name": here.shown.name if here else "",
        "readers": _readers(row, here) if here else "",
    }
    return _page(request, "journal_entry", typed, **context)


def _readers(row: Keep, here: Here) -> str:
    narrow = audiences([row], here)[row.id]
    return narrow.removeprefix("you").removeprefix(" and ") if narrow else everybody(here)


@require_POST
def delete_entry(request: Request, keep: uuid.UUID) -> HttpResponse:
    """Delete a page of mine."""
    row, _ = _mine(request, keep)
    where = _back(row)
    take_out(keep=row, keyring=request.keyring)
    return where


def _back(row: Keep) -> HttpResponse:
    return redirect("bond_journal", bond=row.bond_id) if row.bond_id else redirect("journal")
