"""The twenty-five controls and the fourteen rules of human safety: each with its tests and figures,
each with a run in which what it looks for was there, or the plain word that there is none."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from tests.trust.named import Faults, missing
from tools.house import ROOT

REGISTER: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (ROOT / "tests/trust/must_haves.toml").read_text(encoding="utf-8")
)
ASKED = {"control": 25, "rule": 14}
KEYS = {"number", "name", "short", "full", "tests", "controls", "figures", "missing"}


def faults(register: dict[str, list[dict[str, Any]]]) -> Faults:
    """What is wrong with the register."""
    found = []
    for kind, most in ASKED.items():
        numbers = [one["number"] for one in register.get(kind, [])]
        if numbers != list(range(1, most + 1)):
            found.append(f"{kind}s are {numbers}")
        for one in register.get(kind, []):
            found += [f"{kind} {one['number']}: {fault}" for fault in _of_one(one)]
    return found


def _of_one(one: dict[str, Any]) -> Faults:
    found = [f"what is {key}" for key in one.keys() - KEYS]
    found += [f"says nothing about {key}" for key in ("name", "short", "full") if not one.get(key)]
    if not one.get("tests"):
        found.append("no test")
    if not one.get("controls") and not one.get("missing"):
        found.append("no control, and it does not say so")
    found += missing([*one.get("tests", []), *one.get("controls", [])], [])
    return found + [f"no such line: {line}" for line in one.get("figures", []) if not _there(line)]


def _there(line: str) -> bool:
    path, _, code = line.partition(": ")
    file = ROOT / path
    return bool(code) and file.is_file() and code in file.read_text(encoding="utf-8")


def test_every_control_and_rule_has_its_tests_and_figures() -> None:
    assert faults(REGISTER) == []
    for kind, ones in REGISTER.items():
        still = [f"  {one['number']}: {one['missing']}" for one in ones if "missing" in one]
        print(f"{len(ones)} {kind}s; in {len(still)} something is missing:", *still, sep="\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda all: all["control"].pop(), "controls are"),
        (lambda all: all["rule"].pop(0), "rules are"),
        (lambda all: all["control"][1]["tests"].append("tests/x.py::test_y"), "no such test"),
        (lambda all: all["control"][1]["controls"].clear(), "no control"),
        (lambda all: all["control"][1]["tests"].clear(), "no test"),
        (lambda all: all["control"][1]["figures"].append("tests/full.py: X = 3"), "no such line"),
        (lambda all: all["control"][1].update({"full": ""}), "says nothing about full"),
        (lambda all: all["control"][1].update({"colour": "red"}), "what is colour"),
    ],
)  # fmt: skip
def test_a_hole_in_it_would_be_noticed(change: Any, told: str) -> None:
    register = copy.deepcopy(REGISTER)
    change(register)

    assert any(told in fault for fault in faults(register))
