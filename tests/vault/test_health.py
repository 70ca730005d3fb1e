"""Whether a server is well: for machines that ask, and for nothing else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from nearer.vault.models import ServerMark

pytestmark = pytest.mark.usefixtures("server_mark")


def test_it_says_well_and_nothing_more(client: Client) -> None:
    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (200, b"well")
    assert client.head("/health/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch"])
def test_it_answers_looking_alone(client: Client, method: str) -> None:
    assert getattr(client, method)("/health/").status_code == 405


def test_a_key_of_another_database_is_not_well(client: Client) -> None:
    ServerMark.objects.update(pepper="0" * 16)

    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (503, b"unwell")


def test_a_database_that_does_not_answer_is_not_well(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise DatabaseError("a word that must not be repeated")

    monkeypatch.setattr(ServerMark.objects, "filter", broken)

    answer = client.get("/health/")

    assert (answer.status_code, answer.content) == (503, b"unwell")
