"""Coming in, going out, and the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

import seal
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.middleware import CookieSession, set_cookie
from nearer.vault.models import SignedIn

from . import actions, forms
from .access import before_settling, open_to_all
from .devices import describe
from .kept import carried_fields, words_among
from .request import Request

BUSY = "Many people are coming in at this moment. Please try once more in a few seconds."
ASKED_GROUPS = {2: "third", 6: "seventh"}


def _after(request: HttpRequest) -> str:
    """Where to go on: a path of our own, or Today."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and wanted.startswith("/") else "/"


def come_in(request: HttpRequest, keyring: Keyring, response: HttpResponse) -> HttpResponse:
    """Sign this device in with a new cookie, put on `response`; the old one is over."""
    old = getattr(request, "device", None)
    if old is not None:
        signed_in.close_device(old)
    label = describe(request.headers.get("User-Agent", ""))
    set_cookie(response, signed_in.open_device(keyring=keyring, label=label))
    request.new_token = None  # type: ignore[attr-defined]
    return response


@open_to_all
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    form = forms.SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            keyring = actions.sign_up(
                email=data["email"],
                name=data["name"],
                password=data["password"],
                adult=data["age"] == "adult",
            )
        except actions.Taken:
            form.add_error("email", "There is an account with this address. Sign in instead.")
        except seal.Busy:
            form.add_error(None, BUSY)
        else:
            return come_in(request, keyring, redirect(_after(request)))
    context = {"form": form, "next": _after(request)}
    return render(request, "people/join.html", context, status=422 if form.errors else 200)


@open_to_all
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; words that were on their way when the time ran out are carried along."""
    kept = carried_fields(request)
    again = "again" in request.POST
    form = forms.SignInForm(request.POST if "email" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            keyring = actions.sign_in(**form.cleaned_data)
        except seal.Busy:
            keyring = None
            form.add_error(None, BUSY)
        else:
            if keyring is None:
                form.add_error(None, "Address and password do not belong together.")
        if keyring is not None:
            if again:
                return _go_on(request, keyring, kept)
            return come_in(request, keyring, redirect(_after(request)))
    context = {
        "form": form,
        "next": _after(request),
        "kept": kept,
        "words": words_among(kept),
        "again": again,
        "out": "out" in request.GET,
    }
    return render(request, "people/sign_in.html", context, status=422 if form.errors else 200)


def _go_on(request: HttpRequest, keyring: Keyring, kept: list[tuple[str, str]]) -> HttpResponse:
    """Show what was typed, ready to be sent. The form needs the new cookie's own token."""
    label = describe(request.headers.get("User-Agent", ""))
    token = signed_in.open_device(keyring=keyring, label=label)
    request.session = CookieSession(token)  # type: ignore[assignment]
    request.META["CSRF_COOKIE"] = seal.csrf_secret(token)
    request.new_token = None  # type: ignore[attr-defined]
    context = {"action": _after(request), "kept": kept, "words": words_among(kept)}
    response = render(request, "people/go_on.html", context)
    set_cookie(response, token)
    return response


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this device out and leave nothing of it in the browser."""
    device = getattr(request, "device", None)
    if device is not None:
        signed_in.close_device(device)
    response = redirect(reverse("sign_in") + "?out")
    response["Clear-Site-Data"] = '"cache", "storage"'
    set_cookie(response, seal.random_key())
    request.new_token = None  # type: ignore[attr-defined]
    return response


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
            keyring = actions.recover(
                email=data["email"], code=data["code"], password=data["password"]
            )
        except seal.Busy:
            form.add_error(None, BUSY)
        else:
            if keyring is not None:
                return come_in(request, keyring, redirect(reverse("recovery_code") + "?new"))
            form.add_error("code", "Address and code do not belong together. Look at each group.")
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
        return redirect(_after(request))
    wrong = False
    if request.method == "POST":
        groups = {position: request.POST.get(f"group-{position}", "") for position in ASKED_GROUPS}
        if actions.type_back(person=person, keyring=request.keyring, groups=groups):
            return redirect(_after(request))
        wrong = True
    groups_shown = str(person.pending_code.open(request.keyring)).split("-")
    context = {
        "groups": groups_shown,
        "asked": [
            {"position": p, "ordinal": name, "typed": request.POST.get(f"group-{p}", "")}
            for p, name in ASKED_GROUPS.items()
        ],
        "wrong": wrong,
        "new": "new" in request.GET,
        "next": _after(request),
    }
    return render(request, "people/recovery_code.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def you(request: Request) -> HttpResponse:
    """What a person calls themselves, and ways to the rest of their account."""
    name = request.person.name(request.keyring)
    form = forms.NameForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        actions.rename(
            person=request.person, keyring=request.keyring, name=form.cleaned_data["name"]
        )
        return redirect("you")
    context = {
        "form": form,
        "address": request.person.address(),
        "coach_on": request.person.coach_on(request.keyring),
        "place": "you",
    }
    return render(request, "people/you.html", context, status=422 if form.errors else 200)


@require_POST
def coach(request: Request) -> HttpResponse:
    """Switch the coach on or off for oneself."""
    actions.set_coach(
        person=request.person, keyring=request.keyring, on=request.POST.get("coach") == "on"
    )
    return redirect("you")


@require_http_methods(["GET"])
def devices(request: Request) -> HttpResponse:
    """Where this person is signed in."""
    rows = SignedIn.objects.filter(person=request.person.id).order_by("-last_used", "id")
    shown = [
        {
            "id": row.id,
            "label": row.label.open_or(request.keyring, "A device that can't be named"),
            "day": row.last_used.date(),
            "this": row.pk == request.device.pk,
        }
        for row in rows
    ]
    return render(request, "people/devices.html", {"devices": shown, "place": "you"})


@require_POST
def end_device(request: Request, device: str) -> HttpResponse:
    """Sign another device out."""
    signed_in.close_device(get_object_or_404(SignedIn, pk=device, person=request.person.id))
    return redirect("devices")
