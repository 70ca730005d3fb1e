"""By oneself: where to begin, and the short reads. Nobody keeps what somebody has read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nearer.people.request import Request

from . import reads


@require_safe
def growing(request: Request) -> HttpResponse:
    """What one can do by oneself. It looks the same for everybody, whatever they have done."""
    return render(request, "growing/growing.html", {"place": "practices"})


@require_safe
def all_reads(request: Request) -> HttpResponse:
    """Every short read, by theme."""
    themes = [
        {"title": title, "reads": [read for read in reads.all_reads() if read.theme == theme]}
        for theme, title in reads.THEMES.items()
    ]
    return render(request, "growing/reads.html", {"place": "practices", "themes": themes})


@require_safe
def read(request: Request, read: str) -> HttpResponse:
    """One short read, and where it leads."""
    found = reads.get(read)
    if found is None:
        raise Http404
    context = {"place": "practices", "read": found, "onward": reads.onward(found.leads_to)}
    return render(request, "growing/read.html", context)
