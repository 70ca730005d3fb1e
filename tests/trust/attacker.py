"""Somebody with a copy of the database, all other files and the program's source. No pepper, no
cookie, no password: those are what a test hands them one by one.

Works on the dump alone; nothing here asks a `Keyring` of ours.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

import seal
from tests.trust.tables import Rows

Dump = dict[str, Rows]
Held = dict[tuple[uuid.UUID, int], bytes]

SEALED = {
    "people_person": ("profile", "pending_code", "next_code"),
    "people_guard": ("body",),
    "vault_signedin": ("label",),
    "bonds_bond": ("card",),
    "bonds_member": ("name",),
    "bonds_invitation": ("code",),
    "sittings_sitting": ("card",),
    "sittings_wording": ("script",),
    "sittings_entry": ("body",),
    "sittings_ownpart": ("body",),
    "sittings_draft": ("body",),
    "keeps_keep": ("body",),
    "keeps_notebook": ("body",),
    "photos_photo": ("body",),
    "growing_gym": ("body",),
    "growing_ownpage": ("body",),
    "photos_picture": ("small", "large"),
}
FILES = {"photos_picture"}
"""Tables whose sealed values are files, and not words."""
FIELD_NAMES = {("bonds_member", "name"): "name_sealed"}


@dataclass(frozen=True)
class Record:
    """One sealed value and what it is bound to, all of it read from the dump."""

    table: str
    column: str
    id: uuid.UUID
    space: uuid.UUID
    epoch: int
    about: tuple[bytes, ...]
    sealed: bytes = field(repr=False)


def records(dump: Dump) -> list[Record]:
    """Every sealed value of the dump."""
    return [
        _record(table, column, row)
        for table, columns in SEALED.items()
        for row in dump[table]
        for column in columns
        if row[column] is not None
    ]


def _record(table: str, column: str, row: dict[str, object]) -> Record:
    id, space = uuid.UUID(str(row["id"])), uuid.UUID(str(row["space"]))
    epoch, revision = int(str(row["epoch"])), int(str(row["revision"]))
    about = (
        table.encode(),
        FIELD_NAMES.get((table, column), column).encode(),
        id.bytes,
        space.bytes,
        epoch.to_bytes(8, "big"),
        uuid.UUID(str(row["author"])).bytes if row["author"] else b"",
        revision.to_bytes(8, "big"),
    )
    return Record(table, column, id, space, epoch, about, bytes(row[column]))  # type: ignore[call-overload]


def opens(key: bytes, record: Record) -> bool:
    """Whether a space key opens a record."""
    unseal = seal.open_file if record.table in FILES else seal.open
    try:
        unseal(key, record.sealed, record.about)
    except seal.Tampered:
        return False
    return True


def words(dump: Dump) -> Iterator[bytes]:
    """Every value that is stored, as bytes."""
    for rows in dump.values():
        for row in rows:
            for value in row.values():
                if isinstance(value, str):
                    yield value.encode()
                elif isinstance(value, bytes | memoryview):
                    yield bytes(value)
                elif value is not None:
                    yield str(value).encode()


def candidates(values: Iterable[bytes]) -> set[bytes]:
    """32 bytes that each value might be, hold, hash to, or encode."""
    made: set[bytes] = set()
    for value in values:
        for one in _readings(value):
            made.add(hashlib.sha256(one).digest())
            if len(one) >= 32:
                made |= {one[:32], one[-32:], one[1:33], one[-48:-16]}
    return {one for one in made if len(one) == 32}


def _readings(value: bytes) -> Iterator[bytes]:
    yield value
    yield value.hex().encode()
    yield base64.urlsafe_b64encode(value)
    decoders: list[Callable[[bytes], bytes]] = [binascii.unhexlify, base64.urlsafe_b64decode]
    for decode in decoders:
        try:
            yield decode(value)
        except ValueError:
            continue


@dataclass
class Attacker:
    """What somebody can open. Space keys found so far are in `keys`."""

    dump: Dump
    keys: Held = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A private key belongs to somebody exactly if its public key stands in the dump.
        self._publics = {bytes(row["public_key"]) for row in self.dump["people_person"]}
        for row in self.dump["vault_epoch"]:
            self._publics |= {bytes.fromhex(key) for key in json.loads(row["roster"]).values()}

    def try_private_key(self, raw: bytes) -> int:
        """Use 32 bytes as a private key on every sealed key; returns how many opened."""
        private = seal.PrivateKey(raw)
        if private.public not in self._publics:
            return 0
        epochs = {row["id"]: row for row in self.dump["vault_epoch"]}
        opened = 0
        for row in self.dump["vault_sealedkey"]:
            epoch = epochs[row["epoch_id"]]
            space, number = uuid.UUID(epoch["space"]), int(epoch["number"])
            context = [
                space.bytes,
                number.to_bytes(8, "big"),
                uuid.UUID(row["holder"]).bytes,
                uuid.UUID(row["id"]).bytes,
            ]
            try:
                self.keys[space, number] = seal.open_with(private, bytes(row["sealed"]), context)
            except seal.Tampered:
                continue
            opened += 1
        return opened

    def try_cookie(self, token: bytes) -> bool:
        """Use 32 bytes as a cookie, and as the key that a cookie gives."""
        found = False
        for row in self.dump["vault_signedin"]:
            sid = bytes(row["sid"])
            about = [b"vault_signedin", sid, uuid.UUID(row["person"]).bytes]
            for kek in (seal.session_kek(token), token):
                try:
                    private = seal.unwrap(kek, bytes(row["wrapped"]), about)
                except seal.Tampered:
                    continue
                found = True
                self.try_private_key(private.raw())
        return found

    def try_as_key(self, key: bytes, one_of_each: list[Record]) -> bool:
        """Use 32 bytes as the key of a space, on one record of each space and epoch.

        All records of one space and epoch have one key: one of each is as good as all of them.
        """
        found = False
        for record in one_of_each:
            if opens(key, record):
                self.keys[record.space, record.epoch] = key
                found = True
        return found

    def try_on_account(self, key: bytes, row: dict[str, object]) -> bool:
        """Use 32 bytes as what a recovery code gives, and as the pepper with that same key."""
        person = uuid.UUID(str(row["id"])).bytes
        for wrapped, what in ((row["wrapped_rec"], b"wrapped_rec"),):
            try:
                private = seal.unwrap(key, bytes(wrapped), [b"people_person", what, person])  # type: ignore[call-overload]
            except seal.Tampered:
                continue
            self.try_private_key(private.raw())
            return True
        return False

    def try_as_pepper(self, pepper: bytes, row: dict[str, object]) -> bool:
        """Whether 32 bytes take the outer layer off a password-wrapped key."""
        about = [b"people_person", b"wrapped_pw", uuid.UUID(str(row["id"])).bytes]
        try:
            seal.outer_open(pepper, bytes(row["wrapped_pw"]), about)  # type: ignore[call-overload]
        except seal.Tampered:
            return False
        return True

    def try_password(self, root: seal.Root, row: dict[str, object], pepper: bytes) -> bool:
        """Whether a password's root is right for an account; the pepper is needed to tell."""
        if seal.same(seal.verifier(pepper, root.auth()), bytes(row["verifier"])):  # type: ignore[call-overload]
            about = [b"people_person", b"wrapped_pw", uuid.UUID(str(row["id"])).bytes]
            wrapped = seal.outer_open(pepper, bytes(row["wrapped_pw"]), about)  # type: ignore[call-overload]
            self.try_private_key(seal.unwrap(root.kek(), wrapped, about).raw())
            return True
        return False

    def opened(self) -> set[tuple[str, str, uuid.UUID]]:
        """All records that open with the keys found so far: table, column, row."""
        return {
            (record.table, record.column, record.id)
            for record in records(self.dump)
            if (key := self.keys.get((record.space, record.epoch))) and opens(key, record)
        }


