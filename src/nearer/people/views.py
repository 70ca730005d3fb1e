"""Coming in and going out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

import seal
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.middleware import CookieSession, set_cookie

from . import actions, forms, known, limits
from .access import open_to_all
from .devices import describe
from .kept import carried_fields, words_among
from .models import Person
from .saying import BUSY, limited_coming_in


def after_it(request: HttpRequest) -> str:
    """Where to go on: a path of our own, or Today."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and wanted.startswith("/") else "/"


def come_in(request: HttpRequest, keyring: Keyring, response: HttpResponse) -> HttpResponse:
    """Sign this device in with a new cookie, put on `response`; the old one is over.

    The browser is known from now on.
    """
    old = getattr(request, "device", None)
    if old is not None:
        signed_in.close_device(old)
    label = describe(request.headers.get("User-Agent", ""))
    set_cookie(response, signed_in.open_device(keyring=keyring, label=label))
    known.remember(request, response, Person.objects.get(pk=keyring.person))
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
                device=known.token_of(request),
            )
        except seal.Busy:
            form.add_error(None, BUSY)
        except limits.Limited as no:
            form.add_error(None, limited_coming_in(no))
        else:
            return come_in(request, keyring, redirect(after_it(request)))
    context = {"form": form, "next": after_it(request)}
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
            keyring = actions.sign_in(**form.cleaned_data, device=known.token_of(request))
        except seal.Busy:
            keyring = None
            form.add_error(None, BUSY)
        except limits.Limited as no:
            keyring = None
            form.add_error(None, limited_coming_in(no))
        else:
            if keyring is None:
                form.add_error(None, "Address and password do not belong together.")
        if keyring is not None:
            if again:
                return _go_on(request, keyring, kept)
            return come_in(request, keyring, redirect(after_it(request)))
    context = {
        "form": form,
        "next": after_it(request),
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
    context = {"action": after_it(request), "kept": kept, "words": words_among(kept)}
    response = render(request, "people/go_on.html", context)
    set_cookie(response, token)
    known.remember(request, response, Person.objects.get(pk=keyring.person))
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
