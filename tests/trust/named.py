"""Whether a test, or a heading of a document, that a list names is there."""

from __future__ import annotations

import ast
import re
from functools import cache

from tools.house import ROOT

Faults = list[str]


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the tests in a file; none if there is no such file."""
    file = ROOT / path
    if not path.startswith("tests/") or not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (one for one in tree.body if isinstance(one, ast.FunctionDef))
    return frozenset(one.name for one in functions if one.name.startswith("test_"))


def is_a_test(named: str) -> bool:
    """Of “tests/trust/test_x.py::test_y”."""
    path, _, name = named.partition("::")
    return name in tests_in(path)


@cache
def headings_in(path: str) -> frozenset[str]:
    """The headings of a document; none if there is no such document."""
    file = ROOT / path
    if not path.endswith(".md") or not file.is_file():
        return frozenset()
    return frozenset(re.findall(r"^#+ (.+?) *$", file.read_text(encoding="utf-8"), re.MULTILINE))


def is_a_heading(named: str) -> bool:
    """Of “docs/X.md#A heading”."""
    path, _, heading = named.partition("#")
    return heading in headings_in(path)


def missing(tests: list[str], documents: list[str]) -> Faults:
    """What is named and not there."""
    return [
        *(f"no such test: {one}" for one in tests if not is_a_test(one)),
        *(f"no such heading: {one}" for one in documents if not is_a_heading(one)),
    ]
