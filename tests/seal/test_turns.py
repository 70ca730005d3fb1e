"""No more than two passwords are worked on at a time, so that a flood can't take all memory."""

from __future__ import annotations

import hashlib
import threading
import time
from typing import Any

import pytest

import seal
from seal import passwords

CHEAP = seal.KdfParameters(memory_kib=8192, passes=1, lanes=1)
SALT = bytes(range(16))


class Kitchen:
    """Stands in for Argon2id: whoever comes in waits until let go."""

    def __init__(self) -> None:
        self.came_in = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.inside = 0
        self.most = 0
        self._lock = threading.Lock()

    def cook(self, password: bytes, salt: bytes, costs: seal.KdfParameters) -> bytes:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.came_in.release()
        assert self.let_go.wait(30)
        with self._lock:
            self.inside -= 1
        return hashlib.sha256(password).digest()


@pytest.fixture
def kitchen(monkeypatch: pytest.MonkeyPatch) -> Kitchen:
    kitchen = Kitchen()
    monkeypatch.setattr(passwords, "_argon2id", kitchen.cook)
    return kitchen


def guests(number: int) -> tuple[list[threading.Thread], list[seal.Root]]:
    made: list[seal.Root] = []
    threads = [
        threading.Thread(
            target=lambda n=n: made.append(seal.password_root(str(n), SALT)), daemon=True
        )
        for n in range(number)
    ]
    for thread in threads:
        thread.start()
    return threads, made


def test_a_process_works_on_two_passwords_at_a_time_and_three_wait_ten_seconds() -> None:
    turns = passwords._turns
    assert (turns.places, turns.seconds, turns.queue) == (2, 10.0, 3)


def test_a_third_password_is_turned_away_while_two_are_worked_on(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, made = guests(2)
    assert all(kitchen.came_in.acquire(timeout=30) for _ in range(2))
    monkeypatch.setattr(passwords._turns, "seconds", 0.01)
    with pytest.raises(seal.Busy):
        seal.password_root("one too many", SALT)
    kitchen.let_go.set()
    for thread in threads:
        thread.join(30)
    assert len(made) == 2
    assert seal.password_root("now it is free", SALT) == seal.Root(
        hashlib.sha256(b"now it is free").digest()
    )


def test_three_others_wait_and_all_are_served_two_at_a_time(kitchen: Kitchen) -> None:
    threads, made = guests(5)
    assert all(kitchen.came_in.acquire(timeout=30) for _ in range(2))
    kitchen.let_go.set()
    for thread in threads:
        thread.join(30)
    assert len(made) == 5
    assert kitchen.most == 2


def test_who_comes_when_three_wait_is_turned_away_at_once(kitchen: Kitchen) -> None:
    """Else a flood of log-ins would hold every thread of the server for ten seconds each."""
    threads, made = guests(5)
    assert all(kitchen.came_in.acquire(timeout=30) for _ in range(2))
    until = time.monotonic() + 30
    while passwords._turns._waiting < 3 and time.monotonic() < until:
        time.sleep(0.01)
    began = time.monotonic()
    with pytest.raises(seal.Busy):
        seal.password_root("one too many", SALT)
    assert time.monotonic() - began < 5
    kitchen.let_go.set()
    for thread in threads:
        thread.join(30)
    assert len(made) == 5


def test_a_failure_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> bytes:
        raise MemoryError

    monkeypatch.setattr(passwords._turns, "seconds", 0.01)
    with monkeypatch.context() as broken:
        broken.setattr(passwords, "_argon2id", fails)
        for _ in range(5):
            with pytest.raises(MemoryError):
                seal.password_root("password", SALT, CHEAP)
    assert len(seal.password_root("password", SALT, CHEAP).auth()) == 32


def test_waiting_is_counted_and_tells_of_nobody() -> None:
    turns = passwords.Turns(places=1, seconds=0.05)
    with turns.one(), pytest.raises(seal.Busy), turns.one():
        pass

    assert (turns.waits.taken, turns.waits.refused) == (1, 1)
    assert 0.04 < turns.waits.seconds < 5
    assert seal.password_waits().taken >= 0
