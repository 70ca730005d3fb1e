"""Whatever is altered, moved or mixed in the database does not open. What that does to the pages is
in test_damaged_pages.py.

Figures: every bit of 100 records and of every wrapped or sealed key; of records above 1 KB (a
practice's text) every bit of the first 64 bytes and of the last 16, and 400 bits drawn between.
"""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

import seal
from nearer import pepper
from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.bonds.models import Bond, Member
from nearer.keeps import hooks, keeping
from nearer.keeps.models import Keep, Notebook
from nearer.people import passwords
from nearer.people.models import Person
from nearer.photos import actions as photos
from nearer.photos.models import Photo, Picture
from nearer.photos.taking_in import Prepared
from nearer.sittings import actions as sittings
from nearer.sittings import drafts
from nearer.sittings.models import Draft, Entry, OwnPart, Sitting, Wording
from nearer.vault import epochs, signed_in
from nearer.vault.keyring import Keyring, NoKey, context
from nearer.vault.models import Epoch, SealedKey, SignedIn
from nearer.vault.roster import Broken
from nearer.vault.rows import SealedRow
from tests.cast import Player, bind, enter, member, say, sit
from tests.full import FULL
from tests.trust import tables

LONG = 1_024
TABLES: list[type[SealedRow]] = [Person, SignedIn, Bond, Member, Sitting, Wording, Entry, OwnPart]
TABLES += [Draft, Keep, Notebook, Photo, Picture]


@dataclass
class Scene:
    """Two bonds that Ann and Ben both hold keys to, and enough in them."""

    ann: Player
    ben: Player
    couple: Bond
    family: Bond
    sittings: list[Sitting]


@pytest.fixture
def scene(ann: Player, ben: Player, cleo: Player) -> Scene:
    couple = bind(ann, ben)
    family = bind(ann, ben, cleo, kind="family", name="Kitchen table")
    made = []
    for bond in (couple, family):
        for number in range(6):
            one = sit(ann, bond, "sharing", cast=[member(bond, ann), member(bond, ben)])
            say(ann, one, "share", {"words": f"number {number}"})
            made.append(one)
        for number in range(4):
            keeping.keep(
                drawer="promise",
                bond=bond,
                by=str(member(bond, ann).pk),
                words=f"promise {number}",
                keyring=ann.keyring,
            )
            hooks.note_card(bond.id, f"card {number}", (ann, ben)[number % 2].keyring)
        photos.keep(
            id=uuid.uuid4(),
            prepared=Prepared(b"dots" * 500, b"dots" * 90, 1, 1, "what can be seen"),
            bond=bond,
            space=bond.id,
            keyring=ann.keyring,
            at=timezone.now(),
        )
    for _ in range(4):
        alone = sit(ann, None, "to-myself")
        say(ann, alone, "inside", {"words": "mine"})
    for number in range(60):
        drafts.keep(place=f"/{number}", title="t", fields={"words": ["a"]}, keyring=ann.keyring)
    return Scene(ann, ben, couple, family, made)


def sealed_rows() -> Iterator[tuple[SealedRow, str]]:
    """Rows and the field of theirs that holds something, of every table."""
    for table in TABLES:
        for row in table._default_manager.all():
            for name in row.sealed_fields():
                if row.__dict__[name] is not None:
                    yield row, name


def opens(row: SealedRow, name: str, keyring: Keyring) -> bool:
    """Whether a field opens for whoever has this keyring; any other error is a crash."""
    try:
        getattr(row, name).open(keyring)
    except (seal.Tampered, NoKey):
        return False
    return True


def bits_of(record: bytes, chance: random.Random) -> list[int]:
    """The bits to flip: all of them, or all of the frame and some of the middle."""
    every = range(len(record) * 8)
    if FULL or len(record) <= LONG:
        return list(every)
    frame = [*every[: 64 * 8], *every[-16 * 8 :]]
    return frame + chance.sample(every, 400)


