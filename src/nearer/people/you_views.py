"""Oneself: name, coach, password, recovery code, and where one is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

import seal
from nearer.vault import signed_in
from nearer.vault.middleware import set_cookie
from nearer.vault.models import SignedIn

from . import actions, changing, forms, limits, news, notified, passwords, zone
from .again import begins_a_way_in, given_again, with_password
from .devices import describe, devices_shown
from .door import device_of
from .recovery_views import asked_groups, typed_groups
from .request import Request
from .saying import BUSY, OF_ANOTHER, limited

DONE = ("clock", "password", "code", "safer", "address")


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
        "clock": zone.now(request.keyring),
        **zone.offer(request.person, request.keyring),
        "news": news.waiting(request.keyring, request.device),
        "place": "you",
        "done": next((done for done in DONE if done in request.GET), ""),
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
    latest = news.latest(request.keyring)
    context = {"devices": devices_shown(request), "latest": latest, "place": "you"}
    return render(request, "people/devices.html", context)


@require_POST
@with_password
def end_device(request: Request, device: str) -> HttpResponse:
    """Sign another device out; notices end there, too."""
    row = get_object_or_404(SignedIn, pk=device, person=request.person.id)
    notified.end_there(request, request.person, row.label.open_or(request.keyring, ""))
    signed_in.close_device(row)
    return redirect("devices")


def about(request: Request) -> list[str]:
    """What others know of this person, which a password had better not be made of."""
    return [request.person.name(request.keyring), request.person.address()]


def stay_in(request: HttpRequest, response: HttpResponse, token: bytes) -> HttpResponse:
    """Put this device's new cookie on a response."""
    set_cookie(response, token)
    request.new_token = None  # type: ignore[attr-defined]
    return response


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def change_password(request: Request) -> HttpResponse:
    """Another password; the one there is has to be given on the same page."""
    form = forms.ChangePasswordForm(request.POST or None, about=about(request))
    if request.method == "POST" and form.is_valid():
        token = _changed(request, form)
        if token is not None:
            news.tell(request.keyring, "password", by=device_of(token))
            return stay_in(request, redirect(f"{reverse('you')}?password"), token)
    context = {"form": form, "place": "you"}
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


def _changed(request: Request, form: forms.ChangePasswordForm) -> bytes | None:
    """This device's new cookie, or None with what stands in the way on the form."""
    if not given_again(request, form, "password_now"):
        return None
    try:
        token = changing.change_password(
            person=request.person,
            keyring=request.keyring,
            password=form.cleaned_data["password"],
            label=describe(request.headers.get("User-Agent", "")),
        )
    except seal.Busy:
        form.add_error(None, BUSY)
    except limits.Limited as no:
        form.add_error(None, limited(no))
    except passwords.OfAnother:
        form.add_error("password", OF_ANOTHER)
    else:
        if token is None:
            form.add_error(None, "Your password was changed a moment ago, perhaps by this form.")
        return token
    return None


@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_password(each=begins_a_way_in)
def new_code(request: Request) -> HttpResponse:
    """Another recovery code. The old one holds until the new one was typed back."""
    person, keyring, wrong = request.person, request.keyring, False
    match request.POST.get("do", "") if request.method == "POST" else "":
        case "make":
            changing.next_code(person=person, keyring=keyring)
            return redirect("new_code")
        case "keep":
            changing.forget_next_code(person=person, keyring=keyring)
            return redirect("you")
        case "type":
            groups = typed_groups(request)
            right = changing.type_next_code(person=person, keyring=keyring, groups=groups)
            if right is None:
                return redirect(f"{reverse('new_code')}?none")
            if right:
                news.tell(keyring, "code", by=request.device)
                return redirect(f"{reverse('you')}?code")
            wrong = True
    code = str(person.next_code.open(keyring)) if person.next_code is not None else ""
    context = {
        "groups": code.split("-") if code else [],
        "asked": asked_groups(request),
        "wrong": wrong,
        "none": "none" in request.GET,
        "place": "you",
    }
    return render(request, "people/new_code.html", context, status=422 if wrong else 200)
