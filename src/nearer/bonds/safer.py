"""New keys for somebody, and an end to the ways in that they had opened for others."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from nearer.people import safer
from nearer.people.models import Person
from nearer.vault.keyring import Keyring

from .models import Invitation


@transaction.atomic
def start_afresh(
    *, person: Person, keyring: Keyring, fresh: safer.Fresh, label: str
) -> bytes | None:
    """As `people.safer.start_afresh`; invitations made or answered by this person end, too.

    Whoever knows the password could have made them, or read their codes.
    """
    token = safer.start_afresh(person=person, keyring=keyring, fresh=fresh, label=label)
    if token is not None:
        Invitation.objects.filter(Q(author=person.pk) | Q(newcomer=person)).delete()
    return token
