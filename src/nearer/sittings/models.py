"""A sitting in the clear: its bond, its people, its day, its size, and who is awaited."""

from __future__ import annotations

from django.db import models

from nearer.bonds.models import Bond
from nearer.people.models import Person, today
from nearer.vault.fields import SealedField
from nearer.vault.rows import SealedRow


class Sittings(models.QuerySet["Sitting"]):
    """Finding sittings."""

    def of(self, person: Person) -> Sittings:
        """Those in which this person has a seat, in bonds that they are still in, or alone."""
        mine = models.Q(bond=None) | models.Q(
            bond__members__person=person, bond__members__left=None
        )
        return self.filter(mine, seats__person=person)

    def in_bond(self, bond: Bond, person: Person) -> Sittings:
        """Those of one bond in which this person has a seat.

        As a test on each row, so that the database walks the bond's index and stops after a page.
        """
        seated = Seat.objects.filter(sitting=models.OuterRef("pk"), person=person)
        return self.filter(models.Exists(seated), bond=bond)

    def newest_first(self) -> Sittings:
        """By the day something last happened; within a day in no telling order."""
        return self.order_by("-day", "id")


class Sitting(SealedRow):
    """One run of a practice. Its space is the bond, a circle within it, or one person's vault."""

    bond = models.ForeignKey(Bond, null=True, on_delete=models.CASCADE, related_name="sittings")
    day = models.DateField(default=today)
    card = SealedField(help_text="{title, slug, way, kind, cast, begun_by, waits, over}")

    objects = Sittings.as_manager()

    class Meta:
        indexes = [models.Index(fields=["bond", "-day", "id"])]


class Wording(SealedRow):
    """The practice's text as it stood when the sitting began, so that it may be reworded later."""

    sitting = models.OneToOneField(Sitting, on_delete=models.CASCADE, related_name="wording")
    script = SealedField(help_text="{name, toml, fill}")

    LONGEST = 12_000
    """Bytes: more than any practice of ours has, and in the middle of a step of padding."""

    @classmethod
    def as_long_as_any(cls, name: str, toml: str) -> dict[str, str]:
        """What to seal: its length, which shows roughly, must not tell which practice it is."""
        return {"name": name, "toml": toml, "fill": " " * (cls.LONGEST - len(toml.encode()))}


class Seat(models.Model):
    """A person's place in a sitting."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    awaited = models.BooleanField(default=False)
    moved = models.PositiveIntegerField(default=0, help_text="How often their page of it changed.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "person"], name="one_seat_each")]
        indexes = [
            models.Index(
                fields=["person"], condition=models.Q(awaited=True), name="awaited_of_person"
            )
        ]


class Entry(SealedRow):
    """One thing put into a sitting. `author` is whose device it was written on."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="entries")
    seq = models.PositiveIntegerField()
    body = SealedField(help_text="{by, move, slot, data, at}")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "seq"], name="one_order_of_entries")
        ]


class OwnPart(SealedRow):
    """The part of an entry that only its author can open; its space is their own vault."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="own_part")
    body = SealedField()


class Draft(SealedRow):
    """Words not sent yet, in the writer's own vault. `mark` finds them again and tells nothing."""

    mark = models.BinaryField(max_length=32)
    body = SealedField(help_text="{place, title, fields, at}")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "mark"], name="one_draft_per_place")
        ]
