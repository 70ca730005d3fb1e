"""The same thing sent twenty times at once happens once on PostgreSQL too, where requests overlap.

SQLite lets one request write at a time; `test_races.py` asks it the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres import Postgres
from tests.serving import Server
from tests.trust.test_races import AT_ONCE, at_once, filled, someone
from tests.trust.visitor import Visitor


@pytest.fixture(scope="module")
def database(postgresql: Postgres) -> str:
    return postgresql.database()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, database: str) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("races"), NEARER_DATABASE=database)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def ann(server: Server) -> Iterator[Visitor]:
    yield from someone(server, "Ann")


def count(database: str, table: str) -> int:
    with psycopg.connect(database) as line:
        row = line.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_a_page_of_the_journal_is_kept_once(database: str, ann: Visitor) -> None:
    ann.go("/journal/write/")
    path, data = filled(ann, ann.form("words-journal"), words__journal="once")

    assert set(at_once([ann], path, [data] * AT_ONCE)) == {302}
    assert count(database, "keeps_keep") == 1


def test_one_draft_is_kept_once(database: str, ann: Visitor) -> None:
    ann.go("/begin/to-myself/")
    _, data = filled(ann, ann.form("words-inside"), words__inside="kept")

    assert set(at_once([ann], "/drafts/", [data] * AT_ONCE)) <= {204, 302}
    assert count(database, "sittings_draft") == 1


def test_a_form_begins_one_sitting(database: str, ann: Visitor) -> None:
    ann.go("/begin/to-myself/")
    path, data = filled(ann, ann.form("words-inside"), words__inside="once")

    assert set(at_once([ann], path, [data] * AT_ONCE)) == {302}
    assert count(database, "sittings_sitting") == 1


def test_a_page_of_notes_is_begun_once(database: str, ann: Visitor) -> None:
    ann.go("/rhythm/times/")
    path, data = filled(ann, ann.form("choice-time"), choice__time="20:30")
    before = count(database, "keeps_notebook")

    assert set(at_once([ann], path, [data] * AT_ONCE)) == {302}
    assert count(database, "keeps_notebook") == before + 1


def test_a_page_for_oneself_is_kept_once(database: str, ann: Visitor) -> None:
    ann.go("/in-the-way/how-i-learned/at-the-table/")
    path, data = filled(ann, ann.form("words-learned"), words__learned="once")

    assert set(at_once([ann], path, [data] * AT_ONCE)) == {200}
    assert count(database, "growing_ownpage") == 1


def test_practising_is_begun_once(database: str, ann: Visitor) -> None:
    ann.go("/gym/")
    path, data = filled(ann, ann.form("reply"), reply="That sounds hard. You waited so long.")

    assert set(at_once([ann], path, [data] * AT_ONCE)) == {200}
    assert count(database, "growing_gym") == 1
