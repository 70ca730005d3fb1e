"""Pictures that come with a form: found, made ready, and put away with the entry they belong to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile

from nearer.photos import actions as photos
from nearer.photos.headers import CannotTake as CannotTake
from nearer.photos.taking_in import Prepared, prepare_upload
from nearer.practices.steps import Unfit
from nearer.vault.keyring import Keyring

if TYPE_CHECKING:
    from .actions import Answer
    from .models import Sitting


@dataclass(frozen=True)
class Sent:
    """The files of a form, and whose room they would take."""

    files: Mapping[str, UploadedFile[Any]] = field(default_factory=dict)
    person: uuid.UUID | None = None

    def under(self, step: str) -> UploadedFile[Any] | None:
        """The picture that was chosen for a step."""
        return self.files.get(f"photo-{step}")

    def made_ready(self, step: str, alt: str) -> Prepared:
        """That picture, opened and drawn anew. Raises Unfit with a kind sentence."""
        upload = self.under(step)
        try:
            if upload is None:
                raise CannotTake("Choose a picture, please.")
            if self.person is not None:
                photos.make_sure_of_room(person=self.person)
            return prepare_upload(upload, alt)
        except CannotTake as no:
            raise Unfit("photo", str(no)) from None


NOTHING_SENT = Sent()


def put_away(sitting: Sitting, answer: Answer, keyring: Keyring, at: datetime) -> None:
    """Seal the picture of an answer: for the sitting, or for its writer alone if it is private.

    Raises CannotTake when there is no room.
    """
    if answer.picture is None:
        return
    private: Mapping[str, Any] = answer.private or {}
    alone = "photo" in private
    photos.keep(
        id=uuid.UUID(str(private["photo"] if alone else answer.data["photo"])),
        prepared=answer.picture,
        bond=None if alone else sitting.bond,
        space=keyring.person if alone else sitting.space,
        keyring=keyring,
        at=at,
    )
