"""Ways of caring: marking, showing, and ideas for this week."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.people.request import Request
from nearer.practices import caring as catalogue
from nearer.practices.caring import Way

from . import caring
from .audience import everybody
from .here import Here, here_of
from .writing import member_options, page


@require_safe
def ways_of_caring(request: Request, bond: uuid.UUID) -> HttpResponse:
    """The ways side by side, as far as they are shown, and what one could do this week."""
    here = here_of(request, bond)
    known, marks, shown = catalogue.all(), caring.mine(here), caring.shown(here)
    others = here.others_with_account
    own = shown.get(here.me)
    context: dict[str, Any] = {
        "note": known.note,
        "source": known.source,
        "ways": [{"way": way, "marked": _any(way, marks)} for way in known.ways],
        "side_by_side": _side_by_side(here, marks, shown),
        "ideas": [
            {
                "name": here.name(m),
                "shown": m in shown,
                "ideas": caring.ideas_for(here, m, shown.get(m)),
            }
            for m in here.others
        ],
        "marked": bool(marks),
        "own": own,
        "own_to": here.in_words(own.to) if own else "",
        "changed": own is not None and dict(own.marks) != dict(marks),
        "others": everybody(here),
        "members": member_options(here, others) if len(others) > 1 else [],
        "everybody": others,
    }
    return page(request, "caring", here, **context)


def _any(way: Way, marks: caring.Marks) -> bool:
    return any(sentence in marks for sentence in (*way.receive, *way.give))


def _side_by_side(here: Here, marks: caring.Marks, shown: dict[str, caring.Shown]) -> list[Any]:
    """For each way who said what of it: my own as it is now, others as they showed it."""
    whose = {here.me: marks, **{m: one.marks for m, one in shown.items() if m != here.me}}
    rows = []
    for way in catalogue.all().ways:
        said = [
            {
                "name": here.name(member),
                "receive": _said(way.receive, one),
                "give": _said(way.give, one),
            }
            for member, one in whose.items()
        ]
        rows.append({"way": way, "said": [one for one in said if one["receive"] or one["give"]]})
    return [row for row in rows if row["said"]]


def _said(sentences: tuple[str, ...], marks: caring.Marks) -> list[dict[str, str]]:
    found = [s for s in sentences if s in marks]
    return [{"says": s, "level": caring.LEVELS.get(marks[s], "")} for s in found]


def _field(sentence: str) -> str:
    """The name of a sentence's field: it stays the same as long as the sentence does."""
    return "choice-" + hashlib.sha256(sentence.encode()).hexdigest()[:12]


@require_http_methods(["GET", "POST"])
def way_of_caring(request: Request, bond: uuid.UUID, way: str) -> HttpResponse:
    """The sentences of one way, to mark for oneself."""
    here = here_of(request, bond)
    ways = catalogue.all().ways
    found = next((one for one in ways if one.id == way), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        marks = {}
        for sentence in (*found.receive, *found.give):
            sent = request.POST.get(_field(sentence), "")
            level = next((n for n in caring.LEVELS if str(n) == sent), None)
            if level:
                marks[sentence] = level
        caring.mark(here=here, way=found, marks=marks)
        after = ways.index(found) + 1
        if "next" in request.POST and after < len(ways):
            return redirect("way_of_caring", bond=here.bond.pk, way=ways[after].id)
        return redirect("caring", bond=here.bond.pk)
    marked = caring.mine(here)

    def rows(sentences: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{"name": _field(s), "says": s, "level": marked.get(s, 0)} for s in sentences]

    context = {
        "way": found,
        "receive": rows(found.receive),
        "give": rows(found.give),
        "levels": [(0, "–"), *caring.LEVELS.items()],
        "last": found == ways[-1],
    }
    return page(request, "way_of_caring", here, **context)


@require_POST
def show_caring(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Show what I marked to some of the others, or to nobody any more."""
    here = here_of(request, bond)
    others = here.others_with_account
    to = [m for m in request.POST.getlist("with") if m in others] if len(others) > 1 else others
    if request.POST.get("show") == "no" or not to:
        caring.hide(here=here)
    else:
        caring.show(here=here, to=to)
    return redirect("caring", bond=here.bond.pk)
