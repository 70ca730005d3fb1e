"""Signed-in devices: known by their cookie, forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

import seal
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import Player, device


def test_a_cookie_gives_back_the_keyring(ann: Player) -> None:
    found = signed_in.recognise(ann.token)
    assert found is not None
    assert found[1].person == ann.id
    assert found[1].public == ann.keyring.public


def test_an_unknown_cookie_is_nobody(ann: Player) -> None:
    assert signed_in.recognise(seal.random_key()) is None


def test_the_row_id_is_no_cookie(ann: Player) -> None:
    row = SignedIn.objects.get(person=ann.id)
    assert signed_in.recognise(bytes(row.sid)) is None


@pytest.mark.parametrize("away", [timedelta(minutes=36), timedelta(days=31)])
def test_an_idle_device_is_forgotten(ann: Player, away: timedelta) -> None:
    later = timezone.now() + away
    with patch("nearer.vault.signed_in.timezone.now", return_value=later):
        assert signed_in.recognise(ann.token) is None
    assert not SignedIn.objects.filter(person=ann.id).exists()


def test_being_there_keeps_a_device(ann: Player) -> None:
    now = timezone.now()
    for minutes in (20, 40, 60, 80):
        with patch(
            "nearer.vault.signed_in.timezone.now", return_value=now + timedelta(minutes=minutes)
        ):
            assert signed_in.recognise(ann.token) is not None


def test_the_last_use_is_rounded_to_five_minutes(ann: Player) -> None:
    row = SignedIn.objects.get(person=ann.id)
    assert row.last_used.minute % 5 == 0
    assert row.last_used.second == row.last_used.microsecond == 0


def test_closing_all_but_one_leaves_one(ann: Player) -> None:
    device(ann.keyring)
    device(ann.keyring)
    found = signed_in.recognise(ann.token)
    assert found is not None
    signed_in.close_all(person=ann.id, but=found[0])
    assert SignedIn.objects.get(person=ann.id).pk == found[0].pk


def test_a_device_row_given_to_somebody_else_opens_nothing(ann: Player, ben: Player) -> None:
    SignedIn.objects.filter(person=ann.id).update(person=ben.id)
    assert signed_in.recognise(ann.token) is None
