"""Passkeys as a second step (WebAuthn): what a browser is asked, and whether its answer holds.

A passkey is bound to the host it was made on. It proves that somebody is there with their device;
it holds no key of ours, and opens nothing.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

import seal
from nearer import pepper

from .guard import Key

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

# The library is loaded when first used: it takes a quarter of a second, and most never need it.

MOST = 8
LONGEST_ANSWER = 20_000
LONGEST_KEY = 1500


@dataclass(frozen=True)
class Place:
    """Where passkeys belong to: the host, and the address as the browser says it."""

    host: str
    origin: str


def place(request: HttpRequest) -> Place | None:
    """Where a request came to; None where browsers allow no passkeys: http, or a bare number."""
    # get_host has refused whatever is not in ALLOWED_HOSTS.
    address = request.get_host()
    host = address.rsplit(":", 1)[0] if not address.endswith("]") else address
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        here = host == "localhost" or host.endswith(".localhost")
        if request.is_secure() or here:
            return Place(host, f"{request.scheme}://{address}")
    return None


def challenge(what: str, *parts: bytes) -> bytes:
    """32 bytes for one occasion. They follow from it, so that drawing a page stores nothing."""
    return seal.mac(pepper.pepper(), f"passkey {what}", *parts)


def _known(keys: list[Key]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in keys]


def to_make(*, where: Place, name: str, user: bytes, keys: list[Key], asked: bytes) -> str:
    """What a browser needs to make one (JSON). `user`: 32 bytes that tell nothing."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=where.host,
        rp_name="Nearer",
        user_name=name,
        user_id=user,
        challenge=asked,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_known(keys),
    )
    return webauthn.options_to_json(options)


def to_use(*, where: Place, keys: list[Key], asked: bytes) -> str:
    """What a browser needs to use one of these (JSON)."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=where.host,
        challenge=asked,
        allow_credentials=_known(keys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return webauthn.options_to_json(options)


def made(answer: str, *, where: Place, asked: bytes, name: str, day: str) -> Key | None:
    """The passkey that a browser has just made, or None if its answer does not hold."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    credential = _read(answer)
    if credential is None:
        return None
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=asked,
            expected_rp_id=where.host,
            expected_origin=where.origin,
        )
    except Exception:  # noqa: BLE001 - bytes from outside may break a reader of CBOR anyhow
        return None
    if len(found.credential_id) + len(found.credential_public_key) > LONGEST_KEY:
        return None
    return Key(
        name=name,
        credential=bytes_to_base64url(found.credential_id),
        public=bytes_to_base64url(found.credential_public_key),
        place=where.host,
        day=day,
        count=found.sign_count,
    )


def used(answer: str, *, where: Place, asked: bytes, keys: list[Key]) -> bool:
    """Whether one of these passkeys has answered; its count goes on."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes

    credential = _read(answer) or {}
    key = next((k for k in keys if k.credential == credential.get("id")), None)
    if key is None or key.place != where.host:
        return False
    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=asked,
            expected_rp_id=where.host,
            expected_origin=where.origin,
            credential_public_key=base64url_to_bytes(key.public),
            credential_current_sign_count=key.count,
        )
    except Exception:  # noqa: BLE001 - as above
        return False
    key.count = found.new_sign_count
    return True


def _read(answer: str) -> dict[str, Any] | None:
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        value = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
