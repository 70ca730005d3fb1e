"""Which skill comes next: spaced repetition with FSRS, one card for each skill.

Source: the `fsrs` library (Free Spaced Repetition Scheduler, Ye 2022). A skill that went well
comes back later, one that did not comes back soon. Nothing is ever overdue: whenever somebody
comes, the skill that is due first is the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fsrs import Card, Rating, Scheduler

from .exercises import SKILLS, Exercise, all_exercises

REMEMBERED = 400
SCHEDULER = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True)
class Practised:
    """FSRS cards by skill, as dictionaries, and the exercises done, the latest last."""

    cards: Mapping[str, Any] = field(default_factory=dict)
    done: Sequence[str] = ()

    def next(self, seed: int) -> Exercise:
        """What to practise now: the skill due first, and in it what was done longest ago.

        `seed` decides between equals, so that two people begin differently.
        """
        skills = sorted(SKILLS)
        skills = skills[seed % len(skills) :] + skills[: seed % len(skills)]
        skill = min(skills, key=self._due)
        ago = {id: place for place, id in enumerate(self.done)}
        fitting = [one for one in all_exercises() if one.skill == skill]
        start = seed % len(fitting)
        return min(fitting[start:] + fitting[:start], key=lambda one: ago.get(one.id, -1))

    def _due(self, skill: str) -> str:
        return str(self.cards[skill]["due"]) if skill in self.cards else ""

    def after(self, exercise: Exercise, rating: Rating | None, now: datetime) -> Practised:
        """The state after an exercise; without a rating only that it was done."""
        cards = dict(self.cards)
        if rating is not None:
            old = cards.get(exercise.skill)
            card = Card.from_dict(old) if old else Card(card_id=0, due=now)
            cards[exercise.skill] = dict(SCHEDULER.review_card(card, rating, now)[0].to_dict())
        done = [id for id in self.done if id != exercise.id] + [exercise.id]
        return Practised(cards, done[-REMEMBERED:])
