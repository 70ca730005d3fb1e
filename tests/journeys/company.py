"""People who share a bond already, for journeys that begin later than the first evening."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, StorageState

from tests.journeys import steps
from tests.serving import Server


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


def gather(browser: Browser, server: Server, kind: str, bond: str, names: Sequence[str]) -> Company:
    """The first of `names` opens the bond and lets the others in."""
    contexts = {
        name: browser.new_context(base_url=server.url, java_script_enabled=False) for name in names
    }
    pages = {name: context.new_page() for name, context in contexts.items()}
    host, *guests = names
    made = Company(bond, {host: steps.arrive(pages[host], host)}, {}, server)
    steps.open_bond(pages[host], kind, bond)
    for name in guests:
        made.addresses[name] = steps.join(pages[name], name, steps.invite(pages[host]), host)
        steps.let_in(pages[host], name)
        steps.follow(pages[host], "Invite somebody")
    for name, context in contexts.items():
        made.signed_in[name] = context.storage_state()
        context.close()
    return made
