"""From the shelf to the first words: choosing a practice, with whom, and how."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nearer.bonds import access
from nearer.bonds.models import Bond
from nearer.bonds.shown import BondShown, bond_shown, bonds_shown
from nearer.people.request import Request
from nearer.practices import play, shelf
from nearer.practices.script import Script

from . import actions, drafts, forms
from .coaching import NoteShown
from .fields import CoachBeside
from .models import Sitting
from .opened import Company, Opened, company_alone, company_of_bond, opening
from .shown import draft_place, sitting_shown
from .views import notes_on, read_over

WAYS = {
    "apart": ("Each in their own time", "You write; they answer when they can."),
    "together": ("Face to face", "One phone between you, passed over. Mostly you talk."),
}


def _script(slug: str) -> Script:
    try:
        return shelf.get(slug)
    except KeyError:
        raise Http404 from None


@require_safe
def practices(request: Request) -> HttpResponse:
    """Everything there is to do."""
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    kinds = {bond.kind for bond in bonds}
    rows = [
        {
            "slug": script.slug,
            "title": script.wording("title"),
            "short": script.wording("short", bond=next(iter(sorted(kinds)), "")),
            "minutes": script.minutes,
            "alone": script.alone,
        }
        for script in shelf.all()
    ]
    context = {
        "place": "practices",
        "together": [row for row in rows if not row["alone"]],
        "alone": [row for row in rows if row["alone"]],
        "bonds": bonds,
    }
    return render(request, "sittings/practices.html", context)


def ways_for(script: Script, bond: BondShown) -> list[str]:
    """How this bond could do it now: apart takes accounts, face to face also takes companions."""
    people = [m for m in bond.members if not m.companion and not m.left]
    counts = {"apart": len(people), "together": len([m for m in bond.members if not m.left])}
    return [way for way in script.ways if counts[way] >= script.least]


@require_safe
def practice(request: Request, slug: str) -> HttpResponse:
    """Why, how long, and with whom."""
    script = _script(slug)
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    fitting = [
        {"bond": bond, "ways": ways_for(script, bond)}
        for bond in bonds
        if bond.kind in script.bonds
    ]
    fitting = [choice for choice in fitting if choice["ways"]]
    asked = request.GET.get("bond", "")
    chosen = next((c for c in fitting if str(c["bond"].id) == asked), None)  # type: ignore[attr-defined]
    if chosen is None and len(fitting) == 1:
        chosen = fitting[0]
    context: dict[str, Any] = {
        "place": "practices",
        "script": script,
        "title": script.wording("title"),
        "why": script.wording("why"),
        "short": script.wording("short"),
        "choices": [
            {
                "value": str(c["bond"].id),  # type: ignore[attr-defined]
                "label": c["bond"].name,  # type: ignore[attr-defined]
                "hint": c["bond"].others,  # type: ignore[attr-defined]
            }
            for c in fitting
        ],
    }
    if chosen is not None:
        context |= _company_choice(script, chosen["bond"], chosen["ways"])  # type: ignore[arg-type]
    return render(request, "sittings/practice.html", context)


def _company_choice(script: Script, bond: BondShown, ways: list[str]) -> dict[str, Any]:
    others = [m for m in bond.members if not m.me and not m.left]
    return {
        "bond": bond,
        "why": script.wording("why", bond=bond.kind),
        "short": script.wording("short", bond=bond.kind),
        "ways": [{"value": w, "label": WAYS[w][0], "hint": WAYS[w][1]} for w in ways],
        "way": ways[0],
        "others": [
            {
                "value": str(m.id),
                "label": m.name,
                "hint": "face to face only" if m.companion and "apart" in ways else "",
            }
            for m in others
        ],
        "choose_others": len(others) > 1,
        "only_one": script.most == 2,
        "everybody": [str(m.id) for m in others if not m.companion or "apart" not in ways],
    }


def _cast(request: Request, company: Company, way: str) -> list[str]:
    """Me first, then those who were chosen, or everybody who can take part this way."""
    present = [
        m
        for m in company.names
        if m != company.me and m not in company.gone
        if way == "together" or m not in company.companions
    ]
    asked = request.GET.getlist("with")
    others = [m for m in present if m in asked] if asked else present
    return [company.me, *others]


def _here(request: Request) -> str:
    """The address of this beginning; a draft's link to it names the form as well."""
    query = request.GET.copy()
    query.pop("form", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@require_http_methods(["GET", "POST"])
def begin(request: Request, slug: str) -> HttpResponse:
    """The first page of a sitting that does not exist until it is sent."""
    script = _script(slug)
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
    if not script.least <= len(cast) <= script.most:
        query = urlencode({"bond": bond.pk if bond else "", "choose": "1"})
        return redirect(reverse("practice", args=[slug]) + f"?{query}")
    state = play.play(script, [opening(company, cast, way, kind)])
    opened = Opened(None, script, state, company, {"begun_by": company.me})
    pages = state.open_for(company.me)
    if request.method == "POST":
        return _begin(request, script, bond, opened, cast)
    here = _here(request)
    typed = {}
    if pages:
        place = draft_place(here, pages[0])
        typed = {pages[0].first.id: drafts.find(place=place, keyring=request.keyring)}
    return _draw(request, opened, here, typed)


def _draw(
    request: Request,
    opened: Opened,
    here: str,
    typed: dict[str, Any],
    errors: Any = None,
    could_not: str = "",
    notes: dict[str, NoteShown] | None = None,
) -> HttpResponse:
    coach = CoachBeside(request.person.coach_on(request.keyring), notes or {})
    me = opened.company.me
    context = sitting_shown(opened, me, typed=typed, errors=errors, coach=coach)
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


def _begin(
    request: Request, script: Script, bond: Bond | None, opened: Opened, cast: list[str]
) -> HttpResponse:
    here = _here(request)
    pages = opened.state.open_for(opened.company.me)
    typed = {page.first.id: dict(request.POST.lists()) for page in pages}
    form = forms.form_id(request.POST)
    if pages and request.POST.get("move") == "read-over":
        return read_over(request, opened, pages[0]) or _draw(
            request, opened, here, typed, notes=notes_on(request, opened, pages[0])
        )
    try:
        made = []
        if pages and request.POST.getlist("slot"):
            made = forms.answers(pages[0], opened.company.me, True, opened.state.way, request.POST)
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
        return _draw(request, opened, here, typed, missing.errors)
    except actions.MovedOn as moved:
        return _draw(request, opened, here, typed, could_not=str(moved))
    if pages:
        drafts.forget(place=draft_place(here, pages[0]), keyring=request.keyring)
    return redirect("sitting", sitting=sitting.pk)
