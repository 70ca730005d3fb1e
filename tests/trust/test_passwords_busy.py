"""A flood of sign-ins takes neither the memory nor anybody's words: few passwords at a time, and
whoever finds no place is asked kindly to try again."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

import pytest
from django.test import Client

import seal
from nearer.people.models import Person
from nearer.people.passwords import lock_with_code
from nearer.vault.models import SignedIn
from seal import passwords
from tests.cast import PASSWORD, Player
from tests.serving import Server
from tests.trust import tables
from tests.trust.house import Response, body
from tests.trust.visitor import Visitor

COSTS = seal.KdfParameters(8192, 1, 1)


class Counting:
    """Stands in for Argon2 and notes how many run at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    def __call__(self, *_: object) -> bytes:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self._lock:
            self.now -= 1
        return bytes(32)


def flood(count: int) -> int:
    """The most derivations that ran at once while `count` threads asked for one each."""
    counting = Counting()

    def ask(n: int) -> None:
        with suppress(seal.Busy):
            seal.password_root(f"{n}", bytes(16), COSTS)

    with mock.patch("seal.passwords._argon2id", counting), ThreadPoolExecutor(count) as pool:
        list(pool.map(ask, range(count)))
    return counting.most


def test_no_more_than_two_passwords_are_worked_on_at_once() -> None:
    assert flood(24) == 2


def test_without_the_bound_many_would_be() -> None:
    with mock.patch("seal.passwords._turns", passwords.Turns(places=24, seconds=10)):
        assert flood(24) > 2


@contextmanager
def all_places_taken() -> Iterator[None]:
    turns = passwords.Turns(places=1, seconds=0.01)
    with mock.patch("seal.passwords._turns", turns), turns.one():
        yield


def asked_kindly(response: Response) -> bool:
    return response.status_code in {422, 503} and "try once more" in body(response)


@pytest.mark.django_db
def test_signing_up_gives_back_what_was_typed() -> None:
    form = {
        "name": "Ann",
        "email": "ann@example.org",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "age": "adult",
    }
    with all_places_taken():
        answer = Client().post("/join/", form)

    assert asked_kindly(answer)
    assert 'value="Ann"' in body(answer)
    assert 'value="ann@example.org"' in body(answer)
    assert PASSWORD not in body(answer)
    assert not Person.objects.exists()
    assert Client().post("/join/", form).status_code == 302


def test_signing_in_gives_back_the_address_and_the_words_that_were_carried(ann: Player) -> None:
    form = {
        "email": ann.email,
        "password": PASSWORD,
        "again": "yes",
        "next": "/begin/to-myself/",
        "kept-words-inside": "kxcarried",
    }
    with all_places_taken():
        answer = Client().post("/sign-in/", form)

    assert asked_kindly(answer)
    assert ann.email in body(answer)
    assert "kxcarried" in body(answer)
    later = Client().post("/sign-in/", form)
    assert later.status_code == 200
    assert "kxcarried" in body(later)


def test_coming_back_with_a_code_spends_nothing(ann: Player) -> None:
    code = seal.recovery_code()
    person = ann.person
    lock_with_code(person, ann.keyring, code)
    person.save()
    form = {
        "email": ann.email,
        "code": code,
        "password": "another quiet river",
        "password_again": "another quiet river",
    }
    before = tables.fingerprint()

    with all_places_taken():
        answer = Client().post("/recover/", form)

    assert asked_kindly(answer)
    assert tables.fingerprint() == before
    assert SignedIn.objects.filter(person=ann.id).exists()
    assert Client().post("/recover/", form).status_code == 302


def test_a_wrong_address_waits_for_a_place_too(ann: Player) -> None:
    """Otherwise a busy server would tell which addresses have an account."""
    for email in (ann.email, "nobody@example.org"):
        with all_places_taken():
            answer = Client().post("/sign-in/", {"email": email, "password": PASSWORD})
        assert asked_kindly(answer)


def test_pages_that_need_no_password_go_on(ann: Player) -> None:
    with all_places_taken():
        assert ann.client.get("/").status_code == 200
        assert Client().get("/help/").status_code == 200


def high_water(server: Server) -> int:
    """The most memory that the server has ever held, in MB."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has this")
def test_fifty_at_once_take_the_memory_of_a_few(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.start()
    visitor = Visitor(server.url)
    visitor.sign_up("Ann", "ann@example.org", PASSWORD)
    before = high_water(server)

    def guess(number: int) -> int:
        who = Visitor(server.url)
        who.go("/sign-in/")
        # Names of their own, so that each of them is tried and none stopped by its budget.
        who.send(who.form("email", "password"), email=f"{number}@example.org", password=PASSWORD)
        who.close()
        return who.page.status_code

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(guess, range(50)))

    assert set(statuses) <= {200, 401, 422, 503}, statuses
    # Two at 64 MB each, and what fifty pages need; all at once would be 3,200.
    assert high_water(server) - before < 300
    visitor.close()
    server.stop()
