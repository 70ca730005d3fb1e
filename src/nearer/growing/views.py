"""The listening gym."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from nearer.people.request import Request
from nearer.practices.typed import MOST_CHARACTERS, tidy

from . import actions
from .exercises import SKILLS, Exercise, exercise
from .reading import read


def _page(request: Request, one: Exercise, status: int = 200, **more: object) -> HttpResponse:
    context = {"exercise": one, "skill": SKILLS[one.skill], "place": "practices", **more}
    return render(request, "growing/gym.html", context, status=status)


@require_safe
def gym(request: Request) -> HttpResponse:
    """Something to answer, chosen by what comes hardest."""
    return _page(request, actions.practised(request.keyring).next(request.person.id.int))


@require_http_methods(["GET", "POST"])
def gym_exercise(request: Request, id: str) -> HttpResponse:
    """One exercise; an answer to it is read and then forgotten."""
    one = exercise(id)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _page(request, one)
    reply = tidy(request.POST.get("reply", ""))
    if not reply.strip():
        return _page(request, one, 422, error="Write what you would say. A few words are enough.")
    if len(reply) > MOST_CHARACTERS:
        words = "This is longer than anybody would listen to. All of it is still here."
        return _page(request, one, 422, error=words, reply=reply)
    result = read(one, reply)
    actions.note_down(exercise=one, rating=result.rating, keyring=request.keyring)
    return _page(request, one, reply=reply, result=result)
