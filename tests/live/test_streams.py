"""Streams of the real server: who gets one, what goes over it, and when it ends."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from nearer.live import limits
from nearer.vault.signed_in import COOKIE
from tests.live.reading import Reader, until
from tests.serving import Server
from tests.trust.visitor import Visitor

PASSWORD = "quiet rivers carry lanterns"
ROUND = 20
"""Seconds: within one of them an ended session loses its stream."""


@dataclass
class House:
    """A server, two who share a bond, and one who must hear nothing of it."""

    server: Server
    ann: Visitor
    ben: Visitor
    cleo: Visitor
    bond: str = ""
    others: list[Visitor] = field(default_factory=list)

    def begin(self) -> str:
        """Ann begins something with Ben; returns its id."""
        self.ann.go(f"/begin/laugh/?bond={self.bond}&way=in-step")
        self.ann.send(self.ann.form("slot"), words__silliest="A coat")
        found = re.match(r"/sittings/([0-9a-f-]{36})/", self.ann.at)
        assert found, self.ann.at
        return found[1]

    def again(self, person: Visitor, name: str) -> Visitor:
        """The same person on another device."""
        other = Visitor(self.server.url)
        self.others.append(other)
        other.go("/sign-in/")
        other.send(other.form("email", "password"), email=address(name), password=PASSWORD)
        assert other.at == "/"
        return other

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Something done to the database behind the server's back."""
        with closing(sqlite3.connect(self.server.data / "nearer.sqlite3", timeout=20)) as held:
            rows = held.execute(statement).fetchall()
            held.commit()
            return rows


def address(name: str) -> str:
    return f"{name.lower()}@example.org"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    server = Server(tmp_path_factory.mktemp("live") / "server")
    server.start()
    ann, ben, cleo = (Visitor(server.url) for _ in range(3))
    for name, person in (("Ann", ann), ("Ben", ben), ("Cleo", cleo)):
        person.sign_up(name, address(name), PASSWORD)
    bond = ann.open_bond("partner", "Us two")
    ben.join(*ann.invite(bond))
    ann.let_in(bond)
    house = House(server, ann, ben, cleo, bond)
    yield house
    server.stop()
    for one in (ann, ben, cleo, *house.others):
        one.close()


def test_it_says_that_something_moved_and_never_what(house: House) -> None:
    hers, his, others = (Reader(one) for one in (house.ann, house.ben, house.cleo))
    sitting = house.begin()

    assert [one for one, _ in his.hears(1)] == [sitting]
    assert sitting in {one for one, _ in hers.hears(1)}
    time.sleep(0.3)
    assert others.moved() == []
    known = ("", "retry: 3000", "event: beat", "data: 0", ":")
    said = [line for line in his.lines if line not in known]
    exact = rf'id: \d+|data: {{"sitting": "{sitting}", "seq": \d+}}'
    assert [line for line in said if not re.fullmatch(exact, line)] == []
    for one in (hers, his, others):
        one.close()


def test_what_was_missed_is_told_on_coming_back(house: House) -> None:
    sitting = house.begin()
    strange = "11111111-1111-4111-8111-111111111111"
    back = Reader(house.ben, f"?at={sitting}:0&at={strange}:0&at=x")
    assert [one for one, _ in back.hears()] == [sitting]
    number = back.moved()[0][1]
    level = Reader(house.ben, f"?at={sitting}:{number}")
    stranger = Reader(house.cleo, f"?at={sitting}:0")
    time.sleep(0.5)
    assert level.moved() == stranger.moved() == []
    for one in (back, level, stranger):
        one.close()


def test_it_carries_every_header_and_is_kept_by_nobody(house: House) -> None:
    reader = Reader(house.ann)
    page = house.ann.ask("GET", "/help/")
    assert reader.headers["content-type"] == "text/event-stream"
    assert reader.headers["cache-control"] == "no-store"
    assert reader.headers["x-accel-buffering"] == "no"
    assert "content-length" not in reader.headers
    for name in ("x-content-type-options", "referrer-policy", "cross-origin-resource-policy"):
        assert reader.headers[name] == page.headers[name]
    assert sorted(reader.headers["content-security-policy"].split("; ")) == sorted(
        page.headers["content-security-policy"].split("; ")
    )
    reader.close()


