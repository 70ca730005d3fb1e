"""The cast that is put back is the cast that was made, whatever the hour."""

from __future__ import annotations

import pytest
from django.db import transaction

from nearer.people.models import Budget
from nearer.vault.signed_in import GRAIN, coarse
from tests import kept_cast
from tests.kept_cast import KeptCast
from tests.trust import tables

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_cast, "_KEPT", {})


def made_or_put_back() -> dict[str, tables.Rows]:
    cast = KeptCast()
    cast.bond(cast.player("Ann"), cast.player("Ben"))
    return tables.dump()


def test_what_is_put_back_is_what_was_made() -> None:
    before = transaction.savepoint()
    made = made_or_put_back()
    transaction.savepoint_rollback(before)
    assert made_or_put_back() == made


def test_who_is_put_back_opens_what_is_theirs() -> None:
    before = transaction.savepoint()
    made_or_put_back()
    transaction.savepoint_rollback(before)

    cast = KeptCast()
    ann, ben = cast.player("Ann"), cast.player("Ben")
    bond = cast.bond(ann, ben)
    for one in (ann, ben):
        assert one.person.name(one.keyring) == one.name
        assert b"Us two" in one.client.get(f"/bonds/{bond.pk}/").content


def test_in_the_next_five_minutes_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = transaction.savepoint()
    made = KeptCast().player("Ann")
    transaction.savepoint_rollback(before)
    monkeypatch.setattr(kept_cast, "coarse", lambda now: coarse(now) + GRAIN)
    assert KeptCast().player("Ann").id != made.id


def test_at_the_turn_of_an_hour_what_it_counted_goes_and_nothing_fails() -> None:
    Budget.objects.create(mark=b"an hour ago", hour=1)
    ann = KeptCast().player("Ann")
    assert not Budget.objects.filter(hour=1).exists()
    assert ann.client.get("/").status_code == 200
    assert not kept_cast._KEPT
