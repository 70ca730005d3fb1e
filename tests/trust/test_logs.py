"""The log: one line for one event, in UTC, without a word of anybody's, whatever happens."""

from __future__ import annotations

import io
import logging
import logging.config
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client

from nearer.safety.logs import WordlessFormatter
from tests.cast import PASSWORD, Player
from tests.trust import house as houses
from tests.trust.house import CANARIES, House, parameters

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [A-Z]+ [\w.]+ \w+:\d+( .*)?")
LOGGING: dict[str, Any] = settings.LOGGING
EVIL = "kxline\nERROR django.request forged:1\r\n\x1b[31mkxcolour\u2028kxmore\x00"


@contextmanager
def listening(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    """Everything that any logger says, from DEBUG on, as this formatter writes it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(formatter)
    loggers = [logging.getLogger(), *map(logging.getLogger, LOGGING["loggers"])]
    loggers += [logging.getLogger(n) for n in ("django.db.backends", "asyncio", "uvicorn", "PIL")]
    before = [(one, one.level, one.disabled) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.addHandler(handler)
        one.disabled = False
    try:
        yield said
    finally:
        for one, level, disabled in before:
            one.removeHandler(handler)
            one.setLevel(level)
            one.disabled = disabled


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("nearer", logging.ERROR, __file__, 7, message, args, None)


def test_a_line_has_its_moment_in_utc() -> None:
    one = record("x")
    one.created, one.msecs = 1_795_000_000.25, 250.0

    assert WordlessFormatter().format(one).startswith("2026-11-18T11:06:40.250Z ERROR nearer ")


def test_one_event_is_one_line() -> None:
    """Nobody forges a line, by words, by a name, or by what an exception says."""
    with pytest.raises(ValueError, match="kxline") as raised:
        raise ValueError(EVIL)
    one = record("%s", EVIL)
    one.exc_info = (ValueError, raised.value, raised.value.__traceback__)

    line = WordlessFormatter().format(one)

    assert len(line.splitlines()) == 1
    assert "kx" not in line
    assert LINE.fullmatch(line)
    assert logging.Formatter().format(one).count("kxline") >= 2, "another would have told it"


def test_it_writes_to_one_place() -> None:
    handlers = LOGGING["handlers"]

    assert {one["class"] for one in handlers.values()} == {"logging.StreamHandler"}
    assert {one["formatter"] for one in handlers.values()} == {"plain"}
    named = {name for one in LOGGING["loggers"].values() for name in one["handlers"]}
    assert named | set(LOGGING["root"]["handlers"]) == {"console"}


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def use(house: House) -> None:
    """Every address, read and written to, with words that must not be repeated."""
    for role in ("anonymous", "member"):
        client = house.client(role)
        for name in sorted(set(parameters()) - {"exit", "sign_out", "cut_everything"}):
            path = house.path(name)
            client.get(path, {"q": EVIL})
            form = {"words-it": EVIL, "email": "kxmail@example.org", "password": "kxpassword here"}
            if role == "anonymous":
                client.post(path, form, headers={"User-Agent": "kxagent", "Referer": "kxreferer"})
    Client().post("/sign-in/", {"email": "kxmail@example.org", "password": PASSWORD})


def words(house: House) -> list[str]:
    kept = [word for word, _ in CANARIES.values()]
    codes = [*house.codes, *(one.token.hex() for one in house.people.values())]
    cookies = [c.value for one in house.people.values() for c in one.client.cookies.values()]
    return ["kx", PASSWORD, "@example.org", *kept, *codes, *cookies]


def test_at_its_loudest_it_repeats_nothing(house: House) -> None:
    with listening(WordlessFormatter()) as said:
        use(house)
    text = said.getvalue()

    assert len(text.splitlines()) > 500
    assert [word for word in words(house) if word in text] == []
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []


def test_an_ordinary_log_would_have_told(house: House) -> None:
    with listening(logging.Formatter("%(message)s")) as said:
        use(house)

    assert {"kx", "@example.org"} - {w for w in words(house) if w in said.getvalue()} == set()


def test_an_unexpected_fault_leaves_a_line_and_none_of_its_words(ann: Player) -> None:
    with (
        listening(WordlessFormatter()) as said,
        mock.patch("nearer.people.you_views.zone.now", side_effect=RuntimeError("kxfault")),
    ):
        answer = Client(raise_request_exception=False)
        answer.cookies.update(ann.client.cookies)
        assert answer.get("/you/").status_code == 500
    text = said.getvalue()

    assert "ERROR django.request" in text
    assert "RuntimeError at " in text
    assert "you_views.py" in text
    assert "kx" not in text
