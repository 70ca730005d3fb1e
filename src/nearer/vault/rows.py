"""Rows whose words are bound to their place: moved, mixed or aged, they do not open."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from .fields import SealedField

if TYPE_CHECKING:
    from .keyring import Keyring


class SealedRow(models.Model):
    """A row with sealed fields.

    `space` names whose keys open it (a person, a bond, or a circle within a bond) and `epoch`
    which of them. The id is made before insert, since it is part of what the seal binds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    space = models.UUIDField(editable=False)
    epoch = models.PositiveIntegerField(editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    author = models.UUIDField(null=True, editable=False)

    stays_with_author: ClassVar[bool] = False
    """Whether it is its author's to take back after they have left the bond."""

    class Meta:
        abstract = True

    @classmethod
    def sealed_fields(cls) -> tuple[str, ...]:
        """The names of the fields that this table seals."""
        return tuple(f.name for f in cls._meta.concrete_fields if isinstance(f, SealedField))

    def about(self, field: str) -> list[bytes]:
        """The associated data of one field, in the order of SECURITY.md."""
        return [
            self._meta.db_table.encode(),
            field.encode(),
            self.id.bytes,
            self.space.bytes,
            self.epoch.to_bytes(8, "big"),
            self.author.bytes if self.author else b"",
            self.revision.to_bytes(8, "big"),
        ]

    def seal(self, keyring: Keyring, **values: Any) -> None:
        """Seal `values` into this row under the space's newest key, unsaved.

        A value is any JSON, or bytes for a `SealedFile`. Fields not named keep what they hold;
        since epoch and revision are bound to all of them, they are opened and sealed anew. Raises
        what `Keyring.newest` and `Sealed.open` raise.
        """
        unknown = set(values) - set(self.sealed_fields())
        if unknown:
            raise TypeError(f"{type(self).__name__} has no sealed field {', '.join(unknown)}.")
        for name in self.sealed_fields():
            if name not in values and self.__dict__.get(name) is not None:
                values[name] = getattr(self, name).open(keyring)
        self.epoch, key = keyring.newest(self.space)
        self._put(key, values)

    def pass_on(self, author: uuid.UUID, keyring: Keyring) -> None:
        """Make this the row of another author, unsaved, for whoever could open it before."""
        held = [name for name in self.sealed_fields() if self.__dict__.get(name) is not None]
        values = {name: getattr(self, name).open(keyring) for name in held}
        self.author = author
        self._put(keyring.key(self.space, self.epoch), values)

    def _put(self, key: bytes, values: dict[str, Any]) -> None:
        self.revision += 1
        for name, value in values.items():
            if value is None:
                setattr(self, name, None)
                continue
            field: SealedField = self._meta.get_field(name)  # type: ignore[assignment]
            setattr(self, name, field.sealed(key, value, self.about(name)))
