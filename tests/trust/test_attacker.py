"""Somebody with a copy of the database and of the program opens nothing; with one cookie, what its
owner can open and nothing else."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

import nearer.settings
import seal
from nearer import pepper
from nearer.bonds import actions as bonds
from nearer.people import actions as people
from nearer.people.models import Person
from nearer.photos import actions as photos
from nearer.photos.taking_in import Prepared
from nearer.sittings import drafts
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Entry, OwnPart, Sitting
from nearer.vault import epochs, signed_in
from tests.cast import PASSWORD, Player, bind, enter, member, sit
from tests.trust import attacker, tables
from tests.trust.attacker import Attacker, Dump, Record

WEAK = "Butterfly1999"
RECORDS = 1_000


@dataclass
class Scene:
    """A database with people in it, and a copy of it."""

    ann: Player
    ben: Player
    cleo: Player
    dump: Dump
    records: list[Record]


@pytest.fixture
def scene(ann: Player, ben: Player, cleo: Player) -> Scene:
    """Ann and Ben are a couple; Ann, Ben and Cleo a family; each keeps things to themselves."""
    couple = bind(ann, ben)
    family = bind(ann, ben, cleo, kind="family", name="Kitchen table")
    # Ben and Cleo speak of Ann: a circle that she holds no key to.
    circle = sit(ben, family, "sharing", cast=[member(family, ben), member(family, cleo)])
    bonds.invite(bond=family, inviter=member(family, cleo), keyring=cleo.keyring)
    shared = sit(ann, couple, "sharing")
    for number in range(8):
        for one in (ann, ben, cleo):
            drafts.keep(
                place=f"/{number}", title="t", fields={"words": ["mine"]}, keyring=one.keyring
            )
    _entries(shared, ann, RECORDS // 2)
    _entries(circle, ben, RECORDS // 4)
    _entries(shared, ben, RECORDS // 4)
    for one, where in ((ann, shared), (ben, circle)):
        photos.keep(
            id=uuid.uuid4(),
            prepared=Prepared(b"dots" * 500, b"dots" * 90, 1, 1, "what can be seen"),
            bond=where.bond,
            space=where.space,
            keyring=one.keyring,
            at=timezone.now(),
        )
    enter("Dora", settled=False)
    dump = tables.dump()
    return Scene(ann, ben, cleo, dump, attacker.records(dump))


def _entries(sitting: Sitting, player: Player, count: int) -> None:
    first = sitting.entries.count()
    rows, parts = [], []
    for seq in range(first, first + count):
        row = Entry(sitting=sitting, seq=seq, space=sitting.space, author=player.id)
        row.seal(player.keyring, body={"words": f"number {seq}"})
        rows.append(row)
        if seq % 10 == 0:
            part = OwnPart(entry=row, space=player.id, author=player.id)
            part.seal(player.keyring, body={"words": "only mine"})
            parts.append(part)
    Entry.objects.bulk_create(rows)
    OwnPart.objects.bulk_create(parts)


def everything_tried(dump: Dump) -> Attacker:
    """Every stored byte string, as whatever it could be."""
    one = Attacker(dump)
    samples = attacker.one_of_each(attacker.records(dump))
    accounts = dump["people_person"]
    found = [str(settings.SECRET_KEY).encode(), bytes(32), *attacker.words(dump)]
    for value in attacker.candidates(found):
        one.try_as_key(value, samples)
        one.try_cookie(value)
        one.try_private_key(value)
        for account in accounts:
            one.try_on_account(value, account)
            assert not one.try_as_pepper(value, account)
    for text in found:
        try:
            kek = seal.recovery_kek(text.decode())
        except ValueError:
            continue
        for account in accounts:
            one.try_on_account(kek, account)
    return one


def test_a_copy_of_the_database_opens_nothing(scene: Scene) -> None:
    assert len(scene.records) >= RECORDS

    assert everything_tried(scene.dump).opened() == set()


def test_the_same_attack_finds_a_key_that_lies_about(scene: Scene) -> None:
    # Ben's private key in hexadecimal, in a column that holds something else.
    leak = scene.ben.keyring._private.raw().hex()
    small: Dump = {table: list(rows) for table, rows in scene.dump.items()}
    small["django_migrations"] = [{"name": leak}]
    small["sittings_entry"] = small["sittings_entry"][:20]

    opened = everything_tried(small).opened()

    assert opened == readable_by(scene.ben, small)
    assert opened


def test_no_stored_value_is_taken_as_a_cookie(scene: Scene) -> None:
    for value in set(attacker.words(scene.dump)):
        for token in {value, value[:32], value[1:33]}:
            if len(token) == seal.TOKEN_BYTES:
                assert signed_in.recognise(token) is None


def test_no_stored_session_signs_a_browser_in(scene: Scene) -> None:
    for row in scene.dump["vault_signedin"]:
        for cookie in cookies_made_of(bytes(row["sid"]), bytes(row["wrapped"]), row["id"]):
            client = Client()
            client.cookies[signed_in.COOKIE] = cookie
            assert client.get("/devices/").status_code == 302

    # The same request with the real cookie is let in.
    client = Client()
    client.cookies[signed_in.COOKIE] = base64.urlsafe_b64encode(scene.ann.token).decode()
    assert client.get("/devices/").status_code == 200


def cookies_made_of(sid: bytes, wrapped: bytes, id: str) -> Iterator[str]:
    for value in (sid, wrapped, wrapped[:32], wrapped[-32:], seal.session_kek(sid)):
        yield value.hex()
        yield base64.urlsafe_b64encode(value).decode()
    yield id
    yield str(uuid.UUID(id))


def readable_by(player: Player, dump: Dump) -> set[tuple[str, str, uuid.UUID]]:
    """What this person holds a key to, by the table of keys."""
    epochs = {row["id"]: (uuid.UUID(row["space"]), row["number"]) for row in dump["vault_epoch"]}
    held = {
        epochs[row["epoch_id"]]
        for row in dump["vault_sealedkey"]
        if uuid.UUID(row["holder"]) == player.id
    }
    return {
        (record.table, record.column, record.id)
        for record in attacker.records(dump)
        if (record.space, record.epoch) in held
    }


@pytest.mark.parametrize("name", ["ann", "ben", "cleo"])
def test_one_cookie_opens_what_its_owner_can_and_nothing_else(scene: Scene, name: str) -> None:
    player: Player = getattr(scene, name)
    others = {"ann", "ben", "cleo"} - {name}
    one = Attacker(scene.dump)

    assert one.try_cookie(player.token)
    opened = one.opened()

    assert opened == readable_by(player, scene.dump)
    assert len(opened) > 20
    assert len(opened) < len(scene.records)
    for other in others:
        own = {getattr(scene, other).id}
        spaces = {(r.table, r.column, r.id): r.space for r in scene.records}
        assert not {spaces[key] for key in opened} & own


def test_the_one_left_out_of_a_circle_opens_nothing_of_it(scene: Scene) -> None:
    one = Attacker(scene.dump)
    one.try_cookie(scene.ann.token)
    circles = {
        row["id"]
        for row in scene.dump["sittings_sitting"]
        if row["bond_id"] and row["space"] != row["bond_id"]
    }
    entries = {
        uuid.UUID(row["id"]) for row in scene.dump["sittings_entry"] if row["sitting_id"] in circles
    }

    assert len(entries) >= RECORDS // 4
    assert not {id for _, _, id in one.opened()} & entries


def test_ten_thousand_common_passwords_need_the_pepper(
    ann: Player, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it no guess can even be told right from wrong, the right one included."""
    # What a guess costs is the next test's; cheaper than any account may be, ten thousand go fast.
    monkeypatch.setattr(seal.passwords, "MEMORY_KIB", range(1024, 1024 * 1024))
    monkeypatch.setattr(settings, "KDF_PARAMETERS", "argon2id$v=1$m=1024,t=1,p=1")
    keyring = people.sign_up(email="weak@example.org", name="Weak", password=WEAK, adult=True)
    row = next(
        row for row in tables.rows("people_person") if uuid.UUID(row["id"]) == keyring.person
    )
    tried = attacker.common_passwords(10_000)
    assert WEAK in tried
    costs = seal.KdfParameters.from_text(row["kdf"])
    without = [bytes(32), bytes(row["salt"]) * 2, seal.derive(b"nearer" * 8, "pepper")]
    without += [bytes(one["public_key"]) for one in scene.dump["people_person"]]

    def guess(password: str) -> tuple[str, seal.Root]:
        return password, seal.password_root(password, bytes(row["salt"]), costs)

    with ThreadPoolExecutor(2) as pool:
        roots = list(pool.map(guess, tried))
    one = Attacker(tables.dump())

    found = [word for word, root in roots for none in without if one.try_password(root, row, none)]
    assert found == []
    assert one.opened() == set()

    real = pepper.pepper()
    found = [word for word, root in roots if one.try_password(root, row, real)]
    assert found == [WEAK]
    # The words of its owner stand open then: the check can tell.
    assert {(table, column) for table, column, _ in one.opened()} == {
        ("people_person", "profile"),
        ("people_person", "pending_code"),
        ("people_guard", "body"),
    }


