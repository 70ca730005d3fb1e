"""People with a second step, and browsers halfway in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

import seal
from nearer.people import guard, setting_up
from nearer.people.again import FIELD
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player
from tests.people.authenticator import Authenticator
from tests.trust.house import body

SECOND = "/sign-in/second/"
HERE: dict[str, Any] = {"HTTP_HOST": "localhost"}
"""Where passkeys work; the test client's own name is no safe place."""


def device_row(player: Player) -> SignedIn:
    """The device that is signed in on the player's own browser."""
    return SignedIn.objects.filter(person=player.id).latest("last_used")


def with_app(player: Player) -> guard.App:
    """Set up an app for somebody, in a half minute long ago, and keep the spare codes."""
    setting_up.app_to_come(player.keyring)
    coming = guard.look(player.keyring).coming
    now = int(timezone.now().timestamp()) // 30
    code = seal.onetime_code(bytes.fromhex(coming), now)
    assert setting_up.confirm_app(player.keyring, code, by=device_row(player))
    with guard.changing(player.keyring) as changed:
        assert changed.app is not None
        changed.app.step = -1
    setting_up.keep_spare(player.keyring)
    app = guard.look(player.keyring).app
    assert app is not None
    return app


def digits(app: guard.App, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return seal.onetime_code(app.bytes, int(timezone.now().timestamp()) // 30 + steps)


def wrong(app: guard.App) -> str:
    """Six digits that the app shows in no step around now."""
    right = {digits(app, n) for n in range(-3, 4)}
    return next(f"{n:06}" for n in range(100) if f"{n:06}" not in right)


def spare(player: Player) -> list[str]:
    """The spare codes that are left."""
    return guard.look(player.keyring).spare


def halfway(player: Player, client: Client | None = None, **more: Any) -> Client:
    """A browser on which somebody's password was right."""
    client = client or Client(**HERE)
    answer = client.post(
        "/sign-in/", {"email": player.email, "password": PASSWORD, **more.pop("form", {})}, **more
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(SECOND)
    return client


def is_in(client: Client) -> bool:
    return client.get("/bonds/").status_code == 200


def options(text: str) -> str:
    """What a page asks the browser for."""
    found = re.search(r'data-options="([^"]*)"', text)
    assert found, "no passkey is asked for"
    return html.unescape(found[1])


def add_key(player: Player, name: str = "My phone") -> Authenticator:
    """Add a passkey by way of the page."""
    made = Authenticator()
    asked = options(body(player.client.get("/you/second-step/", **HERE)))
    form = {"name": name, "code_key": made.make(asked), FIELD: PASSWORD}
    answer = player.client.post("/you/second-step/passkeys/", form, **HERE)
    assert answer.status_code == 302, body(answer)
    return made


@contextmanager
def later(**how: float) -> Iterator[None]:
    """As if it were so much later, for everything that asks Django for the time."""
    from datetime import timedelta

    then = timezone.now() + timedelta(**how)
    with mock.patch("django.utils.timezone.now", return_value=then):
        yield
