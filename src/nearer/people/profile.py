"""Changing the sealed profile of somebody, whatever stands beside it."""

from __future__ import annotations

from django.db import transaction

from nearer.vault.keyring import Keyring

from .models import Person

SEALED = [*Person.sealed_fields(), "epoch", "revision"]


@transaction.atomic
def write_profile(person: Person, keyring: Keyring, **more: str | bool) -> Person:
    """Put something into the profile; the row as it is then.

    The codes beside it are sealed anew, so as they are now and not as a page had read them.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    row.seal(keyring, profile={**row.profile.open(keyring), **more})
    row.save(update_fields=SEALED)
    return row
