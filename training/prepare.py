"""Merges the authors' files, checks them, and splits them by share into its parts.

    python training/prepare.py FILE... [--seed-set seed_replies.jsonl]

The part a share falls into hangs on its id alone, so that more authors never move a share: train,
dev, test, or strangers and others, two more tests. The parts go to training/labelled/, with the
SHA-256 of the tests and what was found of near-duplicates in its README.
"""

import argparse
import collections
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from coach.labels import BONDS, DISCLOSURES, EMOTIONS, GRADED, REPLY_LABELS, STYLES, WISHES

HERE = Path(__file__).parent
Share = dict[str, Any]

# Whose shares the test part was frozen with. What others add later is never test.
FROZEN = ("ada", "bo", "cy", "dee", "eli", "fay")
# Whose shares stay together: the voices of dev are then none that train has heard.
# The strangers wrote a test and saw nothing but the guide: nobody else's shares are in it.
# The others wrote a third: four shares only, as all but the first six with some of train at hand,
# and two of them replies, with the guide alone.
TOGETHER = {"kit": "train", "lou": "dev", "ost": "strangers", "alf": "strangers"}
TOGETHER |= dict.fromkeys(("lua", "rob", "jun", "koa", "per", "una"), "others")
TESTS = ("test", "strangers", "others")
PARTS = ("train", "dev", *TESTS)


class Faulty(ValueError):
    """A line that does not keep to the guide: which, and how."""


def part_of(share_id: str) -> str:
    """Which of PARTS, by the id alone, which names the author: 70, 12, 18 in a hundred."""
    author = share_id.split("-")[0]
    if author in TOGETHER:
        return TOGETHER[author]
    at = int(hashlib.sha256(f"nearer {share_id}".encode()).hexdigest(), 16) % 100
    if at < 18 and author in FROZEN:
        return "test"
    return "dev" if 18 <= at < 30 else "train"


def read(paths: Iterable[Path]) -> list[Share]:
    """All shares of the files, each checked."""
    shares: list[Share] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                share = json.loads(line)
                faults = faults_of(share)
                if faults:
                    raise Faulty(f"{path.name}:{number} {share.get('id')}: {'; '.join(faults)}")
                shares.append(share)
    twice = [k for k, n in collections.Counter(s["id"] for s in shares).items() if n > 1]
    if twice:
        raise Faulty(f"the same id twice: {twice}")
    return shares


def faults_of(share: Share) -> list[str]:
    """What is not as the guide says, in words; empty if all is well."""
    faults = []
    said = share["share_labels"]
    if share["bond"] not in BONDS or share["wish"] not in WISHES:
        faults.append("bond or wish")
    if said["disclosure"] not in DISCLOSURES or said["style"] not in STYLES:
        faults.append("disclosure or style")
    if not set(said["emotions"]) <= set(EMOTIONS) or len(said["emotions"]) > 3:
        faults.append("emotions")
    if said["intensity"] not in range(4) or said["depth"] not in range(3):
        faults.append("intensity or depth")
    for reply in share["replies"]:
        for sentence in reply["sentences"]:
            if not sentence["text"].strip():
                faults.append("an empty sentence")
            for label, grade in sentence["labels"].items():
                if label not in REPLY_LABELS or grade not in range(3 if label in GRADED else 2):
                    faults.append(f"{label} {grade}")
    return faults


def corrected(shares: Sequence[Share]) -> list[Share]:
    """The shares with one rule for style: i-statement is an own feeling or need said as own.

    And the emotions of some where the label left out what all the others with such a share have.
    """
    table = json.loads((HERE / "corrections.json").read_text(encoding="utf-8"))
    style = {share: name for name, them in table["style"].items() for share in them}
    for share in shares:
        named = share["share_labels"]["emotions"]
        named += [each for each in table["emotions"].get(share["id"], []) if each not in named]
        if share["id"] in style:
            share["share_labels"]["style"] = style[share["id"]]
        for reply in share["replies"]:
            for sentence in reply["sentences"]:
                sentence["labels"] = {k: v for k, v in sentence["labels"].items() if v}
    return list(shares)


def seeds(path: Path) -> list[Share]:
    """The seed replies in the same form; one label each, its grade unknown, so the middle: 1."""
    by_share: dict[str, Share] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        share = by_share.setdefault(
            row["share"],
            {"id": f"seed-{row['g']:03}", "author": "seed", "share": row["share"], "replies": []},
        )
        sentence = {"text": row["reply"], "labels": dict.fromkeys(row["labels"], 1)}
        share["replies"].append({"sentences": [sentence]})
    return list(by_share.values())


def without(shares: Sequence[Share], gone: set[tuple[str, int, int]]) -> list[Share]:
    """The shares less the replies that hold one of these sentences (share, reply, sentence)."""
    for share in shares:
        share["replies"] = [
            reply
            for n, reply in enumerate(share["replies"])
            if not any((share["id"], n, m) in gone for m in range(len(reply["sentences"])))
        ]
    return list(shares)


def counts(shares: Sequence[Share]) -> str:
    """Shares, sentences and labels in one line."""
    labels: collections.Counter[str] = collections.Counter()
    sentences = 0
    for share in shares:
        for reply in share["replies"]:
            for sentence in reply["sentences"]:
                sentences += 1
                labels.update(k for k, v in sentence["labels"].items() if v)
    each = ", ".join(f"{name} {labels[name]}" for name in REPLY_LABELS)
    return f"{len(shares)} shares, {sentences} sentences: {each}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the parts and their README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seed-set", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "labelled")
    given = parser.parse_args(arguments)

    parts: dict[str, list[Share]] = {name: [] for name in PARTS}
    for share in corrected(read(given.files)):
        parts[part_of(share["id"])].append(share)
    # Only here, so that the rest can be had without scikit-learn and torch.
    duplicates = import_module("duplicates")
    pairs = duplicates.near(parts)
    lines: list[str] = duplicates.report(pairs)
    across = {p.first for p in pairs if p.across_parts and p.drop}
    for name in ("train", "dev"):
        parts[name] = without(parts[name], across)
    if given.seed_set:
        parts["train"] += seeds(given.seed_set)

    given.out.mkdir(parents=True, exist_ok=True)
    for name, shares in parts.items():
        text = "".join(json.dumps(s, ensure_ascii=False) + "\n" for s in shares)
        (given.out / f"{name}.jsonl").write_text(text, encoding="utf-8")
        lines.append(f"- {name}.jsonl: {counts(shares)}")
    text = (HERE / "labelled.md").read_text(encoding="utf-8")
    text = text.replace("{found}", "\n".join(lines))
    for name in TESTS:
        digest = hashlib.sha256((given.out / f"{name}.jsonl").read_bytes()).hexdigest()
        text = text.replace(f"{{{name}}}", digest)
        print(f"{name} SHA-256 {digest}")
    (given.out / "README.md").write_text(text, encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
