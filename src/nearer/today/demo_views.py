"""The door of `./start demo`: opens the view of one of its invented people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nearer.people import actions
from nearer.people.access import before_settling, open_to_all
from nearer.people.views import come_in

from . import demonstration


@open_to_all
@before_settling
@require_http_methods(["GET", "POST"])
def open_view(request: HttpRequest, key: str) -> HttpResponse:
    """Be one of the invented people in this browser."""
    people = demonstration.story()
    if key not in people:
        raise Http404
    if request.method == "POST":
        keyring = actions.sign_in(email=demonstration.address(key), password=demonstration.PASSWORD)
        if keyring is None:
            raise Http404
        return come_in(request, keyring, redirect("today"))
    others = {k: name for k, name in people.items() if k != key}
    context = {"name": people[key], "others": others, "place": ""}
    return render(request, "today/demo.html", context)
