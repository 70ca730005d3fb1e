"""Rule 14: whoever runs it has a name, and it stands wherever somebody decides whether to write.
The sentence is held word for word in test_the_operator.py."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from nearer.hosting import checking
from nearer.hosting.findings import Weight
from tests.cast import Player
from tests.trust.house import body

NAME = "Kxoperator Lee"


@pytest.mark.parametrize("path", ["/join/", "/trust/"])
def test_a_visitor_reads_the_name_before_having_an_account(
    db: None, settings: Settings, path: str
) -> None:
    settings.OPERATOR = NAME

    assert NAME in body(Client().get(path))


@pytest.mark.parametrize("path", ["/safety/", "/trust/"])
def test_somebody_signed_in_finds_it_again(ann: Player, settings: Settings, path: str) -> None:
    settings.OPERATOR = NAME

    assert NAME in body(ann.client.get(path))


def test_a_server_for_others_does_not_run_without_one(settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.BEHIND_PROXY = ["nearer.example"], True
    for operator, refused in (("", True), (NAME, False)):
        settings.OPERATOR = operator
        told = [one for one in checking._reached_from_outside() if "OPERATOR" in one.says]
        assert any(one.weight is Weight.STOP for one in told) is refused
