"""The end of an account: out of every bond, and nothing here names it or opens for it any more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from nearer.bonds.leaving import as_far_as_it_goes
from nearer.bonds.models import Invitation, Member
from nearer.bonds.returning import tables
from nearer.people import known
from nearer.people.models import Person
from nearer.photos.models import Photo
from nearer.reminders import actions as reminders
from nearer.rhythm.models import Feed
from nearer.vault import epochs, signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.models import SealedKey

from .leaving import part


@transaction.atomic
def end_account(*, person: Person, keyring: Keyring, erase: bool) -> None:
    """Delete an account, all or nothing. Sent twice it is one end.

    In bonds its words stand without a name, or with `erase` are taken back in those that it is in
    now. Its pictures go everywhere. What others keep of it in their own vaults stays theirs.
    """
    row = Person.objects.select_for_update().filter(pk=person.pk).first()
    if row is None:
        return
    places = Member.objects.present().filter(person=row).select_related("bond")
    for place in places.order_by("bond"):
        part(bond=place.bond, member=place, person=row, keyring=keyring, erase=erase)
    Photo.objects.by(row.pk).delete()
    Invitation.objects.filter(Q(author=row.pk) | Q(newcomer=row)).delete()
    Member.objects.filter(person=row).update(person=None, name_sealed=None)
    _give_up_keys(row, keyring)
    for table in tables():
        if table is not Person:
            table._default_manager.filter(space=row.pk).delete()
    epochs.erase(space=row.pk)
    reminders.forget_person(person=row.pk)
    signed_in.close_all(person=row.pk)
    known.forget_all(row)
    row.delete()


def end_feed(person: Person) -> None:
    """The secret address of somebody's calendar leads nowhere any more."""
    Feed.objects.filter(person=person).delete()


def _give_up_keys(person: Person, keyring: Keyring) -> None:
    """Of spaces that no bond knows any more, too, such as a few people's whose words are gone."""
    held = SealedKey.objects.filter(holder=person.pk).exclude(epoch__space=person.pk)
    for space in sorted(set(held.values_list("epoch__space", flat=True))):
        with as_far_as_it_goes():
            epochs.step_out(space=space, keyring=keyring)
    held.delete()
