"""Two people of one house: Ann does something, and everything that reaches Ben is laid side by side
with what reaches him when she does nothing.

Clock and chance are the same both times, so that nothing has to be taken out before comparing: not
even the tokens of forms differ.
"""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client, TestCase
from django.urls import Resolver404, resolve, reverse

from nearer import pepper
from nearer.live import hub
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import Player
from tests.full import FULL
from tests.trust import house as houses
from tests.trust import tables
from tests.trust.house import WORDS, House, Response, body, parameters
from tests.trust.visitor import forms_of

SOON = timedelta(minutes=20)
LATER = (SOON, timedelta(days=1), timedelta(days=9))
"""How long after Ann's deed Ben looks."""
ROOM = timedelta(hours=2)
"""So long Ann may take over what she does."""
OF_ONE_KIND = 3 if FULL else 1
"""So many pages of the catalogue, and of numbers in an address, stand for all of their kind."""
MORE_FOR_EVER = {"question", "more", "pages", "calm", "turn"}
"""Queries that lead to the next one, for ever."""
NOT_COMPARED = {"live_clock", "exit", "feed"}
"""The server's own clock, what leads away, and Ann's own calendar, whose address is a secret."""
LINK = re.compile(r'(?:href|src|hx-get|data-src)="([^"#]+)')


Seen = dict[str, tuple[object, ...]]
USE = {"vault_signedin": {"last_used"}}


@dataclass
class Scene:
    """The house, what time it is, and what Ann needs for what she does."""

    house: House
    ann: Player
    ben: Player
    now: datetime
    extra: dict[str, Any] = field(default_factory=dict)
    bens_own: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    without_effect: list[Deed] = field(default_factory=list)

    def path(self, name: str, **given: Any) -> str:
        """An address; what is not given points at things of Ann's."""
        return reverse(name, kwargs={**self.house.arguments(name), **given})

    def get(self, name: str, query: str = "", **given: Any) -> Response:
        """Ann opens a page, and it is there."""
        response = self.ann.client.get(self.path(name, **given) + query)
        assert response.status_code < 400, (name, response.status_code)
        body(response)
        return response

    def post(self, name: str, form: dict[str, Any] | None = None, **given: Any) -> Response:
        """Ann sends a form, and it is taken."""
        response = self.ann.client.post(self.path(name, **given), form or {})
        assert response.status_code < 400, (name, response.status_code, body(response)[-3000:])
        return response

    def fill(self, path: str, *names: str, at: str = "", **typed: Any) -> Response:
        """Ann opens a page, fills in the form that has these fields, and it is taken."""
        opened = self.ann.client.get(path)
        forms = [f for f in forms_of(body(opened)) if {*names} <= f.names and at in f.action]
        assert forms, (path, opened.status_code, names)
        action = urljoin(path, forms[0].action)
        response = self.ann.client.post(action, forms[0].filled(**typed))
        assert response.status_code < 400, (path, response.status_code, body(response)[-3000:])
        return response

    @contextmanager
    def time(self) -> Iterator[None]:
        """The clock of this scene."""

        def now() -> datetime:
            return self.now

        with mock.patch("django.utils.timezone.now", now):
            yield

    def it_is(self, now: datetime) -> None:
        """Time has gone by, and Ben has signed in anew meanwhile."""
        self.now = now
        _have_just_come(SignedIn.objects.filter(person=self.ben.id), now)


def _have_just_come(rows: QuerySet[SignedIn], now: datetime) -> None:
    moment = signed_in.coarse(now)
    until = moment + timedelta(days=settings.SIGNED_IN_DAYS)
    rows.update(last_used=moment, confirmed=moment, expires=until)


Deed = Callable[[Scene], object]


def build() -> Scene:
    """Everybody is in, and things wait for both of them."""
    house = houses.build()
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    # Soon after midnight noon is many hours away, and they would long be signed out.
    _have_just_come(SignedIn.objects.all(), noon)
    return Scene(house, house.people["member"], house.ben, noon)


