"""What the forms of the keeps have in common: words, a day, for whom, what stood there before."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from nearer.people import zone
from nearer.people.models import today
from nearer.people.request import Request
from nearer.practices.kinds.gates import CLOCK
from nearer.practices.kinds.words import is_day
from nearer.practices.steps import Unfit
from nearer.practices.typed import tidy, words_from

from . import pause
from .here import Here
from .kept_texts import TooMany
from .versions import Enough

DRAFT_TITLE = "Something to keep"
LINE = 300
"""Characters in a single line, such as a question."""
FARTHEST = 50
"""Years ahead."""


@dataclass
class Typed:
    """A form as it came, what is wrong with it by field, and the id that makes it count once."""

    values: Mapping[str, Sequence[str]]
    wrong: dict[str, str] = field(default_factory=dict)
    form: uuid.UUID = field(default_factory=uuid.uuid4)
    today: date = field(default_factory=today)
    """Where the one is who writes."""

    @classmethod
    def sent(cls, request: Request) -> Typed:
        """What a form sent."""
        now = zone.today(request.keyring)
        return cls(dict(request.POST.lists()), form=form_id(request.POST), today=now)

    @classmethod
    def before(cls, request: Request, **first: str) -> Typed:
        """The draft kept at this address, else what stands there `first`."""
        kept = getattr(request, "draft", None)
        values = kept or {name.replace("_", "-"): [value] for name, value in first.items()}
        return cls(values, today=zone.today(request.keyring))

    def one(self, name: str) -> str:
        """The one value of a field."""
        return (self.values.get(name) or [""])[-1]

    def many(self, name: str) -> list[str]:
        """All values of a field."""
        return list(self.values.get(name) or [])

    def words(self, name: str = "words-it", *, required: bool = True) -> str:
        """The words in a field; notes down what is wrong with them."""
        try:
            return words_from({name: self.one(name)}, name, required=required).strip()
        except Unfit as unfit:
            self.wrong[name] = str(unfit)
            return ""

    def line(self, name: str, ask: str = "") -> str:
        """A single line; with `ask`, which says so, it may not be empty."""
        line = " ".join(tidy(self.one(name)).split())
        if ask and not line:
            self.wrong[name] = ask
        elif len(line) > LINE:
            self.wrong[name] = f"This is a little long for a line; there is room for {LINE}."
        return line

    def day(
        self, name: str = "choice-day", *, required: bool = False, was: date | None = None
    ) -> date | None:
        """A day from today on, or None. The one that it `was` may stay, though it has gone by."""
        value = self.one(name).strip()
        if was is not None and value == was.isoformat():
            return was
        if not value:
            if required:
                self.wrong[name] = "Which day?"
            return None
        day = date.fromisoformat(value) if is_day(value) else None
        if day is None:
            self.wrong[name] = "Which day? Something like 2026-11-30."
        elif sorry := out_of_reach(day, self.today):
            self.wrong[name] = sorry
            return None
        return day

    def time(self, name: str = "choice-time") -> str:
        """A time of day, or nothing."""
        value = self.one(name).strip()[:5]
        if value and not CLOCK.fullmatch(value):
            self.wrong[name] = "At what time? Something like 15:00."
            return ""
        return value

    def member(self, name: str, known: Collection[str], ask: str) -> str:
        """One member of those `known`."""
        if self.one(name) in known:
            return self.one(name)
        self.wrong[name] = ask
        return ""

    @contextmanager
    def room_for_another(self, name: str) -> Iterator[None]:
        """Note down where there is none: words were changed too often, or there are too many."""
        try:
            yield
        except (Enough, TooMany) as no_room:
            self.wrong[name] = str(no_room)

    def context(self) -> dict[str, Any]:
        """For a template: {{ typed.NAME }} and {{ wrong.NAME }}, names with underscores."""
        return {
            "typed": {
                _name(name): values[-1] if values else "" for name, values in self.values.items()
            },
            "wrong": {_name(name): words for name, words in self.wrong.items()},
            "form_id": self.form,
            "draft_title": DRAFT_TITLE,
            "today_iso": self.today.isoformat(),
        }


def out_of_reach(day: date, today: date) -> str:
    """What to say of a day that has gone by, or is too far ahead; "" of one that will do."""
    if day < today:
        return "This day has gone by. Choose today or a later one."
    if day.year > today.year + FARTHEST:
        return f"Choose a day before the end of {today.year + FARTHEST}."
    return ""


def _name(name: str) -> str:
    return name.replace("-", "_")


def form_id(post: QueryDict) -> uuid.UUID:
    """The id that the page gave this form; a form without one gets its own."""
    try:
        return uuid.UUID(post.get("form", ""))
    except ValueError:
        return uuid.uuid4()


def page(
    request: Request, name: str, here: Here, typed: Typed | None = None, /, **more: Any
) -> HttpResponse:
    """Draw one page of the keeps; 422 where something typed can't be taken yet."""
    context = {
        "place": "together",
        "here": here,
        "bond": here.bond.pk,
        "bond_name": here.shown.name,
    }
    context["pause"] = pause.of(here.bond, here.keyring)
    context["alone"] = not here.others
    context |= (typed.context() if typed else {}) | more
    status = 422 if typed is not None and typed.wrong else 200
    return render(request, f"keeps/{name}.html", context, status=status)


def member_options(here: Here, members: Collection[str]) -> list[dict[str, str]]:
    """Members as rows to choose from."""
    return [{"value": member, "label": here.name(member)} for member in members]
