"""What a reply does with a share, sentence by sentence and as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from coach import heads
from coach.danger import Sign, signs
from coach.labels import READ_AT_MOST, REPLY_LABELS
from coach.language import is_english
from coach.sentences import Span, split
from coach.shares import ShareReading, share_rules, silence, silent_share, told_share
from coach.whole import FLAGS, LANDED, SentenceReading, Whole

SENTENCES_AT_MOST: Final = 24


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """A reply, read. `flags`: what stands in the way, in the order of FLAGS; `landed`: what lands.

    `strengths` has the highest grade of every label that was found. `silent` is "", "empty" or
    "language"; a silent reading has signs of danger and nothing else. `read` is how many characters
    were looked at.
    """

    text: str = field(repr=False)
    share: ShareReading
    wish: str = "listen"
    about_listener: bool = False
    sentences: tuple[SentenceReading, ...] = ()
    strengths: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    landed: tuple[str, ...] = ()
    danger: tuple[Sign, ...] = ()
    silent: str = ""
    read: int = 0
    by_model: bool = False

    @property
    def glad(self) -> bool:
        """Whether it answers good news."""
        return self.wish == "celebrate" or self.share.glad

    def spans(self, *labels: str) -> tuple[Span, ...]:
        """The sentences that have one of these labels."""
        return tuple(s.span for s in self.sentences if any(s.labels.get(x) for x in labels))


def read_reply(
    share: str,
    reply: str,
    wish: str = "listen",
    *,
    about_listener: bool = False,
    use_model: bool = True,
) -> ReplyReading:
    """Read a reply to a share. An unknown wish counts as "listen". Never raises on any text."""
    heard, read = share[:READ_AT_MOST], reply[:READ_AT_MOST]
    deaf = silence(heard)
    spans = split(read)[:SENTENCES_AT_MOST]
    # Two words alone may say too little about their language; beside the share they say more.
    short = len(read.split()) <= 6 and is_english(f"{share[:400]} {read}")
    silent = "" if is_english(read) or (short and not deaf) else "language"
    if not any(char.isalnum() for char in read):
        silent = "empty"
    elif deaf and not (deaf == "language" and is_english(f"{read} {share[:400]}")):
        silent = deaf
    if silent:
        spans = ()
    # One run of the network reads both, the share as it would be read by itself.
    chances, found, by_model, (heard_in, pieces) = heads.both(
        heard,
        {} if deaf else share_rules(heard),
        [span.text for span in spans],
        use_model=use_model and not (silent and deaf),
    )
    labelled = tuple(SentenceReading(s, *each) for s, each in zip(spans, found, strict=True))
    about = (
        silent_share(share, about_listener=about_listener, use_model=use_model)
        if deaf
        else told_share(
            share,
            chances,
            by_model,
            signs(share, heard=heard_in, pieces=pieces, use_model=use_model),
            about_listener=about_listener,
        )
    )
    return derive(
        reply,
        about,
        labelled,
        wish=wish,
        about_listener=about_listener,
        danger=signs(reply, heard=heard_in, pieces=pieces, use_model=use_model),
        silent=silent,
        by_model=by_model and not silent,
    )


def derive(
    text: str,
    share: ShareReading,
    sentences: Sequence[SentenceReading],
    *,
    wish: str = "listen",
    about_listener: bool = False,
    danger: tuple[Sign, ...] = (),
    silent: str = "",
    by_model: bool = True,
) -> ReplyReading:
    """The whole from its labelled sentences: what stands in the way, and what lands."""
    strengths = {
        label: grade
        for label in REPLY_LABELS
        if (grade := max((s.labels.get(label, 0) for s in sentences), default=0))
    }
    whole = Whole(share, tuple(sentences), strengths, wish, by_model)
    return ReplyReading(
        text=text,
        share=share,
        wish=wish,
        about_listener=about_listener,
        sentences=tuple(sentences),
        strengths=strengths,
        flags=tuple(name for name in FLAGS if whole.raises(name)) if sentences else (),
        landed=whole.landed() if sentences else (),
        danger=danger,
        silent=silent,
        read=min(len(text), READ_AT_MOST),
        by_model=by_model,
    )


__all__ = ["FLAGS", "LANDED", "ReplyReading", "SentenceReading", "derive", "read_reply"]
