"""The shelf: by situation, by a word, for somebody; and each practice's own page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nearer.bonds.models import Bond
from nearer.bonds.shown import BondShown, bonds_shown
from nearer.people.request import Request
from nearer.practices import shelf, situations
from nearer.practices.script import Script
from nearer.practices.steps import TOGETHER

from . import finding, kept
from .doors import doors
from .finding import WAYS, ways_for
from .models import Sitting

CHOSEN = "chosen"
"""Says that there was a choice of company: a form sends no box that is not ticked."""


def script_of(slug: str) -> Script:
    """The practice of this slug; else 404."""
    try:
        return shelf.get(slug)
    except KeyError:
        raise Http404 from None


def rows_of(scripts: Iterable[Script], bond: str = "") -> list[dict[str, Any]]:
    """Practices as a list draws them; `bond` is the kind of bond they are worded for."""
    return [
        {
            "slug": script.slug,
            "title": script.wording("title", bond=bond),
            "short": script.wording("short", bond=bond or next(iter(script.bonds), "")),
            "minutes": script.minutes,
        }
        for script in scripts
    ]


def sittings_in(bond: uuid.UUID, request: Request) -> int:
    """How many sittings there have been in a bond, counted no further than it matters."""
    row = Bond.objects.of(request.person).get(pk=bond)
    return Sitting.objects.in_bond(row, request.person)[: finding.GROWING].count()


def _asked_bond(request: Request, bonds: list[BondShown]) -> BondShown | None:
    asked = request.GET.get("bond", "")
    return next((bond for bond in bonds if str(bond.id) == asked), None)


def _shelf(request: Request) -> dict[str, Any]:
    """What every page of the shelf needs: my bonds, which is chosen, and what fits it."""
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    bond = _asked_bond(request, bonds)
    if bond is None:
        together = [script for script in shelf.all() if not script.alone]
    else:
        together = finding.fitting(bond, sittings_in(bond.id, request))
    return {
        "place": "practices",
        "bonds": bonds,
        "bond": bond,
        "kind": bond.kind if bond else "",
        "query": f"?bond={bond.id}" if bond else "",
        "scripts": together,
    }


@require_safe
def practices(request: Request) -> HttpResponse:
    """What brings you here? And all there is to do, for those who would rather look round."""
    context = _shelf(request)
    together, kind, bond = context.pop("scripts"), context["kind"], context["bond"]
    bond_id = bond.id if bond else None
    asked = request.GET.get("q", "").strip()
    context["asked"] = asked
    if asked:
        found = finding.search(asked, [*together, *finding.alone()])
        context |= {"found": rows_of(found, kind), "doors": doors(bond=bond_id, asked=asked)}
        return render(request, "sittings/practices.html", context)
    mine = kept.favourites(request.keyring)
    known = {script.slug: script for script in [*together, *finding.alone()]}
    context |= {
        "situations": situations.all(),
        "favourites": rows_of([known[slug] for slug in mine if slug in known], kind),
        "together": rows_of(together, kind),
        "alone": rows_of(finding.alone()),
        "doors": doors(bond=bond_id),
    }
    return render(request, "sittings/practices.html", context)


@require_safe
def for_situation(request: Request, situation: str) -> HttpResponse:
    """What may help in one situation."""
    try:
        chosen = situations.get(situation)
    except KeyError:
        raise Http404 from None
    context = _shelf(request)
    together, kind, bond = context.pop("scripts"), context["kind"], context["bond"]
    context |= {
        "situation": chosen,
        "together": rows_of([s for s in together if situation in s.situations], kind),
        "alone": rows_of([s for s in finding.alone() if situation in s.situations]),
        "doors": doors(bond=bond.id if bond else None, situation=situation),
    }
    return render(request, "sittings/situation.html", context)


@require_POST
def favourite(request: Request, slug: str) -> HttpResponse:
    """Make a practice a favourite, or no longer. Only its owner knows."""
    script_of(slug)
    kept.favourite(slug, request.POST.get("on") == "yes", request.keyring)
    bonds = {str(bond.pk) for bond in Bond.objects.of(request.person)}
    asked = request.POST.get("bond", "")
    query = f"?bond={asked}" if asked in bonds else ""
    return redirect(reverse("practice", args=[slug]) + query)


@require_safe
def practice(request: Request, slug: str) -> HttpResponse:
    """Why, how long, and with whom."""
    script = script_of(slug)
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    fitting = [bond for bond in bonds if bond.kind in script.bonds and ways_for(script, bond)]
    chosen = _asked_bond(request, fitting)
    if chosen is None and len(fitting) == 1:
        chosen = fitting[0]
    first = next(iter(script.bonds), "")
    context: dict[str, Any] = {
        "place": "practices",
        "script": script,
        "title": script.wording("title"),
        "why": script.wording("why", bond=first),
        "short": script.wording("short", bond=first),
        "all_ways": [told[0].lower() for way, told in WAYS.items() if script.can(way)],
        "situations": [situations.get(id) for id in script.situations],
        "favourite": slug in kept.favourites(request.keyring),
        "choices": [
            {"value": str(bond.id), "label": bond.name, "hint": bond.others} for bond in fitting
        ],
    }
    if chosen is not None:
        context |= _company_choice(script, chosen, request.GET)
        context["does_not_fit"] = _does_not_fit(script) if "choose" in request.GET else ""
    return render(request, "sittings/practice.html", context)


def _does_not_fit(script: Script) -> str:
    """Why those who were chosen could not begin; companions take part face to face alone."""
    return (
        f"For this one choose {finding.others_for(script)}. Somebody who takes part on your phone"
        " can do it face to face only."
    )


def _company_choice(script: Script, bond: BondShown, asked: QueryDict) -> dict[str, Any]:
    """With whom of a bond, and how; what was `asked` for is chosen already."""
    ways, wanted = ways_for(script, bond), asked.getlist("with")
    others = [m for m in bond.members if not m.me and not m.left]
    able = [str(m.id) for m in others if not m.companion or ways[0] == TOGETHER]
    chosen = [str(m.id) for m in others if str(m.id) in wanted]
    way = asked["way"] if asked.get("way") in ways else ways[0]
    if not set(chosen) <= set(able) and TOGETHER in ways:
        way = TOGETHER
    return {
        "bond": bond,
        "why": script.wording("why", bond=bond.kind),
        "short": script.wording("short", bond=bond.kind),
        "ways": [{"value": w, "label": WAYS[w][0], "hint": WAYS[w][1]} for w in ways],
        "way": way,
        "others": [
            {
                "value": str(m.id),
                "label": m.name,
                "hint": "face to face only" if m.companion and ways[0] != TOGETHER else "",
            }
            for m in others
        ],
        "choose_others": len(others) > 1,
        "only_one": script.most == 2,
        "chosen": chosen if CHOSEN in asked else chosen or able,
        "chosen_one": (chosen or able or [str(m.id) for m in others] or [""])[0],
    }
