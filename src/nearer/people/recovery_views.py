"""The way back: with the recovery code, and what is left without it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

import seal

from . import actions, door, forms, passwords, recovering
from .access import before_settling, open_to_all
from .after import after_it
from .door import come_in
from .request import Request
from .saying import BUSY, OF_ANOTHER

ASKED_GROUPS = {2: "third", 6: "seventh"}


def typed_groups(request: HttpRequest) -> dict[int, str]:
    """The groups of a code that were typed back."""
    return {position: request.POST.get(f"group-{position}", "") for position in ASKED_GROUPS}


def asked_groups(request: HttpRequest) -> list[dict[str, Any]]:
    """What a page needs to ask for them."""
    return [
        {"position": p, "ordinal": name, "typed": request.POST.get(f"group-{p}", "")}
        for p, name in ASKED_GROUPS.items()
    ]


@open_to_all
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Come back with the recovery code."""
    form = forms.RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            back = recovering.recognise(
                email=data["email"], code=data["code"], password=data["password"]
            )
            if back is not None:
                return come_in(
                    request, back.keyring, redirect(reverse("recovery_code") + "?new"), back=back
                )
            form.add_error("code", "Address and code do not belong together. Look at each group.")
        except seal.Busy:
            form.add_error(None, BUSY)
        except passwords.OfAnother:
            form.add_error("password", OF_ANOTHER)
        except door.Over:
            form.add_error("code", "This code was used a moment ago, perhaps by this form.")
    return render(
        request, "people/recover.html", {"form": form}, status=422 if form.errors else 200
    )


@before_settling
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def recovery_code(request: Request) -> HttpResponse:
    """Show the code until two of its groups have been typed back."""
    person = request.person
    if person.settled:
        return redirect(after_it(request))
    wrong = False
    if request.method == "POST":
        groups = typed_groups(request)
        if actions.type_back(person=person, keyring=request.keyring, groups=groups):
            return redirect(after_it(request))
        wrong = True
    groups_shown = str(person.pending_code.open(request.keyring)).split("-")
    context = {
        "groups": groups_shown,
        "asked": asked_groups(request),
        "wrong": wrong,
        "new": "new" in request.GET,
        "next": after_it(request),
    }
    return render(request, "people/recovery_code.html", context, status=422 if wrong else 200)


@open_to_all
@before_settling
@require_safe
def lost(request: HttpRequest) -> HttpResponse:
    """Without password and code: what is gone, what is not, and how to begin anew."""
    return render(request, "people/lost.html")
