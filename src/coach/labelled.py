"""Reads labelled files, forgivingly: the form of the labelled set, and one flat reply a line.

1. `{"share": .., "share_labels": {..}, "replies": [{"good": .., "sentences": [{"text": ..,
   "labels": {"FEEL": 2}}]}]}`; a reply may also be `{"text": .., "labels": ..}`.
2. `{"share": .., "reply": .., "labels": ["FEEL"]}`: the labels are of the whole reply, which may
   hold several sentences. Labels are a list, or a mapping to grades; other names are left out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from coach.labels import GRADED, REPLY_LABELS

_ABOUT_SHARE: Final = (
    "disclosure", "style", "emotions", "intensity", "depth", "asks_advice",
)  # fmt: skip


class Unreadable(ValueError):
    """A line that is not JSON or holds no share; says which."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or with `whole` a reply of perhaps several, with the grades of its labels."""

    text: str
    labels: Mapping[str, int]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: what it says, and whether it is good; None where nobody said."""

    said: tuple[Said, ...]
    good: bool | None = None

    @property
    def text(self) -> str:
        """As one would type it."""
        return " ".join(each.text for each in self.said)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One share with everything that answers it. `about` has only what was labelled."""

    share: str
    about: Mapping[str, Any]
    replies: tuple[Reply, ...]
    bond: str = ""
    wish: str = "listen"
    about_listener: bool = False
    id: str = ""


def read(paths: Sequence[Path]) -> list[Labelled]:
    """All shares of the files; lines that answer the same share are put together."""
    found: dict[str, Labelled] = {}
    for path in paths:
        for each in _lines(path):
            before = found.get(each.share)
            if before:
                each = Labelled(
                    share=each.share,
                    about={**before.about, **each.about},
                    replies=before.replies + each.replies,
                    bond=before.bond or each.bond,
                    wish=before.wish,
                    about_listener=before.about_listener,
                    id=before.id,
                )
            found[each.share] = each
    return list(found.values())


def as_heard(shares: Sequence[Labelled], path: Path) -> list[Labelled]:
    """The shares with the feelings that most of several readers heard, in place of the author's.

    A line of the file is `{"id": .., "heard": [[..], [..]]}`: the feelings that each reader heard
    who did not see the author's labels. More than half have to agree. A share without a line loses
    its feelings, so that it is not counted.
    """
    heard: dict[str, list[list[str]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        try:
            row = json.loads(line)
            heard[row["id"]] = [list(map(str, each)) for each in row["heard"]]
        except (ValueError, TypeError, KeyError) as fault:
            raise Unreadable(f"{path}, line {number}: {fault!r}") from fault
    found = []
    for share in shares:
        about = {key: value for key, value in share.about.items() if key != "emotions"}
        readers = heard.get(share.id, ())
        if readers:
            names = {name for each in readers for name in each}
            most = [x for x in names if 2 * sum(x in each for each in readers) > len(readers)]
            about["emotions"] = sorted(most)
        found.append(replace(share, about=about))
    return found


def grades(given: Any) -> dict[str, int]:
    """Labels as a list (FEEL, or FEEL2 for the second grade), or as a mapping to grades."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(given, Mapping):
        pairs = [(str(name).upper(), grade) for name, grade in given.items()]
    elif isinstance(given, str):
        pairs = [(given.upper(), 1)]
    elif isinstance(given, Sequence):
        pairs = [(str(name).upper(), 1) for name in given]
    found: dict[str, int] = {}
    for name, grade in pairs:
        second = name[:-1].rstrip(": =") if name.endswith(("1", "2")) else name
        grade = int(name[-1]) if second != name else int(grade or 0)
        if second in REPLY_LABELS and grade > 0:
            found[second] = min(grade, 2 if second in GRADED else 1)
    return found


def _lines(path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield _one(row)
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise Unreadable(f"{path}, line {number}: {fault!r}") from fault


def _one(row: Mapping[str, Any]) -> Labelled:
    about = row.get("share_labels") or row
    replies = [_reply(each) for each in row.get("replies") or ()]
    if "replies" not in row and any(key in row for key in ("reply", "sentence", "sentences")):
        replies = [_reply(row)]
    return Labelled(
        share=str(row["share"] if "share" in row else row["text"]),
        about={key: about[key] for key in _ABOUT_SHARE if about.get(key) is not None},
        replies=tuple(each for each in replies if each.said),
        bond=str(row.get("bond") or ""),
        wish=str(row.get("wish") or "listen"),
        about_listener=bool(row.get("about_listener")),
        id=str(row.get("id") or ""),
    )


def _reply(row: Mapping[str, Any]) -> Reply:
    good = row.get("good")
    if isinstance(row.get("sentences"), list):
        said = tuple(
            Said(str(each["text"]), grades(each.get("labels"))) for each in row["sentences"]
        )
    else:
        text = row.get("reply") or row.get("sentence") or row.get("text") or ""
        said = (Said(str(text), grades(row.get("labels")), whole=True),) if text else ()
    return Reply(tuple(s for s in said if s.text.strip()), None if good is None else bool(good))
