"""Every column is either sealed, key material, or written down in SECURITY.md as standing in the
clear. A new one that nobody has thought about fails here."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.apps import apps

import seal
from nearer.bonds.models import Bond
from nearer.practices import shelf
from nearer.vault.fields import SealedField
from nearer.vault.rows import SealedRow
from tests.cast import Player, sit
from tests.trust import tables

SECURITY = Path(__file__).resolve().parents[2] / "SECURITY.md"

SEALED = {
    "people_person": {"profile", "pending_code", "next_code"},
    "people_guard": {"body"},
    "vault_signedin": {"label"},
    "bonds_bond": {"card"},
    "bonds_member": {"name"},
    "bonds_invitation": {"code"},
    "sittings_sitting": {"card"},
    "sittings_wording": {"script"},
    "sittings_entry": {"body"},
    "sittings_ownpart": {"body"},
    "sittings_draft": {"body"},
    "keeps_keep": {"body"},
    "keeps_notebook": {"body"},
    "photos_photo": {"body"},
    "photos_picture": {"small", "large"},
    "growing_gym": {"body"},
    "growing_ownpage": {"body"},
}
"""Sealed with a key that only members, or one person, can open."""

SEALED_ELSE = {
    "people_person": {"email"},  # under the server's own key
    "reminders_round": {"body"},  # the same
    "reminders_channel": {"body"},
    "bonds_invitation": {"letter", "answer"},  # under the invitation's code and the server's key
}
"""Sealed as well, under another key."""

KEY_MATERIAL = {
    "people_person": {
        "email_index",
        "public_key",
        "salt",
        "kdf",
        "verifier",
        "wrapped_pw",
        "wrapped_rec",
    },
    "people_knowndevice": {"mark"},
    "people_budget": {"mark"},
    "reminders_notice": {"owner"},
    "reminders_round": {"owner"},
    "reminders_channel": {"owner", "mark"},
    "rhythm_feed": {"mark"},
    "people_halfin": {"sid", "wrapped", "carried"},
    "vault_signedin": {"sid", "wrapped"},
    "vault_epoch": {"roster_mac", "follows"},
    "vault_sealedkey": {"sealed"},
    "vault_servermark": {"pepper"},
    "bonds_invitation": {"verifier"},
    "sittings_draft": {"mark"},
    "keeps_keep": {"mark"},
    "keeps_notebook": {"mark"},
    "growing_ownpage": {"mark"},
}
"""Keys that are wrapped or public, what they are made and checked with, and blind marks."""

PLACE = {"id", "space", "epoch", "revision", "author"}
CLEAR = {
    "people_person": PLACE | {"since"},
    "people_knowndevice": {"id", "person_id", "until"},
    "people_budget": {"id", "hour", "count"},
    "people_guard": PLACE | {"person_id"},
    "people_halfin": {"id", "expires", "tries"},
    "vault_epoch": {"id", "space", "number", "roster"},
    "vault_sealedkey": {"id", "epoch_id", "holder"},
    "vault_signedin": PLACE | {"person", "expires", "last_used", "confirmed"},
    "vault_servermark": {"id"},
    "bonds_bond": PLACE | {"since"},
    "bonds_member": PLACE | {"bond_id", "person_id", "joined", "left"},
    "bonds_invitation": PLACE
    | {"bond_id", "newcomer_id", "expires", "wrong"}
    | {"place_id", "ripe"},
    "sittings_sitting": PLACE | {"bond_id", "day"},
    "sittings_wording": PLACE | {"sitting_id"},
    "sittings_seat": {"id", "sitting_id", "person_id", "awaited", "moved"},
    "sittings_entry": PLACE | {"sitting_id", "seq"},
    "sittings_ownpart": PLACE | {"entry_id"},
    "sittings_draft": PLACE,
    "keeps_keep": PLACE | {"bond_id", "number", "comes_up"},
    "keeps_notebook": PLACE,
    "photos_photo": PLACE | {"bond_id"},
    "photos_picture": PLACE | {"photo_id"},
    "growing_gym": PLACE,
    "growing_ownpage": PLACE,
    "reminders_notice": {"id", "due", "lease_until", "tries"},
    "reminders_round": {"id", "due", "lease_until", "tries"},
    "reminders_channel": {"id"},
    "reminders_count": {"what", "number"},
    "rhythm_feed": {"id", "person_id"},
    "django_migrations": {"id", "app", "name", "applied"},
}
"""What anybody with a copy of the database reads. SECURITY.md has to say the same."""

CLASSES = (SEALED, SEALED_ELSE, KEY_MATERIAL, CLEAR)


def found() -> dict[str, set[str]]:
    """The columns of every model, by table."""
    return {
        model._meta.db_table: {str(field.column) for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }


def unclassified(columns: dict[str, set[str]]) -> set[str]:
    """Columns that stand in none of the classes, or in more than one."""
    return {
        f"{table}.{column}"
        for table, held in columns.items()
        for column in held
        if sum(column in one.get(table, set()) for one in CLASSES) != 1
    }


def flat(columns: dict[str, set[str]]) -> set[str]:
    return {f"{table}.{column}" for table, held in columns.items() for column in held}


def section() -> str:
    text = SECURITY.read_text(encoding="utf-8")
    return text.split("## What stands in the clear\n", 1)[1].split("\n## ", 1)[0]


def documented() -> set[str]:
    """Columns that the section names; “every `column`” stands for all tables that have it."""
    named = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", section()))
    for column in re.findall(r"every `([a-z_]+)`", section()):
        named |= {f"{table}.{column}" for table, held in CLEAR.items() if column in held}
    return named


def test_every_column_is_classified_once() -> None:
    assert unclassified(found()) == set()


def test_no_class_names_a_column_that_is_gone() -> None:
    told = set().union(*(flat(one) for one in CLASSES))

    assert {c for c in told if not c.startswith("django_migrations.")} - flat(found()) == set()


@pytest.mark.django_db
def test_the_database_holds_no_table_beside_these() -> None:
    assert set(tables.names()) == found().keys() | {"django_migrations"}


def test_a_new_column_and_a_new_table_would_be_noticed() -> None:
    columns = found()
    columns["sittings_sitting"].add("title")
    columns["albums_album"] = {"id"}

    assert unclassified(columns) == {"sittings_sitting.title", "albums_album.id"}


def test_security_md_names_exactly_the_columns_that_stand_in_the_clear() -> None:
    assert documented() - flat(CLEAR) == set()
    assert flat(CLEAR) - documented() == set()


def test_what_is_called_sealed_is_sealed_by_its_field() -> None:
    by_type = {
        model._meta.db_table: {
            field.column for field in model._meta.concrete_fields if isinstance(field, SealedField)
        }
        for model in apps.get_models()
    }

    assert {table: held for table, held in by_type.items() if held} == SEALED


def test_every_sealed_row_takes_all_of_its_place_into_the_seal() -> None:
    for model in apps.get_models():
        if not issubclass(model, SealedRow):
            continue
        row = model(space=uuid.uuid4(), epoch=1, author=uuid.uuid4(), revision=1)
        field = row.sealed_fields()[0]
        before = row.about(field)
        for name, value in [
            ("id", uuid.uuid4()),
            ("space", uuid.uuid4()),
            ("epoch", 2),
            ("author", uuid.uuid4()),
            ("revision", 2),
        ]:
            kept = getattr(row, name)
            setattr(row, name, value)
            assert row.about(field) != before, f"{model.__name__}.{name} is not bound"
            setattr(row, name, kept)
        assert row.about("other") != before


def test_no_time_in_the_clear_is_finer_than_a_day_except_where_something_ends(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sit(ann, bond)
    times = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"DateTimeField", "TimeField"}
    }

    # When a session or an invitation ends has to be compared without anybody signed in.
    assert times == {
        "people_halfin.expires",
        "vault_signedin.expires",
        "vault_signedin.last_used",
        "vault_signedin.confirmed",
        "bonds_invitation.expires",
        "bonds_invitation.ripe",
        # What is due has to be found by the minute; it leads to nobody.
        "reminders_notice.due",
        "reminders_notice.lease_until",
        "reminders_round.due",
        "reminders_round.lease_until",
    }
    for row in tables.rows("vault_signedin"):
        for column in ("expires", "last_used", "confirmed"):
            moment = row[column]
            assert (moment.minute % 5, moment.second, moment.microsecond) == (0, 0, 0)


def test_no_practice_is_told_by_the_length_of_its_text(
    ann: Player, ben: Player, bond: Bond
) -> None:
    for script in shelf.all():
        sit(ann, None if script.alone else bond, script.slug)
    lengths = {len(row["script"]) for row in tables.rows("sittings_wording")}

    assert len(lengths) == 1
    # Sealed as they are, they would differ.
    assert len({len(seal.pad(script.toml.encode())) for script in shelf.all()}) > 1
