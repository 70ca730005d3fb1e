"""Rule 13: it claims no more than is true, on the pages as they are drawn and in the documents. The
sources of all texts are read sentence by sentence in test_copy.py."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.safety.every_page import pages
from tests.safety.test_copy import NEVER
from tests.trust import house as houses
from tests.trust.house import House
from tools.house import ROOT

DOCUMENTS = ("README.md", "SECURITY.md", "docs/SECURITY-DETAILS.md", "deploy/README.md")
CURES = re.compile(r"\b(?:cures?|heals?|diagnos\w+|clinically|proven to|guarantee\w*)\b", re.I)


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def test_no_page_promises_more_than_is_true(house: House) -> None:
    found = [
        (page.name, said[0])
        for page in pages(house)
        if (said := NEVER.search(unescape(re.sub(r"<[^>]+>", " ", page.text))))
    ]
    assert found == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_does(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert NEVER.findall(text) == []
    assert CURES.findall(text) == []


def test_it_says_what_it_is_not() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "replaces no therapist" in " ".join(readme.split())


@pytest.mark.parametrize("said", ["It is end-to-end encrypted", "we cannot read it"])
def test_it_would_be_noticed(said: str) -> None:
    assert NEVER.search(said)
