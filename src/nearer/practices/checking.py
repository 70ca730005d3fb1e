"""The checks across the steps of a script, which keep every sitting of it alive and discreet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from nearer.practices.checking_kinds import of_kind
from nearer.practices.kinds.cards import Draw
from nearer.practices.kinds.gates import Receipt
from nearer.practices.kinds.picks import Choose, Rate
from nearer.practices.kinds.words import Read, Write
from nearer.practices.reading import meant
from nearer.practices.steps import AFTER, ALL, ME, TOGETHER, Step

if TYPE_CHECKING:
    from nearer.practices.script import Run

Fault = tuple[str, str]


def check(
    steps: Sequence[Step],
    broken: set[str],
    runs: Sequence[Run],
    roles: Mapping[str, str],
    people: tuple[int, int],
    ways: Sequence[str],
    alone: bool,
) -> Iterator[Fault]:
    """Every fault of the steps as a whole, as (step id or "", fault).

    `broken` are the ids of steps that could not be read, so that nobody is blamed twice.
    """
    if steps and not broken and all(isinstance(step, Read) for step in steps):
        yield "", "nobody has anything to do in it"
    if alone and "others" in roles.values():
        yield "", "“alone” is true, so no role can be filled by “others”"
    checks = Checks(steps, broken, runs, roles, people)
    for step in steps:
        for fault in checks.of(step):
            yield step.id, fault
        if step.together and TOGETHER not in ways:
            yield step.id, "it has words for “together”, which is none of the ways"


class Checks:
    """One script's steps by place, thread and role."""

    def __init__(
        self,
        steps: Sequence[Step],
        broken: set[str],
        runs: Sequence[Run],
        roles: Mapping[str, str],
        people: tuple[int, int],
    ) -> None:
        self.steps, self.broken, self.roles, self.people = steps, broken, roles, people
        self.place = {step.id: place for place, step in enumerate(steps)}
        self.run_of = {s.id: n for n, run in enumerate(runs) for page in run.pages for s in page}
        self.head_of = {s.id: page[0] for run in runs for page in run.pages for s in page}

    def of(self, step: Step) -> Iterator[str]:
        yield from self.who(step)
        yield from self.page(step)
        yield from self.when(step)
        yield from self.after(step)
        yield from self.back(step)
        yield from self.about(step)
        yield from of_kind(self, step)

    def who(self, step: Step) -> Iterator[str]:
        if step.who != ALL and step.who not in self.roles:
            near = meant(step.who, (*self.roles, ALL))
            yield f"“who” is “{step.who}”, which is no role of this practice{near}"
        if not step.lane:
            return
        if step.lane not in self.roles:
            near = meant(step.lane, self.roles)
            yield f"“lane” is “{step.lane}”, which is no role of this practice{near}"
        elif self.roles[step.lane] != "others":
            yield f"“lane” is “{step.lane}”, which is one member and not several"

    def page(self, step: Step) -> Iterator[str]:
        if not step.same_page:
            return
        place = self.place[step.id]
        before = self.steps[place - 1] if place else None
        if before is None or self.run_of[before.id] != self.run_of[step.id]:
            yield "“same_page” is true, and no step of the same thread stands before it"
            return
        if before.who != step.who:
            yield f"it is on the same page as “{before.id}”, but others do it"
        if not before.may_share_page:
            yield f"a step of kind “{before.kind}” such as “{before.id}” has its page to itself"
        if step.texts.get("calls"):
            yield "it is not the first on its page, so nobody is called to it by its “calls”"
        if step.when not in (None, self.head_of[step.id].when):
            yield "it is on the same page as the step before, so it cannot have its own “when”"
        for each in (before, step):
            if isinstance(each, Write) and each.repeat:
                yield f"“{each.id}” repeats, so it has its page to itself"

    def earlier(self, step: Step, id: str, key: str) -> tuple[Step | None, str]:
        """The step named under `key`, which must come before; or what is wrong."""
        earlier = [other.id for other in self.steps[: self.place[step.id]]]
        if id in earlier:
            return self.steps[self.place[id]], ""
        if id in self.broken:
            return None, ""
        if id in self.place:
            return None, f"{key} names “{id}”, which does not come earlier"
        return None, f"{key} names “{id}”, which no earlier step has{meant(id, earlier)}"

    def when(self, step: Step) -> Iterator[str]:
        if step.when is None or step.same_page:
            return
        asked, fault = self.earlier(step, step.when.step, "when.step")
        if fault:
            yield fault
        if asked is None:
            return
        if asked.lane not in ("", step.lane):
            yield f"when.step names “{asked.id}”, which belongs to another thread"
        if self.head_of[asked.id] is self.head_of[step.id]:
            yield f"when.step names “{asked.id}”, which is on the same page"
        if asked.shown == ME:
            yield f"when.step names “{asked.id}”, which stays private for ever"
        if asked.shown == AFTER and self.place.get(asked.after, 0) >= self.place[step.id]:
            yield f"it would give away what was answered in “{asked.id}”, which is not shown yet"
        if not step.when.among:
            if not asked.optional:
                yield f"when.given asks about “{asked.id}”, which is not optional"
            return
        if not isinstance(asked, (Choose, Rate)):
            yield f"when.is asks about “{asked.id}”, which is neither to choose nor to rate"
            return
        for value in step.when.among:
            if asked.values and value not in asked.values:
                near = meant(value, asked.values)
                yield f"when.is names “{value}”, which “{asked.id}” does not offer{near}"

    def parts(self, who: str) -> set[str]:
        """Which of the two parts of the cast, "one" and "others", a `who` means."""
        return {self.roles[who]} if who in self.roles else {"one", "others"}

    def after(self, step: Step) -> Iterator[str]:
        if step.shown != AFTER or step.after in self.broken:
            return
        later = self.place.get(step.after)
        if later is None:
            near = meant(step.after, self.place)
            yield f"“shown” names “{step.after}”, which no step has{near}"
            return
        until = self.steps[later]
        if later < self.place[step.id]:
            yield f"“shown” names “{until.id}”, which comes earlier"
        if isinstance(until, Read):
            yield f"“shown” names “{until.id}”, which nobody has anything to do in"
        pair = self.people[1] == 2
        needed = {"one"} if self.people[1] == 1 else {"one", "others"}
        writers = self.parts(step.who)
        if writers == {"one"} or (writers == {"others"} and (step.lane or pair)):
            needed -= writers
        if not needed <= self.parts(until.who):
            yield f"“shown” names “{until.id}”, which some who are to see this never do"
        elif until.lane and not step.lane and "one" in needed and not pair:
            yield f"“shown” names “{until.id}”, which one member does in several threads"

    def back(self, step: Step) -> Iterator[str]:
        if not step.back_to:
            return
        key = "“reopens”" if isinstance(step, Receipt) else "“from”"
        target, fault = self.earlier(step, step.back_to, key)
        if fault:
            yield fault
        if target is None:
            return
        if self.run_of[target.id] != self.run_of[step.id] and (target.lane or step.lane):
            yield f"{key} names “{target.id}”, which belongs to another thread"
        if self.head_of[target.id] is not target:
            yield f"{key} names “{target.id}”, which is not the first on its page"

    def about(self, step: Step) -> Iterator[str]:
        """The draw steps whose card this one is about."""
        for id in step.cards:
            drawn, fault = self.earlier(step, id, "“about”")
            if fault:
                yield fault
            if drawn is None:
                continue
            if not isinstance(drawn, Draw):
                yield f"“about” names “{drawn.id}”, where no card is drawn"
            elif drawn.lane not in ("", step.lane):
                yield f"“about” names “{drawn.id}”, which belongs to another thread"
