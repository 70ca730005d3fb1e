"""From a practice's page to the first words: a sitting that does not exist until it is sent."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nearer.bonds import access
from nearer.bonds.models import Bond
from nearer.bonds.shown import bond_shown
from nearer.people.request import Request
from nearer.practices import play
from nearer.practices.script import Script

from . import actions, days, drafts, forms, offers
from .beside import Beside, beside
from .coaching import NoteShown
from .finding import ways_for
from .models import Sitting
from .opened import Company, Opened, company_alone, company_of_bond, opening
from .pictures import Sent
from .reading_over import notes_on, read_over
from .shelf_pages import CHOSEN, script_of
from .shown import draft_place, sitting_shown


def _cast(request: Request, company: Company, way: str) -> list[str]:
    """Me first, then those who were chosen, or everybody who can take part this way.

    Where there was a choice, nobody chosen is nobody.
    """
    present = [
        m
        for m in company.names
        if m != company.me and m not in company.gone
        if way == "together" or m not in company.companions
    ]
    asked = request.GET.getlist("with")
    others = [m for m in present if m in asked] if asked or CHOSEN in request.GET else present
    return [company.me, *others]


def _cannot(request: Request, company: Company, cast: list[str]) -> bool:
    """Whether somebody who was chosen can't take part this way.

    Whoever has left meanwhile is not meant: words begun with them must still be found.
    """
    asked = set(request.GET.getlist("with")) & company.names.keys()
    return CHOSEN in request.GET and not asked - company.gone <= set(cast)


def _here(request: Request) -> str:
    """The address of this beginning; a draft's link to it names the form as well."""
    query = request.GET.copy()
    query.pop("form", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@require_http_methods(["GET", "POST"])
def begin(request: Request, slug: str) -> HttpResponse:
    """The first page of a sitting that does not exist until it is sent."""
    script = script_of(slug)
    bond = None
    if script.alone:
        company, kind, way = company_alone(request.person, request.keyring), "", "apart"
    else:
        try:
            bond = access.bond_of(request, uuid.UUID(request.GET.get("bond", "")))
        except ValueError:
            return redirect("practice", slug=slug)
        members = list(bond.members.present())
        request.keyring.gather([bond.id])
        company = company_of_bond(members, request.keyring)
        shown = bond_shown(bond, members, request.keyring)
        kind, way = shown.kind, request.GET.get("way", "")
        if kind not in script.bonds or way not in ways_for(script, shown):
            return redirect(reverse("practice", args=[slug]) + f"?{urlencode({'bond': bond.pk})}")
    cast = _cast(request, company, way)
    if not script.least <= len(cast) <= script.most or _cannot(request, company, cast):
        chosen = [("with", one) for one in request.GET.getlist("with")]
        chosen += [(name, request.GET[name]) for name in (CHOSEN, "way") if name in request.GET]
        query = urlencode([("bond", bond.pk if bond else ""), ("choose", "1"), *chosen])
        return redirect(reverse("practice", args=[slug]) + f"?{query}")
    state = play.play(script, [opening(company, cast, way, kind)])
    opened = Opened(None, script, state, company, {"begun_by": company.me})
    pages = state.open_for(company.me)
    if request.method == "POST":
        return _begin(request, script, bond, opened, cast)
    typed = {}
    if pages:
        place = draft_place(_here(request), pages[0])
        typed = {pages[0].first.id: drafts.find(place=place, keyring=request.keyring)}
    return _draw(request, opened, bond, typed)


def _draw(
    request: Request,
    opened: Opened,
    bond: Bond | None,
    typed: dict[str, Any],
    errors: Any = None,
    could_not: str = "",
    notes: dict[str, NoteShown] | None = None,
) -> HttpResponse:
    here = _here(request)
    near = _beside(request, opened, bond, notes)
    me = opened.company.me
    context = sitting_shown(opened, me, typed=typed, errors=errors, beside=near)
    for section in context["sections"]:
        for form, page in zip(
            section.forms, opened.state.open_for(opened.company.me), strict=False
        ):
            form["place"] = draft_place(here, page)
    context |= {
        "add": here,
        "fresh": True,
        "form_id": str(uuid.uuid4()),
        "could_not": could_not,
        "place": "practices",
    }
    bad = bool(errors or could_not)
    return render(request, "sittings/sitting.html", context, status=422 if bad else 200)


def _beside(
    request: Request, opened: Opened, bond: Bond | None, notes: dict[str, NoteShown] | None = None
) -> Beside:
    coach = request.person.coach_on(request.keyring)
    return beside(opened, bond.pk if bond else None, request.keyring, coach=coach, notes=notes)


def _begin(
    request: Request, script: Script, bond: Bond | None, opened: Opened, cast: list[str]
) -> HttpResponse:
    here = _here(request)
    pages = opened.state.open_for(opened.company.me)
    typed = {page.first.id: dict(request.POST.lists()) for page in pages}
    form = forms.form_id(request.POST)
    if pages and request.POST.get("move") == "read-over":
        return read_over(request, opened, pages[0]) or _draw(
            request, opened, bond, typed, notes=notes_on(request, opened, pages[0])
        )
    if pages and request.POST.get("move") == "another":
        return _draw(request, opened, bond, typed)
    try:
        made = []
        if pages and request.POST.getlist("slot"):
            cards = _beside(request, opened, bond).taken(pages[0], dict(request.POST.lists()))
            me, way = opened.company.me, opened.state.way
            sent = Sent(request.FILES, request.person.id)
            made = forms.answers(pages[0], me, True, way, request.POST, cards, sent)
            days.none_out_of_reach(made, request.keyring)
        sitting: Sitting = actions.begin(
            id=uuid.uuid5(form, "sitting"),
            script=script,
            bond=bond,
            person=request.person,
            cast=cast,
            way=opened.state.way,
            answers=made,
            keyring=request.keyring,
        )
    except forms.Missing as missing:
        return _draw(request, opened, bond, typed, missing.errors)
    except actions.MovedOn as moved:
        return _draw(request, opened, bond, typed, could_not=str(moved))
    if pages:
        drafts.forget(place=draft_place(here, pages[0]), keyring=request.keyring)
    home = reverse("sitting", args=[sitting.pk])
    return redirect(offers.after(home, pages[0], made, request.keyring) if made else f"{home}#now")
