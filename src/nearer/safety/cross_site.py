"""A second wall behind the CSRF token: a browser says itself when another site sends a form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .views import refused

SAFE = {"GET", "HEAD", "OPTIONS"}


class CrossSiteMiddleware:
    """Refuses unsafe requests whose Sec-Fetch-Site names another site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method not in SAFE and came_from not in {"same-origin", "none"}:
            return refused(request)
        return self.get_response(request)
