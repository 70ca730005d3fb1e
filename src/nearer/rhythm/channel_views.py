"""By which ways notices come: this browser, others, and mail; and what a browser shows."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from nearer.people import limits
from nearer.people.access import open_to_all
from nearer.people.again import with_password
from nearer.people.devices import describe
from nearer.people.notified import browser_of, ends_with_signing_out
from nearer.people.request import Request
from nearer.reminders import actions as reminders
from nearer.reminders import browsers, channels, mailbox, mailing, wording
from nearer.reminders.channels import MAIL, PUSH
from nearer.reminders.endpoints import NotAllowed

from .channel_forms import AddressForm, CodeForm

TO_TRY, TO_SEND, TO_ADDRESS, TO_TYPE = (
    "notices to try",
    "codes sent by somebody",
    "codes sent to an address",
    "codes typed for mail",
)
A_FEW = 5
LARGEST = 4096
NOT_KNOWN = (
    "Nothing was switched on: this browser is not known here, so signing out could not switch it"
    " off again. Sign out, come in once more, and then it can take notices."
)
SAID = {
    "on": "This browser takes notices now.",
    "off": "No notices come there any more.",
    "sent": "A code is on its way to that address.",
    "mail": "Mail comes to that address from now on.",
    "try": "One is on its way. It may take a few seconds.",
}


@require_safe
def notices(request: Request) -> HttpResponse:
    """All the ways there are, and new ones."""
    return _page(request)


@require_POST
@with_password
def notices_here(request: Request) -> HttpResponse:
    """Take what this browser subscribes with, if signing out will end it again."""
    if not ends_with_signing_out(request, request.person):
        return _sorry(request, NOT_KNOWN)
    text = request.POST.get("subscription", "")
    try:
        read = json.loads(text) if len(text) <= LARGEST else None
        if not isinstance(read, dict):
            raise ValueError("not a subscription")
        browsers.add_push(
            person=request.person.pk,
            subscription=read,
            label=describe(request.headers.get("User-Agent", "")),
            device=browser_of(request, request.person),
        )
    except NotAllowed:
        return _sorry(
            request,
            "This browser wants its notices sent by a service that is not known here, so nothing"
            " was switched on. Another browser, or mail, can do it.",
        )
    except (ValueError, RecursionError):
        return _sorry(request, "Your browser did not say how to reach it. Please try once more.")
    return _done("on")


@require_POST
def remove_notices(request: Request, channel: uuid.UUID) -> HttpResponse:
    """Close one way."""
    channels.forget(person=request.person.pk, id=channel)
    return _done("off")


@sensitive_post_parameters()
@require_POST
@with_password
def notices_mail(request: Request) -> HttpResponse:
    """Send a code to an address, which may be that of anybody: so the password comes first."""
    form = AddressForm(request.POST)
    if not mailing.possible():
        return _done("off")
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            limits.spend(TO_SEND, request.person.pk.bytes, A_FEW)
            limits.spend(TO_ADDRESS, address.casefold().encode(), A_FEW)
        except limits.Limited as no:
            form.add_error(None, f"Several codes were sent already. Please try again {no.when}.")
        else:
            code = mailbox.begin_mail(person=request.person.pk, address=address)
            if mailing.mail_code(address, code, now=timezone.now()):
                return _done("sent")
            mailbox.forget_mail(person=request.person.pk)
            form.add_error(None, "The mail could not be sent just now. Please try again later.")
    return _page(request, address=form, status=422)


@sensitive_post_parameters()
@require_POST
def notices_code(request: Request) -> HttpResponse:
    """The code that was sent, typed back."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            limits.spend(TO_TYPE, request.person.pk.bytes)
        except limits.Limited as no:
            form.add_error(None, f"Those were many tries. Please try again {no.when}.")
        else:
            if mailbox.confirm_mail(person=request.person.pk, code=form.cleaned_data["code"]):
                return _done("mail")
            form.add_error("code", "This is not the code, or its hour is over. Look once more.")
    return _page(request, code=form, status=422)


@require_POST
def try_notice(request: Request) -> HttpResponse:
    """One now, to see what it looks like."""
    stands = reminders.standing(person=request.person.pk)
    now = timezone.now()
    if stands.quiet_for_good or (stands.quiet_until and now < stands.quiet_until):
        return _sorry(request, "You have paused everything, and so nothing is sent now.")
    try:
        limits.spend(TO_TRY, request.person.pk.bytes, A_FEW)
    except limits.Limited as no:
        return _sorry(request, f"A few were sent already. You can try again {no.when}.")
    reminders.ask(person=request.person.pk, at=now + timedelta(seconds=1), id=uuid.uuid4())
    return _done("try")


@open_to_all
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows a notice. It lies at the root, because it speaks for all pages."""
    said = {"title": wording.TITLE, "body": wording.BODY, "tag": wording.TAG}
    script = "text/javascript; charset=utf-8"
    return render(request, "rhythm/sw.js", {"said": json.dumps(said)}, content_type=script)


def _done(what: str) -> HttpResponse:
    return redirect(f"{reverse('notices')}?{what}")


def _sorry(request: Request, text: str) -> HttpResponse:
    return _page(request, sorry=text, status=422)


def _page(
    request: Request,
    *,
    address: AddressForm | None = None,
    code: CodeForm | None = None,
    sorry: str = "",
    status: int = 200,
) -> HttpResponse:
    found = channels.ways(person=request.person.pk)
    here = browser_of(request, request.person)
    pushed = [way for way in found if way.kind == PUSH]
    context: dict[str, Any] = {
        "place": "you",
        "title": wording.TITLE,
        "body": wording.BODY,
        "here": next((way for way in pushed if here and way.device == here), None),
        "others": [way for way in pushed if not here or way.device != here],
        "mail": next((way for way in found if way.kind == MAIL), None),
        "mail_possible": mailing.possible(),
        "nobody_sends": settings.REMINDERS == "no",
        "any": any(way.confirmed for way in found),
        "key": browsers.public_key(),
        "address_form": address or AddressForm(),
        "code_form": code or CodeForm(),
        "sorry": sorry,
        "said": next((text for key, text in SAID.items() if key in request.GET), ""),
    }
    return render(request, "rhythm/notices.html", context, status=status)
