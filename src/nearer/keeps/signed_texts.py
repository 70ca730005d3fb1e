"""A text as it stood here, written out so that it can be signed, carried elsewhere and checked.

The key comes out of the server's own, in the key folder: a signature shows that this server had
the text as somebody's words, and no more than whoever runs it is to be believed.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import seal
from nearer import pepper

FIRST = "A text kept from nearer, version 1"
BEGIN, END = "-----BEGIN SIGNED TEXT-----", "-----END SIGNED TEXT-----"
SIGNATURE, KEY = "Signature (Ed25519, base64): ", "Key of the server (base64): "
# Looked for one after the other: a single pattern with both takes minutes over a file of BEGINs.
HEAD = re.compile(rf"{BEGIN}\r?\n")
TAIL = re.compile(
    rf"\r?\n{END}\r?\n{re.escape(SIGNATURE)}(\S+)\r?\n{re.escape(KEY)}(\S+)",
)
ABOUT = """\
The signature is over the text between the two lines, as UTF-8, each line ended by one line feed
but the last. It shows that the server with this key held these words under this name when they
were kept, and that nothing was changed since. It does not show who typed them, and whoever runs
that server could sign anything. Any program that knows Ed25519 can check it.
"""


@dataclass(frozen=True)
class Text:
    """What somebody wrote, as a reader sees it. Times are ISO 8601; `earlier` the oldest first,
    each (words, when written)."""

    by: str
    where: str
    words: str
    at: str
    asked: str = ""
    lent_by: str = ""
    earlier: tuple[tuple[str, str], ...] = ()
    changed: str = ""

    def as_json(self) -> dict[str, Any]:
        """For a sealed page."""
        return {**self.__dict__, "earlier": [list(one) for one in self.earlier]}

    @classmethod
    def of_json(cls, body: dict[str, Any]) -> Text:
        """Back from it."""
        return cls(**{**body, "earlier": tuple((one[0], one[1]) for one in body["earlier"])})


def written_out(text: Text, kept: datetime) -> str:
    """What is signed. Quoted lines begin with “> ”, so that no words can pass for a heading."""
    return "\n".join(_lines(text, kept))


def _lines(text: Text, kept: datetime) -> Iterator[str]:
    yield FIRST
    yield ""
    yield f"By: {_one_line(text.by)}"
    if text.lent_by:
        yield f"Written on the phone of: {_one_line(text.lent_by)}"
    yield f"In: {_one_line(text.where)}"
    yield f"Written: {_moment(text.at)}"
    if text.changed:
        yield f"Changed: {_moment(text.changed)}"
    yield f"Kept: {_moment(kept.isoformat())}"
    if text.asked:
        yield from ("", "Asked:", *_quoted(text.asked))
    yield from ("", "Words:", *_quoted(text.words))
    for words, at in reversed(text.earlier):
        yield from ("", f"Earlier words, of {_moment(at)}:", *_quoted(words))


def _quoted(words: str) -> list[str]:
    # Every sign that some program takes for the end of a line, so that none gets out of the quote.
    return [f"> {line}" for line in words.splitlines()]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _secret() -> bytes:
    return seal.derive(pepper.pepper(), "signature of kept texts")


def public() -> str:
    """The key by which this server's signatures can be checked (base64 of 32 bytes)."""
    return base64.b64encode(seal.signing_public(_secret())).decode()


def signature(statement: str) -> str:
    """This server's signature (base64 of 64 bytes)."""
    return base64.b64encode(seal.sign(_secret(), statement.encode())).decode()


def file_of(statement: str, signed: str, key: str) -> str:
    """The text file that somebody takes along."""
    return f"{BEGIN}\n{statement}\n{END}\n{SIGNATURE}{signed}\n{KEY}{key}\n\n{ABOUT}"


@dataclass(frozen=True)
class Checked:
    """What became of checking a file. `ours`: signed with the key that this server has now.

    It holds for `statement` alone, whatever else stands in the file: so that is shown.
    """

    statement: str
    holds: bool
    ours: bool


def check(file: str) -> Checked | None:
    """Look at a file of `file_of`; None where that is no such file."""
    head = HEAD.search(file)
    tail = TAIL.search(file, head.end()) if head else None
    if head is None or tail is None:
        return None
    statement = file[head.end() : tail.start()].replace("\r\n", "\n")
    try:
        signed = base64.b64decode(tail[1], validate=True)
        key = base64.b64decode(tail[2], validate=True)
        holds = seal.signed_by(key, signed, statement.encode())
    except ValueError:
        return Checked(statement, False, False)
    return Checked(statement, holds, holds and tail[2] == public())