def flipped(record: bytes, bit: int) -> bytes:
    changed = bytearray(record)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_every_flipped_bit_of_a_hundred_records_is_noticed(scene: Scene) -> None:
    chance = random.Random(5)
    keyring = scene.ann.keyring
    mine = [(row, name) for row, name in sealed_rows() if opens(row, name, keyring)]
    long_ones = [(row, name) for row, name in mine if isinstance(row, Wording)]
    short_ones = [(row, name) for row, name in mine if not isinstance(row, Wording)]
    chosen = [*long_ones[:4], *chance.sample(short_ones, 96)]
    assert {type(row) for row, _ in mine} == set(TABLES)
    tried, went_unnoticed = 0, []

    for row, name in chosen:
        record = bytes(row.__dict__[name])
        for bit in bits_of(record, chance):
            setattr(row, name, flipped(record, bit))
            tried += 1
            if opens(row, name, keyring):
                went_unnoticed.append((row, name, bit))
        setattr(row, name, record)
        assert opens(row, name, keyring), "put back as it was, it opens"

    assert len(chosen) == 100
    assert tried > 100_000
    assert went_unnoticed == []


def test_a_record_without_authentication_would_be_seen_to_be_changed() -> None:
    """The check above has eyes: the same loop over a mere cipher finds every flip accepted."""
    pad = seal.random_key()
    record = bytes(a ^ b for a, b in zip(b"thirty-two letters of plain text", pad, strict=True))
    accepted = [
        bit
        for bit in bits_of(record, random.Random(5))
        if bytes(a ^ b for a, b in zip(flipped(record, bit), pad, strict=True))
    ]

    assert len(accepted) == 256


def test_a_record_that_is_cut_lengthened_or_empty_is_noticed(scene: Scene) -> None:
    keyring = scene.ann.keyring
    row = next(row for row, _ in sealed_rows() if isinstance(row, Entry))
    record = bytes(row.__dict__["body"])

    for changed in [record[:n] for n in range(len(record))] + [record + b"\0", record + record]:
        row.body = changed
        assert not opens(row, "body", keyring)


def test_no_two_records_of_a_table_can_change_places(scene: Scene) -> None:
    keyring = scene.ann.keyring
    swaps = 0
    for table in TABLES:
        rows = [
            (row, name)
            for row, name in sealed_rows()
            if isinstance(row, table) and opens(row, name, keyring)
        ]
        for (one, first), (other, second) in itertools.permutations(rows[:24], 2):
            kept = bytes(one.__dict__[first])
            if one.pk == other.pk and first == second:
                continue
            setattr(one, first, bytes(other.__dict__[second]))
            assert not opens(one, first, keyring)
            setattr(one, first, kept)
            swaps += 1
    assert swaps > 1_500


def test_no_record_can_move_to_another_table_or_field(scene: Scene) -> None:
    keyring = scene.ann.keyring
    by_table = {type(row): (row, name) for row, name in sealed_rows() if opens(row, name, keyring)}
    for (one, first), (other, second) in itertools.permutations(by_table.values(), 2):
        kept = bytes(one.__dict__[first])
        # The whole place is copied along; table and field still tell them apart.
        twin = type(one)(id=other.id, space=other.space, epoch=other.epoch)
        twin.author, twin.revision = other.author, other.revision
        setattr(twin, first, bytes(other.__dict__[second]))
        assert not opens(twin, first, keyring), (one, other)
        setattr(one, first, kept)

    fresh = enter("Eve", settled=False)
    person = fresh.person
    person.profile, person.pending_code = (
        bytes(person.__dict__["pending_code"]),
        bytes(person.__dict__["profile"]),
    )
    assert not opens(person, "profile", fresh.keyring)
    assert not opens(person, "pending_code", fresh.keyring)


def values_for(row: SealedRow, scene: Scene) -> dict[str, list[Any]]:
    """Other values for each part of a row's place, all of them believable."""
    spaces = [scene.couple.id, scene.family.id, scene.ann.id, scene.ben.id, uuid.uuid4()]
    people = [scene.ann.id, scene.ben.id, None, uuid.uuid4()]
    return {
        "id": [one for one in (uuid.uuid4(), scene.couple.id) if one != row.id],
        "space": [space for space in spaces if space != row.space],
        "epoch": [n for n in (0, 1, 2, 3, 4, 2**31) if n != row.epoch],
        "author": [person for person in people if person != row.author],
        "revision": [n for n in (0, 1, 2, 3, 2**31) if n != row.revision],
    }


