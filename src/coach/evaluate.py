"""`python -m coach evaluate FILE...`: one table of how well the coach reads labelled texts.

Every figure is F1 in hundredths with a 95 % interval from 1,000 draws of shares. `--float MODEL`
adds the model before it was made small; `--baselines` adds TF-IDF and frozen embeddings, each with
the rules, where scikit-learn, torch and training/ are at hand; `--bond` keeps one kind of bond;
`--readings` takes the feelings that most of several blind readers heard for the true ones.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from coach import combine, heads
from coach.advice import advise
from coach.labelled import Labelled, Said, as_heard, read
from coach.labels import BONDS, DEPTHS, DISCLOSURES, EMOTIONS, INTENSITIES, REPLY_LABELS, STYLES
from coach.measures import Counts, Figure, Floats, calibration_error, share_of
from coach.model import load, open_model
from coach.replies import read_reply
from coach.sentences import split
from coach.systems import Coach, Other, Sentence, System, majority

TRAINING: Final = Path(__file__).parents[2] / "training"
SURE_OF: Final = ("DISMISS", "DEFEND")
ASKED: Final[dict[str, Sequence[Any]]] = {
    "disclosure": DISCLOSURES,
    "style": STYLES,
    "emotions": EMOTIONS,
    "intensity": INTENSITIES,
    "depth": DEPTHS,
    "asks_advice": (True,),
}


@dataclass(slots=True)
class Answers:
    """What one system said about all texts, beside what is true, as tables of 0 and 1."""

    of: list[int] = field(default_factory=list)
    true: list[list[float]] = field(default_factory=list)
    found: list[list[float]] = field(default_factory=list)
    chance: list[list[float]] = field(default_factory=list)

    def counts(self, columns: slice = slice(None)) -> Counts:
        """The counts over these classes."""
        return Counts(self.of, np.array(self.true)[:, columns], np.array(self.found)[:, columns])


def read_replies(system: System, shares: Sequence[Labelled]) -> Answers:
    """The nine labels of every sentence; of a whole reply, those that any sentence has."""
    answers = Answers()
    for number, share in enumerate(shares):
        for reply in share.replies:
            for said, (labels, chance) in _read(system, share.share, reply.said):
                answers.of.append(number)
                answers.true.append([float(said.labels.get(x, 0) > 0) for x in REPLY_LABELS])
                answers.found.append([float(labels.get(x, 0) > 0) for x in REPLY_LABELS])
                answers.chance.append([chance.get(x, 0.0) for x in REPLY_LABELS])
    return answers


def _read(system: System, share: str, said: Sequence[Said]) -> Iterable[tuple[Said, Sentence]]:
    if not any(each.whole for each in said):
        yield from zip(said, system.reply(share, [each.text for each in said]), strict=True)
        return
    for each in said:
        found = system.reply(share, [span.text for span in split(each.text)] or [each.text])
        labels = {x: max(f[0].get(x, 0) for f in found) for x in REPLY_LABELS}
        chance = {x: max(f[1].get(x, 0.0) for f in found) for x in REPLY_LABELS}
        yield each, (labels, chance)


def read_shares(system: System, shares: Sequence[Labelled]) -> dict[str, Answers]:
    """Every question about a share, over the shares that were labelled for it."""
    answers = {question: Answers() for question in ASKED}
    for number, share in enumerate(shares):
        said = system.share(share.share) if share.about else {}
        for question, names in ASKED.items():
            if question not in share.about:
                continue
            true = share.about[question]
            chances = said[question]
            into = answers[question]
            into.of.append(number)
            if question == "emotions":
                into.true.append([float(x in true) for x in names])
                likely = sorted(EMOTIONS, key=lambda x: -chances.get(x, 0.0))[:3]
                into.found.append(
                    [float(x in likely and chances.get(x, 0.0) >= heads.ALONE) for x in names]
                )
            elif question == "asks_advice":
                into.true.append([float(bool(true))])
                into.found.append([float(chances["yes"] >= heads.ALONE)])
            else:
                picked = max(chances, key=lambda x: chances[x])
                into.true.append([float(x == true) for x in names])
                into.found.append([float(str(x) == picked) for x in names])
    return {question: each for question, each in answers.items() if each.of}


def notes(shares: Sequence[Labelled], *, good: bool) -> tuple[Figure, int, dict[str, int]]:
    """Of the replies that are (not) good, how many get a note other than what landed; and which.

    The help note is counted apart, under its key, for it is not about the reply.
    """
    of: list[int] = []
    noted: list[bool] = []
    keys: dict[str, int] = {}
    for number, share in enumerate(shares):
        for reply in share.replies:
            if reply.good is not good:
                continue
            reading = read_reply(
                share.share, reply.text, share.wish, about_listener=share.about_listener
            )
            note = advise(reading, bond=share.bond or BONDS[0])
            of.append(number)
            noted.append(note is not None and not note.landed and note.key != "help")
            if note is not None and not note.landed:
                keys[note.key] = keys.get(note.key, 0) + 1
    return share_of(of, noted), len(of), keys


def figures(system: System, shares: Sequence[Labelled]) -> dict[str, Figure]:
    """Every F1 of the table."""
    rows: dict[str, Figure] = {}
    replies = read_replies(system, shares)
    if replies.of:
        counts = replies.counts()
        rows |= dict(zip(REPLY_LABELS, counts.f1(), strict=True))
        rows["macro of nine"] = counts.macro()
    about = read_shares(system, shares)
    if "disclosure" in about:
        rows["feeling disclosed"] = about["disclosure"].counts().f1()[DISCLOSURES.index("feeling")]
    for question, name in (
        ("disclosure", "disclosure, macro"),
        ("style", "style, macro"),
        ("emotions", "emotions, macro"),
        ("intensity", "intensity, macro"),
        ("depth", "depth, macro"),
        ("asks_advice", "asks advice"),
    ):
        if question in about:
            rows[name] = about[question].counts().macro()
    return rows


def table(systems: Sequence[System], shares: Sequence[Labelled]) -> list[str]:
    """The lines of the table: a row for each question, a column for each system."""
    columns = [(system.name, figures(system, shares)) for system in systems]
    width = max(14, *(len(name) + 2 for name, _ in columns))
    lines = ["F1 in hundredths (95 %)".ljust(24) + "".join(n.rjust(width) for n, _ in columns)]
    for row in columns[0][1]:
        cells = [str(found[row]) if row in found else "-" for _, found in columns]
        lines.append(row.ljust(24) + "".join(cell.rjust(width) for cell in cells))
    return lines


def details(system: System, shares: Sequence[Labelled]) -> list[str]:
    """Precision where it must be high, calibration, and notes on good replies."""
    replies = read_replies(system, shares)
    lines = [""]
    if replies.of:
        precision = dict(zip(REPLY_LABELS, replies.counts().precision(), strict=True))
        true, chance = np.array(replies.true), np.array(replies.chance)
        lines += [f"precision of {name}, where it is given: {precision[name]}" for name in SURE_OF]
        each: list[float] = [calibration_error(true[:, n], chance[:, n]) for n in range(9)]
        lines.append(
            f"calibration error: {_all(true, chance):.3f} over all,"
            f" {np.mean(each):.3f} mean of the nine, {max(each):.3f} at worst"
            f" ({REPLY_LABELS[int(np.argmax(each))]})"
        )
        for name in SURE_OF if load() else ():
            least = combine.numbers()["reply"][name]["note"]
            n = REPLY_LABELS.index(name)
            there = Counts(replies.of, true[:, [n]], (chance[:, [n]] >= least).astype(float))
            lines.append(
                f"{name} where a note is made of it ({least:.2f}):"
                f" F1 {there.f1()[0]}, precision {there.precision()[0]}"
            )
    for good, what in ((True, "wrong notes on good replies"), (False, "notes on the others")):
        found, count, keys = notes(shares, good=good)
        if count:
            named = ", ".join(f"{key} {n}" for key, n in sorted(keys.items(), key=lambda k: -k[1]))
            lines.append(f"{what}, in a hundred of {count}: {found}  {named}".rstrip())
    return lines


def _all(true: Floats, chance: Floats) -> float:
    return calibration_error(true.ravel(), chance.ravel())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table for labelled files."""
    parser = argparse.ArgumentParser(prog="python -m coach evaluate", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--float", type=Path, metavar="MODEL")
    parser.add_argument("--baselines", action="store_true")
    parser.add_argument("--bond", choices=BONDS)
    parser.add_argument("--readings", type=Path, metavar="FILE")
    given = parser.parse_args(arguments)
    shares = [s for s in read(given.files) if given.bond in (None, s.bond)]
    if given.readings:
        shares = as_heard(shares, given.readings)
    replies = sum(len(s.replies) for s in shares)
    texts = sum(len(r.said) for s in shares for r in s.replies)
    print(f"{len(shares)} shares, {replies} replies, {texts} labelled sentences\n")
    systems: list[System] = [majority(shares), Coach("rules", use_model=False)]
    if given.baselines:
        sys.path.insert(0, str(TRAINING))
        try:
            systems += import_module("baselines").systems(TRAINING / "labelled")
        except ImportError as absent:
            print(f"no baselines: {absent}\n")
    if given.float and (whole := open_model(given.float)):
        systems.append(Other("fp32 + rules", whole))
    last: System = systems[1]
    if load():
        last = Coach("int8 + rules", use_model=True)
        systems.append(last)
    else:
        print("no model at hand: the rules answer alone\n")
    print("\n".join(table(systems, shares) + details(last, shares)))
    return 0