def test_real_accounts_pay_sixty_four_megabytes_for_each_guess() -> None:
    costs = seal.KdfParameters.from_text(nearer.settings.KDF_PARAMETERS)

    assert (costs.memory_kib, costs.passes) >= (64 * 1024, 3)


def test_the_right_password_alone_opens_nothing_without_the_pepper(ann: Player) -> None:
    row = tables.rows("people_person")[0]
    costs = seal.KdfParameters.from_text(row["kdf"])
    root = seal.password_root(PASSWORD, bytes(row["salt"]), costs)
    about = [b"people_person", b"wrapped_pw", ann.id.bytes]

    for key in (root.kek(), root.auth(), bytes(32)):
        with pytest.raises(seal.Tampered):
            seal.unwrap(root.kek(), bytes(row["wrapped_pw"]), about)
        with pytest.raises(seal.Tampered):
            seal.outer_open(key, bytes(row["wrapped_pw"]), about)
    inner = seal.outer_open(pepper.pepper(), bytes(row["wrapped_pw"]), about)
    assert seal.unwrap(root.kek(), inner, about) == ann.keyring._private


def test_an_invitation_in_the_dump_is_not_opened_by_its_code_without_the_pepper(
    ann: Player, ben: Player
) -> None:
    bond = bonds.begin(
        founder=ann.person, kind="friend", name="Us", own_name="Ann", keyring=ann.keyring
    )
    made = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    code = seal.read_code(str(made.code.open(ann.keyring)))

    for stand_in in (bytes(32), seal.derive(code.encode(), "x")):
        key = seal.mac(stand_in, "invitation", code.encode(), made.id.bytes)
        with pytest.raises(seal.Tampered):
            seal.open(key, bytes(made.letter), made.letter_about())
        assert seal.derive(key, "verifier") != bytes(made.verifier)
    assert seal.open(made.key(code), bytes(made.letter), made.letter_about())


def test_a_person_who_left_opens_nothing_later_with_an_old_copy_of_their_keys(
    ann: Player, ben: Player
) -> None:
    bond = bind(ann, ben, kind="friend")
    sitting = sit(ann, bond, "rose-thorn-bud")
    before = Attacker(tables.dump())
    before.try_cookie(ben.token)
    leave_bond(bond=bond, member=member(bond, ben), person=ben.person, keyring=ben.keyring)
    bonds.add_companion(bond=bond, name="kxafter", keyring=ann.keyring)

    after = Attacker(tables.dump(), keys=dict(before.keys))
    after.try_cookie(ben.token)
    new = {r.epoch for r in attacker.records(after.dump) if r.space == bond.id}

    assert max(new) > max(number for space, number in before.keys if space == bond.id)
    assert (bond.id, max(new)) not in after.keys
    assert sitting.pk in {id for _, _, id in before.opened()}
    assert Person.objects.filter(pk=ben.id).exists()
    assert epochs.holders(space=bond.id, keyring=ann.keyring).keys() == {ann.id}
