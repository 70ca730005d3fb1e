"""The closeness check: for one person alone, in their own vault."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import coach
from nearer.bonds import access
from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.people import zone
from nearer.people.request import Request
from nearer.practices.steps import Unfit
from nearer.practices.typed import words_from
from nearer.sittings import drafts
from nearer.sittings.forms import form_id

from . import closeness, drawing, own
from .reads import onward

SOON = 20
"""Days within which a check is early: said, and not hindered."""
DRAFT_TITLE = "Something for yourself"
TO_DO = ("saying-what-i-need", "before-a-talk")


@require_safe
def choose(request: Request) -> HttpResponse:
    """Which bond? The list tells nothing of what was put down about it."""
    shown = bonds_shown(Bond.objects.of(request.person), request.keyring)
    former = closeness.former([bond.id for bond in shown], request.keyring)
    context = {"place": "practices", "bonds": shown, "former": former.items()}
    return render(request, "growing/closeness.html", context)


@require_safe
def course(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What I put down about one bond, and what has moved. It stays mine after I have left."""
    checks, unreadable = closeness.checks(bond, request.keyring)
    present = Bond.objects.of(request.person).filter(pk=bond).first()
    if present is None and not checks and not unreadable:
        raise Http404
    latest = checks[-1] if checks else None
    name = present.name(request.keyring) if present else latest.name if latest else ""
    context: dict[str, Any] = {
        "place": "practices",
        "bond": bond,
        "name": name,
        "present": present is not None,
        "checks": [_shown(check) for check in reversed(checks)],
        "unreadable": unreadable,
        "latest": latest,
        "unsafe": latest is not None and latest.unsafe,
        "heavy": latest is not None and bool(coach.signs(latest.words)),
        "line": drawing.line(checks),
    }
    if latest is not None and len(checks) > 1:
        moved = closeness.moved(checks[-2], latest)
        context["moved"] = moved
        # Where somebody is afraid, talking more openly is not what we offer.
        if moved.less and not latest.uneasy:
            context["to_do"] = [one for one in map(onward, TO_DO) if one.slug]
    return render(request, "growing/course.html", context)


def _shown(check: closeness.Check) -> dict[str, Any]:
    answers = [(closeness.ITEMS[i], closeness.LEVELS[a]) for i, a in check.answers.items()]
    circles = drawing.circles(check.circles) if check.circles else None
    return {"id": check.id, "day": check.day, "words": check.words} | {
        "answers": answers,
        "circles": circles,
    }


@require_http_methods(["GET", "POST"])
def look(request: Request, bond: uuid.UUID) -> HttpResponse:
    """How close do I feel here, these weeks?"""
    row = access.bond_of(request, bond)
    here = reverse("closeness_look", args=[bond])
    if request.method != "POST":
        kept = drafts.find(place=here, keyring=request.keyring)
        return _form(request, row, {name: values[-1] for name, values in kept.items() if values})
    typed = request.POST.dict()
    answers = {item: _level(typed.get(f"rating-{item}")) for item in closeness.ITEMS}
    answered = {item: level for item, level in answers.items() if level is not None}
    circles = _picture(typed.get("choice-circles"))
    try:
        words = words_from(typed, "words-line", required=False)
    except Unfit as unfit:
        return _form(request, row, typed, error=str(unfit))
    if not answered and circles is None:
        nothing = "Nothing is ticked yet. One is enough."
        return _form(request, row, typed, nothing=nothing)
    closeness.put_down(
        bond=row.id,
        name=row.name(request.keyring),
        answers=answered,
        circles=circles,
        words=words,
        at=timezone.now(),
        form=form_id(request.POST),
        keyring=request.keyring,
    )
    drafts.forget(place=here, keyring=request.keyring)
    return redirect("closeness_course", bond=row.id)


def _level(value: object) -> int | None:
    return next((level for level in closeness.LEVELS if str(level) == value), None)


def _picture(value: object) -> int | None:
    return next((number for number in drawing.APART if str(number) == value), None)


def _form(
    request: Request, bond: Bond, typed: dict[str, Any], *, error: str = "", nothing: str = ""
) -> HttpResponse:
    checks, _ = closeness.checks(bond.id, request.keyring)
    last = checks[-1].day if checks else None
    points = [{"value": str(value), "label": label} for value, label in closeness.LEVELS.items()]
    context = {
        "place": "practices",
        "bond": bond.id,
        "name": bond.name(request.keyring),
        "early": last if last and (zone.today(request.keyring) - last).days < SOON else None,
        "items": [
            {"name": f"rating-{item}", "says": says, "chosen": typed.get(f"rating-{item}", "")}
            for item, says in closeness.ITEMS.items()
        ],
        "points": points,
        "circles": drawing.all_circles(),
        "chosen": _picture(typed.get("choice-circles")),
        "text": typed.get("words-line", ""),
        "form_id": uuid.uuid4() if not typed.get("form") else form_id(request.POST),
        "draft_title": DRAFT_TITLE,
        "error": error,
        "nothing": nothing,
    }
    bad = bool(error or nothing)
    return render(request, "growing/closeness_look.html", context, status=422 if bad else 200)


@require_POST
def forget(request: Request, bond: uuid.UUID, check: uuid.UUID) -> HttpResponse:
    """Delete one look."""
    if not own.forget(id=check, about=closeness.about(bond), keyring=request.keyring):
        raise Http404
    return _back(request, bond)


@require_POST
def forget_all(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Delete all that I put down about one bond; whether there was any is not told."""
    own.forget_all(about=closeness.about(bond), keyring=request.keyring)
    return _back(request, bond)


def _back(request: Request, bond: uuid.UUID) -> HttpResponse:
    """To the page of the bond while there is one, else to the list."""
    if Bond.objects.of(request.person).filter(pk=bond).exists():
        return redirect("closeness_course", bond=bond)
    return redirect("closeness")
