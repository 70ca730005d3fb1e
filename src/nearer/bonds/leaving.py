"""Leaving a bond for good: one's name comes off every list, and a new epoch begins at once."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q

import seal
from nearer.people.models import Person
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey

from . import actions
from .models import Bond, Member
from .returning import circles, tables

log = logging.getLogger(__name__)


@contextmanager
def as_far_as_it_goes() -> Iterator[None]:
    """What is damaged must keep nobody in: it is left as it is, and the leaving goes on.

    A fault of the database itself is no damage, and undoes all of it.
    """
    try:
        with transaction.atomic():
            yield
    except DatabaseError:
        raise
    except Exception:
        log.exception("Something damaged was left behind")


@transaction.atomic
def leave(*, bond: Bond, member: Member, person: Person, keyring: Keyring) -> None:
    """Leave alone and at once; sent twice it is one leaving.

    What stands there stays readable for the others. Of whoever left only the membership is still
    named on it, so that an account can be deleted without a trace and the words still open.
    """
    if not Bond.objects.select_for_update().filter(pk=bond.pk).exists():
        return
    if not bond.members.present().filter(pk=member.pk).exists():
        return
    # Those I made, and ways back to a place that is given up.
    bond.invitations.filter(Q(author=person.pk) | Q(place=member)).delete()
    spaces = {bond.id, *circles(bond)}
    others = bond.members.present().people().exclude(pk=member.pk)
    if others.exists():
        with as_far_as_it_goes():
            sign_off(member=member, spaces=spaces, keyring=keyring)
        for space in sorted(spaces):
            with as_far_as_it_goes():
                epochs.step_out(space=space, keyring=keyring)
            epochs.take_keys(space=space, holder=person.id)
    else:
        for space in spaces:
            epochs.erase(space=space)
    actions.leave(bond=bond, member=member, person=person)


def sign_off(*, member: Member, spaces: Collection[UUID], keyring: Keyring) -> None:
    """On whose device a row was written: from now on the place in the bond says it, no account.

    Pictures are left out: whoever put one in can take it back after leaving, too.
    """
    for model in tables():
        if model.stays_with_author:
            continue
        rows = model._default_manager.filter(author=keyring.person, space__in=spaces)
        for row in rows.iterator(chunk_size=100):
            try:
                row.pass_on(member.pk, keyring)
            except (seal.Tampered, NoKey):
                continue  # it opens for nobody, or not for us
            row.save(update_fields=[*row.sealed_fields(), "author", "revision"])
