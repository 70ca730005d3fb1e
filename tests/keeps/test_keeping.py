"""What all drawers rest on: who can open what was kept, and for how long."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nearer.bonds.models import Bond
from nearer.keeps import hooks, keeping, notes
from nearer.keeps.marks import marks
from nearer.keeps.models import Keep, Notebook
from nearer.sittings.leaving import leave_bond
from nearer.vault.models import SealedKey
from tests.cast import Player, bind, let_in, member
from tests.keeps.pages import id_of, there


def put(player: Player, bond: Bond | None, words: str = "something", **more: object) -> Keep:
    by = id_of(player, bond) if bond else str(player.id)
    return keeping.keep(
        drawer="promise",
        bond=bond,
        by=by,
        words=words,
        keyring=player.keyring,
        **more,  # type: ignore[arg-type]
    )


def in_bond(player: Player, bond: Bond) -> list[str]:
    player.keyring._gathered.clear()
    rows = Keep.objects.in_bond(bond, "promise", player.keyring)
    return [one.words for one in keeping.opened(rows, player.keyring)]


def leave(player: Player, bond: Bond) -> None:
    own = member(bond, player)
    leave_bond(bond=bond, member=own, person=player.person, keyring=player.keyring)


def test_whoever_is_in_the_bond_finds_it_the_newest_first(
    ann: Player, ben: Player, bond: Bond
) -> None:
    put(ann, bond, "first")
    put(ben, bond, "second")
    assert in_bond(ann, bond) == in_bond(ben, bond) == ["second", "first"]


def test_one_drawer_holds_nothing_of_another(ann: Player, bond: Bond) -> None:
    put(ann, bond)
    assert not Keep.objects.in_bond(bond, "date", ann.keyring)


def test_kept_twice_under_one_id_it_is_kept_once(ann: Player, bond: Bond) -> None:
    id = uuid.uuid4()
    for words in ("once", "twice"):
        put(ann, bond, words, id=id)
    assert in_bond(ann, bond) == ["once"]


def test_a_newcomer_sees_nothing_older(ann: Player, cleo: Player, bond: Bond) -> None:
    put(ann, bond, "older")
    let_in(bond, ann, cleo)
    put(ann, bond, "newer")
    assert in_bond(cleo, bond) == ["newer"]
    assert in_bond(ann, bond) == ["newer", "older"]


def test_nor_after_it_was_changed(ann: Player, ben: Player, cleo: Player, bond: Bond) -> None:
    kept = put(ann, bond, "older")
    let_in(bond, ann, cleo)
    for words in ("changed", "changed again"):
        keeping.change(keep=kept, keyring=ann.keyring, comes_up=None, words=words)
    assert in_bond(cleo, bond) == []
    assert in_bond(ann, bond) == in_bond(ben, bond) == ["changed again"]


def test_a_newcomer_finds_no_mark_of_what_is_older(ann: Player, cleo: Player, bond: Bond) -> None:
    before = marks(bond.id, "promise", ann.keyring)
    let_in(bond, ann, cleo)
    assert not set(marks(bond.id, "promise", cleo.keyring)) & set(before)


def test_a_leaver_loses_it_with_what_was_for_a_few(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family")
    put(ann, family, "for all")
    put(ann, family, "for Ben", only=[ben.id])
    assert in_bond(ben, family) == ["for Ben", "for all"]
    assert in_bond(cleo, family) == ["for all"]
    leave(ben, family)
    assert not SealedKey.objects.filter(holder=ben.id).exclude(epoch__space=ben.id).exists()
    assert in_bond(ann, family) == ["for Ben", "for all"]


def test_what_is_changed_for_a_few_is_closed_to_one_who_left(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    kept = put(ann, family, only=[ben.id])
    keys = dict(ben.keyring._keys)
    leave(ben, family)
    keeping.change(keep=kept, keyring=ann.keyring, comes_up=None, words="after")
    kept.refresh_from_db()
    ben.keyring._keys.update(keys)
    assert (kept.space, kept.epoch) not in keys


def test_for_everybody_named_is_for_the_bond(ann: Player, ben: Player, bond: Bond) -> None:
    assert put(ann, bond, only=[ben.id]).space == bond.id


def test_a_bond_that_is_no_more_leaves_nothing(ann: Player, ben: Player, bond: Bond) -> None:
    put(ann, bond)
    hooks.note_card(bond.id, "a-card", ann.keyring)
    leave(ben, bond)
    leave(ann, bond)
    assert not Keep.objects.exists()
    assert not Notebook.objects.exists()


def test_a_damaged_one_leaves_the_others(ann: Player, bond: Bond) -> None:
    broken = put(ann, bond, "broken")
    put(ann, bond, "whole")
    Keep.objects.filter(pk=broken.pk).update(body=b"\x01" + b"?" * 300)
    assert in_bond(ann, bond) == ["whole"]


def test_what_is_kept_alone_is_found_by_oneself_only(ann: Player, ben: Player, bond: Bond) -> None:
    put(ann, None, "mine")
    assert [k.words for k in keeping.opened(Keep.objects.own("promise", ann.keyring), ann.keyring)]
    assert not Keep.objects.own("promise", ben.keyring)
    assert in_bond(ben, bond) == []


def test_whatever_has_a_day_comes_up_across_bonds(ann: Player, ben: Player, bond: Bond) -> None:
    other = bind(ann, ben, kind="friend", name="Other")
    put(ann, other, "later", comes_up=date(2026, 12, 2))
    put(ann, bond, "sooner", comes_up=date(2026, 12, 1))
    put(ann, bond, "never")
    rows = Keep.objects.coming_up([bond.pk, other.pk], ben.keyring)
    assert [one.words for one in keeping.opened(rows, ben.keyring)] == ["sooner", "later"]


def test_many_are_found_with_as_many_queries_as_few(ann: Player, bond: Bond) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            in_bond(ann, bond)
        return len(seen)

    put(ann, bond)
    few = queries()
    for _ in range(8):
        put(ann, bond)
    assert queries() == few


def test_a_page_of_notes_is_found_again_and_changed(ann: Player, ben: Player, bond: Bond) -> None:
    hooks.note_card(bond.id, "one", ann.keyring)
    hooks.note_card(bond.id, "two", ann.keyring)
    hooks.note_card(bond.id, "two", ben.keyring)
    assert hooks.used_cards(bond.id, ann.keyring) == {"one", "two"}
    assert Notebook.objects.count() == 2
    notes.change(bond.id, hooks.CARDS, ann.keyring, lambda page: None)
    assert hooks.used_cards(bond.id, ben.keyring) == {"two"}


def test_a_newcomer_reads_no_page_that_was_written_before(
    ann: Player, cleo: Player, bond: Bond
) -> None:
    hooks.note_card(bond.id, "one", ann.keyring)
    let_in(bond, ann, cleo)
    assert hooks.used_cards(bond.id, cleo.keyring) == set()


def test_a_damaged_page_of_notes_counts_as_empty(ann: Player, bond: Bond) -> None:
    hooks.note_card(bond.id, "one", ann.keyring)
    Notebook.objects.update(body=b"\x01" + b"?" * 300)
    assert hooks.used_cards(bond.id, ann.keyring) == set()


@pytest.mark.parametrize("slug", ["sharing", "rose-thorn-bud"])
def test_my_last_answer_is_found_by_practice_and_bond(
    ann: Player, ben: Player, bond: Bond, slug: str
) -> None:
    hooks.remember(slug, bond.pk, "rose", {"words": "sun"}, date(2026, 11, 1), ann.keyring)
    found = hooks.last_time(slug, bond.pk, ann.keyring)
    assert found == {"rose": {"day": "2026-11-01", "data": {"words": "sun"}}}
    assert hooks.last_time(slug, None, ann.keyring) == {}
    assert hooks.last_time(slug, bond.pk, ben.keyring) == {}


def test_a_sitting_puts_its_words_into_the_drawer_once(
    ann: Player, ben: Player, bond: Bond
) -> None:
    entry = uuid.uuid4()
    for player in (ann, ben, ann):
        hooks.keep(
            kind="promise",
            entry_id=entry,
            bond=bond,
            space=bond.id,
            by=id_of(ann, bond),
            words="I call",
            keyring=player.keyring,
            day=date(2026, 12, 1),
            asked="What will you do?",
        )
    assert in_bond(ben, bond) == ["I call"]


def test_names_stand_also_for_those_who_left(ann: Player, ben: Player, bond: Bond) -> None:
    left = id_of(ben, bond)
    leave(ben, bond)
    here = there(ann, bond)
    assert here.name(left) == "Ben"
    assert here.others == []
