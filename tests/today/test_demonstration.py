"""The demo's story goes through the same deeds as anybody's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from nearer.bonds.models import Bond
from nearer.keeps import keeping
from nearer.keeps.models import Keep
from nearer.people import actions
from nearer.people.models import Person
from nearer.sittings.models import Draft, Entry, Seat, Sitting
from nearer.today import demonstration
from tests.cast import device


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration.tell()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told(_told: None, db: None) -> None:
    """Told once; what a test changes is undone before the next."""


@pytest.mark.usefixtures("told")
def test_everybody_of_the_story_has_something_to_see() -> None:
    assert Person.objects.count() == len(demonstration.story())
    assert Sitting.objects.count() >= 12
    assert Draft.objects.count() >= 1
    for key in demonstration.story():
        keyring = actions.sign_in(email=demonstration.address(key), password=demonstration.PASSWORD)
        assert keyring is not None
        _, client = device(keyring)
        assert client.get("/").status_code == 200
        for seat in Seat.objects.filter(person=keyring.person):
            assert client.get(f"/sittings/{seat.sitting_id}/").status_code in {200}


@pytest.mark.usefixtures("told")
def test_every_line_of_the_story_is_in_and_sealed() -> None:
    lines = sum(
        len(one["entry"])
        for path in demonstration.STORY.glob("*.toml")
        for one in demonstration._read(path.name).get("sitting", [])
    )
    assert Entry.objects.count() == lines + Sitting.objects.count()
    for body in Entry.objects.values_list("body", flat=True):
        assert b"words" not in bytes(body)


@pytest.mark.usefixtures("told")
def test_nell_and_tomas_find_something_waiting() -> None:
    for key in ("nell", "tomas"):
        person = Person.objects.with_email(demonstration.address(key)).get()
        assert Seat.objects.filter(person=person, awaited=True).exists()


@pytest.mark.usefixtures("told")
def test_the_story_leaves_something_in_the_drawers() -> None:
    nell = actions.sign_in(email=demonstration.address("nell"), password=demonstration.PASSWORD)
    assert nell is not None
    bonds = list(Bond.objects.filter(members__person=nell.person).values_list("id", flat=True))
    nell.gather(bonds)
    for drawer in ("promise", "appreciation", "little", "plan"):
        kept = keeping.opened(Keep.objects.in_bonds(bonds, drawer, nell), nell)
        assert kept, drawer
        assert all(one.words for one in kept)
