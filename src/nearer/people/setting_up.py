"""Switching a second step on and off. Each deed tells the person's other devices of itself."""

from __future__ import annotations

from django.utils import timezone

import seal
from nearer.vault.keyring import Keyring
from nearer.vault.models import SignedIn

from . import guard, news, passkeys
from .guard import App, Key


def app_to_come(keyring: Keyring) -> None:
    """Make a secret for an app; it counts only once the app's digits have been typed back."""
    with guard.changing(keyring) as body:
        body.coming = body.coming or seal.onetime_secret().hex()


def no_app_to_come(keyring: Keyring) -> None:
    """Forget the secret that was not confirmed."""
    with guard.changing(keyring) as body:
        body.coming = ""


def confirm_app(keyring: Keyring, typed: str, *, by: SignedIn) -> bool | None:
    """Whether these are the digits of the app to come; then it is the second step from now on.

    None if none was to come: confirmed already, or given up on another page. An app that is on is
    no sign of the first: it may be an older one.
    """
    with guard.changing(keyring) as body:
        if not body.coming:
            return None
        now = timezone.now().timestamp()
        step = seal.onetime_step(bytes.fromhex(body.coming), typed, now=now)
        if step is None:
            return False
        body.app, body.coming = App(body.coming, step), ""
        news.write(body, keyring, ["app"], by=by)
    return True


def app_off(keyring: Keyring, *, by: SignedIn) -> None:
    """The app counts no more."""
    with guard.changing(keyring) as body:
        if body.app is not None:
            body.app = None
            news.write(body, keyring, ["no app"], by=by)


def add_key(keyring: Keyring, key: Key, *, by: SignedIn) -> None:
    """A passkey counts from now on. Raises `guard.Full`."""
    with guard.changing(keyring) as body:
        if any(one.credential == key.credential for one in body.keys):
            return  # the same form, sent twice
        if len(body.keys) >= passkeys.MOST:
            raise guard.Full
        body.add(key)
        news.write(body, keyring, ["key"], by=by)


def remove_key(keyring: Keyring, id: str, *, by: SignedIn) -> None:
    """A passkey counts no more."""
    with guard.changing(keyring) as body:
        left = [one for one in body.keys if one.id != id]
        if len(left) < len(body.keys):
            body.keys = left
            news.write(body, keyring, ["no key"], by=by)


def renew_spare(keyring: Keyring, *, by: SignedIn) -> None:
    """Eight new spare codes instead of those there are, if there is a second step at all."""
    with guard.changing(keyring) as body:
        if body.on and body.kept:
            body.renew_spare()
            news.write(body, keyring, ["new spare"], by=by)


def keep_spare(keyring: Keyring) -> None:
    """They are written down, and are not shown again."""
    with guard.changing(keyring) as body:
        body.kept = True
