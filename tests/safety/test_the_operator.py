"""The one sentence about trust that has to be true, word for word, wherever somebody decides."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import Player

TRUE = (
    "What you write is stored locked. Someone who steals the disk, a backup or the database cannot"
    " read it without one of your passwords. While you are signed in, the server does the"
    " unlocking. So whoever runs this server — here: {name} — could change it to read along. If you"
    " are afraid of that person, do not write here."
)


def text_of(client: Client, path: str) -> str:
    """What stands on a page, without marks and with single spaces."""
    page = str(client.get(path).content, "utf-8")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


@pytest.mark.parametrize("path", ["/join/", "/trust/"])
def test_who_runs_this_server_is_said_before_anybody_writes(
    client: Client, settings: Settings, db: None, path: str
) -> None:
    settings.OPERATOR = "Ann & <Ben>"

    assert TRUE.format(name="Ann & <Ben>") in text_of(client, path)


def test_it_stands_among_ones_own_settings_too(ann: Player, settings: Settings) -> None:
    settings.OPERATOR = "Ann Lee"

    assert TRUE.format(name="Ann Lee") in text_of(ann.client, "/safety/")


@pytest.mark.parametrize("path", ["/join/", "/trust/"])
def test_where_nobody_has_given_a_name_that_is_said(
    client: Client, settings: Settings, db: None, path: str
) -> None:
    settings.OPERATOR = ""

    nobody = "whoever set up this server (they have not given their name)"
    assert TRUE.format(name=nobody) in text_of(client, path)
