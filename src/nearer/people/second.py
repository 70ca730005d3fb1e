"""The second step itself: digits of an app, a spare code, a passkey, or what stands in for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

import seal

from . import guard, known, limits, news, passkeys, passwords
from .guard import Body, Key
from .halfway import Half
from .models import Person

MOST_GUESSES = 10
"""Within an hour, of an app's digits, from browsers that are not known."""
SHORT = 8

Proof = Callable[[Body], bool]
"""Looks whether what was given is right, and uses it up in what it is given."""


@dataclass(frozen=True)
class Given:
    """What came with the form, and from where."""

    code: str
    answer: str
    place: passkeys.Place | None
    device: bytes | None


def question(half: Half) -> bytes:
    """What a passkey has to sign for this one coming in."""
    return passkeys.challenge("to come in", half.row.pk.bytes)


def here(body: Body, place: passkeys.Place | None) -> list[Key]:
    """The passkeys that work where the browser is."""
    return [key for key in body.keys if place is not None and key.place == place.host]


def proof(half: Half, given: Given) -> Proof:
    """How to look at what was given, once nobody else can. Raises `limits.Limited`.

    Only the digits have a budget: they alone could be guessed, and whoever has used it up for
    somebody else leaves them their passkey, their spare codes, and the browsers they know.
    """
    if lost(half):
        return lambda _: _by_recovery_code(half, given.code)
    if given.answer:
        return lambda body: _by_key(body, half, given)
    if not _looks_like_digits(given.code):
        return lambda body: _by_spare(body, half, given.code)
    _spend(half.person, given.device)
    return lambda body: _by_app(body, half.person, given)


def lost(half: Half) -> bool:
    """Whether nobody can tell any more what the second step was."""
    try:
        guard.look(half.keyring)
    except guard.Damaged:
        return True
    return False


def _by_recovery_code(half: Half, code: str) -> bool:
    """It is not spent by this. Without it a row that was deleted would be a way past the step."""
    return passwords.unlock_with_code(half.person, code) is not None


def _looks_like_digits(code: str) -> bool:
    return len("".join(code.split())) < SHORT


def _budget(person: Person, device: bytes | None) -> tuple[str, bytes, int]:
    if device is not None and known.known(device, [person]):
        return limits.SECOND_KNOWN, known.mark(device, person), limits.TRIES
    return limits.SECOND, person.pk.bytes, MOST_GUESSES


def _spend(person: Person, device: bytes | None) -> None:
    what, whose, most = _budget(person, device)
    limits.spend(what, whose, most)


def _by_app(body: Body, person: Person, given: Given) -> bool:
    if not take_digits(body, given.code):
        return False
    what, whose, _ = _budget(person, given.device)
    limits.give_back(what, whose)
    return True


def take_digits(body: Body, typed: str) -> bool:
    """Whether these are digits of the app now, that were not taken before."""
    if body.app is None:
        return False
    now = timezone.now().timestamp()
    step = seal.onetime_step(body.app.bytes, typed, now=now, after=body.app.step)
    if step is None:
        return False
    body.app.step = step
    return True


def _by_spare(body: Body, half: Half, typed: str) -> bool:
    try:
        code = seal.read_code(typed).encode()
    except ValueError:
        return False
    found = [one for one in body.spare if seal.same(one.encode(), code)]
    if not found:
        return False
    body.spare = [one for one in body.spare if one not in found]
    news.write(body, half.keyring, ["spare"], by=None)
    return True


def _by_key(body: Body, half: Half, given: Given) -> bool:
    if given.place is None:
        return False
    return passkeys.used(
        given.answer, where=given.place, asked=question(half), keys=here(body, given.place)
    )
