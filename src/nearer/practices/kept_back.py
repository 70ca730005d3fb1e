"""Answers given for oneself alone, and the entries by which they are shown after all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nearer.practices.slots import Entry


def kept_by(member: str, given: Sequence[Entry]) -> set[str]:
    """The ids of the answers that a member gave here and has not shown."""
    mine = [entry for entry in given if entry.by == member]
    shown = {entry.data.get("of") for entry in mine if entry.move == "show"}
    return {entry.id for entry in mine if entry.move == "answer"} - shown


def shown_later(answer: Entry, given: Sequence[Entry]) -> Entry | None:
    """The entry by which an answer that was kept back is shown after all."""
    of = (entry for entry in given if entry.move == "show" and entry.by == answer.by)
    return next((entry for entry in of if entry.data.get("of", answer.id) == answer.id), None)


def whole(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is drawn of an answer: of one that was taken back nothing but that it was."""
    if data.get("gone") is True:
        return {"gone": True}
    return {key: value for key, value in data.items() if key != "of"} if "of" in data else data


def merged(entry: Entry) -> Mapping[str, Any]:
    """An author's own view of their entry."""
    return {**entry.data, **entry.private} if isinstance(entry.private, Mapping) else entry.data
