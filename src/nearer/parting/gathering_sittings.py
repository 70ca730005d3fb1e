"""What was said in sittings, as far as I may see it now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from nearer.keeps.versions import Earlier
from nearer.people.models import Person
from nearer.people.zone import day_of
from nearer.sittings.as_text import DEGREES, FELT
from nearer.sittings.letters import Letter, sections
from nearer.sittings.models import Sitting
from nearer.sittings.opened import Unreadable, open_sitting
from nearer.vault.keyring import Keyring

from .pieces import Line, Piece, picture_file

CLOSED = "This could not be opened."
BEFORE = "This is what stood there before it was changed."
NOTES = {"start": "The time began.", "leave": "stepped out."}


def of_sittings(person: Person, keyring: Keyring, bond: UUID | None) -> Iterator[Piece]:
    """One piece for each sitting in which I have a seat, the earliest first."""
    rows = Sitting.objects.of(person).filter(bond=bond).order_by("day", "id")
    for id in list(rows.values_list("pk", flat=True)):
        row = Sitting.objects.select_related("bond", "wording").filter(pk=id).first()
        if row is not None:
            yield _piece(row, person, keyring)


def _piece(row: Sitting, person: Person, keyring: Keyring) -> Piece:
    try:
        opened = open_sitting(row, person, keyring)
        letters = [one for part in sections(opened, opened.company.me) for one in part.letters]
    except Unreadable:
        return Piece("Something that can’t be opened", row.day, (Line(note=CLOSED),))
    title = opened.script.wording("title", bond=opened.state.bond)
    lines = [line for letter in letters for line in lines_of(letter, keyring)]
    lines += [Line(note=CLOSED)] * opened.unreadable
    return Piece(title, row.day, tuple(lines))


def lines_of(letter: Letter, keyring: Keyring) -> Iterator[Line]:
    """A letter as plain lines; what only the practice itself says is left out."""
    if letter.kind == "read":
        return
    lent = f"On the phone of {letter.lent_by}." if letter.lent_by else ""
    for part in letter.parts:
        told = _told(part, letter)
        if told is None:
            continue
        note = " ".join(each for each in (told.pop("note", ""), lent) if each)
        day = day_of(letter.when, keyring) if letter.when else None
        said = Line(letter.by or str(part.get("by", "")), letter.mine, letter.private, day)
        yield replace(said, note=note, **told)
        yield from before(said, part.get("earlier") or (), keyring)


def before(said: Line, earlier: Iterable[Earlier], keyring: Keyring) -> Iterator[Line]:
    """What stood there before it was changed, the latest first."""
    for one in earlier:
        if one.words:
            day = day_of(one.at, keyring)
            yield replace(said, asked="", note=BEFORE, day=day, words=one.words, picture="")


def _told(part: dict[str, Any], letter: Letter) -> dict[str, Any] | None:
    kind, asked = part["kind"], part.get("ask", "")
    if kind == "words":
        day = part["day"]
        note = f"{'On' if part['on'] else 'By'} {day:%-d %B %Y}." if day else ""
        return {"asked": asked, "words": part["text"], "note": note}
    if kind == "feelings":
        return {"asked": asked, "words": feelings(part["feelings"])}
    if kind == "choice":
        return {"asked": asked, "words": ", ".join(part["labels"])}
    if kind == "card":
        return {"words": part["text"], "note": "A card that was drawn."}
    if kind == "said":
        return {"asked": asked, "note": "Said aloud."}
    if kind == "photo":
        return _picture(part, letter, asked)
    if kind == "receipt":
        return _receipt(part)
    return {"note": _note(part)} if _note(part) else None


def _note(part: dict[str, Any]) -> str:
    match part["kind"]:
        case "gone":
            return "Something was here that was taken back."
        case "kept":
            return "You kept how it landed to yourself."
        case "again":
            return str(part["label"])
        case "ready":
            when = {"now": "Now is good.", "at": f"Not now; {part['day']} at {part['time']}."}
            return when.get(part["when"], "Not today.")
        case "note":
            return NOTES.get(part["move"], "The time was over.")
    return ""


def feelings(chosen: Sequence[dict[str, Any]]) -> str:
    """“Feeling very glad, a little uneasy”."""
    return "Feeling " + ", ".join(f"{one['how']} {one['word']}" for one in chosen)


def _picture(part: dict[str, Any], letter: Letter, asked: str) -> dict[str, Any]:
    photo = part["photo"]
    if photo is None:
        gone = "A picture, shown in person." if part["there"] else "A picture that was taken back."
        return {"asked": asked, "note": gone}
    if not photo.mine:
        # Whoever put a picture in can take it back everywhere, so no copy of it is made.
        note = f"A picture, which stays with {letter.by}."
        return {"asked": asked, "words": photo.alt, "note": note}
    return {"asked": asked, "words": photo.alt, "picture": picture_file(photo.id)}


def _receipt(part: dict[str, Any]) -> dict[str, Any]:
    receipt = part["receipt"]
    felt = [
        f"{name}: {DEGREES.get(receipt[key], receipt[key])}"
        for key, name in FELT.items()
        if key in receipt
    ]
    about = f" about the reply of {part['about']}" if part["about"] else ""
    note = f"How it landed{about}: {', '.join(felt)}."
    return {"words": receipt.get("helped", ""), "note": note}
