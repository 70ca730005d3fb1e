"""What somebody has practised and what they keep for themselves, in their own vault."""

from __future__ import annotations

import uuid

from django.db import models

from nearer.vault.fields import SealedField
from nearer.vault.rows import SealedRow


class Gym(SealedRow):
    """How far somebody is with each skill; one row for each person, and theirs alone."""

    body = SealedField(help_text="{cards: {skill: FSRS card}, done: [exercise ids, latest last]}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author"], name="one_gym_each")]


class OwnPages(models.QuerySet["OwnPage"]):
    """Finding pages that somebody keeps for themselves."""

    def of(self, person: uuid.UUID) -> OwnPages:
        """All of one person's."""
        return self.filter(author=person)


class OwnPage(SealedRow):
    """A page somebody keeps for themselves, in their own vault: a look at how close they feel,
    what gets in the way, how they learned to show what they feel.

    One table for all of it, so that a copy of the database does not tell which it is. `mark`
    finds the pages of one place again; each page has its own, and tells nothing.
    """

    mark = models.BinaryField(max_length=32)
    body = SealedField(help_text="{about, ...}; `about` is the place, see own.py")

    objects = OwnPages.as_manager()

    class Meta:
        indexes = [models.Index(fields=["author", "mark"], name="own_pages_of_a_place")]
