"""Numbers of helplines: each with its source, and either checked lately or called unchecked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from nearer.safety import lines
from nearer.safety.lines import KINDS, Line, all_countries, read

GOOD_FOR = timedelta(days=180)
LINES = [(one, line) for one in all_countries() for line in one.lines]

ONE = """
[[country]]
code = "de"
name = "Germany"
emergency = "112"
[[country.line]]
name = "A line"
for = ["talk"]
what = "Somebody who listens"
number = "116 123"
languages = "German"
source = "https://example.org/"
"""
CHECKED = 'checked = "2026-11-20"\n'
OPEN = 'checked = ""\nunchecked = "from its published number as known in 2025"\n'


def today() -> date:
    return datetime.now(UTC).date()


def stale(line: Line, day: date) -> bool:
    """Neither checked lately nor called unchecked."""
    if line.checked is None:
        return not line.unchecked
    return not day - GOOD_FOR <= line.checked <= day


def test_every_number_was_checked_lately_or_is_called_unchecked() -> None:
    assert [(one.name, line.name) for one, line in LINES if stale(line, today())] == []


def test_an_old_check_and_one_of_tomorrow_would_be_noticed() -> None:
    line = read(ONE + CHECKED)[0].lines[0]

    assert not stale(line, date(2026, 11, 20))
    assert stale(line, date(2026, 11, 19))
    assert stale(line, date(2027, 6, 1))


def test_every_entry_names_its_own_page() -> None:
    assert [line.name for _, line in LINES if not line.source.startswith("https://")] == []


def test_what_is_unchecked_says_where_it_is_known_from() -> None:
    told = {line.unchecked for _, line in LINES if line.checked is None}

    assert [text for text in told if "known in" not in text] == []


def test_every_country_has_somebody_for_the_worst_moments() -> None:
    assert len(all_countries()) >= 22
    for kind in ("ending", "hurt", "young"):
        assert [one.name for one in all_countries() if not one.of_kind(kind)] == [], kind


def test_only_finding_somebody_may_go_without_a_number() -> None:
    """Where there is no national line, a map or a list of local ones stands in its place."""
    without = {line.name for _, line in LINES if not line.number and not line.also}
    found = {line.name for _, line in LINES if "find" in line.kinds}

    lists = {"ShelterSafe", "Opferhilfe, Aide aux victimes, Aiuto alle vittime"}
    assert without - found == lists


def test_countries_of_the_union_have_its_number() -> None:
    union = {
        "at",
        "be",
        "cz",
        "de",
        "dk",
        "es",
        "fi",
        "fr",
        "gr",
        "ie",
        "it",
        "nl",
        "pl",
        "pt",
        "se",
    }

    assert {one.code for one in all_countries() if one.emergency == "112"} >= union


def test_a_telephone_can_dial_every_number() -> None:
    assert [
        line.dial for _, line in LINES if line.number and not re.fullmatch(r"\d{3,13}", line.dial)
    ] == []


def test_the_european_numbers_mean_what_they_mean_everywhere() -> None:
    meant = {"116 111": "young", "116 016": "hurt", "116 006": "hurt", "116 123": "talk"}

    for _, line in LINES:
        if line.number in meant:
            assert meant[line.number] in line.kinds, line.name


def test_an_unknown_country_is_not_guessed() -> None:
    assert lines.country("xx") is None
    assert lines.country("") is None
    assert lines.country("DE") is None


@pytest.mark.parametrize(
    "spoiled",
    [
        ONE,
        ONE + 'checked = ""\n',
        ONE + CHECKED + 'unchecked = "both"\n',
        ONE + 'checked = "lately"\n',
        ONE + CHECKED + 'colour = "red"\n',
        ONE.replace("116 123", "116 ABC") + OPEN,
        ONE.replace("116 123", "") + OPEN,
        ONE.replace("https", "http") + OPEN,
        ONE.replace('["talk"]', '["chat"]') + OPEN,
        ONE.replace('["talk"]', '"talk"') + OPEN,
        ONE.replace('["talk"]', "[]") + OPEN,
        ONE.replace('"German"', '" "') + OPEN,
        ONE.replace('emergency = "112"', 'emergency = "the police"') + OPEN,
        ONE.replace('code = "de"', 'code = "DE"') + OPEN,
        ONE + OPEN + ONE + OPEN,
        'title = "x"\n' + ONE + OPEN,
    ],
)
def test_what_cannot_be_meant_is_refused(spoiled: str) -> None:
    with pytest.raises(lines.Fault):
        read(spoiled)


@pytest.mark.parametrize("fine", [ONE + CHECKED, ONE + OPEN])
def test_what_is_meant_is_read(fine: str) -> None:
    assert read(fine)[0].lines[0].dial == "116123"
    assert set(read(fine)[0].lines[0].kinds) <= set(KINDS)
