"""Reads a share, a reply or a question and says at most one helpful thing. This is the manual.

    import coach

    reading = coach.read_reply("My tests came back today.", "Don't worry.", wish="listen")
    note = coach.advise(reading, bond="friend")
    note.key, note.text, note.spans, note.landed       or None: nothing to say

 1. `read_share(text)`, `read_reply(share, reply, wish)` and `read_question(text)` say what is
    there: labels, how strong, where, and how likely. They judge nobody and change no text. What
    the labels mean stands in training/GUIDE.md.
 2. `advise(reading)` decides what is said, if anything: one note, in the order of what matters
    most, for the writer alone. Its words are in notes.toml. The same text always meets the same.
 3. A small model and a layer of rules read together. Where the model or its runtime is absent, or
    with `use_model=False`, the rules read alone: they see less, and call nothing missing that they
    cannot rule out.
 4. English only. Before another language, code or emoji alone it is silent: `reading.silent`.
 5. No more than the first READ_AT_MOST characters are read, and danger.READ_AT_MOST for signs of
    danger; `reading.read` says how many were.
 6. On signs of danger (harm to oneself, violence, fear of another, control) in a share, a reply or
    a question `advise` answers with the note "help" and nothing else. Rules, the model and a table
    of words are weighed together; without the model a rule has to find something. Finding no sign
    does not mean that there is no danger.

No network, no files written, no logging, nothing kept between two calls but the loaded model. No
`repr` holds what somebody wrote.
"""

from coach.advice import Note, advise
from coach.danger import Sign, signs
from coach.questions import QuestionReading, read_question
from coach.replies import ReplyReading, SentenceReading, read_reply
from coach.sentences import Span
from coach.shares import ShareReading, read_share

__all__ = [
    "Note",
    "QuestionReading",
    "ReplyReading",
    "SentenceReading",
    "ShareReading",
    "Sign",
    "Span",
    "advise",
    "read_question",
    "read_reply",
    "read_share",
    "signs",
]
