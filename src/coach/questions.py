"""Whether a question leaves room: open, closed, or leading to an answer it already holds."""

import re
from dataclasses import dataclass, field
from typing import Final

from coach.labels import READ_AT_MOST
from coach.language import is_english
from coach.plain import plain
from coach.sentences import Span, split

KINDS: Final = ("open", "closed", "leading", "none")

_LEAD: Final = (
    r"^(?:(?:and|but|so|ok|okay|oh|well|hey|now|then|also|honestly|please|love|babe|mum|dad|just)"
    r"[,:]?\s)*"
)
_LEADING: Final = re.compile(
    r"\b(?:don't|doesn't|didn't|isn't|aren't|wasn't|weren't|won't|wouldn't|shouldn't|couldn't|can't"
    r"|haven't|hasn't|hadn't) (?:you|it|that|this|he|she|they|we|there)\b(?! (?:\w+ )?like best)"
    r"|\bwhy (?:do|did|are|must|would|can't|won't|don't|didn't) you (?:always|never|even|just|"
    r"still|keep|have to|ever)\b|\bwhy (?:don't|didn't|won't|can't|not)\b"
    r"|\bhow (?:could|can|dare) you\b"
    r"|\bwhat (?:were you thinking|did you expect|is wrong with you)\b"
    r"|\bwhat makes you (?:think|so)\b|\bwhat's your problem\b"
    r"|\b(?:do|did|would) you (?:really|seriously|honestly|actually|even)\b"
    r"|\bare you (?:seriously|really|always|ever going)\b"
    r"|\bsurely\b|\bhave you (?:tried|thought (?:of|about)|considered)\b|\bobviously\b"
    r"|\bwas (?:it|that) because\b|\bis (?:it|that) because\b|\bwho wouldn't\b"
    r"|, (?:right|no|yeah|innit|correct|eh|or what|or not)\s?\?|\bright\?+$"
    r"|^so (?:you|it|he|she|they|that)\b|\bisn't\b[^?]*\?"
)
_INVITES: Final = re.compile(
    _LEAD
    + r"(?:(?:can|could|would|will) you )?(?:tell me|say|share|describe|talk me|walk me|show me|"
    r"i'd love to hear|i'd like to hear|i want to hear|help me understand|i wonder (?:what|how)|"
    r"i'm curious (?:what|how|about))\b(?! (?:me )?(?:if|whether|when|yes)\b)"
)
_COUNTS: Final = re.compile(
    _LEAD + r"(?:what time|how (?:many|much|long|old|often|far|big|late|soon)|what day|what date|"
    r"when\b(?=[^,]*$)|"
    r"who\b|where\b(?! (?:did|do|are) you (?:go|feel|hide|find) (?:in|it|your))|"
    r"which (?:day|one|train|bus|shop|of)|what(?:'s| is) (?:the|your|his|her) (?:name|"
    r"time|date|address|number|price|score))"
)
_OPEN: Final = re.compile(_LEAD + r"(?:(?:in|to|of|for|from|with|at) )?(?:what|how|which|why)\b")
_ASIDE: Final = re.compile(
    r", (?:what|how|which)\b[^,]*\?$|\b(?:what|how) (?:is|was|are|were|did|do)\b"
    r"|\bwhat\?$|\bwhere (?:did|do|are) you (?:go|feel|hide|find) (?:in|it|your)\b"
)
_CLOSED: Final = re.compile(
    _LEAD + r"(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|should|shall|may|"
    r"might|must|any|anything|you|ready|everything|all|so|sure|still|ever)\b"
)
_HINTS: Final = (
    (r"(?:did|was|were|had|has|have)\b", "It could begin with “What was it like …”"),
    (r"(?:will|would|can|could|should|shall|may)\b", "It could begin with “What would you …”"),
    (r"(?:do|does|is|are|am)\b", "It could begin with “How is it for you …”"),
    (r"(?:what|how|when|who|where|which)\b", "Once that is known, “What was it like …” asks on."),
)
_LEADING_HINT: Final = "“How do you see it?” would leave it to them."
_CLOSED_HINT: Final = "It could begin with “What” or “How”."


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question, read. `kind` is one of KINDS, "none" where nothing is asked.

    `hint` says how an open form could begin, for closed and leading ones. It is no rewrite.
    `silent` is "", "empty" or "language".
    """

    text: str = field(repr=False)
    kind: str = "none"
    span: Span | None = None
    hint: str = ""
    silent: str = ""
    read: int = 0


def read_question(text: str) -> QuestionReading:
    """Read the last question in a text. Never raises on any text."""
    head = text[:READ_AT_MOST]
    if not any(char.isalnum() for char in head):
        return QuestionReading(text, silent="empty", read=len(head))
    if not is_english(head):
        return QuestionReading(text, silent="language", read=len(head))
    for span in reversed(split(head)):
        kind = _kind(plain(span.text), asked="?" in span.text)
        if kind != "none":
            return QuestionReading(text, kind, span, _hint(kind, plain(span.text)), read=len(head))
    return QuestionReading(text, read=len(head))


def _kind(words: str, *, asked: bool) -> str:
    if _INVITES.search(words):
        return "open"
    opens = _OPEN.search(words)
    if not asked and not opens and not _CLOSED.match(words):
        return "none"
    if not asked and not (opens and len(words.split()) <= 16):
        return "none"
    if _LEADING.search(words):
        return "leading"
    if opens or (asked and _ASIDE.search(words)):
        return "closed" if _COUNTS.search(words) else "open"
    return "closed"


def _hint(kind: str, words: str) -> str:
    if kind == "leading":
        return _LEADING_HINT
    if kind == "open":
        return ""
    return next((hint for start, hint in _HINTS if re.match(_LEAD + start, words)), _CLOSED_HINT)