def one_of_each(all_of_them: Iterable[Record]) -> list[Record]:
    """One record of each space and epoch."""
    return list({(r.space, r.epoch): r for r in all_of_them}.values())


def common_passwords(count: int) -> list[str]:
    """The first `count` of what people choose when twelve characters are asked for."""
    told = (
        "password sunshine princess football iloveyou monkey dragon baseball master shadow letmein "
        "welcome charlie jordan michael jessica ashley nicole daniel andrew summer winter spring "
        "autumn london paris berlin family forever mother father sister brother flower butterfly "
        "cookie pepper ginger tigger buster soccer hockey hunter killer secret freedom whatever "
        "computer internet superman batman starwars pokemon liverpool arsenal chelsea juventus"
    )
    names = told.split(" ")
    ends = ["123456", "1234567", "12345678", "2020", "2021", "2022", "2023", "2024", "2025", "2026"]
    ends += ["!", "!!", "1!", "123!", "12", "123", "1234", "12345", "99", "007", "2000", "1999"]
    ends += [str(year) for year in range(1960, 2019)]
    made = [name.capitalize() + end for end in ends for name in names]
    made += [name + end for end in ends for name in names]
    made += [first + second + end for first, second in permutations(names[:20], 2) for end in ends]
    long_enough = [one for one in dict.fromkeys(made) if len(one) >= 12]
    assert len(long_enough) >= count
    return long_enough[:count]
