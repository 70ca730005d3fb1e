"""Fields that hold only sealed bytes, and values that refuse to be shown unopened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute

import seal

if TYPE_CHECKING:
    from .keyring import Keyring
    from .rows import SealedRow


class NoKey(Exception):
    """This person holds no key for that space and epoch."""


class StillSealed(Exception):
    """Somebody tried to print, count, compare or template a value without opening it."""


class Sealed:
    """What a sealed field gives: it can be opened with a keyring, and nothing else."""

    __slots__ = ("_name", "_record", "_row")

    def __init__(self, row: SealedRow, name: str, record: bytes) -> None:
        self._row = row
        self._name = name
        self._record = record

    def open(self, keyring: Keyring | None = None) -> Any:
        """The value as it was given to `SealedRow.seal`.

        Raises `StillSealed` without a keyring (a template would swallow a TypeError),
        `seal.Tampered` if the row was altered or moved, `NoKey` if it is not ours to read.
        """
        if keyring is None:
            raise StillSealed(f"{self!r} can't be opened without a keyring.")
        return self._unseal(keyring.key(self._row.space, self._row.epoch))

    def _unseal(self, key: bytes) -> Any:
        return json.loads(seal.open(key, self._record, self._row.about(self._name)))

    def open_or(self, keyring: Keyring, instead: Any) -> Any:
        """Like `open`, with `instead` for what can't be opened: one damaged row breaks no page."""
        try:
            return self.open(keyring)
        except (seal.Tampered, NoKey):
            return instead

    def __repr__(self) -> str:
        return f"<sealed {type(self._row).__name__}.{self._name}>"

    def _refuse(self, *_: object) -> NoReturn:
        raise StillSealed(f"{self!r} was used without being opened.")

    __str__ = __format__ = __iter__ = __len__ = __bytes__ = __bool__ = _refuse
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __getitem__ = _refuse
    __hash__ = None  # type: ignore[assignment]
    __reduce_ex__ = _refuse


class SealedBytes(Sealed):
    """What a sealed file gives: opened it is bytes."""

    __slots__ = ()

    def _unseal(self, key: bytes) -> bytes:
        return seal.open_file(key, self._record, self._row.about(self._name))


class SealedAttribute(DeferredAttribute):
    """Makes `row.words` a `Sealed`, and refuses plain text put there by mistake."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            # Django's own descriptor loads a deferred column and keeps it in __dict__.
            super().__get__(instance, cls)
        record = instance.__dict__[name]
        if record is None:
            return None
        field = cast("SealedField", self.field)
        return field.opened_as(instance, field.name, bytes(record))

    def __set__(self, instance: Any, value: object) -> None:
        if isinstance(value, Sealed):
            value = value._record
        if value is not None and not isinstance(value, bytes | memoryview):
            raise StillSealed(f"{self.field.name} takes sealed bytes; use the row's seal().")
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Binary = models.BinaryField[Any, Any]
else:
    _Binary = models.BinaryField


class SealedField(_Binary):
    """A column of sealed bytes; what it holds is any JSON value, sealed by its row."""

    descriptor_class = SealedAttribute
    opened_as: type[Sealed] = Sealed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def sealed(self, key: bytes, value: Any, about: list[bytes]) -> bytes:
        """A record of `value` for this field."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return seal.seal(key, plain, about)

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        record = model_instance.__dict__.get(self.attname)
        # An unset BinaryField holds b"", not None.
        if not record and not self.null:
            raise StillSealed(f"{self.name} was never sealed.")
        return record

    def value_from_object(self, obj: models.Model) -> Any:
        return obj.__dict__.get(self.attname)

    def value_to_string(self, obj: models.Model) -> str:
        record = obj.__dict__.get(self.attname)
        return "" if record is None else bytes(record).hex()


class SealedFile(SealedField):
    """A column of sealed bytes that holds a file: bytes, padded in steps of 4 KB."""

    opened_as = SealedBytes

    def sealed(self, key: bytes, value: Any, about: list[bytes]) -> bytes:
        return seal.seal_file(key, value, about)
