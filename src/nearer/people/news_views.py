"""Putting aside what was told about one's way in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from . import news
from .after import after_it
from .request import Request


@require_POST
def put_aside_news(request: Request) -> HttpResponse:
    """Do not show it on top of pages any more."""
    news.put_aside(request.keyring, request.POST.getlist("news"), request.device)
    return redirect(after_it(request))
