"""Everything that somebody's keys open, by table, row and field."""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps

from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.rows import SealedRow

Opened = dict[tuple[str, uuid.UUID, str], Any]


def everything(keyring: Keyring) -> Opened:
    """What opens, and its value; what is not theirs is left out. Tampered rows raise."""
    found: Opened = {}
    for model in apps.get_models():
        if not issubclass(model, SealedRow):
            continue
        for row in model._default_manager.all():
            for name in row.sealed_fields():
                sealed = getattr(row, name)
                if sealed is None:
                    continue
                try:
                    found[row._meta.db_table, row.pk, name] = sealed.open(keyring)
                except NoKey:
                    continue
    return found


def words(keyring: Keyring) -> Opened:
    """The same without what every change of the keys makes anew, and the news about it."""
    passing = {"pending_code", "next_code"}
    beside = {"vault_signedin", "bonds_invitation", "people_guard"}
    return {
        where: value
        for where, value in everything(keyring).items()
        if where[2] not in passing and where[0] not in beside
    }
