"""The labelled set keeps to its guide, and its parts stay apart."""

import collections
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from coach.labels import DANGERS, EMOTIONS, REPLY_LABELS
from training.prepare import PARTS, TESTS, faults_of, part_of

LABELLED = Path(__file__).parents[2] / "training" / "labelled"


def shares(part: str) -> list[dict[str, Any]]:
    lines = (LABELLED / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def own() -> dict[str, list[dict[str, Any]]]:
    return {part: [s for s in shares(part) if s["author"] != "seed"] for part in PARTS}


def test_every_share_keeps_to_the_guide(own: dict[str, list[dict[str, Any]]]) -> None:
    assert {s["id"]: f for part in PARTS for s in own[part] if (f := faults_of(s))} == {}


def test_a_share_is_in_the_part_that_its_id_says(own: dict[str, list[dict[str, Any]]]) -> None:
    assert [s["id"] for part in PARTS for s in own[part] if part_of(s["id"]) != part] == []


def test_no_share_is_in_two_parts() -> None:
    parts = collections.defaultdict(set)
    for part in PARTS:
        for share in shares(part):
            if len(share["share"].split()) > 3:
                parts[share["share"]].add(part)
    assert {text: names for text, names in parts.items() if len(names) > 1} == {}


def test_no_share_is_there_twice_but_for_what_everybody_says() -> None:
    """Masks ("doesnt matter forget i said anything") are put in the same words by many."""
    texts = collections.Counter(
        s["share"] for part in PARTS for s in shares(part) if len(s["share"].split()) > 6
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_dev_has_voices_that_train_has_not(own: dict[str, list[dict[str, Any]]]) -> None:
    voices = {
        part: {s["voice"] for s in own[part] if s["author"] in ("kit", "lou")} for part in PARTS
    }
    assert len(voices["train"]) >= 8
    assert len(voices["dev"]) >= 8
    assert voices["train"].isdisjoint(voices["dev"])
    assert not voices["test"]


@pytest.mark.parametrize(("part", "least"), [("strangers", 200), ("others", 1500)])
def test_whoever_wrote_a_further_test_wrote_nothing_else(
    own: dict[str, list[dict[str, Any]]], part: str, least: int
) -> None:
    authors = {name: {s["author"] for s in own[name]} for name in PARTS}
    elsewhere = set().union(*(them for name, them in authors.items() if name != part))
    assert authors[part].isdisjoint(elsewhere)
    assert len(own[part]) >= least


def test_the_sentences_of_danger_are_whole_and_none_is_twice() -> None:
    lines = (LABELLED / "danger.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["text"] for row in rows}) == len(rows) >= 700
    assert {row["kind"] for row in rows} == {*DANGERS, "none"}
    assert not any(row["explicit"] for row in rows if row["kind"] == "none")


@pytest.mark.parametrize("part", TESTS)
def test_a_test_part_is_the_one_that_was_frozen(part: str) -> None:
    digest = hashlib.sha256((LABELLED / f"{part}.jsonl").read_bytes()).hexdigest()
    assert digest in (LABELLED / "README.md").read_text("utf-8")


def test_the_seed_is_only_for_training() -> None:
    assert not any(s["author"] == "seed" for part in PARTS[1:] for s in shares(part))


def test_there_is_enough_of_everything(own: dict[str, list[dict[str, Any]]]) -> None:
    everyone = [s for part in PARTS for s in own[part]]
    sentences = [x for s in everyone for r in s["replies"] for x in r["sentences"]]
    labels = collections.Counter(k for x in sentences for k, v in x["labels"].items() if v)
    felt = collections.Counter(e for s in everyone for e in s["share_labels"]["emotions"])
    assert len(everyone) >= 500
    assert len(sentences) >= 3000
    assert {x: labels[x] for x in REPLY_LABELS if labels[x] < 300} == {}
    assert {x: felt[x] for x in EMOTIONS if felt[x] < 20} == {}
    assert {s["bond"] for s in everyone} == {"partner", "friend", "family"}


def test_a_good_reply_waves_nothing_away(own: dict[str, list[dict[str, Any]]]) -> None:
    wrong = [
        reply["id"]
        for part in PARTS
        for share in own[part]
        for reply in share["replies"]
        if reply["good"]
        and any({"DISMISS", "DEFEND", "DIVERT"} & {*x["labels"]} for x in reply["sentences"])
    ]
    assert wrong == []
