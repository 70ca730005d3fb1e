"""The names of everything that the coach can read. The guide to them is training/GUIDE.md."""

from collections.abc import Mapping
from typing import Final

REPLY_LABELS: Final = (
    "FEEL",
    "REFLECT",
    "OPENQ",
    "VALID",
    "ADVICE",
    "REASSURE",
    "DISMISS",
    "DEFEND",
    "DIVERT",
)
# These two have grades: 1 faint or only the content, 2 real and specific. In a mapping of chances
# the chance of grade 2 stands beside the label, under these names.
GRADED: Final = ("FEEL", "REFLECT")
SECOND: Final[Mapping[str, str]] = {"FEEL": "FEEL2", "REFLECT": "REFLECT2"}

DISCLOSURES: Final = ("none", "mask", "fact", "feeling")
STYLES: Final = ("i-statement", "neutral", "criticism", "contempt")
EMOTIONS: Final = (
    "joy",
    "love",
    "gratitude",
    "pride",
    "hope",
    "calm",
    "sadness",
    "fear",
    "anger",
    "shame",
    "loneliness",
    "exhaustion",
)
GLAD: Final = EMOTIONS[:6]
INTENSITIES: Final = (0, 1, 2, 3)
DEPTHS: Final = (0, 1, 2)
WISHES: Final = ("listen", "comfort", "celebrate", "think-along", "just-know")
BONDS: Final = ("partner", "friend", "family")
DANGERS: Final = ("self", "violence", "fear", "control")

# Why a reading says nothing. An empty string means that it speaks.
SILENCES: Final = ("empty", "language")
READ_AT_MOST: Final = 4000
