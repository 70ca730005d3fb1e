"""What is said about a reading: one thing, in the coach's order, in the words of notes.toml."""

import re
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from coach.plain import plain
from coach.questions import QuestionReading
from coach.replies import ReplyReading
from coach.sentences import Span
from coach.shares import ShareReading
from coach.telling import bare

# Which sentences a note is about. The others are about what is missing: nothing is underlined.
_ABOUT: Final[Mapping[str, str]] = {
    "dismisses": "DISMISS",
    "defends": "DEFEND",
    "advises_first": "ADVICE",
    "reassures_early": "REASSURE",
    "turns_away": "DIVERT",
    "feeling_too_faint": "FEEL",
}
_LANDED: Final[Mapping[str, tuple[str, int]]] = {
    "named": ("REFLECT", 2),
    "felt": ("FEEL", 2),
    "allowed": ("VALID", 1),
    "heard": ("REFLECT", 1),
    "asked": ("OPENQ", 1),
}
_QUOTE: Final = 70
_ALWAYS: Final = re.compile(r"\b(?:always|never)\b")
FACT_AT_MOST: Final = 12
# Chosen on the dev part. The last two count where no rule found the words for it.
SURE_FACT: Final = 0.86
SURE_BLAME: Final = 0.8
SURE_MASK: Final = 0.85


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say. `spans` are the writer's own words it is about, to be underlined.

    `landed` is True where it says what is good. A note "help" stops all coaching.
    """

    key: str
    text: str
    spans: tuple[Span, ...] = field(default=())
    landed: bool = False


Reading = ShareReading | ReplyReading | QuestionReading


def advise(reading: Reading, *, bond: str = "partner") -> Note | None:
    """The one note about what somebody wrote, or None. The same text always gets the same words.

    `bond` is "partner", "friend" or "family".
    """
    if isinstance(reading, ReplyReading):
        return _reply(reading, bond)
    if isinstance(reading, ShareReading):
        return _share(reading, bond)
    return _question(reading)


def _reply(reading: ReplyReading, bond: str) -> Note | None:
    if reading.danger:
        return Note("help", _words(["help"], [], reading.text))
    if reading.share.danger:
        return Note("help", _words(["help"], ["heard"], reading.text))
    if reading.silent:
        return None
    fits = _fits(reading, bond)
    if reading.flags:
        key = reading.flags[0]
        spans = reading.spans(_ABOUT[key]) if key in _ABOUT else ()
        return Note(key, _words([key], fits, reading.text), spans)
    for name in reading.landed:
        label, grade = _LANDED[name]
        spans = tuple(s.span for s in reading.sentences if s.labels.get(label, 0) >= grade)
        if spans:
            quoted = _quote(spans[0].text)
            # "Tell me about it." asks as well, and is no question.
            put = fits if "?" in spans[0].text else ["invited", *fits]
            text = _words(["landed", name], put, reading.text).format(words=quoted)
            return Note("landed", text, spans[:1], landed=True)
    return None


def _fits(reading: ReplyReading, bond: str) -> list[str]:
    fits = ["about"] if reading.about_listener else []
    fits += ["glad"] if reading.glad and not reading.about_listener else []
    return [*fits, reading.wish, bond]


def _share(reading: ShareReading, bond: str) -> Note | None:
    if reading.danger:
        return Note("help", _words(["help"], [], reading.text))
    if reading.silent:
        return None
    spans = reading.spans
    if reading.disclosure == "mask" and _surely_mask(reading):
        return _mask(reading, bond)
    if reading.style in ("contempt", "criticism") and _surely_blame(reading):
        return _blame(reading, bond)
    if reading.disclosure == "fact":
        # Whoever wrote "fine" and then one thing more has gone their one notch. So has a question.
        enough = reading.asks_advice or "mask" in spans or "?" in reading.text
        if not enough and _surely_fact(reading):
            return Note("fact", _words(["fact"], [bond], reading.text))
        return None
    felt = reading.style == "i-statement" and reading.disclosure == "feeling"
    # Of a wish alone ("I would like us to eat at the table") the praise would not be true.
    if felt and "feeling" in spans and "blame" not in spans and "contempt" not in spans:
        return Note("easy", _words(["easy"], [bond], reading.text), (), landed=True)
    return None


def _mask(reading: ShareReading, bond: str) -> Note:
    about = reading.spans.get("mask", ())
    quoted = _quote(about[0].text if about else reading.text)
    return Note("mask", _words(["mask"], [bond], reading.text).format(words=quoted), about)


def _surely_mask(reading: ShareReading) -> bool:
    # Of "Fine. My mother died." only the first word is a reflex, and that is not what it is about.
    if not bare(reading.text[: reading.read]):
        return False
    # "Everything is left to me." is no reflex, though it is as short as one.
    if "mask" in reading.spans or not reading.by_model:
        return True
    return reading.chances["disclosure"]["mask"] >= SURE_MASK


def _blame(reading: ShareReading, bond: str) -> Note:
    blame = reading.spans.get("blame", ())
    if reading.style == "contempt":
        about = reading.spans.get("contempt", ()) or blame
        return Note("contempt", _words(["contempt"], [bond], reading.text), about)
    said = " ".join(span.text for span in blame) or reading.text
    fits = ["always", bond] if _ALWAYS.search(plain(said)) else [bond]
    return Note("blame", _words(["blame"], fits, reading.text), blame)


def _surely_blame(reading: ShareReading) -> bool:
    # "You came home at nine on Tuesday." may only say what happened.
    if "blame" in reading.spans or "contempt" in reading.spans or not reading.by_model:
        return True
    style = reading.chances["style"]
    return style["criticism"] + style["contempt"] >= SURE_BLAME


def _surely_fact(reading: ShareReading) -> bool:
    # Much feeling is told in images ("set two places again"): in doubt nothing is asked. To the
    # rules alone all of that is fact, so they ask about short texts only.
    words = len(reading.text.split())
    if reading.by_model:
        return words >= 4 and reading.chances["disclosure"]["fact"] >= SURE_FACT
    return 4 <= words <= FACT_AT_MOST


def _question(reading: QuestionReading) -> Note | None:
    if reading.danger:
        return Note("help", _words(["help"], [], reading.text))
    if reading.silent or reading.kind == "none" or reading.asked_for == "more":
        return None
    text = _words([reading.kind], [reading.asked_for], reading.text).format(hint=reading.hint)
    spans = (reading.span,) if reading.span else ()
    return Note(reading.kind, text, spans, landed=reading.kind == "open")


def _words(path: Sequence[str], fits: Sequence[str], text: str) -> str:
    entry: Any = _notes()
    for name in path:
        entry = entry[name]
    chosen: list[str] = next((entry[fit] for fit in fits if fit in entry), entry["any"])
    seed = zlib.crc32(plain(text[:2000]).encode("utf-8", "replace"))
    return chosen[seed % len(chosen)]


def _quote(text: str) -> str:
    """A few of the writer's own words, cut at a comma or a space where they are many."""
    words = " ".join(text.split()).strip('"“” ').rstrip(".,!…;: ")
    if len(words) > _QUOTE:
        cut = max(words.rfind(mark, 20, _QUOTE) for mark in (", ", "; ", " – "))
        cut = cut if cut > 0 else words.rfind(" ", 20, _QUOTE)
        words = words[: cut if cut > 0 else _QUOTE].rstrip(" ,;") + " …"
    return f"“{words}”"


@cache
def _notes() -> dict[str, Any]:
    return tomllib.loads((files("coach") / "notes.toml").read_text("utf-8"))
