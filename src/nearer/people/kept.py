"""What a form carried, so that nothing somebody wrote is lost when it could not be taken."""

from __future__ import annotations

from django.http import HttpRequest

KEPT = "kept-"
"""Put before each name while the words wait behind the sign-in."""

SECRET = ("csrfmiddlewaretoken", "password", "code", "group-")
CHOSEN = ("feeling", "strength", "choice", "rating", "ready", "day", "time", "then", "with", "kind")
SENT_ALONG = ("form", "slot", "move", "lane", "next", "again", "place", "title", "email")
BY_A_SCRIPT = ("subscription",)
# Of what a form carried, only what somebody can have written is worth reading again.
SHORTEST_WORDS = 3


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values as they came; passwords and codes are never given back."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not name.startswith(SECRET)
        for value in values
    ]


def carried_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that a sign-in form carries along for the form before it."""
    return [
        (name.removeprefix(KEPT), value)
        for name, value in kept_fields(request)
        if name.startswith(KEPT)
    ]


def words_among(fields: list[tuple[str, str]]) -> list[str]:
    """Those values that somebody wrote, as far as a name and a look can tell."""
    return [
        value
        for name, value in fields
        if len(value.strip()) >= SHORTEST_WORDS
        and not name.removeprefix(KEPT).startswith(CHOSEN + SENT_ALONG + BY_A_SCRIPT)
        and not _looks_like_an_id(value)
    ]


def _looks_like_an_id(value: str) -> bool:
    return len(value) == 36 and value.count("-") == 4
