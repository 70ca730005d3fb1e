"""Messages that only one browser can read, and tickets that only this server can make."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import http_ece  # type: ignore[import-untyped]
import py_vapid  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

import seal

SECRET = bytes(range(32))


def test_a_secret_always_gives_the_same_key_and_another_gives_another() -> None:
    assert seal.push_key(SECRET) == seal.push_key(SECRET)
    assert seal.push_key(SECRET) != seal.push_key(bytes(32))
    # Frozen: browsers subscribe to the public half of it, and would have to do so anew.
    assert seal.push_key(SECRET).hex() == FROZEN


FROZEN = "6aedbb9d17dd316be80a7d0841e9b1e5e7db4e3b0670e598219334118de13904"


def test_the_browser_of_the_standard_reads_what_we_send() -> None:
    # The receiver of RFC 8291, section 5 and appendix A.
    private = int.from_bytes(read("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big")
    auth = read("BTBZMqHH6r4Tts7J_aSIgg")
    key = ec.derive_private_key(private, ec.SECP256R1())
    public = read(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )
    plain = b"When I grow up, I want to be a watermelon"

    message = seal.push_message(plain, public=public, auth=auth)

    assert http_ece.decrypt(message, private_key=key, auth_secret=auth) == plain
    assert message != seal.push_message(plain, public=public, auth=auth)
    with pytest.raises(http_ece.ECEException):
        http_ece.decrypt(message, private_key=key, auth_secret=bytes(16))


def test_what_a_browser_can_not_have_said_is_refused() -> None:
    public, auth = seal.push_public(seal.push_key(SECRET)), bytes(16)
    seal.require_push_public(public, auth)
    for one, other in [
        (b"", auth),
        (public[:-1], auth),
        (b"\x04" + bytes(64), auth),
        (b"\x02" + public[1:], auth),
        (public, b""),
        (public, bytes(17)),
    ]:
        with pytest.raises(ValueError, match=r"."):
            seal.push_message(b"", public=one, auth=other)


def test_a_message_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        seal.push_message(
            bytes(3001), public=seal.push_public(seal.push_key(SECRET)), auth=bytes(16)
        )


def test_a_ticket_is_for_one_service_and_checked_with_the_public_key() -> None:
    key, until = seal.push_key(SECRET), datetime.now(UTC) + timedelta(hours=1)
    ticket = seal.push_ticket(
        key, audience="https://push.example.org", contact="mailto:a@example.org", until=until
    )
    token, public = ticket.removeprefix("vapid t=").split(",k=")

    assert read(public) == seal.push_public(key)
    assert py_vapid.jwt.decode(token, public) == {
        "aud": "https://push.example.org",
        "exp": int(until.timestamp()),
        "sub": "mailto:a@example.org",
    }
    with pytest.raises(ValueError, match="contact"):
        seal.push_ticket(key, audience="https://push.example.org", contact="nobody", until=until)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.push_public(bytes(31))


def read(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
