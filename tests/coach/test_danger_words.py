"""Many forms of a word are read as one, and a pattern finds words in their order."""

from time import perf_counter

import pytest

from coach.danger import signs
from coach.danger_patterns import patterns
from coach.danger_words import normal, words


def test_a_sentence_is_read_as_words_in_one_form() -> None:
    assert normal("She won’t let me, Priya said!!") == " she will not let me somename say "
    assert normal("im scared hell find out") == " i be scare he will find out "


def test_a_pattern_finds_its_words_in_their_order() -> None:
    (pattern,) = patterns("NEAR ~ hit me !up  # a remark", words())
    for line, found in [
        ("my dad hit me", True),
        ("my dad has often hit me", True),
        ("my dad hit me up", False),
        ("i hit my dad", False),
        ("my dad saw the ball that hit me", False),
    ]:
        assert pattern.matches(normal(line)) == found, line


def test_a_class_that_does_not_exist_is_an_error_at_once() -> None:
    with pytest.raises(KeyError, match="NOBODY"):
        patterns("NOBODY hit me", words())


def test_words_of_the_rules_themselves_are_read_quickly() -> None:
    every = sorted({part for said in words().classes.values() for word in said
                    for part in word.split("_")})  # fmt: skip
    text = " ".join(every * 40)[:100_000]
    signs(text)  # the patterns are made when first needed
    before = perf_counter()
    signs(text)
    assert perf_counter() - before < 1
