"""Each requirement of the ASVS, levels 1 and 2, has an answer, and what it names is there."""

from __future__ import annotations

import copy
import tomllib
from collections import Counter
from typing import Any

import pytest

from tests.trust.named import Faults, missing
from tools.house import ROOT

HERE = "tests/trust/test_asvs.py"
Answers = dict[str, dict[str, Any]]

SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
"""How many requirements of levels 1 and 2 each section has; they are numbered without a gap."""
IDS = {f"V{section}.{n}" for section, most in SECTIONS.items() for n in range(1, most + 1)}
KINDS = ({"tests"}, {"documents"}, {"tests", "documents"}, {"not_here"}, {"weaker"})
ANSWERS: Answers = tomllib.loads((ROOT / "tests/trust/asvs.toml").read_text(encoding="utf-8"))


def faults(answers: Answers) -> Faults:
    """What is wrong with the list as a whole."""
    found = [f"no answer: {id}" for id in sorted(IDS - answers.keys())]
    found += [f"no such requirement: {id}" for id in sorted(answers.keys() - IDS)]
    for id, answer in answers.items():
        if set(answer) not in KINDS or not all(answer.values()):
            found.append(f"{id} is answered by {sorted(answer)}")
        named = missing(answer.get("tests", []), answer.get("documents", []))
        found += [f"{id}: {one}" for one in named]
    return found


def counts() -> Counter[str]:
    """How many are shown by tests, said in a document only, not here, or weaker."""
    return Counter(
        next(kind for kind in ("tests", "documents", "not_here", "weaker") if kind in answer)
        for answer in ANSWERS.values()
    )


def test_each_requirement_has_an_answer_and_what_it_names_is_there() -> None:
    assert len(IDS) == 253
    assert faults(ANSWERS) == []


def test_the_count_stands_in_security_md() -> None:
    number = counts()
    print(dict(number))
    said = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())

    assert (
        f"{number['tests']} are shown by tests, {number['documents']} by a document,"
        f" {number['not_here']} are about what is not here, and {number['weaker']} are weaker"
    ) in said, dict(number)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda all: all.pop("V8.2.2"), "no answer: V8.2.2"),
        (lambda all: all.update({"V99.1.1": {"not_here": "x"}}), "no such requirement: V99.1.1"),
        (lambda all: all["V8.2.2"]["tests"].append(f"{HERE}::test_x"), "no such test"),
        (lambda all: all["V8.2.2"]["tests"].append("tests/test_y.py::test_x"), "no such test"),
        (lambda all: all["V8.1.1"]["documents"].append("SECURITY.md#Nothing"), "no such heading"),
        (lambda all: all["V8.2.2"].update({"weaker": "x"}), "V8.2.2 is answered by"),
        (lambda all: all["V8.2.2"].update({"tests": []}), "V8.2.2 is answered by"),
        (lambda all: all["V17.1.1"].update({"not_here": ""}), "V17.1.1 is answered by"),
    ],
)  # fmt: skip
def test_a_hole_in_it_would_be_noticed(change: Any, told: str) -> None:
    answers = copy.deepcopy(ANSWERS)
    change(answers)

    assert any(told in fault for fault in faults(answers))
