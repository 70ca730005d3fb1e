"""Who is told that something moved: those whose page changed. What is kept moves nobody."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from unittest import mock

import pytest

from nearer.bonds.models import Bond
from nearer.live import actions as live
from nearer.live.messages import Moved
from nearer.sittings import actions, drafts, kept
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Seat, Sitting
from nearer.sittings.standing import standing
from tests.cast import Player, bind, look, member, say, sit

Told = list[tuple[uuid.UUID, frozenset[uuid.UUID]]]


@pytest.fixture
def told(django_capture_on_commit_callbacks: object) -> Iterator[Told]:
    """Everything that was told, as if each transaction had ended."""
    heard: Told = []

    class Hub:
        def moved(self, moved: Moved) -> None:
            heard.append((moved.sitting, moved.people))

    at_once = mock.patch("django.db.transaction.on_commit", lambda do, **_: do())
    with mock.patch("nearer.live.hub.here", Hub), at_once:
        yield heard


def fresh(told: Told) -> set[uuid.UUID]:
    """Who was told since this was asked last."""
    people = {person for _, some in told for person in some}
    told.clear()
    return people


def test_beginning_and_answering_tell_both(
    ann: Player, ben: Player, bond: Bond, told: Told
) -> None:
    sitting = sit(ann, bond, "laugh")
    assert {one for one, _ in told} == {sitting.pk}
    assert fresh(told) == {ann.id, ben.id}
    say(ann, sitting, "silliest", {"words": "A coat"})
    # What opens together shows nothing of hers yet, so his page stays as it is.
    assert fresh(told) == {ann.id}
    say(ben, sitting, "silliest", {"words": "A cat"})
    assert fresh(told) == {ann.id, ben.id}


def test_only_those_with_a_seat_are_told(
    ann: Player, ben: Player, cleo: Player, told: Told
) -> None:
    bond = bind(ann, ben, cleo, kind="family", name="All of us")
    told.clear()
    sitting = sit(ann, bond, "laugh", cast=[member(bond, ann), member(bond, ben)])
    say(ann, sitting, "silliest", {"words": "A coat"})
    assert fresh(told) == {ann.id, ben.id}
    asked = {(person.id, sitting.pk) for person in (ann, ben, cleo)}
    assert {person for person, _ in standing(asked)} == {ann.id, ben.id}


def test_drafts_looking_and_letting_pass_tell_nobody(
    ann: Player, ben: Player, bond: Bond, told: Told
) -> None:
    sitting = sit(ann, bond, "hug")
    say(ann, sitting, "wish", {"choices": "hug"})
    told.clear()
    before = standing({(p.id, sitting.pk) for p in (ann, ben)})
    path = f"/sittings/{sitting.pk}/"
    drafts.keep(
        place=f"{path}?form=x", title="A hug", fields={"words-x": ["Not yet"]}, keyring=ben.keyring
    )
    assert ben.client.get(path).status_code == 200
    ben.client.get("/")
    kept.let_pass(sitting.pk, ben.keyring)
    assert told == []
    assert standing({(p.id, sitting.pk) for p in (ann, ben)}) == before


def loop(ann: Player, ben: Player, bond: Bond, wish: str) -> Sitting:
    """As far as the receipt."""
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "The letter"})
    say(ann, sitting, "feelings", {"feelings": ["afraid:3"]})
    say(ann, sitting, "wish", {"choices": wish})
    say(ann, sitting, "beforehand", {}, move="skip")
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "It frightens you."})
    say(ben, sitting, "question", {}, move="skip")
    return sitting


FELT = {"understood": "partly", "accepted": "fully", "cared": "fully", "helped": ""}


def test_a_receipt_that_is_kept_tells_the_other_nothing(
    ann: Player, ben: Player, bond: Bond, told: Told
) -> None:
    sitting = loop(ann, ben, bond, "listen")
    told.clear()
    say(ann, sitting, "receipt", {**FELT, "then": "keep"})
    assert fresh(told) == {ann.id}, "her own other phone alone"
    before = standing({(ben.id, sitting.pk)})

    opened = look(ann, sitting)
    slot = opened.state.showable(opened.company.me)[0]
    shown = actions.Answer(uuid.uuid4(), opened.company.me, "show", slot.id, FELT)
    row = Sitting.objects.get(pk=sitting.pk)
    actions.add(sitting=row, person=ann.person, answers=[shown], keyring=ann.keyring)
    assert fresh(told) == {ann.id, ben.id}
    assert standing({(ben.id, sitting.pk)}) != before


def test_where_a_kept_receipt_opens_something_for_the_other_that_is_told(
    ann: Player, ben: Player, bond: Bond, told: Told
) -> None:
    sitting = loop(ann, ben, bond, "think-along")
    told.clear()
    say(ann, sitting, "receipt", {**FELT, "then": "keep"})
    assert fresh(told) == {ann.id, ben.id}, "it is his turn now"


def test_the_same_answer_sent_twice_is_told_once(ann: Player, bond: Bond, told: Told) -> None:
    sitting = sit(ann, bond, "laugh")
    opened = look(ann, sitting)
    me, slot = opened.company.me, opened.state.open_for(opened.company.me)[0].first
    answer = actions.Answer(uuid.uuid4(), me, "answer", slot.id, {"words": "A coat"})
    row = Sitting.objects.get(pk=sitting.pk)
    told.clear()
    for _ in range(2):
        actions.add(sitting=row, person=ann.person, answers=[answer], keyring=ann.keyring)
    assert len(told) == 1


def test_who_has_left_the_bond_may_know_nothing_more(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "laugh")
    assert (ben.id, sitting.pk) in standing({(ben.id, sitting.pk)})
    leave_bond(bond=bond, member=member(bond, ben), person=ben.person, keyring=ben.keyring)
    assert standing({(ben.id, sitting.pk)}) == {}
    Seat.objects.create(sitting=sitting, person=ben.person)  # a seat alone is not enough
    assert standing({(ben.id, sitting.pk)}) == {}


def test_a_page_says_how_far_it_is_drawn_and_never_more(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond, "laugh")
    say(ann, sitting, "silliest", {"words": "A coat"})
    number = standing({(ben.id, sitting.pk)})[ben.id, sitting.pk]
    page = ben.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert f'data-sitting="{sitting.pk}" data-seq="{number}"' in page


def test_asking_what_has_moved_answers_for_own_sittings_alone(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond, "laugh")
    query = f"?at={sitting.pk}:0&at={uuid.uuid4()}:0&at=nonsense"
    assert ben.client.get(f"/live/moved/{query}").json() == {"moved": {str(sitting.pk): 1}}
    assert ben.client.get(f"/live/moved/?at={sitting.pk}:1").json() == {"moved": {}}
    assert cleo.client.get(f"/live/moved/{query}").json() == {"moved": {}}


def test_where_nobody_serves_nobody_is_told_and_nothing_breaks(ann: Player) -> None:
    live.moved(sitting=uuid.uuid4(), people=[ann.id])


def test_asking_costs_the_same_for_many_as_for_one(
    ann: Player, bond: Bond, django_assert_num_queries: object
) -> None:
    rows = [sit(ann, bond, "laugh") for _ in range(3)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        standing({(ann.id, row.pk) for row in rows})
