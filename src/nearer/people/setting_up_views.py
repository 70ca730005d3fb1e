"""The pages on which somebody sets up, and takes away, their second step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

import seal
from nearer import pepper

from . import guard, passkeys, qr, setting_up, zone
from .again import begins_a_way_in, with_password
from .request import Request
from .second_forms import DigitsForm, KeyForm

WRONG_DIGITS = (
    "These are not the digits of now. Look at the app again; they change every half minute. If they"
    " never fit, the clock of one of the two is wrong."
)
NOT_MADE = "The passkey could not be taken. Nothing was changed; please try once more."
FULL = "There is no room for another passkey. Remove one first."


@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_password
def second_step(request: Request) -> HttpResponse:
    """What the second step is, if there is one."""
    return _page(request, KeyForm())


def _page(request: Request, form: KeyForm) -> HttpResponse:
    body = guard.seen(request.keyring)
    where = passkeys.place(request)
    context = {
        "place": "you",
        "body": body,
        "left": len(body.spare),
        "none": "none" in request.GET,
        "form": form,
        "possible": where is not None,
        "elsewhere": [k.id for k in body.keys if where is None or k.place != where.host],
    }
    if where is not None and len(body.keys) < passkeys.MOST:
        context["options"] = passkeys.to_make(
            where=where,
            name=request.person.address() or "Nearer",
            user=seal.mac(pepper.pepper(), "passkey user", request.person.pk.bytes),
            keys=body.keys,
            asked=_question(request, body),
        )
    return render(request, "people/second_step.html", context, status=422 if form.errors else 200)


def _question(request: Request, body: guard.Body) -> bytes:
    """For this device, and for this one passkey after those that are there."""
    there = [key.id.encode() for key in body.keys]
    return passkeys.challenge("to add", request.device.pk.bytes, *there)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["POST"])
@with_password(each=begins_a_way_in)
def second_keys(request: Request) -> HttpResponse:
    """Add a passkey, or remove one."""
    if "remove" in request.POST:
        setting_up.remove_key(request.keyring, request.POST["remove"], by=request.device)
        return redirect("second_step")
    form = KeyForm(request.POST)
    if form.is_valid() and _add(request, form):
        return redirect("spare_codes" if _spare_wait(request) else "second_step")
    return _page(request, form)


def _add(request: Request, form: KeyForm) -> bool:
    where = passkeys.place(request)
    key = where and passkeys.made(
        form.cleaned_data["code_key"],
        where=where,
        asked=_question(request, guard.seen(request.keyring)),
        name=form.cleaned_data["name"],
        day=zone.today(request.keyring).isoformat(),
    )
    if not key:
        form.add_error(None, NOT_MADE)
        return False
    try:
        setting_up.add_key(request.keyring, key, by=request.device)
    except guard.Full:
        form.add_error(None, FULL)
        return False
    return True


def _spare_wait(request: Request) -> bool:
    return not guard.seen(request.keyring).kept


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_password(each=begins_a_way_in)
def second_app(request: Request) -> HttpResponse:
    """Set up an app that makes six digits, or switch it off."""
    keyring, form = request.keyring, DigitsForm()
    match request.POST.get("do", "") if request.method == "POST" else "":
        case "make":
            setting_up.app_to_come(keyring)
            return redirect("second_app")
        case "leave":
            setting_up.no_app_to_come(keyring)
            return redirect("second_step")
        case "off":
            setting_up.app_off(keyring, by=request.device)
            return redirect("second_step")
        case "type":
            form = DigitsForm(request.POST)
            if form.is_valid():
                code = form.cleaned_data["code"]
                right = setting_up.confirm_app(keyring, code, by=request.device)
                if right is None:
                    return redirect(f"{reverse('second_step')}?none")
                if right:
                    return redirect("spare_codes" if _spare_wait(request) else "second_step")
                form.add_error("code", WRONG_DIGITS)
    coming = guard.seen(keyring).coming
    context = {"form": form, "place": "you", **(_shown(request, coming) if coming else {})}
    return render(request, "people/second_app.html", context, status=422 if form.errors else 200)


def _shown(request: Request, coming: str) -> dict[str, object]:
    secret = bytes.fromhex(coming)
    name = request.person.address() or "Nearer"
    address = seal.onetime_address(secret, name=name, place="Nearer")
    return {
        "groups": seal.onetime_letters(secret).split("-"),
        "address": address,
        "picture": qr.picture(address),
    }


@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_password(each=begins_a_way_in)
def spare_codes(request: Request) -> HttpResponse:
    """The spare codes: shown until they are kept, and made anew."""
    match request.POST.get("do", "") if request.method == "POST" else "":
        case "make":
            setting_up.renew_spare(request.keyring, by=request.device)
            return redirect("spare_codes")
        case "kept":
            setting_up.keep_spare(request.keyring)
            return redirect("second_step")
    body = guard.seen(request.keyring)
    context = {
        "place": "you",
        "on": body.on,
        "left": len(body.spare),
        "codes": [] if body.kept else [code.split("-") for code in body.spare],
    }
    return render(request, "people/spare_codes.html", context)
