"""Whoever locks others out locks out their browsers, too."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

import seal
from nearer.bonds import safer as bonds_safer
from nearer.people import changing, passwords, recovering, safer
from nearer.people.models import Person
from nearer.reminders import browsers, channels
from nearer.safety.cutting import cut_everything
from tests.cast import Player
from tests.reminders.receiver import Browser

OTHER = "seven other words for a door"


def change_password(ann: Player) -> None:
    person = Person.objects.get(pk=ann.id)
    assert changing.change_password(person=person, keyring=ann.keyring, password=OTHER, label="")


def change_the_locks(ann: Player) -> None:
    person = Person.objects.get(pk=ann.id)
    fresh = safer.prepare(person=person, password=OTHER)
    assert bonds_safer.start_afresh(person=person, keyring=ann.keyring, fresh=fresh, label="")


def come_back(ann: Player) -> None:
    person = Person.objects.get(pk=ann.id)
    code = seal.recovery_code()
    passwords.lock_with_code(person, ann.keyring, code)
    person.save()
    back = recovering.recognise(email=ann.email, code=code, password=OTHER)
    assert back is not None
    assert recovering.come_back(back)


def cut(ann: Player) -> None:
    person = Person.objects.get(pk=ann.id)
    cut_everything(person=person, keyring=ann.keyring, leave=lambda **_: None)


@pytest.mark.parametrize("deed", [change_password, change_the_locks, come_back, cut])
def test_no_way_leads_to_them_any_more(
    ann: Player, ben: Player, deed: Callable[[Player], None]
) -> None:
    for player in (ann, ben):
        take(player.id)

    deed(ann)

    assert channels.ways(person=ann.id) == []
    assert len(channels.ways(person=ben.id)) == 1


def test_ending_a_sign_in_ends_notices_on_what_is_called_the_same(ann: Player) -> None:
    here = take(ann.id, label="Firefox on Android", device="here")
    take(ann.id, label="Firefox on Android", device="there")
    mac = take(ann.id, label="Safari on a Mac")

    browsers.forget_named(person=ann.id, label="Firefox on Android", but="here")

    assert {way.id for way in channels.ways(person=ann.id)} == {here, mac}


def take(person: uuid.UUID, label: str = "", device: str = "") -> uuid.UUID:
    subscription = Browser().subscription(f"https://fcm.googleapis.com/{uuid.uuid4()}")
    way = browsers.add_push(person=person, subscription=subscription, label=label, device=device)
    return way.id
