"""The calendar at a secret address: for calendars, which sign in nowhere, and the page about it."""

from __future__ import annotations

import hashlib
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from nearer.people.access import before_settling, open_to_all
from nearer.people.again import with_password
from nearer.people.request import Request

from . import often
from .feed import calendar_of, moments
from .models import Feed


def _would_make(request: HttpRequest) -> bool:
    return request.POST.get("do") == "make"


@require_http_methods(["GET", "POST"])
@with_password(when=_would_make)
def rhythm_feed(request: Request) -> HttpResponse:
    """Have an address, another one, or none. A new address is shown this once.

    It goes on telling whoever has it, so a phone left lying about is not enough to make one.
    """
    context = {"place": "you", "address": "", "webcal": ""}
    match request.POST.get("do", "") if request.method == "POST" else "":
        case "off":
            Feed.objects.filter(person=request.person).delete()
            return redirect("rhythm_feed")
        case "make":
            path = reverse("feed", args=[Feed.objects.renew(request.person)])
            address = request.build_absolute_uri(path)
            context |= {"address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
    there = Feed.objects.filter(person=request.person).exists()
    return render(request, "rhythm/feed.html", {**context, "there": there})


@open_to_all
@before_settling
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself. Whoever knows the address may read it: times, and the one word."""
    found = Feed.objects.at(token)
    if found is None:
        raise Http404
    if wait := often.seconds_to_wait(bytes(found.mark), timezone.now().timestamp()):
        return HttpResponse(
            "This calendar was read very often. It can be read again within the hour.",
            content_type="text/plain; charset=utf-8",
            status=429,
            headers={"Retry-After": str(wait)},
        )
    name = uuid.uuid5(uuid.NAMESPACE_URL, bytes(found.mark).hex())
    made = calendar_of(name, moments(found.person_id, timezone.now()))
    etag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    return response
