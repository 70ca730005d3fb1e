"""What is sealed can be opened by another program in another language: a browser's own crypto."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.journeys.conftest import Opens

READER = (Path(__file__).parent / "another_reader.js").read_text(encoding="utf-8")
VECTORS = json.loads(
    (Path(__file__).parents[1] / "seal" / "vectors.json").read_text(encoding="utf-8")
)


def read(phone: Opens, vectors: dict[str, Any]) -> dict[str, list[str]]:
    """What the browser finds in these."""
    page = phone("somebody")
    page.goto("/trust/")
    found: dict[str, list[str]] = page.evaluate(READER, vectors)
    return found


def test_a_browser_opens_every_golden_record_and_key(phone: Opens) -> None:
    found = read(phone, VECTORS)
    for kind in ("records", "sealed_keys"):
        assert found[kind] == [vector["plain"] for vector in VECTORS[kind]]
        assert found[kind]


def test_it_opens_nothing_that_was_altered(phone: Opens) -> None:
    record, key = dict(VECTORS["records"][0]), dict(VECTORS["sealed_keys"][0])
    record["about"] = [*record["about"], "00"]
    key["context"] = key["context"][:-1]
    found = read(phone, {"records": [record], "sealed_keys": [key]})
    assert found["records"] == ["fault: another key"]
    assert found["sealed_keys"][0].startswith("fault")
