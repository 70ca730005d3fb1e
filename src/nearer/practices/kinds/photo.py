"""A picture that is shown, with words for whoever cannot see it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from nearer.practices.slots import Entry
from nearer.practices.steps import TOGETHER, Private, Shared, Step, Unfit
from nearer.practices.typed import words_from

MOST_ALT = 1_000
"""Characters of what is said about a picture."""


@dataclass(frozen=True, kw_only=True)
class Photo(Step):
    """One picture, or face to face the paper one, simply shown.

    The entry holds the picture's id and nothing else. Whoever put it in may take it back, and
    what was said of it must then be gone as well, so it stands with the picture.
    """

    kind: ClassVar[str] = "photo"
    may_hide: ClassVar[bool] = True
    may_share_page: ClassVar[bool] = True
    may_have_card: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True

    def keeps(self, member: str, given: Sequence[Entry]) -> bool:
        # A picture of one's own lies in one's own vault; it is shown by putting it in again.
        return False

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        return entry.move == "show" or super().refuses(entry, given)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        return data.get("said") is True or is_photo(data.get("photo"))

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        photo, alt = form.get("photo", ""), words_from(form, "alt", required=False).strip()
        if not photo:
            if way == TOGETHER and not alt:
                return {"said": True}, None
            raise Unfit("photo", "Choose a picture, please.")
        if not is_photo(photo):
            raise Unfit("photo", "This picture did not arrive whole. Choose it once more.")
        if not alt:
            raise Unfit(
                "alt", "Say in a few words what can be seen, for somebody who has it read aloud."
            )
        if len(alt) > MOST_ALT:
            raise Unfit(
                "alt",
                f"This is {len(alt):,} characters long, and there is room for {MOST_ALT:,}. A "
                "sentence or two are enough.",
            )
        return {"photo": photo}, None


def is_photo(value: object) -> bool:
    """Whether this may be the id of a picture."""
    if not isinstance(value, str):
        return False
    try:
        return str(uuid.UUID(value)) == value
    except ValueError:
        return False
