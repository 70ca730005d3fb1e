"""The password once more, before what would hurt most if somebody else did it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast, overload

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

import seal
from nearer.vault import signed_in
from nearer.vault.middleware import CookieSession, set_cookie

from . import changing, limits
from .forms import AgainForm
from .kept import kept_fields, words_among
from .request import Request
from .saying import BUSY, limited

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
FIELD = "password_to_go_on"
LOOKING = "looking"
"""Sent along when nothing but a page was asked for."""


@overload
def with_password(view: View) -> View: ...
@overload
def with_password(
    *,
    when: Callable[..., bool] | None = None,
    each: Callable[[Request], bool] | None = None,
    deed: str = "",
) -> Callable[[View], View]: ...
def with_password(
    view: View | None = None,
    *,
    when: Callable[..., bool] | None = None,
    each: Callable[[Request], bool] | None = None,
    deed: str = "",
) -> View | Callable[[View], View]:
    """Ask for the password unless it was given on this device a moment ago: see `is_confirmed`.

    What was posted is carried along, and goes on with the password. `when` says, from what the view
    is called with, whether to ask at all; `each`, what is asked about every time, however lately
    the password was given: what would let whoever holds the phone lock its owner out. `deed`: the
    words of a button that cannot be taken back; the password is then the last thing asked, and the
    page says so.
    """

    def guard(view: View) -> View:
        @sensitive_post_parameters()
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            ours = cast("Request", request)
            if when is not None and not when(ours, *args, **kwargs):
                return view(request, *args, **kwargs)
            if FIELD in request.POST:
                return _go_on(ours, lambda: view(request, *args, **kwargs), deed)
            if signed_in.is_confirmed(ours.device) and not (each and each(ours)):
                return view(request, *args, **kwargs)
            return _ask(ours, AgainForm(), 401 if request.method == "POST" else 200, deed)

        return cast("View", guarded)

    return guard if view is None else guard(view)


def begins_a_way_in(request: Request) -> bool:
    """Whether a form makes something by which somebody comes in: digits, a passkey, a code."""
    return request.POST.get("do") == "make" or "code_key" in request.POST


def _go_on(request: Request, view: Callable[[], HttpResponseBase], deed: str) -> HttpResponseBase:
    form = AgainForm(request.POST)
    if not form.is_valid() or not given_again(request, form, FIELD):
        return _ask(request, form, 422, deed)
    token = signed_in.confirm(row=request.device, keyring=request.keyring)
    # Forms on the page that comes now need the token of the new cookie.
    request.session = CookieSession(token)  # type: ignore[assignment]
    request.META["CSRF_COOKIE"] = seal.csrf_secret(token)
    response = redirect(request.get_full_path()) if LOOKING in request.POST else view()
    if signed_in.COOKIE not in response.cookies:
        set_cookie(response, token)
    return response


def given_again(request: Request, form: Form, field: str) -> bool:
    """Whether the password in a field of a valid form is theirs; else the form says why not."""
    password = form.cleaned_data[field]
    budget = request.device.pk.bytes
    try:
        if changing.give_again(person=request.person, password=password, budget=budget):
            return True
        form.add_error(field, "This is not your password.")
    except seal.Busy:
        form.add_error(None, BUSY)
    except limits.Limited as no:
        form.add_error(None, limited(no))
    return False


def _ask(request: Request, form: AgainForm, status: int, deed: str) -> HttpResponse:
    kept = kept_fields(request)
    looking = request.method != "POST" or LOOKING in request.POST
    context = {
        "form": form,
        "kept": [(name, value) for name, value in kept if name != LOOKING],
        "words": words_among(kept),
        "looking": looking,
        "deed": deed,
        "place": "you",
    }
    return render(request, "people/again.html", context, status=status)
