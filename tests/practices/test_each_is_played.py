"""Every practice of the catalogue, where the other properties draw only a few of them by chance."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nearer.practices import shelf
from tests.practices import test_properties as properties

ROUNDS = max(1, properties.EXAMPLES // 30)
RULES: tuple[Any, ...] = (
    properties.test_nobody_ever_gets_stuck,
    properties.test_what_is_hidden_is_seen_by_nobody_else,
)


@pytest.mark.parametrize("slug", [practice.slug for practice in shelf.all()])
def test_nobody_gets_stuck_and_nobody_sees_too_early(slug: str) -> None:
    for n in range(ROUNDS):
        rng = random.Random(f"{slug} {n}")
        for rule in RULES:
            rule.hypothesis.inner_test(shelf.get(slug), rng, rng.randint(1, 45))
