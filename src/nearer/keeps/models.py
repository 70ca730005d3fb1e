"""Two tables: things kept one by one, and pages of notes. What they are stands sealed."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from nearer.bonds.models import Bond
from nearer.vault.fields import SealedField
from nearer.vault.keyring import Keyring
from nearer.vault.models import SealedKey
from nearer.vault.rows import SealedRow

from . import reminding
from .marks import marks


class Keeps(models.QuerySet["Keep"]):
    """Finding what was kept."""

    def in_bond(self, bond: Bond, drawer: str, keyring: Keyring) -> Keeps:
        """One drawer of a bond, as far as this person holds the keys, the newest first."""
        found = self.filter(bond=bond, mark__in=marks(bond.id, drawer, keyring))
        return found.openable(keyring).newest_first()

    def in_bonds(self, bonds: list[uuid.UUID], drawer: str, keyring: Keyring) -> Keeps:
        """The same drawer of several bonds at once."""
        known = [mark for bond in bonds for mark in marks(bond, drawer, keyring)]
        return self.filter(bond__in=bonds, mark__in=known).openable(keyring).newest_first()

    def own(self, drawer: str, keyring: Keyring) -> Keeps:
        """One drawer of somebody's own vault, the newest first."""
        mine = marks(keyring.person, drawer, keyring)
        return self.filter(space=keyring.person, mark__in=mine).newest_first()

    def beside(self, bond: Bond, keyring: Keyring) -> Keeps:
        """Whatever this person can open of a bond, and of their own vault."""
        mine = models.Q(bond=None, space=keyring.person)
        return self.filter(models.Q(bond=bond) | mine).openable(keyring)

    def coming_up(self, bonds: list[uuid.UUID], keyring: Keyring) -> Keeps:
        """Whatever has a day in these bonds or in the own vault, the nearest day first."""
        places = models.Q(bond__in=bonds) | models.Q(bond=None, space=keyring.person)
        return self.filter(places, comes_up__isnull=False).openable(keyring).order_by("comes_up")

    def openable(self, keyring: Keyring) -> Keeps:
        """Only rows to whose epoch this person holds the key."""
        held = SealedKey.objects.filter(
            holder=keyring.person,
            epoch__space=models.OuterRef("space"),
            epoch__number=models.OuterRef("epoch"),
        )
        return self.filter(models.Exists(held))

    def newest_first(self) -> Keeps:
        """By the order in which they were kept."""
        return self.order_by("-number")


class Keep(SealedRow):
    """One thing kept: for a bond, for some of its members, or (`bond` null) for oneself.

    `number` only gives an order within the table.
    """

    bond = models.ForeignKey(Bond, null=True, on_delete=models.CASCADE, related_name="keeps")
    number = models.PositiveBigIntegerField()
    mark = models.BinaryField(max_length=32)
    comes_up = models.DateField(null=True)
    body = SealedField(help_text="{kind, by, words, at, ...}; see keeping.py")

    objects = Keeps.as_manager()

    def remind_nobody(self) -> None:
        """Forget the reminders of all: its day is to change, or it is to go."""
        if self.bond is not None and self.comes_up is not None:
            people = self.bond.members.people().values_list("person", flat=True)
            reminding.forget(self.pk, people)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it out, and with it every reminder of it."""
        self.remind_nobody()
        return super().delete(*args, **kwargs)

    class Meta:
        indexes = [
            models.Index(fields=["bond", "mark", "-number"]),
            models.Index(fields=["space", "mark", "-number"]),
            models.Index(fields=["bond", "comes_up"]),
        ]


class Notebook(SealedRow):
    """A page of notes: somebody's own, or their page in a bond's notes that members share."""

    mark = models.BinaryField(max_length=32)
    body = SealedField(help_text="Any JSON object; each drawer has its own shape.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "space", "mark"], name="one_page_per_drawer")
        ]
        indexes = [models.Index(fields=["space", "mark"])]
