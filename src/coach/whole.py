"""What the sentences of a reply make together: what stands in the way, and what lands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coach import combine
from coach.sentences import Span
from coach.shares import ShareReading

# What is said depends on these, in this order: the first that is raised.
FLAGS: Final = (
    "dismisses",
    "defends",
    "advises_first",
    "reassures_early",
    "turns_away",
    "shows_no_feeling",
    "feeling_too_faint",
    "nothing_specific",
    "no_opening",
)
LANDED: Final = ("named", "felt", "allowed", "heard", "asked")
MAYBE: Final = 0.04  # a label at least this likely is not called missing; chosen on the dev part
KINDLY: Final = ("FEEL", "REFLECT", "VALID")
UNKIND: Final = ("DISMISS", "DEFEND", "DIVERT")


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence of a reply: its labels with their grades, and how likely each label is."""

    span: Span
    labels: Mapping[str, int]
    chance: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Whole:
    """A reply as a whole, beside the share it answers and the wish that came with it."""

    share: ShareReading
    sentences: tuple[SentenceReading, ...]
    strengths: Mapping[str, int]
    wish: str
    by_model: bool

    def raises(self, flag: str) -> bool:
        """Whether this one of FLAGS is up."""
        match flag:
            case "dismisses":
                return self.surely("DISMISS")
            case "defends":
                return self.surely("DEFEND")
            case "advises_first":
                return not self.ideas_wanted() and self.before_kindness("ADVICE")
            case "reassures_early":
                return self.before_kindness("REASSURE") or self.closes()
            case "turns_away":
                return self.surely("DIVERT")
            case _:
                answers = self.ideas_wanted() and self.has("ADVICE")
                return not answers and not self.unsure() and self.lacks(flag)

    def ideas_wanted(self) -> bool:
        return self.wish == "think-along" or self.share.asks_advice

    def has(self, label: str) -> bool:
        return label in self.strengths

    def likely(self, *labels: str) -> bool:
        """Whether one of these may be there: found, or not unlikely enough to be called missing."""
        return any(s.chance.get(x, 0.0) >= MAYBE for s in self.sentences for x in labels) or any(
            map(self.has, labels)
        )

    def before_kindness(self, label: str) -> bool:
        """Whether it comes before the first sign that the share was taken in."""
        for sentence in self.sentences:
            if any(sentence.labels.get(x) or sentence.chance.get(x, 0) >= MAYBE for x in KINDLY):
                return False
            if self.sure_of(sentence, label):
                return True
        return False

    def sure_of(self, sentence: SentenceReading, label: str) -> bool:
        """Whether a sentence has a label, and surely enough to say something about it."""
        if not sentence.labels.get(label):
            return False
        return not self.by_model or combine.sure(label, sentence.chance.get(label, 0.0))

    def surely(self, label: str) -> bool:
        return any(self.sure_of(sentence, label) for sentence in self.sentences)

    def closes(self) -> bool:
        """Whether reassurance shuts a story that only a formula has answered so far."""
        return (
            self.surely("REASSURE")
            and self.wish not in ("comfort", "think-along")
            and not self.likely("REFLECT", "VALID", "OPENQ")
            and not self.likely("FEEL2")
            and self.strengths.get("FEEL", 0) < 2
        )

    def unsure(self) -> bool:
        """Rules alone miss much: they call a thing missing only where they know every sentence."""
        return not self.by_model and any(not s.labels for s in self.sentences)

    def lacks(self, flag: str) -> bool:
        felt = self.strengths.get("FEEL", 0)
        match flag:
            case "shows_no_feeling":
                return not self.likely("FEEL", "VALID", "REFLECT2", "OPENQ") and self.matters()
            case "feeling_too_faint":
                strong = self.share.intensity >= 2
                more = self.likely("FEEL2", "REFLECT", "VALID", "OPENQ")
                return strong and felt == 1 and not more and self.wish != "just-know"
            case "nothing_specific":
                return not self.likely("REFLECT", "OPENQ", "VALID") and felt < 2 and self.matters()
            case _:
                warm = felt == 2 or self.strengths.get("REFLECT", 0) == 2 or self.has("VALID")
                wished = self.wish in ("listen", "celebrate") and self.share.disclosure == "feeling"
                return wished and not warm and not self.likely("OPENQ", "FEEL2", "REFLECT2")

    def matters(self) -> bool:
        """Whether the share holds something that an answer could miss: not so for a "morning"."""
        return self.share.intensity > 0 and self.share.disclosure in ("fact", "feeling")

    def landed(self) -> tuple[str, ...]:
        """What lands, the strongest first; nothing is praised beside what may well hurt."""
        if any(map(self.has, UNKIND)):
            return ()
        grades = self.strengths
        there = {
            "named": grades.get("REFLECT") == 2,
            "felt": grades.get("FEEL") == 2,
            "allowed": "VALID" in grades,
            "heard": grades.get("REFLECT") == 1,
            "asked": "OPENQ" in grades,
        }
        return tuple(name for name in LANDED if there[name])
