"""What a share tells: how much of a feeling it shows, and in what manner it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach import heads
from coach.danger import Sign, signs
from coach.labels import EMOTIONS, GLAD, READ_AT_MOST
from coach.language import is_english
from coach.sentences import Span, split
from coach.telling import seen, share_rules


@dataclass(frozen=True, slots=True)
class ShareReading:
    """A share, read. `chances` says how likely each answer is; `spans` where something was seen.

    `spans` has the keys "blame", "contempt", "mask", "feeling" and "asks", where they apply.
    `silent` is "", "empty" or "language"; a silent reading has signs of danger and nothing else.
    `read` is how many characters were looked at: at most READ_AT_MOST, and as many as danger.py
    reads for signs of danger.
    """

    text: str = field(repr=False)
    disclosure: str = "none"
    style: str = "neutral"
    emotions: tuple[str, ...] = ()
    intensity: int = 0
    depth: int = 0
    asks_advice: bool = False
    about_listener: bool = False
    chances: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    danger: tuple[Sign, ...] = ()
    silent: str = ""
    read: int = 0
    by_model: bool = False

    @property
    def glad(self) -> bool:
        """Whether it brings good news: more glad feelings than heavy ones."""
        glad = sum(each in GLAD for each in self.emotions)
        return glad > len(self.emotions) - glad


def read_share(text: str, *, about_listener: bool = False, use_model: bool = True) -> ShareReading:
    """Read a share. `about_listener`: whoever reads it is the one it complains of. Never raises."""
    read = text[:READ_AT_MOST]
    if silence(read):
        return silent_share(text, about_listener=about_listener, use_model=use_model)
    chances, _, by_model, (heard, pieces) = heads.both(
        read, share_rules(read), (), use_model=use_model
    )
    signs_of = signs(text, heard=heard, pieces=pieces, use_model=use_model)
    return told_share(text, chances, by_model, signs_of, about_listener=about_listener)


def silence(read: str) -> str:
    """Why nothing is said about a share: "empty", "language", or "" where something is."""
    if not any(char.isalnum() for char in read):
        return "empty"
    return "" if is_english(read) else "language"


def silent_share(text: str, *, about_listener: bool, use_model: bool) -> ShareReading:
    """The reading of a share of which only the signs of danger are told."""
    return ShareReading(
        text=text,
        about_listener=about_listener,
        danger=signs(text, use_model=use_model),
        silent=silence(text[:READ_AT_MOST]),
        read=min(len(text), READ_AT_MOST),
    )


def told_share(
    text: str,
    chances: heads.Groups,
    by_model: bool,
    danger: tuple[Sign, ...],
    *,
    about_listener: bool,
) -> ShareReading:
    """The reading of a share from how likely each answer is."""
    read = text[:READ_AT_MOST]
    return ShareReading(
        text=text,
        disclosure=_likeliest(chances["disclosure"]),
        style=_likeliest(chances["style"]),
        emotions=_emotions(chances["emotions"]),
        intensity=int(_likeliest(chances["intensity"])),
        depth=int(_likeliest(chances["depth"])),
        asks_advice=chances["asks_advice"]["yes"] >= heads.ALONE,
        about_listener=about_listener,
        chances=chances,
        spans=seen(split(read)),
        danger=danger,
        read=len(read),
        by_model=by_model,
    )


def _likeliest(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda name: chances[name])


def _emotions(chances: Mapping[str, float]) -> tuple[str, ...]:
    found = [name for name in EMOTIONS if chances.get(name, 0.0) >= heads.ALONE]
    return tuple(sorted(found, key=lambda name: -chances[name])[:3])


__all__ = ["ShareReading", "read_share", "share_rules"]