def test_no_part_of_a_rows_place_can_be_altered(scene: Scene) -> None:
    keyring = scene.ann.keyring
    changed = 0
    for row, name in sealed_rows():
        if not opens(row, name, keyring):
            continue
        for part, values in values_for(row, scene).items():
            kept = getattr(row, part)
            for value in values:
                setattr(row, part, value)
                assert not opens(row, name, keyring), (row, part, value)
                changed += 1
            setattr(row, part, kept)
        assert opens(row, name, keyring)
    assert changed > 1_000


def test_every_flipped_bit_of_a_wrapped_or_sealed_key_is_noticed(scene: Scene) -> None:
    ann = scene.ann
    person, device = ann.person, SignedIn.objects.get(person=ann.id)
    held = SealedKey.objects.filter(holder=ann.id).select_related("epoch").first()
    assert held is not None
    server, code_kek = pepper.pepper(), seal.random_key()
    root = seal.password_root("some other words", bytes(16), seal.KdfParameters(8192, 1, 1))
    about = passwords._about(person, b"wrapped_pw")
    by_code = ann.keyring.rewrap(code_kek, passwords._about(person, b"wrapped_rec"))
    by_password = seal.outer_seal(server, ann.keyring.rewrap(root.kek(), about), about)
    sid = bytes(device.sid)
    checks: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
        "recovery": (
            by_code,
            lambda b: seal.unwrap(code_kek, b, passwords._about(person, b"wrapped_rec")),
        ),
        "password": (
            by_password,
            lambda b: seal.unwrap(root.kek(), seal.outer_open(server, b, about), about),
        ),
        "device": (
            bytes(device.wrapped),
            lambda b: seal.unwrap(
                seal.session_kek(ann.token), b, signed_in._about(sid, device.person)
            ),
        ),
        "space": (
            bytes(held.sealed),
            lambda b: seal.open_with(ann.keyring._private, b, context(held.epoch, held)),
        ),
        "address": (
            bytes(person.email),
            lambda b: pepper.open_for_server(b, Person.email_about(person.id)),
        ),
    }
    for what, (record, open_it) in checks.items():
        assert open_it(record)
        for bit in range(len(record) * 8):
            try:
                open_it(flipped(record, bit))
            except seal.Tampered:
                continue
            pytest.fail(f"{what}: bit {bit} went unnoticed")


def test_a_sealed_key_can_not_serve_another_space_epoch_or_holder(scene: Scene) -> None:
    rows = list(SealedKey.objects.filter(holder=scene.ann.id).select_related("epoch"))
    private = scene.ann.keyring._private
    assert len(rows) > 3

    for one, other in itertools.permutations(rows, 2):
        with pytest.raises(seal.Tampered):
            seal.open_with(private, bytes(other.sealed), context(one.epoch, one))


def a_fresh_keyring(player: Player) -> Keyring:
    """As the next request would have it."""
    return Keyring(player.id, player.keyring._private)


def writes(scene: Scene) -> dict[str, Callable[[], object]]:
    """Ways in which Ann would next seal something for the couple."""
    ring = a_fresh_keyring(scene.ann)
    bond = Bond.objects.get(pk=scene.couple.pk)
    row = Sitting.objects.select_related("bond", "wording").get(pk=scene.sittings[0].pk)
    return {
        "companion": lambda: bonds.add_companion(bond=bond, name="Dot", keyring=ring),
        "rename": lambda: bonds.rename_bond(bond=bond, name="Other", keyring=ring),
        "invite": lambda: bonds.invite(bond=bond, inviter=member(bond, scene.ann), keyring=ring),
        "sitting": lambda: sittings.step_out(sitting=row, person=scene.ann.person, keyring=ring),
    }


WRITES = ["companion", "rename", "invite", "sitting"]


def newest(space: uuid.UUID) -> Epoch:
    return Epoch.objects.filter(space=space).latest("number")


def swap_a_key_in_the_roster(scene: Scene, thief: seal.PrivateKey) -> None:
    epoch = newest(scene.couple.id)
    epoch.roster[str(scene.ben.id)] = thief.public.hex()
    epoch.save()