@dataclass
class _Hub:
    """Stands in for the server's streams, and notes whom it would have told."""

    told: list[Any]

    def moved(self, message: Any) -> None:
        self.told.append(message)


@contextmanager
def _the_same_chance(seed: str) -> Iterator[None]:
    """What is drawn by lot while a page is made depends on its address alone."""
    lot = random.Random(seed)

    with mock.patch("os.urandom", lot.randbytes), mock.patch("secrets.choice", lot.choice):
        yield


def _kind(path: str) -> tuple[object, ...] | None:
    """What stands for the same kind of page; None for what is not ours."""
    parts = urlsplit(path)
    if not path.startswith("/") or path.startswith((settings.STATIC_URL, "//")):
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ("nowhere", parts.path)
    query = parse_qs(parts.query, keep_blank_values=True)
    asked = tuple((k, "" if k in MORE_FOR_EVER else v[0]) for k, v in sorted(query.items()))
    words = WORDS | {"idea", "card"}
    if found.url_name in NOT_COMPARED - {"feed"}:
        return None
    things = tuple(str(value) for name, value in found.kwargs.items() if name not in words)
    of_the_catalogue = bool(words & found.kwargs.keys())
    return (found.url_name, things, tuple(k for k, _ in asked) if of_the_catalogue else asked)


def crawl(client: Client, begin: list[str]) -> Seen:
    """Every page that can be reached by reading: its status, its headers and its bytes."""
    seen: Seen = {}
    many: dict[tuple[object, ...], int] = {}
    queue = list(begin)
    while queue:
        path = queue.pop(0)
        kind = _kind(path)
        if kind is None or path in seen or many.get(kind, 0) >= OF_ONE_KIND:
            continue
        with _the_same_chance(path):
            response = client.get(path)
            text = body(response)
        if response.status_code == 405:
            continue
        many[kind] = many.get(kind, 0) + 1
        seen[path] = (response.status_code, sorted(response.items()), text)
        if "html" in response.get("Content-Type", ""):
            links = (urljoin(path, unescape(link)) for link in LINK.findall(text))
            queue += [link for link in links if link not in seen]
    return seen


def due(person: uuid.UUID) -> dict[str, list[str]]:
    """Every row from which notices to somebody are made: how many, and when."""
    mark = pepper.blind_index("reminders of", person.hex)
    rows = {name: tables.rows(name) for name in tables.names() if name.startswith("reminders_")}
    return {
        name: sorted(repr(row) for row in held if bytes(row.get("owner") or b"") == mark)
        for name, held in rows.items()
    }


def what_reaches_ben(scene: Scene, deeds: Sequence[Deed], after: timedelta) -> Seen:
    """Everything, if Ann does this and Ben looks so much later. Then it is as if it never was.

    `scene.without_effect` gets the deeds that changed nothing in the database.
    """
    told: list[Any] = []
    begin = ["/", *scene.bens_own, *addresses(scene)]
    then, cookies = scene.now, dict(scene.ann.client.cookies)
    streams = mock.patch.object(hub, "here", return_value=_Hub(told))
    with scene.time(), streams, transaction.atomic():
        for deed in deeds:
            before = tables.fingerprint(but=USE)
            with TestCase.captureOnCommitCallbacks(execute=True):
                deed(scene)
            if tables.fingerprint(but=USE) == before:
                scene.without_effect.append(deed)
        scene.it_is(then + ROOM + after)
        seen = crawl(scene.ben.client, begin)
        seen["due"] = (due(scene.ben.id),)
        seen["streams"] = tuple(one.sitting for one in told if scene.ben.id in one.people)
        transaction.set_rollback(True)
    scene.now = then
    scene.ann.client.cookies.clear()
    scene.ann.client.cookies.update(cookies)
    return seen


def addresses(scene: Scene) -> list[str]:
    """The address of everything that Ann has, or had in the beginning; Ben may know it."""
    if not scene.known:
        names = [name for name in parameters() if name not in NOT_COMPARED]
        scene.known = [scene.house.path(name) for name in names]
    return scene.known


def differences(one: Seen, other: Seen) -> list[str]:
    """Pages that are not the same, byte for byte."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
