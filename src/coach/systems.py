"""What the table compares: the coach, its rules alone, another model file, the majority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach import combine, heads
from coach.labelled import Labelled
from coach.model import Model
from coach.rules import rule_labels
from coach.shares import share_rules

Groups = Mapping[str, Mapping[str, float]]
Sentence = tuple[Mapping[str, int], Mapping[str, float]]


class System(Protocol):
    """Whatever reads: grades and chances of each sentence, and the answers about a share."""

    @property
    def name(self) -> str:
        """What stands above its column."""

    def reply(self, share: str, sentences: Sequence[str]) -> Sequence[Sentence]:
        """Grades and chances of each sentence."""

    def share(self, text: str) -> Groups:
        """For every question, how likely each answer is."""


@dataclass(frozen=True, slots=True)
class Majority:
    """What is most frequent in the very file: no label at all, and one answer for every share."""

    about: Groups
    name: str = "majority"

    def reply(self, share: str, sentences: Sequence[str]) -> Sequence[Sentence]:
        """No label is ever the rule."""
        return [({}, {}) for _ in sentences]

    def share(self, text: str) -> Groups:
        """The same for all."""
        return self.about


@dataclass(frozen=True, slots=True)
class Coach:
    """The coach as it is shipped, or its rules alone."""

    name: str
    use_model: bool

    def reply(self, share: str, sentences: Sequence[str]) -> Sequence[Sentence]:
        """As read_reply does."""
        return heads.reply(share, sentences, use_model=self.use_model)[0]

    def share(self, text: str) -> Groups:
        """As read_share does."""
        return heads.share(text, share_rules(text), use_model=self.use_model)[0]


@dataclass(frozen=True, slots=True)
class Other:
    """Another model file with the same rules and thresholds."""

    name: str
    model: Model

    def reply(self, share: str, sentences: Sequence[str]) -> Sequence[Sentence]:
        """As read_reply does."""
        both = zip(self.model.reply(share, sentences), sentences, strict=True)
        chances = [combine.reply_chances(raw, rule_labels(share, text)) for raw, text in both]
        return [(combine.reply_labels(each), each) for each in chances]

    def share(self, text: str) -> Groups:
        """As read_share does."""
        return combine.share_chances(self.model.share(text), share_rules(text))


def majority(shares: Sequence[Labelled]) -> Majority:
    """The system that always says what is most frequent here."""
    about: dict[str, dict[str, float]] = {"emotions": {}, "asks_advice": {"yes": 0.0}}
    for question in ("disclosure", "style", "intensity", "depth"):
        given = [str(s.about[question]) for s in shares if question in s.about]
        about[question] = {x: float(given.count(x)) for x in sorted(set(given))} or {"": 1.0}
    return Majority(about)
