"""Coming in and going out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

import seal
from nearer.vault.middleware import set_cookie

from . import actions, forms, guard, known, limits, notified, zone
from .access import open_to_all
from .after import after_it, go_on
from .door import come_in as come_in
from .door import leave
from .kept import carried_fields, words_among
from .saying import BUSY, limited_coming_in
from .second_views import ask_again


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
            if not guard.asks(keyring):
                zone.begin_with(name=request.POST.get("zone", ""), keyring=keyring)
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
                return come_in(
                    request,
                    keyring,
                    lambda: go_on(request, kept),
                    halfway_draw=lambda token: ask_again(request, kept, token),
                )
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


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this device out and leave nothing of it in the browser."""
    notified.end_here(request)
    leave(request)
    response = redirect(reverse("sign_in") + "?out")
    response["Clear-Site-Data"] = '"cache", "storage"'
    set_cookie(response, seal.random_key())
    request.new_token = None  # type: ignore[attr-defined]
    return response
