"""What happened to somebody's way in: told to them alone, on their other devices."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from nearer.vault.keyring import Keyring
from nearer.vault.models import SignedIn

from . import guard, zone
from .guard import Body

SAID = {
    "device": "A new device signed in",
    "recovered": "Somebody came in with your recovery code and set a new password",
    "password": "Your password was changed",
    "code": "Your recovery code was changed",
    "address": "The address you sign in with was changed",
    "locks": "The locks of your account were changed",
    "app": "An app was set up as your second step",
    "no app": "The app that was your second step was switched off",
    "key": "A passkey was added",
    "no key": "A passkey was removed",
    "spare": "A spare code was used",
    "new spare": "Your spare codes were made anew",
    "wrong": "Somebody gave your password, and then no right second step",
    "renewed": "Your second step could not be read any more, and is off",
}


def write(body: Body, keyring: Keyring, what: Iterable[str], *, by: SignedIn | None) -> None:
    """Put things that happened into a guard which is open for changing."""
    for one in what:
        body.tell(one, day=zone.today(keyring).isoformat(), by=by.pk if by else None)


def tell(keyring: Keyring, what: str, *, by: SignedIn | None) -> None:
    """The same for something that changes nothing else there."""
    with guard.changing(keyring) as body:
        write(body, keyring, [what], by=by)


def wrong(keyring: Keyring, half: uuid.UUID) -> None:
    """Somebody halfway in gave no right second step. Once a day is enough; see `right`.

    Said at the first try: whoever guesses would stop before a last one that is told.
    """
    day = zone.today(keyring).isoformat()
    with suppress(guard.Damaged), guard.changing(keyring, afresh=False) as body:
        there = [n for n in body.news if (n.what, n.day, n.seen) == ("wrong", day, False)]
        for one in there:
            one.by = one.by if one.by == half.hex else ""
        if not there:
            body.tell("wrong", day=day, by=half)


def right(body: Body, half: uuid.UUID) -> None:
    """They came in after all: it was their own slip, and nothing to be told."""
    body.news = [n for n in body.news if (n.what, n.by) != ("wrong", half.hex)]


def waiting(keyring: Keyring, here: SignedIn) -> list[dict[str, Any]]:
    """What was not put aside yet and did not happen on this device: id, text, day."""
    news = guard.seen(keyring).news
    return [_shown(one) for one in news if not one.seen and one.by != here.pk.hex]


def latest(keyring: Keyring) -> list[dict[str, Any]]:
    """The last things that happened, newest first, put aside or not."""
    return [_shown(one) for one in reversed(guard.seen(keyring).news)]


def put_aside(keyring: Keyring, ids: Iterable[str], here: SignedIn) -> None:
    """Do not show these on top of pages any more; nobody can put aside what they did themselves."""
    wanted = set(ids)
    with guard.changing(keyring) as body:
        for one in body.news:
            one.seen = one.seen or (one.id in wanted and one.by != here.pk.hex)


def _shown(one: guard.News) -> dict[str, Any]:
    return {"id": one.id, "text": SAID.get(one.what, ""), "day": date.fromisoformat(one.day)}
