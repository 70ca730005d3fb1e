"""Putting a picture in, and taking it back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from nearer.bonds.models import Bond
from nearer.vault.keyring import Keyring

from .headers import CannotTake
from .models import Photo, Picture
from .taking_in import Prepared

FULL = (
    "You have as many pictures here as there is room for. Take some of them back first; they are "
    "all under “Your pictures”."
)


def make_sure_of_room(*, person: uuid.UUID, more: int = 0) -> None:
    """Raise CannotTake unless somebody may put in one more picture, of `more` bytes."""
    count, size = Picture.objects.taken_by(person)
    if count >= settings.PHOTOS_EACH or size + more > settings.PHOTO_BYTES_EACH:
        raise CannotTake(FULL)


@transaction.atomic
def keep(
    *,
    id: uuid.UUID,
    prepared: Prepared,
    bond: Bond | None,
    space: uuid.UUID,
    keyring: Keyring,
    at: datetime,
) -> Photo:
    """Seal a picture for the holders of a space's key. Raises CannotTake when there is no room."""
    make_sure_of_room(person=keyring.person, more=len(prepared.large) + len(prepared.small))
    photo = Photo(id=id, bond=bond, space=space, author=keyring.person)
    told = {"alt": prepared.alt, "width": prepared.width, "height": prepared.height}
    photo.seal(keyring, body={**told, "at": at.isoformat()})
    photo.save(force_insert=True)
    picture = Picture(id=id, photo=photo, space=space, author=keyring.person)
    picture.seal(keyring, large=prepared.large, small=prepared.small)
    picture.save(force_insert=True)
    return photo


@transaction.atomic
def withdraw(*, photo: Photo) -> None:
    """Delete a picture and what was said of it, for everybody and for good.

    It needs no key: whoever put it in can take it back from a bond that they have left.
    """
    photo.delete()
