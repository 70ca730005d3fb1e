"""Words of a script, which may differ between a partner, a friend and a family."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ANY = "any"
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")


@dataclass(frozen=True)
class Wording:
    """One text of a script. `by_bond` maps a kind of bond, or "any", to the words."""

    by_bond: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_bond)

    def draw(self, bond: str = "", names: Mapping[str, str] | None = None) -> str:
        """The words for this kind of bond with names put in; "" when there are none.

        A name that is not given leaves the role's own word standing, so that a page
        never fails for the want of a name.
        """
        words = self.by_bond.get(bond) or self.by_bond.get(ANY, "")
        if "{" not in words:
            return words
        known = names or {}
        return PLACEHOLDER.sub(lambda found: known.get(found[1], found[1]), words)


NOTHING = Wording()


def strangers_in(words: str, names: Iterable[str]) -> list[str]:
    """The placeholders, or stray braces, in `words` that are none of `names`."""
    known = set(names)
    unknown = [name for name in PLACEHOLDER.findall(words) if name not in known]
    rest = PLACEHOLDER.sub("", words)
    return unknown + [brace for brace in "{}" if brace in rest]
