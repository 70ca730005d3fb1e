"""Thousands of requests that no page would send: each gets an answer, and never “something broke”.

What is sent grows out of what is there: real addresses with real and invented ids, the forms that
pages really hold with their values torn, doubled and swapped, and bodies that are no forms at all.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.full import FULL
from tests.trust import house as houses
from tests.trust.house import House, parameters
from tests.trust.visitor import Form, forms_of

REQUESTS = 100_000 if FULL else 3_000
SEED = 20_26
# So many requests build on one another; then everything is as it was.
STORY = 40
ROLES = ["member"] * 6 + ["other"] * 2
ROLES += ["stranger", "former", "pending", "unsettled", "anonymous"]
# A session that has ended shows no page any more: only now and then.
ENDING = {"sign_out", "exit", "cut_everything", "end_device", "leave_bond", "end_account"}
ENDINGS = ("/sign-out/", "/exit/", "/safety/cut/", "/end/", "/leave/", "/delete/", "/you/")

NASTY = [
    "", " ", "\x00", "a" * 5_000, "ü" * 3_000, "-1", "0", "99999999999999999999", "1e309", "NaN",
    "true", "null", "[]", "{}", "../../etc/passwd", "<script>alert(1)</script>", "{{ 7*7 }}",
    "'; DROP TABLE people_person; --", "%00", "%s%n%x", "\u202e\u0000\ufeff", "2026-02-30",
    "0000-00-00", "9999-12-31", "24:61", "12:00", "2026-11-22T12:00", "javascript:alert(1)",
    "//evil.example", "\r\nSet-Cookie: a=b", str(uuid.UUID(int=0)), "١٢٣", "Europe/Berlin",
    "Mars/Olympus", "a@b", "https://127.0.0.1/x", "\n\n\n", "partner", "sharing", "yes", "on",
]  # fmt: skip
QUERIES = ["", "", "", "?as=x", "?bond=1", f"?bond={uuid.UUID(int=7)}", "?way=apart&way=together"]
QUERIES += ["?form=", "?next=//evil.example", "?q=" + "z" * 900, "?" + "&".join("abc"), "?%ff=%00"]


@dataclass
class Fuzzer:
    """Sends what comes to its mind; `broken` tells of every answer that was no answer."""

    house: House
    chance: random.Random
    forms: dict[str, list[tuple[str, Form]]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def story(self, length: int) -> None:
        """So many requests, one upon the other, of which nothing stays."""
        with transaction.atomic():
            for _ in range(length):
                self.one()
            transaction.set_rollback(True)

    def one(self) -> None:
        """One request."""
        role = self.chance.choice(ROLES)
        method = self.chance.choices(["GET", "POST", "PUT", "HEAD"], [40, 55, 3, 2])[0]
        path = self._address()
        sent: dict[str, Any] = {}
        if method == "POST":
            path, sent = self._filled(role, path)
        client = self.house.client(role)
        with transaction.atomic():
            response = self._ask(client, method, path, sent)
        self.answers[response.status_code] += 1
        if response.status_code >= 500:
            self.broken.append(f"{response.status_code} {role} {method} {path} {sent!r:.300}")
        elif method == "GET" and response["Content-Type"].startswith("text/html"):
            found = forms_of(response.content.decode())
            self.forms.setdefault(role, []).extend((path, form) for form in found)
            del self.forms[role][:-400]

    def _ask(self, client: Client, method: str, path: str, sent: Any) -> Any:
        if method != "POST":
            return client.generic(method, path)
        kind = self.chance.random()
        if kind < 0.06:
            raw = self.chance.randbytes(self.chance.randint(0, 2_000))
            return client.generic(
                "POST", path, raw, self.chance.choice(["application/json", "multipart/form-data"])
            )
        if kind < 0.12:
            sent = {**sent, "photo": self._file()}
        htmx = {"HX-Request": "true"} if self.chance.random() < 0.3 else {}
        return client.post(path, sent, headers=htmx)

    def _file(self) -> SimpleUploadedFile:
        body = self.chance.choice([b"", b"\xff\xd8\xff", b"GIF89a", b"<svg onload=alert(1)>"])
        body += self.chance.randbytes(self.chance.randint(0, 400))
        return SimpleUploadedFile(self.chance.choice(["a.jpg", "../x.php", "\u202egpj.exe"]), body)

    def _address(self) -> str:
        names = [name for name in parameters() if name not in ENDING or self.chance.random() < 0.1]
        name = self.chance.choice(names)
        path = self.house.path(name)
        if self.chance.random() < 0.12 and (nothing := self.house.paths_to_nothing(name)):
            path = self.chance.choice(nothing)
        if "?" not in path:
            path += self.chance.choice(QUERIES)
        return path

    def _filled(self, role: str, path: str) -> tuple[str, dict[str, Any]]:
        known = self.forms.get(role)
        if not known or self.chance.random() < 0.15:
            return path, {str(name): self._value("") for name in self._names(known)}
        page, form = self.chance.choice(known)
        sent: dict[str, Any] = dict(form.filled())
        for name, options in form.options.items():
            if self.chance.random() < 0.7:
                sent[name] = [self.chance.choice(options)]
        for name in list(sent):
            torn = self.chance.random()
            if torn < 0.35:
                sent[name] = self._value(sent[name])
            elif torn < 0.42:
                del sent[name]
        # A form of one page may be sent to the address of another.
        target = form.action or page
        ends = any(part in target for part in ENDINGS) and self.chance.random() > 0.02
        if ends or target.startswith(("http", "#")) or self.chance.random() < 0.1:
            target = path
        return target, sent

    def _names(self, known: list[tuple[str, Form]] | None) -> list[str]:
        every = sorted({name for _, form in known or [] for name in form.names} | {"words", "id"})
        return self.chance.sample(every, min(len(every), self.chance.randint(0, 6)))

    def _value(self, before: Any) -> Any:
        kind = self.chance.random()
        if kind < 0.6:
            return self.chance.choice(NASTY)
        if kind < 0.75:
            return [self.chance.choice(NASTY) for _ in range(self.chance.randint(0, 4))]
        if kind < 0.9:
            return "".join(chr(self.chance.randint(1, 0x2FFF)) for _ in range(30))
        return before


def fuzzed(house: House, requests: int) -> Fuzzer:
    fuzzer = Fuzzer(house, random.Random(SEED))
    for _ in range(requests // STORY):
        fuzzer.story(STORY)
    return fuzzer


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def test_no_request_breaks_anything(house: House) -> None:
    fuzzer = fuzzed(house, REQUESTS)
    print(f"{REQUESTS} requests: {dict(sorted(fuzzer.answers.items()))}")
    assert not fuzzer.broken, "\n".join(fuzzer.broken[:20])
    # It has eyes only if much of it gets past the doors.
    assert fuzzer.answers[200] > REQUESTS * 0.2
    assert fuzzer.answers[302] + fuzzer.answers[303] > REQUESTS * 0.03


def test_a_page_that_breaks_would_be_seen(house: House) -> None:
    with mock.patch("nearer.keeps.jar.written", side_effect=ValueError):
        assert any("/jar/" in one for one in fuzzed(house, 1_200).broken)