def add_to_the_roster(scene: Scene, thief: seal.PrivateKey) -> None:
    epoch = newest(scene.couple.id)
    epoch.roster[str(uuid.uuid4())] = thief.public.hex()
    epoch.save()


def take_from_the_roster(scene: Scene, thief: seal.PrivateKey) -> None:
    epoch = newest(scene.couple.id)
    del epoch.roster[str(scene.ben.id)]
    epoch.save()


def empty_the_roster(scene: Scene, thief: seal.PrivateKey) -> None:
    Epoch.objects.filter(pk=newest(scene.couple.id).pk).update(roster={})


def make_the_roster_nonsense(scene: Scene, thief: seal.PrivateKey) -> None:
    Epoch.objects.filter(pk=newest(scene.couple.id).pk).update(roster=["not", "a", "roster"])


def make_the_roster_no_json(scene: Scene, thief: seal.PrivateKey) -> None:
    tables.put("vault_epoch", newest(scene.couple.id).pk, "roster", "{not json")


def change_the_mac(scene: Scene, thief: seal.PrivateKey) -> None:
    epoch = newest(scene.couple.id)
    epoch.roster_mac = flipped(bytes(epoch.roster_mac), 9)
    epoch.save()


def slip_in_a_sealed_key(scene: Scene, thief: seal.PrivateKey) -> None:
    row = SealedKey(epoch=newest(scene.couple.id), holder=uuid.uuid4())
    row.sealed = seal.seal_to(thief.public, seal.random_key(), context(row.epoch, row))
    row.save()


def slip_in_a_member(scene: Scene, thief: seal.PrivateKey) -> None:
    stranger = enter("Mallory")
    Member(
        bond=scene.couple,
        person=stranger.person,
        space=scene.couple.id,
        epoch=newest(scene.couple.id).number,
        revision=1,
        author=scene.ann.id,
        name_sealed=b"\1" + bytes(329),
    ).save()


def point_an_epoch_at_a_key_of_the_thief(scene: Scene, thief: seal.PrivateKey) -> None:
    """A whole new epoch, made by somebody who holds no key of this space."""
    before = newest(scene.couple.id)
    key = seal.random_key()
    epoch = Epoch(space=scene.couple.id, number=before.number + 1, roster=before.roster)
    epoch.roster_mac = seal.mac(seal.random_key(), "roster", b"")
    epoch.save()
    for holder, public in before.roster.items():
        row = SealedKey(epoch=epoch, holder=uuid.UUID(holder))
        row.sealed = seal.seal_to(bytes.fromhex(public), key, context(epoch, row))
        row.save()


INTRUSIONS = [
    swap_a_key_in_the_roster,
    add_to_the_roster,
    take_from_the_roster,
    empty_the_roster,
    make_the_roster_nonsense,
    make_the_roster_no_json,
    change_the_mac,
    slip_in_a_sealed_key,
    slip_in_a_member,
    point_an_epoch_at_a_key_of_the_thief,
]


@pytest.mark.parametrize("intrusion", INTRUSIONS, ids=lambda one: str(one.__name__))
def test_nothing_is_sealed_for_a_list_of_members_that_was_altered(
    scene: Scene, intrusion: Callable[[Scene, seal.PrivateKey], None]
) -> None:
    intrusion(scene, seal.PrivateKey.generate())
    before = tables.fingerprint()

    for name, write in writes(scene).items():
        with pytest.raises((Broken, NoKey)):
            write()
        assert tables.fingerprint() == before, name


@pytest.mark.parametrize("name", WRITES)
def test_the_same_writes_go_through_when_nothing_was_altered(scene: Scene, name: str) -> None:
    before = tables.fingerprint()

    writes(scene)[name]()

    assert tables.fingerprint() != before


