"""Browsers that take notices: what they subscribe with, and letting go of them."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

import seal
from nearer import pepper

from . import endpoints
from .channels import PUSH, Way, keep, rows


class NoBrowser(ValueError):
    """What was sent does not say how to reach a browser."""


def push_key() -> bytes:
    """The private key by which push services know this server; it comes from the server's own."""
    return seal.push_key(pepper.pepper())


def public_key() -> str:
    """What a browser subscribes with, in the spelling that it wants."""
    return spelled(seal.push_public(push_key()))


def spelled(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unspelled(text: str) -> bytes:
    """The bytes again; raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NoBrowser("not base64url") from None


@transaction.atomic
def add_push(
    *, person: uuid.UUID, subscription: Mapping[str, Any], label: str, device: str = ""
) -> Way:
    """Take a browser's subscription ({endpoint, keys: {p256dh, auth}}); the same one counts once.

    `device` names the sign-in that it came with. Raises `NoBrowser`, `endpoints.NotAllowed`.
    """
    endpoint, public, auth = _parts(subscription)
    endpoints.read(endpoint)
    try:
        seal.require_push_public(unspelled(public), unspelled(auth))
    except ValueError:
        raise NoBrowser("not the keys of a browser") from None
    body = {
        "kind": PUSH,
        "endpoint": endpoint,
        "public": public,
        "auth": auth,
        "label": label[:80],
        "device": device,
    }
    return keep(person, endpoint, body)


def _parts(subscription: Mapping[str, Any]) -> tuple[str, str, str]:
    keys = subscription.get("keys")
    if not isinstance(keys, Mapping):
        raise NoBrowser("no keys")
    found = (subscription.get("endpoint"), keys.get("p256dh"), keys.get("auth"))
    if not all(isinstance(one, str) and one.isascii() and len(one) <= 1000 for one in found):
        raise NoBrowser("not a subscription")
    return found  # type: ignore[return-value]


def forget_device(*, person: uuid.UUID, device: str) -> None:
    """Close the ways to the browser that was signed in under this name."""
    for row, body in rows(person, PUSH):
        if device and body.get("device") == device:
            row.delete()


def forget_named(*, person: uuid.UUID, label: str, but: str) -> None:
    """Close the ways to all browsers that call themselves so, except to the device `but`."""
    for row, body in rows(person, PUSH):
        if body.get("label") == label and (not but or body.get("device") != but):
            row.delete()
