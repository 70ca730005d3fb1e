"""The second voice about danger: it weighs the words of a sentence and of those beside it.

It never decides alone. A rule of danger.toml has to find something first; this then says whether
the words around it are like those of people in danger, or like those of people who speak of films,
of work or of long ago. It is a table of weights for words and letters, data/danger.npz, learnt by
training/danger.py from sentences that stand in the repository. Where the table or numpy is absent
there is no second voice, and the plain rules speak alone.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from coach.labels import DANGERS

TABLE: Final = Path(__file__).parent / "data" / "danger.npz"
ITSELF: Final = -0.5


class Voice:
    """The table: one row of weights for danger at all, and one for each kind."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._wording = import_module("coach.wording")
        self._tables = tables

    def scores(self, text: str, rows: slice = slice(None)) -> list[float]:
        """How much it sounds like danger, 0 being the line; then how much like each kind."""
        tables = self._tables
        at, values = self._wording.places(text, tables["rare"])
        found = tables["weights"][rows, at].astype(float) @ values
        return [float(x) for x in found * tables["scale"][rows] + tables["bias"][rows]]

    def agrees(self, sentence: str, beside: str, *, plain: bool) -> bool:
        """Whether it hears danger too, in a sentence with what stands beside it.

        Before what a plain rule found it doubts less. Where there is none, the sentence itself must
        sound of it, and not only its neighbours.
        """
        if plain:
            return self._score(beside) + float(self._tables["plain"]) >= 0
        if self._score(sentence) < ITSELF:
            return False
        return self._score(beside) >= 0

    def _score(self, text: str) -> float:
        return self.scores(text, slice(1))[0]

    def likeliest(self, text: str, kinds: tuple[str, ...]) -> str:
        """Which of these kinds it sounds most like."""
        found = dict(zip(DANGERS, self.scores(text)[1:], strict=True))
        return max(kinds, key=lambda kind: found[kind])


@cache
def voice() -> Voice | None:
    """The one second voice, read when first asked; None where there is none."""
    try:
        numpy = import_module("numpy")
    except ImportError:
        return None
    if not TABLE.is_file():
        return None
    with numpy.load(TABLE, allow_pickle=False) as tables:
        return Voice(dict(tables))
