"""What somebody has practised, in their own vault."""

from __future__ import annotations

from django.db import models

from nearer.vault.fields import SealedField
from nearer.vault.rows import SealedRow


class Gym(SealedRow):
    """How far somebody is with each skill; one row for each person, and theirs alone."""

    body = SealedField(help_text="{cards: {skill: FSRS card}, done: [exercise ids, latest last]}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author"], name="one_gym_each")]
