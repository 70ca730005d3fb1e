"""Bytes that must not be printed, logged or pickled by accident."""

from __future__ import annotations

from typing import Any, NoReturn

from seal.primitives import require_key, same


class Secret:
    """32 bytes that no repr, str or format shows and no pickle or copy takes along.

    Equal to another of the same class with the same bytes, compared in constant time. Not hashable.
    This guards against accidents; code that wants the bytes can have them.
    """

    __slots__ = ("_bytes",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, raw: bytes) -> None:
        require_key(raw)
        self._bytes = raw

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return same(self._bytes, other._bytes)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is never pickled or copied")
