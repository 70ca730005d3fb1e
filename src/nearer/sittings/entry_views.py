"""An entry of one's own, later: other words for it, showing it, taking it back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nearer.keeps.showing_views import Preview, bond_chosen, show_to
from nearer.keeps.versions import Enough
from nearer.keeps.writing import Typed
from nearer.people.request import Request
from nearer.practices.slots import Entry as Played
from nearer.practices.slots import Slot

from .actions import MovedOn
from .as_text import as_text
from .editing import as_it_is, reword, seen_by_others, words_of
from .letters import Letter, letters_for
from .models import Sitting
from .opened import Opened
from .showing_later import audience, can_be_shown, show_in_journal, show_in_place
from .taking_back import NotYours, mine_in, take_back
from .views import opened_or_404, sitting_of


def own_entry(
    request: Request, sitting: uuid.UUID, entry: uuid.UUID
) -> tuple[Sitting, Opened, Played, Slot]:
    """An answer of mine in a sitting that I have a seat in; else 404."""
    row = sitting_of(request, sitting)
    opened = opened_or_404(request, row)
    try:
        answer, slot = mine_in(opened, entry, request.keyring)
    except NotYours:
        raise Http404 from None
    if as_it_is(answer, slot).get("gone"):
        raise Http404
    return row, opened, answer, slot


def _letter(opened: Opened, entry: uuid.UUID) -> Letter:
    """The sheet that an entry is on, as I see it."""
    for letter in letters_for(opened, opened.company.me):
        if str(entry) in letter.entries:
            return letter
    raise Http404


@require_http_methods(["GET", "POST"])
def entry_words(request: Request, sitting: uuid.UUID, entry: uuid.UUID) -> HttpResponse:
    """Other words for something that I wrote."""
    row, opened, answer, slot = own_entry(request, sitting, entry)
    before = words_of(slot, as_it_is(answer, slot))
    if not before:
        raise Http404
    typed = Typed.before(request, words_it=before)
    if request.method == "POST":
        typed = Typed.sent(request)
        words = typed.words()
        if not typed.wrong:
            try:
                reword(sitting=row, entry=entry, words=words, keyring=request.keyring)
                return redirect(_home(row))
            except Enough as enough:
                typed.wrong["words-it"] = str(enough)
            except NotYours:
                raise Http404 from None
    context = {
        "sitting": row,
        "home": _home(row),
        "here_url": request.path,
        "ask": opened.say(slot, "ask", answer.by),
        "seen": seen_by_others(opened, answer),
        **typed.context(),
    }
    status = 422 if typed.wrong else 200
    return render(request, "sittings/entry_words.html", context, status=status)


@require_http_methods(["GET", "POST"])
def take_entry_back(request: Request, sitting: uuid.UUID, entry: uuid.UUID) -> HttpResponse:
    """Take back what stands on one sheet with an entry of mine."""
    row, opened, answer, _ = own_entry(request, sitting, entry)
    letter = _letter(opened, entry)
    if request.method == "POST":
        with transaction.atomic():
            for id in letter.entries:
                try:
                    take_back(sitting=row, entry=uuid.UUID(id), keyring=request.keyring)
                except NotYours:
                    continue
        return redirect(_home(row))
    context = {
        "sitting": row,
        "home": _home(row),
        "letter": letter,
        "seen": seen_by_others(opened, answer),
        "photo": any(part["kind"] == "photo" for part in letter.parts),
    }
    return render(request, "sittings/entry_remove.html", context)


@require_http_methods(["GET", "POST"])
def show_entry(request: Request, sitting: uuid.UUID, entry: uuid.UUID) -> HttpResponse:
    """Show what I kept to myself: in its place, or in a bond's journal."""
    row, opened, answer, slot = own_entry(request, sitting, entry)
    letter, home = _letter(opened, entry), _home(row)
    part = next(part for part in letter.parts if part["entry"] == str(entry))
    in_place = can_be_shown(opened, answer, slot)
    told = {"words": as_text(part), "asked": part.get("ask", "")}
    if not in_place and row.bond_id is not None:
        raise Http404
    here = bond_chosen(request, home, row.bond_id)
    if isinstance(here, HttpResponse):
        return here
    near = audience(opened, slot) if in_place and row.bond_id is not None else []
    # How something landed belongs where it landed; words can be shown to others as well.
    may = near if part["kind"] == "receipt" else here.others_with_account

    def stands_there(to: list[str]) -> bool:
        return bool(near) and set(to) == set(near)

    def preview(to: list[str]) -> Preview:
        where = IN_PLACE if stands_there(to) else IN_JOURNAL
        return Preview(told["words"], told["asked"], where, home)

    def done(to: list[str], form: uuid.UUID) -> HttpResponse:
        if stands_there(to):
            show_in_place(sitting=row, entry=entry, form=form, keyring=request.keyring)
            return redirect(home)
        show_in_journal(sitting=row, entry=entry, told=told, here=here, to=to, form=form)
        return redirect("bond_journal", bond=here.bond.pk)

    try:
        return show_to(request, here, may, preview, done)
    except (NotYours, MovedOn):
        return redirect(home)


IN_PLACE = "It will stand in its place among what the others wrote."
IN_JOURNAL = "It will stand in your journal together, with today’s date. Here it stays as it is."


def _home(row: Sitting) -> str:
    return reverse("sitting", args=[row.pk])
