"""The second voice about danger: how rules, network and the words around them are weighed.

Three things are known of a sentence: what the rules of danger.toml found, what the network says
(coach/model.py), and how much the words in it and beside it are like those of people in danger, by
a table of weights for words and letters. All of data/danger.npz is learnt by training/danger.py
from sentences that stand in the repository. Where the network is absent, a rule has to find
something and the words have to agree. Where the table or numpy is absent there is no second voice.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from coach.labels import DANGERS

TABLE: Final = Path(__file__).parent / "data" / "danger.npz"
ITSELF: Final = -0.5


class Voice:
    """The table: a row of weights for danger at all, one for each kind, and what each voice weighs.

    `weights_of`: how much the network, a plain rule, a soft rule and the words count, and the bias.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self._wording = import_module("coach.wording")
        self._tables = tables

    def pieces(
        self, sentences: Sequence[str], known: Mapping[str, Any] = MappingProxyType({})
    ) -> list[Any]:
        """Each of these as `scores` reads it, `known` ones as they are; to be given to `joined`."""
        return [known.get(each) or self._wording.in_pieces(each) for each in sentences]

    def joined(self, pieces: Sequence[Any]) -> Any:
        """Several of them as the one text that they are."""
        return self._wording.joined(pieces)

    def scores(self, text: Any, rows: slice = slice(None)) -> list[float]:
        """How much the words sound like danger, 0 being the line; then how much like each kind.

        `text`: a string, or what `pieces` or `joined` make of one.
        """
        tables = self._tables
        at, values = self._wording.places(text, tables["rare"])
        found = tables["weights"][rows, at].astype(float) @ values
        return [float(x) for x in found * tables["scale"][rows] + tables["bias"][rows]]

    def agrees(self, sentence: Any, beside: Any, found: str, network: Sequence[float] = ()) -> bool:
        """Whether it is danger, by all that is known.

        `sentence`, `beside`: by itself and with its neighbours, as for `scores`. `found`: "plain",
        "soft" or "", what the rules say. `network`: its scores for each kind, () where it is
        absent. Then before a plain rule it doubts less, and where there is none but a soft one,
        the sentence itself must sound of it, and not only its neighbours.
        """
        if network:
            return self.weigh(max(network), found, self._score(beside)) >= 0
        if not found:
            return False
        if found == "plain":
            return self._score(beside) + float(self._tables["plain"]) >= 0
        return self._score(sentence) >= ITSELF and self._score(beside) >= 0

    def weigh(self, network: float, found: str, words: float) -> float:
        """Network, rules and words together, 0 being the line."""
        of = self._tables["weights_of"]
        rule = {"plain": of[1], "soft": of[2], "": 0.0}[found]
        return float(of[0] * network + rule + of[3] * words + of[4])

    def _score(self, text: Any) -> float:
        return self.scores(text, slice(1))[0]

    def likeliest(self, text: Any, kinds: Sequence[str], network: Sequence[float] = ()) -> str:
        """Which of these kinds it sounds most like."""
        found = dict(zip(DANGERS, network or self.scores(text)[1:], strict=True))
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