def test_a_public_key_swapped_in_an_account_gets_no_key_at_all(scene: Scene, cleo: Player) -> None:
    thief = seal.PrivateKey.generate()
    Person.objects.filter(pk=scene.ben.id).update(public_key=thief.public)
    ring = a_fresh_keyring(scene.ann)
    trio = Bond.objects.get(pk=scene.family.pk)

    # A circle of Ann and Ben, then a new epoch of everybody without Cleo.
    sit(
        Player("Ann", scene.ann.id, ring, b"", scene.ann.client),
        trio,
        "sharing",
        cast=[member(trio, scene.ann), member(trio, scene.ben)],
    )
    Member.objects.filter(bond=trio, person=cleo.id).update(left="2026-01-01")
    bonds.rename_bond(bond=trio, name="New", keyring=ring)

    assert newest(trio.id).number > 3
    for row in SealedKey.objects.select_related("epoch"):
        with pytest.raises(seal.Tampered):
            seal.open_with(thief, bytes(row.sealed), context(row.epoch, row))


def test_a_newcomer_whose_public_key_was_swapped_is_not_let_in(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    invitation = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    code = str(invitation.code.open(ann.keyring))
    invitations.accept(
        invitation=invitation, code=code, newcomer=cleo.person, name="Cleo", keyring=cleo.keyring
    )
    thief = seal.PrivateKey.generate()
    Person.objects.filter(pk=cleo.id).update(public_key=thief.public)
    before = tables.fingerprint()

    with pytest.raises(seal.Tampered):
        invitations.let_in(invitation=invitation, keyring=a_fresh_keyring(ann))
    assert tables.fingerprint() == before

    Person.objects.filter(pk=cleo.id).update(public_key=cleo.keyring.public)
    invitations.let_in(invitation=invitation, keyring=a_fresh_keyring(ann))


def test_another_account_put_in_the_newcomers_place_is_not_let_in(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    mallory = enter("Mallory")
    invitation = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    code = str(invitation.code.open(ann.keyring))
    invitations.accept(
        invitation=invitation, code=code, newcomer=cleo.person, name="Cleo", keyring=cleo.keyring
    )
    tables.put("bonds_invitation", invitation.pk, "newcomer_id", mallory.id.hex)

    with pytest.raises(seal.Tampered):
        invitations.let_in(invitation=invitation, keyring=a_fresh_keyring(ann))


def test_an_entry_put_back_to_an_older_revision_of_its_own_is_not_noticed(scene: Scene) -> None:
    """Documented in SECURITY.md, not a promise: a whole row put back as it was opens again.

    An entry is written once, so only what is sealed anew (names, cards, drafts) can be put back.
    """
    bond = Bond.objects.get(pk=scene.couple.pk)
    old = tables.rows("bonds_bond")
    bonds.rename_bond(bond=bond, name="Other", keyring=scene.ann.keyring)
    row = next(one for one in old if one["id"] == bond.id.hex)

    tables.put("bonds_bond", bond.id, "card", row["card"])
    altered = Bond.objects.get(pk=bond.pk)
    assert not opens(altered, "card", scene.ann.keyring), "the card alone is noticed"

    tables.put("bonds_bond", bond.id, "revision", row["revision"])
    tables.put("bonds_bond", bond.id, "epoch", row["epoch"])
    altered = Bond.objects.get(pk=bond.pk)
    assert altered.name(scene.ann.keyring) == "Us two"


def test_a_list_of_members_put_back_shuts_out_nobody_who_stayed_and_lets_in_nobody_new(
    scene: Scene, cleo: Player
) -> None:
    """Rollback of a whole epoch: whoever had left and comes back with the rows has no key to what
    is written next, because the list of members is compared each time."""
    trio = Bond.objects.get(pk=scene.family.pk)
    Member.objects.filter(bond=trio, person=cleo.id).update(left="2026-01-01")
    ring = a_fresh_keyring(scene.ann)
    bonds.rename_bond(bond=trio, name="Without Cleo", keyring=ring)
    Epoch.objects.filter(pk=newest(trio.id).pk).delete()

    ring = a_fresh_keyring(scene.ann)
    made = bonds.add_companion(bond=trio, name="After", keyring=ring)

    assert epochs.holders(space=trio.id, keyring=ring).keys() == {scene.ann.id, scene.ben.id}
    assert not opens(Member.objects.get(pk=made.pk), "name_sealed", a_fresh_keyring(cleo))
