"""Whether a question leaves room: open, closed, or leading to an answer it already holds."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from coach.danger import Sign, signs
from coach.labels import READ_AT_MOST
from coach.language import is_english
from coach.plain import plain
from coach.sentences import Span, split

KINDS: Final = ("open", "closed", "leading", "none")
# "more": a word would answer it, and still it holds a door open. "felt": open, although it begins
# like one that asks for a fact.
ASKED_FOR: Final = ("yes or no", "fact", "more", "felt")

_LEAD: Final = (
    r"^(?:(?:and|but|so|ok|okay|oh|well|hey|now|then|also|honestly|please|love|babe|mum|dad|just)"
    r"[,:]?\s)*"
)
_AUXILIARY: Final = (
    r"do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|should|shall|may|might|must"
)
_LEADING: Final = re.compile(
    r"\bwhy (?:(?:do|did|are|must|would|can't|won't|don't|didn't) )?you (?:always|never|even|just|"
    r"still|keep|have to|ever)\b|\bwhy (?:don't|didn't|won't|can't|not)\b"
    r"|\bhow (?:dare you|(?:could|can) you(?! (?:\w+ )?(?:tell|know|see|hear|bear)\b))\b"
    r"|\bwhat (?:were you thinking|did you expect|is wrong with you)\b"
    r"|\bwhat makes you (?:think|so (?:sure|certain))\b|\bwhat's your problem\b"
    r"|\bsurely\b|\bhave you (?:tried|thought (?:of|about)|considered)\b|\bobviously\b"
    r"|\bwas (?:it|that) because\b|\bis (?:it|that) because\b|\bwho wouldn't\b"
    r"|, (?:right|no|yeah|innit|correct|eh|or what|or not)\s?\?|\bright\?+$"
    r"|^so (?:you|it|he|she|they|that)\b"
)
# These doubt, but after a word that asks: "How are you really?", "What didn't you say?"
_DOUBTS: Final = re.compile(
    r"\b(?:don't|doesn't|didn't|isn't|aren't|wasn't|weren't|won't|wouldn't|shouldn't|couldn't|can't"
    r"|haven't|hasn't|hadn't) (?:you|it|that|this|he|she|they|we|there)\b(?! (?:\w+ )?like best)"
    r"|\b(?:do|did|would) you (?:really|seriously|honestly|actually|even)\b"
    r"|\bare you (?:seriously|really|always|ever going)\b|\bisn't\b[^?]*\?"
)
_ASKS: Final = re.compile(_LEAD + r"(?:what|how|which|when|where|who)\b[^,]*$")
# "Tell me more" leaves room; "Tell me you love me" and "Say sorry" do not.
_YOU: Final = r"(?:(?:can|could|would|will) you (?:please )?)?"
_INVITES: Final = re.compile(
    _LEAD
    + _YOU
    + r"(?:(?:tell|show) me (?:a (?:bit|little) )?(?:more|about|all|everything|something|anything|"
    r"one thing|a story|your (?:side|story)|the (?:rest|whole|story|best|worst|hardest))\b"
    r"|say (?:a (?:bit|little) )?more\b(?= (?:about|of|on)\b|\W*$)"
    r"|share (?:with me )?(?:more|about|something|a (?:bit|little|moment|memory|story|time))\b"
    r"|describe\b|(?:talk|walk) me through\b|help me understand\b|i'm curious about\b"
    r"|(?:i'd (?:love|like)|i want) to hear\b(?! (?:you|that|yes|no|sorry|if|whether|when)\b))"
)
# "Can you tell me where the keys are?" asks what stands behind it. "Would you say what he did was
# fair?" does not ask what he did.
_PUT: Final = re.compile(
    _LEAD + rf"(?:say, |{_YOU}tell me,? (?!(?:if|whether|yes|no)\b)"
    rf"|(?:{_YOU}(?:show me|share(?: with me)?)|(?:(?:can|could) you (?:please )?)?say"
    r"|i wonder|i'm curious) (?=(?:what|how|which|why|when|where|who)\b))"
)
_COUNTS: Final = re.compile(
    _LEAD + r"(?:what time|how (?:many|much|long|old|often|far|big|late|soon)|what day|what date|"
    r"when\b(?=[^,]*$)|"
    r"who\b|where\b(?! (?:did|do|are) you (?:go|feel|hide|find) (?:in|it|your))|"
    r"which (?:day|one|train|bus|shop|of)|what(?:'s| is)? (?:the|your|his|her) (?:name|"
    r"time|date|address|number|price|score))"
)
_OPEN: Final = re.compile(_LEAD + r"(?:(?:in|to|of|for|from|with|at) )?(?:what|how|which|why)\b")
_ASIDE: Final = re.compile(
    r", (?:what|how|which)\b[^,]*\?$|\b(?:what|how) (?:is|was|are|were|did|do)\b"
    r"|\bwhat\?$|\bwhere (?:did|do|are) you (?:go|feel|hide|find) (?:in|it|your)\b"
)
# A moment or a place asked for because of what was felt there.
_FELT: Final = re.compile(
    _LEAD + r"(?:since )?(?:when|where|who|which)\b(?=[^,]*$)[^?]*?(?:"
    r"\b(?:feel|feels|felt|feeling|hurting|ache|aches|ached|different|lighter|lightest|easier|easiest"
    r"|heavier|heaviest|hard|harder|hardest|worse|worst|strongest|loudest|darkest|happy|happier"
    r"|happiest|sad|saddest|proud|proudest|angry|angriest|afraid|scared|lonely|loneliest|calm|calmest"
    r"|ashamed|tired|worried|grateful|yourself|at peace)\b"
    r"|\bhurts?\b(?! (?:your|his|her|my|the|him)\b)|\bmiss(?:ed)? (?:him|her|them|it|most)\b"
    r"|\bdid (?:it|this|that)(?: all)? (?:begin|start|change|end|stop)\b"
    r"|\bdid you (?:first )?(?:notice|realise|realize|understand|sense|know(?! (?:his|her|him)\b))"
    r"|\bwhen (?:you|it|he|she|they) (?:were told|read|heard|saw|found|opened|realised|realized"
    r"|knew|noticed|understood|learned|learnt|told|said|happened|came|began|started|ended)\b)"
)
_FACT: Final = re.compile(_LEAD + r"(?:when|where|who|whose)\b[^,]*$")
_YES_OR_NO: Final = re.compile(_LEAD + rf"(?:{_AUXILIARY})\b(?!.* or\b)")
_MORE: Final = re.compile(
    _LEAD + r"(?:(?:does|do|did) (?:any|some|no)(?:body|one)(?: else)? know\b"
    r"|(?:is|was) there (?:something|anything|more|somebody|someone|anybody|anyone)\b"
    r"|(?:do|would) you (?:want|like|feel like) (?:to )?(?:tell|say|talk|share)|who was it that\b"
    r"|(?:can|could|would|will) you (?:please )?tell me\W*$)"
)
_CLOSED: Final = re.compile(
    _LEAD + rf"(?:{_AUXILIARY}|any|anything|you|ready|everything|all|so|sure|still|ever)\b"
)
_GOES_ON: Final = "Once that is known, “What was it like …” goes on from there."
_HINTS: Final = (
    (r"(?:did|was|were|had|has|have)\b", "It could begin with “What was it like …”"),
    (r"(?:will|would|can|could|should|shall|may)\b", "It could begin with “What would you …”"),
    (r"(?:do|does|is|are|am)\b", "It could begin with “How is it for you …”"),
    (r"(?:what|how|when|who|where|which)\b", _GOES_ON),
)
_LEADING_HINT: Final = "“How do you see it?” would leave it to them."
_CLOSED_HINT: Final = "It could begin with “What” or “How”."


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question, read. `kind` is one of KINDS, "none" where nothing is asked.

    `hint` says how an open form could begin, for closed and leading ones. It is no rewrite.
    `asked_for` is one of ASKED_FOR, or "" where that is not clear. `silent` is "", "empty" or
    "language"; a silent reading has signs of danger and nothing else.
    """

    text: str = field(repr=False)
    kind: str = "none"
    span: Span | None = None
    hint: str = ""
    asked_for: str = ""
    danger: tuple[Sign, ...] = ()
    silent: str = ""
    read: int = 0


