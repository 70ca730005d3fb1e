"""Steps where something is picked: options, points on a scale, feelings."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from nearer.practices import feelings
from nearer.practices.reading import Section
from nearer.practices.slots import Entry
from nearer.practices.steps import Private, Shared, Step, Unfit
from nearer.practices.typed import pick_from, picks_from
from nearer.practices.wording import NOTHING, Wording

VALUE = re.compile(r"[a-z0-9][a-z0-9-]*")
MOST_FEELINGS = 5


@dataclass(frozen=True)
class Option:
    """One thing to pick."""

    value: str
    label: Wording = NOTHING
    hint: Wording = NOTHING

    def text(
        self, key: str, *, bond: str = "", way: str = "", names: Mapping[str, str] | None = None
    ) -> str:
        """The "label" or "hint", drawn as `Step.text` draws."""
        return (self.label if key == "label" else self.hint).draw(bond, names)


def options_in(section: Section, key: str, least: int, most: int) -> tuple[Option, ...]:
    """The options of a step, with different values."""
    options: list[Option] = []
    for table in section.tables(key, required=True):
        value = table.string("value")
        if value and not VALUE.fullmatch(value):
            table.fault(f"“value” is “{value}”: only a-z, 0-9 and - may stand in it")
        if value in [option.value for option in options]:
            table.fault(f"“value” is “{value}” a second time")
        label = table.wording("label", required=True)
        options.append(Option(value, label, table.wording("hint")))
        table.finish("an option")
    if options and not least <= len(options) <= most:
        section.fault(f"“{key}” has {len(options)}, and must have between {least} and {most}")
    return tuple(options)


@dataclass(frozen=True, kw_only=True)
class Choose(Step):
    """One option, or several where `many`."""

    kind: ClassVar[str] = "choose"
    may_hide: ClassVar[bool] = True
    may_share_page: ClassVar[bool] = True
    may_have_card: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True
    may_be_remembered: ClassVar[bool] = True

    options: tuple[Option, ...] = ()
    many: bool = False

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {"options": options_in(section, "options", 2, 24), "many": section.flag("many")}

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        picks = data.get("choices")
        return (
            isinstance(picks, (list, tuple))
            and 1 <= len(picks) <= (len(self.options) if self.many else 1)
            and all(isinstance(pick, str) and pick in self.values for pick in picks)
        )

    def said(self, given: Sequence[Entry]) -> frozenset[str]:
        answers = [entry.data.get("choices", ()) for entry in given if entry.move == "answer"]
        return frozenset(pick for picks in answers for pick in picks)

    def stump(self, data: Mapping[str, Any], asked: Collection[str]) -> Shared:
        picks = [pick for pick in data.get("choices", ()) if pick in asked]
        return {"choices": picks} if picks else {}

    def bare(self, data: Mapping[str, Any]) -> bool:
        return "choices" not in data or self.sound("answer", data)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        if not self.many:
            return {"choices": [pick_from(form, "choices", self.values, "Please pick one.")]}, None
        picks = picks_from(form, "choices")
        chosen = [value for value in self.values if value in picks]
        if not chosen or any(pick not in self.values for pick in picks):
            raise Unfit("choices", "Please pick at least one.")
        return {"choices": chosen}, None


@dataclass(frozen=True, kw_only=True)
class Rate(Step):
    """One point on a scale; each point is an option, its values are strings."""

    kind: ClassVar[str] = "rate"
    may_hide: ClassVar[bool] = True
    may_share_page: ClassVar[bool] = True
    may_have_card: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True
    may_be_remembered: ClassVar[bool] = True

    points: tuple[Option, ...] = ()

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        if not section.has("low") and not section.has("high") and not section.has("upto"):
            return {"points": options_in(section, "points", 2, 10)}
        if section.has("points"):
            section.fault("“points” and “low”/“high” do not go together")
        low, high = section.wording("low", required=True), section.wording("high", required=True)
        upto = section.whole("upto", 2, 10)
        ends = {1: low, upto: high}
        return {
            "points": tuple(Option(str(n), ends.get(n, NOTHING)) for n in range(1, upto + 1)),
        }

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(point.value for point in self.points)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        rating = data.get("rating")
        return isinstance(rating, str) and rating in self.values

    def said(self, given: Sequence[Entry]) -> frozenset[str]:
        answers = [entry.data.get("rating") for entry in given if entry.move == "answer"]
        return frozenset(value for value in answers if value is not None)

    def stump(self, data: Mapping[str, Any], asked: Collection[str]) -> Shared:
        return {"rating": data["rating"]} if data.get("rating") in asked else {}

    def bare(self, data: Mapping[str, Any]) -> bool:
        return "rating" not in data or self.sound("answer", data)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        return {"rating": pick_from(form, "rating", self.values, "Please pick a point.")}, None


@dataclass(frozen=True, kw_only=True)
class Feel(Step):
    """One to five feelings from the vocabulary, each with how strong it is."""

    kind: ClassVar[str] = "feel"
    may_hide: ClassVar[bool] = True
    may_share_page: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True
    may_be_remembered: ClassVar[bool] = True

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        # The shape only: the vocabulary may change while a sitting lives on.
        felt = data.get("feelings")
        return (
            isinstance(felt, (list, tuple))
            and 1 <= len(felt) <= MOST_FEELINGS
            and all(
                isinstance(one, Mapping)
                and isinstance(one.get("word"), str)
                and isinstance(one.get("strength"), int)
                and one["strength"] in feelings.STRENGTHS
                for one in felt
            )
        )

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        felt: dict[str, int] = {}
        for pick in picks_from(form, "feelings"):
            word, strength = _split(pick)
            if feelings.get(word) is None:
                raise Unfit("feelings", "Please pick from the words for feelings.")
            if strength not in feelings.STRENGTHS:
                raise Unfit("feelings", f"How strong is it: {word}?")
            felt[word] = strength
        if not felt:
            raise Unfit("feelings", "Please pick a feeling; the nearest one is good enough.")
        if len(felt) > MOST_FEELINGS:
            raise Unfit("feelings", f"Please keep the {MOST_FEELINGS} that matter most.")
        return {"feelings": [{"word": word, "strength": felt[word]} for word in felt]}, None


def _split(pick: object) -> tuple[str, int]:
    """A word and its strength, from "sad:2" or {"word": "sad", "strength": 2}; 0 if unclear."""
    if isinstance(pick, Mapping):
        word, strength = pick.get("word", ""), pick.get("strength", 0)
    else:
        word, _, strength = str(pick).rpartition(":")
    digit = str(strength)
    return str(word), int(digit) if digit in ("1", "2", "3") else 0
