"""The pages of what is put aside."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from nearer.people.request import Request

from . import hooks
from . import topics as deeds
from .here import here_of, own_of
from .onward import leads_to
from .writing import Typed, page


@require_http_methods(["GET", "POST"])
def topics(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What waits for the next check-in, and putting something aside."""
    here = here_of(request, bond)
    typed = Typed.before(request)
    if request.method == "POST":
        typed = Typed.sent(request)
        words = typed.words()
        if not typed.wrong:
            deeds.put_aside(here=here, words=words, id=typed.form)
            return redirect("topics", bond=here.bond.pk)
    check_in = leads_to("check-in", here.shown.kind)
    return page(request, "topics", here, typed, topics=deeds.all_of(here), check_in=check_in)


@require_http_methods(["GET", "POST"])
def topic(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Other words for one."""
    here = here_of(request, bond)
    row, kept = own_of(here, keep, hooks.TOPIC)
    if all(one.id != row.pk for one in deeds.all_of(here)):
        raise Http404
    typed = Typed.before(request, words_it=kept.words)
    if request.method == "POST":
        typed = Typed.sent(request)
        words = typed.words()
        if not typed.wrong:
            deeds.change(here=here, keep=row, words=words)
            return redirect("topics", bond=here.bond.pk)
    return page(request, "topic", here, typed, keep=row.pk)