def read_question(text: str, *, use_model: bool = True) -> QuestionReading:
    """Read the last question in a text, and signs of danger in all of it. Never raises.

    `use_model`: whether the network is asked about danger. The question is read by rules alone.
    """
    head = text[:READ_AT_MOST]
    blank = QuestionReading(text, danger=signs(text, use_model=use_model), read=len(head))
    if not any(char.isalnum() for char in head):
        return replace(blank, silent="empty")
    if not is_english(head):
        return replace(blank, silent="language")
    for span in reversed(split(head)):
        words = plain(span.text)
        asked = "?" in span.text
        if not _INVITES.search(words) and (put := _PUT.match(words)):
            words = words[put.end() :]
            asked = asked or bool(_OPEN.search(words))
        kind = _kind(words, asked=asked)
        if kind != "none":
            hint, asked_for = _hint(kind, words), _asked_for(kind, words)
            return replace(blank, kind=kind, span=span, hint=hint, asked_for=asked_for)
    return blank


def _kind(words: str, *, asked: bool) -> str:
    if _INVITES.search(words):
        return "open"
    opens = _OPEN.search(words)
    if not asked and not opens and not _CLOSED.match(words):
        return "none"
    if not asked and not (opens and len(words.split()) <= 16):
        return "none"
    if _LEADING.search(words) or (_DOUBTS.search(words) and not _ASKS.match(words)):
        return "leading"
    if asked and _FELT.match(words):
        return "open"
    if opens or (asked and _ASIDE.search(words)):
        return "closed" if _COUNTS.search(words) else "open"
    return "closed"


def _hint(kind: str, words: str) -> str:
    if kind == "leading":
        return _LEADING_HINT
    if kind == "open":
        return ""
    return next((hint for start, hint in _HINTS if re.match(_LEAD + start, words)), _CLOSED_HINT)


def _asked_for(kind: str, words: str) -> str:
    if kind != "closed":
        return "felt" if kind == "open" and _FELT.match(words) else ""
    if _MORE.match(words):
        return "more"
    if _YES_OR_NO.match(words):
        return "yes or no"
    return "fact" if _FACT.match(words) or _COUNTS.search(words) else ""
