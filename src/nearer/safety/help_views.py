"""Help: the same page for everybody, and numbers for the country that somebody chooses now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nearer.people.access import before_settling, open_to_all

from . import lines

HEADINGS = {
    "ending": "Thoughts of ending it",
    "hurt": "Somebody hurts or controls me",
    "young": "Children and young people",
    "talk": "Somebody to talk to",
    "find": "Finding a therapist",
}


@before_settling
@open_to_all
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """When to put this aside, and where help is. The country is asked for each time, kept never."""
    chosen = lines.country(request.GET.get("country", ""))
    sections = [
        {"kind": kind, "heading": heading, "lines": chosen.of_kind(kind)}
        for kind, heading in HEADINGS.items()
        if chosen and chosen.of_kind(kind)
    ]
    context = {
        "countries": lines.all_countries(),
        "country": chosen,
        "asked": bool(request.GET.get("country")),
        "sections": sections,
        "unchecked": any(line.checked is None for line in chosen.lines) if chosen else False,
    }
    return render(request, "safety/help.html", context)
