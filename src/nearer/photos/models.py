"""Pictures, and what is said of them, in two tables: lists never load the pictures themselves."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce, Length

from nearer.bonds.models import Bond
from nearer.people.models import Person
from nearer.vault.fields import SealedField, SealedFile
from nearer.vault.rows import SealedRow


class Photos(models.QuerySet["Photo"]):
    """Finding photos."""

    def of(self, person: Person) -> Photos:
        """Those in bonds that this person is still in, and their own alone.

        Whether they can be opened is another matter: of a circle only its members have the key.
        """
        present = models.Q(bond__members__person=person, bond__members__left=None)
        return self.filter(models.Q(bond=None, author=person.id) | present)

    def by(self, person: uuid.UUID) -> Photos:
        """Those that this person put in, in bonds that they have left too."""
        return self.filter(author=person)


class Photo(SealedRow):
    """One picture that somebody put in. Its space is that of the sitting, or one's own vault."""

    bond = models.ForeignKey(Bond, null=True, on_delete=models.CASCADE, related_name="photos")
    body = SealedField(help_text="{alt, width, height, at}")

    objects = Photos.as_manager()
    stays_with_author = True

    class Meta:
        indexes = [models.Index(fields=["author"])]


class Pictures(models.QuerySet["Picture"]):
    """Finding and measuring pictures."""

    def taken_by(self, person: uuid.UUID) -> tuple[int, int]:
        """How many pictures this person has here, and how many bytes they take, sealed."""
        size: Any = Coalesce(models.Sum(Length("large") + Length("small")), 0)
        found = self.filter(author=person).aggregate(count=models.Count("pk"), size=size)
        return found["count"], found["size"]

    def only_one(self, field: str) -> Pictures:
        """Without loading the other of the two JPEGs."""
        return self.defer(*({"large", "small"} - {field}))


class Picture(SealedRow):
    """The two JPEGs of a photo. Its id is the photo's own, so that none can stand for another."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, related_name="picture")
    small = SealedFile()
    large = SealedFile()

    objects = Pictures.as_manager()
    stays_with_author = True

    class Meta:
        indexes = [models.Index(fields=["author"])]
