"""Between a right password and the second step: a state of its own that opens nothing.

The cookie is the one there is, with a new value. No device is signed in under it, so every page
takes its bearer for a visitor; only the page of the second step looks here.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

import seal
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.middleware import token_of

from .models import HalfIn, Person

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
LENGTH = 1800
"""Bytes of what is carried, so that nobody sees who comes with a recovery code."""


@dataclass(frozen=True)
class Half:
    """Somebody halfway in: their account and key, and the new password of a way back, if any."""

    row: HalfIn
    person: Person
    keyring: Keyring
    back: dict[str, str] | None


def _about(sid: bytes) -> list[bytes]:
    return [b"people_halfin", sid]


def _locks(person: Person) -> str:
    """What of an account must not have changed meanwhile: the password, and the keys."""
    return seal.mac(bytes(person.verifier), "halfway", bytes(person.public_key)).hex()


def begin(*, person: Person, keyring: Keyring, back: dict[str, str] | None) -> bytes:
    """Note that this password, or recovery code, was right; returns the new cookie's 32 bytes."""
    token, now = seal.random_key(), timezone.now()
    HalfIn.objects.filter(expires__lt=now).delete()
    sid, kek = seal.session_id(token), seal.session_kek(token)
    carried: dict[str, Any] = {
        "person": person.pk.hex,
        "locks": _locks(person),
        "until": (now + LASTS).timestamp(),
        "back": back,
        "pad": "",
    }
    carried["pad"] = "." * (LENGTH - len(json.dumps(carried)))
    HalfIn.objects.create(
        sid=sid,
        wrapped=keyring.rewrap(kek, _about(sid)),
        carried=seal.seal(seal.derive(kek, "halfway"), json.dumps(carried).encode(), _about(sid)),
        expires=signed_in.coarse(now + LASTS) + signed_in.GRAIN,
    )
    return token


def find(request: HttpRequest) -> Half | None:
    """Who is halfway in with this cookie; None if nobody, or the time or the tries are over."""
    token = token_of(request)
    return None if token is None else of(token)


def of(token: bytes) -> Half | None:
    """The same by the cookie itself."""
    sid, kek = seal.session_id(token), seal.session_kek(token)
    row = HalfIn.objects.filter(sid=sid, tries__lt=MOST_TRIES).first()
    return _opened(row, kek) if row else None


def _opened(row: HalfIn, kek: bytes) -> Half | None:
    about = _about(bytes(row.sid))
    try:
        private = seal.unwrap(kek, bytes(row.wrapped), about)
        plain = seal.open(seal.derive(kek, "halfway"), bytes(row.carried), about)
    except seal.Tampered:
        return None
    carried = json.loads(plain)
    person = Person.objects.filter(pk=uuid.UUID(carried["person"])).first()
    if person is None or timezone.now().timestamp() >= carried["until"]:
        return None
    if not seal.same(_locks(person).encode(), carried["locks"].encode()):
        return None
    return Half(row, person, Keyring(person.pk, private), carried["back"])


def try_once(half: Half) -> int:
    """Count a try, before it is made; returns how many are left after it, -1 if none was."""
    alive = HalfIn.objects.filter(pk=half.row.pk, tries__lt=MOST_TRIES)
    if not alive.update(tries=F("tries") + 1):
        return -1
    return MOST_TRIES - HalfIn.objects.get(pk=half.row.pk).tries


def use_up(half: Half) -> bool:
    """End this state, within the transaction that opens the door; False if it is over already."""
    return HalfIn.objects.filter(pk=half.row.pk).delete()[0] > 0


def forget(request: HttpRequest) -> None:
    """Whoever signs out, or in anew, is not halfway in any more."""
    token = token_of(request)
    if token is not None:
        HalfIn.objects.filter(sid=seal.session_id(token)).delete()
