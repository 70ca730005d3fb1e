"""Chapters as a page that anybody can read and print, and as JSON that a program can read.

Both are made piece by piece. What the JSON holds, `FORMAT` says; it goes into the archive, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from .pieces import Chapter, Part, Piece

LOOK = Path(__file__).with_name("along.css")
FORMAT = """\
What is in here

index.html    Everything, to read and to print. It needs nothing else but the pictures beside it.
words.json    The same for a program, as described below.
pictures/     The pictures that you put in. Those of others stay with them.
kept/         What you kept of the words of others, each as this server signed it.

Whoever has this file can read all of it, unless you gave it a passphrase.

words.json is one object in UTF-8:

  format      "nearer words"
  version     1
  made        the day, YYYY-MM-DD
  chapters    a list, one for each bond and one for what is yours alone

A chapter has
  kind        partner, friend, family; alone for what is yours alone
  title       what you call it
  members     the names of those in it on the day
  parts       a list: sitting (what you did together), promise, date, plan, appreciation (the jar),
              little, journal, prompt, topic, own cards, own ideas, picture, draft and others

A part has kind, title, and pieces. A piece is one sitting, one promise, one page:
  title       may be empty
  day         YYYY-MM-DD or null
  lines       a list

A line is one thing that somebody said:
  by          a name, or "" where nobody is named
  mine        true if it is yours
  private     true if nobody else could read it
  day         YYYY-MM-DD or null
  asked       what it answers, or ""
  words       what was said, or ""
  note        what the program said about it, or ""
  picture     its file, or ""
"""


def as_page(chapters: Iterable[Chapter], *, name: str, day: date) -> Iterator[str]:
    """The page, in pieces of text."""
    yield render_to_string("parting/along/head.html", {"day": day})
    # In a page of ours it would not be: this one is a file, and has to be whole by itself.
    yield f"<style>\n{LOOK.read_text(encoding='utf-8')}</style>\n"
    yield render_to_string("parting/along/front.html", {"name": name, "day": day})
    for number, chapter in enumerate(chapters, start=1):
        yield render_to_string("parting/along/chapter.html", {"chapter": chapter, "n": number})
        for part in chapter.parts:
            yield from _part_as_page(part)
        yield "</section>\n"
    yield render_to_string("parting/along/foot.html")


def _part_as_page(part: Part) -> Iterator[str]:
    begun = False
    for piece in part.pieces:
        if not begun:
            yield render_to_string("parting/along/part.html", {"part": part})
            begun = True
        yield render_to_string("parting/along/piece.html", {"piece": piece})
    if begun:
        yield "</section>\n"


def as_json(chapters: Iterable[Chapter], *, day: date) -> Iterator[str]:
    """The same as JSON, in pieces of text."""
    head = {"format": "nearer words", "version": 1, "made": day.isoformat()}
    yield _json(head)[:-1] + ',"chapters":'
    yield from _list(_chapter_as_json(chapter) for chapter in chapters)
    yield "}\n"


def _chapter_as_json(chapter: Chapter) -> Iterator[str]:
    head = {"kind": chapter.kind, "title": chapter.title, "members": chapter.members}
    yield _json(head)[:-1] + ',"parts":'
    yield from _list(_part_as_json(part) for part in chapter.parts)
    yield "}"


def _part_as_json(part: Part) -> Iterator[str]:
    yield _json({"kind": part.kind, "title": part.title})[:-1] + ',"pieces":'
    yield from _list(iter([_json(_plain(piece))]) for piece in part.pieces)
    yield "}"


def _list(items: Iterable[Iterator[str]]) -> Iterator[str]:
    between = "["
    for item in items:
        yield between
        yield from item
        between = ",\n"
    yield "]" if between != "[" else "[]"


def _plain(piece: Piece) -> dict[str, Any]:
    return asdict(piece)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)
