"""Where somebody is signed in, and plain words for a browser, coarse on purpose."""

from __future__ import annotations

from typing import Any

from nearer.vault.models import SignedIn

from .request import Request

BROWSERS = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
]


def describe(user_agent: str) -> str:
    """“Firefox on Android”; versions and models are left out."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


def devices_shown(request: Request) -> list[dict[str, Any]]:
    """Where this person is signed in, the last used first: id, label, day, whether it is this."""
    rows = SignedIn.objects.filter(person=request.person.id).order_by("-last_used", "id")
    return [
        {
            "id": row.pk,
            "label": row.label.open_or(request.keyring, "A device that can't be named"),
            "day": row.last_used,
            "this": row.pk == request.device.pk,
        }
        for row in rows
    ]