def test_without_a_session_there_is_none(house: House) -> None:
    for headers in ({}, {"Cookie": f"{COOKIE}=AAAA"}, {"Cookie": f"{COOKIE}={'A' * 43}="}):
        for path in ("/live/", "/live/clock/", "/live/moved/"):
            answer = httpx.get(house.server.url + path, headers=headers, trust_env=False)
            assert answer.status_code == 302, path
            assert answer.headers["location"].startswith("/sign-in/")


def test_a_strange_host_and_other_methods_are_turned_away(house: House) -> None:
    assert house.ann.ask("GET", "/live/", headers={"Host": "evil.example"}).status_code == 400
    for method in ("HEAD", "OPTIONS"):
        assert house.ann.ask(method, "/live/").status_code == 405
    for method in ("POST", "PUT", "DELETE"):
        assert house.ann.ask(method, "/live/").status_code == 403
    assert house.ann.ask("GET", "/live/nowhere/").status_code == 404


def test_a_fifth_window_is_told_kindly_that_it_gets_none(house: House) -> None:
    cleo = house.again(house.cleo, "Cleo")
    held = [Reader(cleo, f"?tab=tab-000{n}") for n in range(limits.EACH)]
    fifth = Reader(cleo)
    assert (fifth.status, fifth.words) == (429, limits.MANY)
    assert fifth.headers["cache-control"] == "no-store"
    back = Reader(cleo, "?tab=tab-0001")
    assert back.status == 200
    until(lambda: held[1].over, "two streams of one window")
    held[0].close()
    until(lambda: room(cleo), "no room after one went")
    for one in (back, *held):
        one.close()


def room(visitor: Visitor) -> bool:
    reader = Reader(visitor)
    reader.close()
    return reader.status == 200


def test_it_ends_with_the_session_before_anything_more_is_told(house: House) -> None:
    phone = house.again(house.ben, "Ben")
    lost, kept = Reader(phone), Reader(house.ben)
    phone.go("/")
    phone.send(phone.form(at="/sign-out/"))
    sitting = house.begin()
    assert [one for one, _ in kept.hears()][:1] == [sitting]
    until(lambda: lost.over, "it went on without a session")
    assert lost.moved() == []
    assert lost.lines[-3:] == ["event: end", "data: over", ""]
    kept.close()


def test_it_is_no_use_of_a_device_which_locks_all_the_same(house: House) -> None:
    cleo = house.again(house.cleo, "Cleo")
    reader = Reader(cleo)
    # All but locked: the next touch would keep it open, a stream must not.
    house.sql("UPDATE vault_signedin SET last_used = datetime('now', '-31 minutes')")
    before = house.sql("SELECT * FROM vault_signedin ORDER BY id")
    cleo.ask("GET", "/live/clock/")
    cleo.ask("GET", "/live/moved/?at=x")
    assert cleo.ask("GET", "/", headers={"X-Quiet": "yes"}).status_code == 200
    other = Reader(cleo)
    until(lambda: "event: beat" in reader.lines, "it does not beat", ROUND + 10)
    assert not reader.over
    assert house.sql("SELECT * FROM vault_signedin ORDER BY id") == before

    house.sql("UPDATE vault_signedin SET last_used = datetime('now', '-36 minutes')")
    until(lambda: reader.over and other.over, "it stays open when locked", ROUND + 10)
    assert Reader(cleo).status == 302
    rows = house.sql("SELECT * FROM vault_signedin")
    assert len(rows) == len(before), "what asks by itself changes no row"
    house.sql("UPDATE vault_signedin SET last_used = datetime('now')")


def test_who_leaves_the_bond_hears_nothing_more_of_it(house: House) -> None:
    sitting = house.begin()
    query = f"?at={sitting}:0"
    for left, hears in (("date('now')", 0), ("NULL", 1)):
        house.sql(f"UPDATE bonds_member SET left = {left} WHERE rowid = 2")
        reader = Reader(house.ben, query)
        time.sleep(0.5)
        assert len(reader.moved()) == hears
        assert len(house.ben.ask("GET", f"/live/moved/{query}").json()["moved"]) == hears
        reader.close()


def test_the_server_stops_at_once_with_streams_open(tmp_path: Path) -> None:
    server = Server(tmp_path / "server")
    server.start()
    ann = Visitor(server.url)
    ann.sign_up("Ann", address("Ann"), PASSWORD)
    readers = [Reader(ann) for _ in range(3)]
    began = time.monotonic()
    server.stop()
    ann.close()
    assert time.monotonic() - began < 4
    for reader in readers:
        until(lambda reader=reader: reader.over, "left open")  # type: ignore[misc]
        assert reader.lines[-3:] == ["event: end", "data: again", ""]
