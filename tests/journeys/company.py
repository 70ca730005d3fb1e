"""People who share a bond already, for journeys that begin later than the first evening."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from playwright.sync_api import Page, StorageState, StorageStateCookie

from tests.journeys import steps
from tests.serving import Server
from tests.trust.visitor import Visitor


@dataclass
class Company:
    """A bond, and for each of its people the address and what their browser holds."""

    bond: str
    addresses: dict[str, str]
    signed_in: dict[str, StorageState]
    server: Server

    def at(self, opens: Callable[..., Page], name: str, javascript: bool = True) -> Page:
        """A fresh browser of this person's, signed in just now: `at(phone, "Ben")`."""
        _write(self.server, "UPDATE vault_signedin SET confirmed = datetime('now')")
        state = self.signed_in[name]
        return opens(name, javascript=javascript, at=self.server, storage_state=state)

    def come_back(self, page: Page, name: str) -> None:
        """Days later this person opens the first page and signs in."""
        steps.today(page)
        steps.follow(page, "Sign in")
        steps.sign_in(page, self.addresses[name])
        steps.headed(page, f"Good to see you, {name}")


def time_runs_out(server: Server) -> None:
    """As if half an hour had gone by for whoever signed in last: their sign-in is no more."""
    _write(
        server,
        "DELETE FROM vault_signedin WHERE rowid ="
        " (SELECT rowid FROM vault_signedin ORDER BY rowid DESC LIMIT 1)",
    )


def ten_minutes_pass(server: Server) -> None:
    """As if nobody had given their password for ten minutes."""
    _write(server, "UPDATE vault_signedin SET confirmed = NULL")


def _write(server: Server, statement: str) -> None:
    with closing(sqlite3.connect(server.data / "nearer.sqlite3", timeout=20)) as database:
        database.execute(statement)
        database.commit()


def gather(server: Server, kind: str, bond: str, names: Sequence[str]) -> Company:
    """The first of `names` opens the bond and lets the others in.

    Over plain HTTP: with a browser for each it took a third of the time of most journeys. That
    people can do all this by hand is looked at where it is what the journey is about.
    """
    people = {name: Visitor(server.url) for name in names}
    made = Company(bond, {}, {}, server)
    for name, visitor in people.items():
        made.addresses[name] = f"{name.lower()}.{secrets.token_hex(4)}@example.org"
        visitor.sign_up(name, made.addresses[name], steps.PASSWORD)
    host, *guests = names
    place = people[host].open_bond(kind, bond)
    for name in guests:
        people[name].join(*people[host].invite(place))
        people[host].let_in(place)
    for name, visitor in people.items():
        made.signed_in[name] = _held_by(visitor)
        visitor.close()
    return made


def _held_by(visitor: Visitor) -> StorageState:
    """What a browser would hold now."""
    cookies: list[StorageStateCookie] = [
        {
            "name": name,
            "value": value,
            "domain": "127.0.0.1",
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": True,
            "sameSite": "Lax",
        }
        for name, value in visitor.given.items()
    ]
    return {"cookies": cookies, "origins": []}
