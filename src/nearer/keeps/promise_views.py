"""The pages of promises."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.people.request import Request

from . import promises as deeds
from .here import Here, here_of, keep_of, own_of
from .keeping import Kept
from .models import Keep
from .writing import Typed, page

STARTS = [
    "By Friday I will ",
    "When we have both been away for a day, I will ",
    "Once a week I will ",
    "The next time I am late, I will ",
]


@require_http_methods(["GET", "POST"])
def promises(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What was promised here, and promising something."""
    here = here_of(request, bond)
    typed = Typed.before(request)
    if request.method == "POST":
        typed = Typed.sent(request)
        words, day = typed.words(), typed.day()
        if not typed.wrong:
            deeds.make(here=here, words=words, day=day, id=typed.form)
            return redirect("promises", bond=here.bond.pk)
    still, earlier = deeds.all_of(here)
    context = {"still": still, "earlier": earlier, "removed": here.removed(deeds.DRAWER)}
    return page(request, "promises", here, typed, starts=STARTS, **context)


@require_safe
def promise(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """One promise with all that came of it."""
    here = here_of(request, bond)
    _, kept = keep_of(here, keep, deeds.DRAWER)
    return page(request, "promise", here, promise=deeds.shown(here, kept))


def _standing(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> tuple[Here, Keep, Kept]:
    """A promise of mine that still stands, or was missed; else 404."""
    here = here_of(request, bond)
    row, kept = own_of(here, keep, deeds.DRAWER)
    if kept.body.get("state") == "kept":
        raise Http404
    return here, row, kept


@require_POST
def kept(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """I kept it."""
    here, row, _ = _standing(request, bond, keep)
    deeds.mark_kept(here=here, keep=row)
    return redirect("promise", bond=here.bond.pk, keep=row.pk)


@require_http_methods(["GET", "POST"])
def missed(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """I missed it, and I own it."""
    here, row, found = _standing(request, bond, keep)
    typed = Typed.before(request)
    if request.method == "POST":
        typed = Typed.sent(request)
        words, day = typed.words(), typed.day()
        if not typed.wrong:
            deeds.own_up(here=here, keep=row, words=words, day=day)
            return redirect("promise", bond=here.bond.pk, keep=row.pk)
    return page(request, "promise_missed", here, typed, promise=deeds.shown(here, found))


@require_http_methods(["GET", "POST"])
def change(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Ask the others for a change."""
    here, row, found = _standing(request, bond, keep)
    day = row.comes_up.isoformat() if row.comes_up else ""
    typed = Typed.before(request, words_it=found.words, choice_day=day)
    if request.method == "POST":
        typed = Typed.sent(request)
        words, day_then = typed.words(), typed.day()
        if not typed.wrong:
            deeds.propose(here=here, keep=row, words=words, day=day_then)
            return redirect("promise", bond=here.bond.pk, keep=row.pk)
    asked = here.in_words(here.readers(row))
    shown = deeds.shown(here, found)
    return page(request, "promise_change", here, typed, promise=shown, asked=asked)


@require_http_methods(["GET", "POST"])
def words(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Other words for the same promise."""
    here, row, found = _standing(request, bond, keep)
    typed = Typed.before(request, words_it=found.words)
    if request.method == "POST":
        typed = Typed.sent(request)
        said = typed.words()
        if not typed.wrong:
            deeds.reword(here=here, keep=row, words=said)
            return redirect("promise", bond=here.bond.pk, keep=row.pk)
    return page(request, "promise_words", here, typed, promise=deeds.shown(here, found))


@require_POST
def answer(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """To a proposal: fine by me, let us talk, or, from the one who asked, never mind.

    Where the last one who was waited for has left, either may say that it holds.
    """
    here = here_of(request, bond)
    row, found = keep_of(here, keep, deeds.DRAWER)
    shown = deeds.shown(here, found)
    said, to = request.POST.get("answer", ""), request.POST.get("proposal", "")
    if shown.proposal is not None:
        if said == "fine" and shown.proposal.for_me:
            deeds.agree(here=here, keep=row, proposal_id=to)
        elif said == "talk" and shown.proposal.for_me:
            deeds.withdraw(here=here, keep=row, proposal_id=to, talk=True)
        elif said == "holds" and shown.proposal.nobody_left:
            deeds.hold(here=here, keep=row, proposal_id=to)
        elif said == "never-mind" and shown.proposal.mine:
            deeds.withdraw(here=here, keep=row, proposal_id=to, talk=False)
    return redirect("promise", bond=here.bond.pk, keep=row.pk)
