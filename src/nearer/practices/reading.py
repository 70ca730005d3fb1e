"""Reads the tables of a script file and notes every fault, so that all are told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nearer.practices.wording import ANY, NOTHING, Wording, strangers_in


class ScriptFault(ValueError):
    """A practice file that cannot be used.

    `faults` holds one line for each fault, naming the file, the step and what is wrong.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def meant(word: str, known: Iterable[str]) -> str:
    """'; did you mean “…”?' for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean “{near[0]}”?" if near else ""


def is_slug(text: str) -> bool:
    """Whether this may be an id in a file: a-z, 0-9 and -, a letter first."""
    return (
        text.isascii()
        and text.replace("-", "").isalnum()
        and text == text.lower()
        and text[0].isalpha()
    )


def listed(words: Iterable[str]) -> str:
    """'“a”, “b”' for the end of a fault."""
    return ", ".join(f"“{word}”" for word in words)


class Section:
    """One table of the file. Every key that is asked for is known; `finish` faults the rest."""

    def __init__(
        self,
        table: Mapping[str, Any],
        where: str,
        faults: list[str],
        *,
        bonds: Sequence[str] = (),
        names: Sequence[str] = (),
    ) -> None:
        self.table, self.where, self.faults = table, where, faults
        self.bonds, self.names = tuple(bonds), tuple(names)
        self._asked: dict[str, None] = {}

    def fault(self, text: str) -> None:
        self.faults.append(f"{self.where}: {text}")

    def has(self, key: str) -> bool:
        self._asked[key] = None
        return key in self.table

    def _take(self, key: str, kind: type, called: str, required: bool) -> Any:
        if not self.has(key):
            if required:
                self.fault(f"“{key}” is missing")
            return None
        value = self.table[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.fault(f"“{key}” must be {called}")
            return None
        return value

    def string(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; required when there is no default."""
        value: str | None = self._take(key, str, "a text", default is None)
        if value is not None and not value.strip():
            self.fault(f"“{key}” is empty")
        return value if value is not None else default or ""

    def one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str:
        """One of the known words; "" after a fault."""
        value = self.string(key, default)
        if value and value not in known:
            self.fault(f"“{key}” is “{value}”, not one of {listed(known)}{meant(value, known)}")
            return default or ""
        return value

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number between `least` and `most`."""
        value: int | None = self._take(key, int, "a whole number", default is None)
        if value is None:
            return default if default is not None else least
        if not least <= value <= most:
            self.fault(f"“{key}” is {value}, and must be between {least} and {most}")
            return least
        return value

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "true or false", False))

    def items(self, key: str, required: bool = False) -> list[Any]:
        """A list of anything; its items are for the caller to check."""
        return list(self._take(key, list, "a list", required) or [])

    def strings(
        self, key: str, known: Sequence[str] | None = None, required: bool = True
    ) -> tuple[str, ...]:
        """A list of different texts, each one of `known` where that is given."""
        found: list[str] = []
        for value in self.items(key, required):
            if not isinstance(value, str):
                self.fault(f"“{key}” must be a list of texts")
            elif known is not None and value not in known:
                near = meant(value, known)
                self.fault(f"“{key}” names “{value}”, not one of {listed(known)}{near}")
            elif value in found:
                self.fault(f"“{key}” names “{value}” twice")
            else:
                found.append(value)
        return tuple(found)

    def sub(self, table: Mapping[str, Any], where: str) -> Section:
        return Section(table, where, self.faults, bonds=self.bonds, names=self.names)

    def table_of(self, key: str) -> Section | None:
        """The table under `key`, or None."""
        value = self._take(key, dict, "a table", False)
        return None if value is None else self.sub(value, f"{self.where}, {key}")

    def tables(self, key: str, required: bool = False) -> list[Section]:
        """The list of tables under `key`."""
        values = self.items(key, required)
        if not all(isinstance(value, dict) for value in values):
            self.fault(f"“{key}” must be a list of tables")
            return []
        return [self.sub(value, f"{self.where}, {key} {n}") for n, value in enumerate(values, 1)]

    def wording(self, key: str, required: bool = False) -> Wording:
        """A text, or a table of texts by kind of bond."""
        if not self.has(key):
            if required:
                self.fault(f"“{key}” is missing")
            return NOTHING
        return self.wording_from(self.table[key], key)

    def wording_from(self, value: object, key: str) -> Wording:
        """As `wording`, for a value already taken out of its table."""
        by_bond = {ANY: value} if isinstance(value, str) else value
        if not isinstance(by_bond, dict) or not by_bond:
            self.fault(f"“{key}” must be a text, or a table of texts by bond")
            return NOTHING
        known = (*self.bonds, ANY)
        for bond, words in by_bond.items():
            if bond not in known:
                near = meant(bond, known)
                self.fault(f"“{key}” has words for “{bond}”, which is none of its bonds{near}")
            elif not isinstance(words, str):
                self.fault(f"“{key}” for “{bond}” must be a text")
            elif not words.strip():
                self.fault(f"“{key}” is empty" + ("" if bond == ANY else f" for “{bond}”"))
            else:
                self._check_names(key, words)
        silent = [bond for bond in self.bonds if bond not in by_bond]
        if ANY not in by_bond and (silent or not self.bonds):
            self.fault(f"“{key}” has no words for {listed(silent or [ANY])}")
        return Wording({bond: words for bond, words in by_bond.items() if isinstance(words, str)})

    def _check_names(self, key: str, words: str) -> None:
        for stranger in strangers_in(words, self.names):
            if stranger in "{}":
                self.fault(f"“{key}” has a “{stranger}” that belongs to no name")
            else:
                near = meant(stranger, self.names)
                self.fault(f"“{key}” puts in {{{stranger}}}, and no role is called so{near}")

    def finish(self, noun: str) -> None:
        """Fault every key that nobody asked for."""
        for key in self.table:
            if key not in self._asked:
                self.fault(f"“{key}” has no place in {noun}{meant(key, self._asked)}")
