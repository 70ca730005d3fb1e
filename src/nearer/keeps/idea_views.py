"""New things: looking through ideas, ticking in private, seeing where all of you would."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.people.request import Request
from nearer.practices import ideas as catalogue

from . import ideas
from .here import Here, here_of
from .onward import number
from .writing import Typed, page

ON_ONE_PAGE = 12
LONGEST = 600
COSTS = ((3, "Any"), (0, "Nothing"), (1, "A coffee each"), (2, "An evening out"))
TIMES = (
    (2880, "Any"),
    (30, "Half an hour"),
    (60, "An hour"),
    (180, "An afternoon"),
    (720, "A day"),
)
PLACES = (("either", "In or out"), ("in", "In"), ("out", "Out"))
DARING = ((3, "Any"), (1, "Gentle"), (2, "A little brave"))
IS_DARING = {1: "gentle", 2: "a little brave", 3: "brave"}
IS_IN = {"in": "in", "out": "out", "either": "in or out"}


def _bounds(asked: QueryDict) -> dict[str, Any]:
    def one_of(name: str, known: tuple[tuple[Any, str], ...]) -> Any:
        return next((value for value, _ in known if str(value) == asked.get(name)), known[0][0])

    return {
        "cost": one_of("cost", COSTS),
        "minutes": one_of("minutes", TIMES),
        "place": one_of("place", PLACES),
        "daring": one_of("daring", DARING),
    }


def _line(one: ideas.Shown) -> str:
    """What it takes, in a few words."""
    idea = one.idea
    return " · ".join(
        (
            how_long(idea.minutes),
            catalogue.COSTS[idea.cost],
            IS_IN[idea.place],
            IS_DARING[idea.daring],
        )
    )


def how_long(minutes: int) -> str:
    """A length in round words."""
    for most, words in (
        (20, "a quarter of an hour"),
        (40, "half an hour"),
        (75, "an hour"),
        (100, "an hour and a half"),
    ):
        if minutes <= most:
            return words
    if minutes <= 8 * 60:
        return f"{round(minutes / 60)} hours"
    return "a day" if minutes <= 24 * 60 else "a weekend"


def _row(one: ideas.Shown, table: ideas.Table) -> dict[str, Any]:
    new_to_all = one.idea.id in table.new_to_all
    return {"one": one, "line": _line(one), "new_to_all": new_to_all}


@require_safe
def all_ideas(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Ideas that fit, twelve at a time, and what all of you would do."""
    here = here_of(request, bond)
    table, bounds = ideas.table(here), _bounds(request.GET)
    ticked = request.GET.get("show") == "ticked"
    found = ideas.within(table.everything, **bounds)
    if ticked:
        found = [one for one in found if one.would or one.new]
    many = ON_ONE_PAGE * max(1, number(request.GET.get("pages")))
    query = request.GET.copy()
    query["pages"] = str(many // ON_ONE_PAGE + 1)
    context = {
        "rows": [_row(one, table) for one in found[:many]],
        "matches": [_row(one, table) for one in table.matches],
        "enough": table.enough,
        "more": query.urlencode() if len(found) > many else "",
        "more_at": found[many].idea.id if len(found) > many else "",
        "ticked": ticked,
        "query": request.GET.urlencode(),
        "choices": _choices(bounds),
        "narrowed": bounds != _bounds(QueryDict()),
    }
    return page(request, "ideas", here, **context)


def _choices(bounds: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {
        "cost": "It may cost",
        "minutes": "It may take",
        "place": "Where",
        "daring": "How daring",
    }
    known = {"cost": COSTS, "minutes": TIMES, "place": PLACES, "daring": DARING}
    return [
        {"name": name, "label": label, "options": known[name], "chosen": bounds[name]}
        for name, label in labels.items()
    ]


@require_POST
def tick(request: Request, bond: uuid.UUID, idea: str) -> HttpResponse:
    """One tick, mine alone: “new to me” or “I would”."""
    here = here_of(request, bond)
    one = ideas.table(here).get(idea)
    if one is None:
        raise Http404
    for kind in ("new", "would"):
        if kind in request.POST:
            ideas.tick(here=here, id=idea, kind=kind, on=request.POST[kind] == "yes")
    if request.headers.get("HX-Request"):
        table = ideas.table(here)
        context = {
            "row": _row(table.get(idea) or one, table),
            "matches": [_row(match, table) for match in table.matches],
            "bond": here.bond.pk,
            "here": here,
            "query": request.POST.get("query", ""),
            "just": True,
        }
        return render(request, "keeps/idea_ticked.html", context)
    query = QueryDict(request.POST.get("query", "")).urlencode()
    where = reverse("ideas", args=[here.bond.pk]) + (f"?{query}" if query else "")
    return redirect(f"{where}#{idea}")


@require_http_methods(["GET", "POST"])
def add_idea(request: Request, bond: uuid.UUID) -> HttpResponse:
    """An idea of one's own, for everybody here."""
    here = here_of(request, bond)
    if request.method == "GET":
        return _form(request, here, Typed.before(request))
    typed = Typed.sent(request)
    do = typed.words("words-idea")
    if len(do) > LONGEST:
        typed.wrong["words-idea"] = f"There is room for {LONGEST} characters; one or two sentences."
    if not typed.wrong:
        id = uuid.uuid5(typed.form, str(request.person.id))
        with typed.room_for_another("words-idea"):
            ideas.add(here=here, id=id, do=do, **_bounds(request.POST))
            return redirect("ideas", bond=here.bond.pk)
    return _form(request, here, typed)


def _form(request: Request, here: Here, typed: Typed) -> HttpResponse:
    return page(request, "own_idea", here, typed, choices=_own_choices(typed))


def _own_choices(typed: Typed) -> list[dict[str, Any]]:
    known: dict[str, tuple[str, list[tuple[Any, str]], str]] = {
        "cost": ("It costs", [*COSTS[1:], (3, "A journey")], "0"),
        "minutes": ("It takes", [*TIMES[1:], (2880, "A weekend")], "60"),
        "place": ("Where", list(PLACES), "either"),
        "daring": ("How daring", [*DARING[1:], (3, "Brave")], "1"),
    }
    return [
        {"name": name, "label": label, "options": options, "chosen": typed.one(name) or usual}
        for name, (label, options, usual) in known.items()
    ]


@require_POST
def remove_idea(request: Request, bond: uuid.UUID, idea: str) -> HttpResponse:
    """Take away an idea that I added."""
    here = here_of(request, bond)
    found = ideas.table(here).get(idea)
    if found is None or not found.mine:
        raise Http404
    ideas.take_away(here=here, id=idea)
    return redirect("ideas", bond=here.bond.pk)
