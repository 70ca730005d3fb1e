"""What watches over a way in: opening it, changing it, sealing it always at the same length."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

import seal
from nearer.vault.fields import NoKey
from nearer.vault.keyring import Keyring

from . import zone
from .models import Guard, Person

LENGTH = 8000
"""Bytes of what is sealed, whatever it says; one step of the padding below 8 KB."""
SPARE, REMEMBERED = 8, 12
LENGTH_OF_KEYS = 5600
"""Bytes that all passkeys may take: were it full, nothing could be sealed, and nobody come in."""


class Damaged(Exception):
    """It is not there, or does not open: nobody knows any more whether there is a second step."""


class Full(Exception):
    """There is no room for one more."""


@dataclass
class App:
    """An app that makes six digits: its secret (hex), and the last step whose digits were taken."""

    secret: str
    step: int = -1

    @property
    def bytes(self) -> bytes:
        """The secret itself."""
        return bytes.fromhex(self.secret)


@dataclass
class Key:
    """A passkey: what it is called, what it is checked with (base64url), where it works."""

    name: str
    credential: str
    public: str
    place: str
    day: str
    count: int = 0
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])


@dataclass
class News:
    """Something that happened to the way in, on which day, and on which device."""

    what: str
    day: str
    by: str
    seen: bool = False
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])


@dataclass
class Body:
    """What a guard holds."""

    app: App | None = None
    coming: str = ""
    keys: list[Key] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)
    kept: bool = True
    news: list[News] = field(default_factory=list)

    @property
    def on(self) -> bool:
        """Whether a password alone is not enough."""
        return self.app is not None or bool(self.keys)

    def settle(self, was_on: bool) -> None:
        """After a change: spare codes come with the first thing that they can stand in for."""
        if self.on and not was_on:
            self.renew_spare()
        if not self.on:
            self.spare, self.kept = [], True

    def add(self, key: Key) -> None:
        """One more passkey; raises `Full`. What happens later always has room beside them."""
        self.keys.append(key)
        if _bytes([asdict(one) for one in self.keys]) > LENGTH_OF_KEYS:
            raise Full

    def renew_spare(self) -> None:
        """Eight new codes, shown until they are kept; the old ones are nothing any more."""
        self.spare, self.kept = [seal.short_code() for _ in range(SPARE)], False

    def tell(self, what: str, *, day: str, by: uuid.UUID | None) -> None:
        """Put something into the news; what happened again on one day is said once."""
        where = by.hex if by else ""
        same = [n for n in self.news if (n.what, n.day, n.by, n.seen) == (what, day, where, False)]
        if not same:
            self.news = [*self.news, News(what, day, where)][-REMEMBERED:]


def _read(value: dict[str, Any]) -> Body:
    return Body(
        app=App(**value["app"]) if value["app"] else None,
        coming=value["coming"],
        keys=[Key(**one) for one in value["keys"]],
        spare=value["spare"],
        kept=value["kept"],
        news=[News(**one) for one in value["news"]],
    )


def _bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _written(body: Body) -> dict[str, Any]:
    value = {**asdict(body), "pad": ""}
    missing = LENGTH - _bytes(value)
    if missing < 0:
        raise Full
    return {**value, "pad": "." * missing}


def look(keyring: Keyring) -> Body:
    """What watches over this person's way in; raises `Damaged`."""
    row = Guard.objects.filter(person=keyring.person).first()
    if row is None:
        raise Damaged
    try:
        return _read(row.body.open(keyring))
    except (seal.Tampered, NoKey, KeyError, TypeError):
        raise Damaged from None


def asks(keyring: Keyring) -> bool:
    """Whether somebody whose password was right has to take a second step, or show their code."""
    try:
        return look(keyring).on
    except Damaged:
        return True


def seen(keyring: Keyring) -> Body:
    """The same for the pages of somebody who is in: what is damaged there stands for nothing."""
    try:
        return look(keyring)
    except Damaged:
        return Body()


@contextmanager
def changing(keyring: Keyring, *, afresh: bool = True) -> Iterator[Body]:
    """What can be changed while nobody else does; sealed anew in the end, changed or not.

    Raises `Full`, and then nothing was changed. What was damaged begins empty, and asks for no
    second step: only for somebody who is in, or has shown their recovery code. DANGER: for others
    `afresh` has to be False, and it raises `Damaged`.
    """
    with transaction.atomic():
        mine = Person.objects.select_for_update().get(pk=keyring.person)
        row = Guard.objects.filter(person=mine).first()
        row = row or Guard(person=mine, space=mine.pk, author=mine.pk)
        body = _to_change(keyring) if afresh else look(keyring)
        was_on = body.on
        yield body
        body.settle(was_on)
        _put(row, body, keyring)


def _to_change(keyring: Keyring) -> Body:
    try:
        return look(keyring)
    except Damaged:
        body = Body()
        body.tell("renewed", day=zone.today(keyring).isoformat(), by=None)
        return body


def begin(person: Person, keyring: Keyring) -> None:
    """Give a new account its guard, which watches over nothing yet."""
    _put(Guard(person=person, space=person.pk, author=person.pk), Body(), keyring)


def _put(row: Guard, body: Body, keyring: Keyring) -> None:
    row.seal(keyring, body=_written(body))
    row.save()
