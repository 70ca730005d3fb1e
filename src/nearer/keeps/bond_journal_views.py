"""A bond's journal, and the questions that its members leave for one another."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.bonds.shown import in_words
from nearer.people import zone
from nearer.people.request import Request

from . import journal, prompts
from .audience import everybody
from .here import Here, here_of
from .models import Keep
from .onward import number, shuffled
from .taking_back import take_out
from .writing import Typed, member_options, page

ON_ONE_PAGE = 20


@require_safe
def bond_journal(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What was put there for me to read, and questions between me and others."""
    here = here_of(request, bond)
    written = journal.shared(here)
    many = ON_ONE_PAGE * max(1, number(request.GET.get("pages")))
    between = prompts.open_in(here)
    context = {
        "pages": [(one, here.name(one.by)) for one in written[:many]],
        "heavy": journal.heavy(written, zone.today(here.keyring)),
        "more": many // ON_ONE_PAGE + 1 if len(written) > many else 0,
        "for_me": [(one, here.name(one.by)) for one in between if one.to == here.me],
        "from_me": [(one, here.name(one.to)) for one in between if one.by == here.me],
        "readers": everybody(here),
        "others": here.others_with_account,
        "removed": here.removed(journal.JOURNAL),
        "removed_questions": here.removed(prompts.PROMPT),
    }
    return page(request, "bond_journal", here, **context)


@require_http_methods(["GET", "POST"])
def write_together(request: Request, bond: uuid.UUID) -> HttpResponse:
    """A page for everybody in the bond."""
    here = here_of(request, bond)
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request)
    if request.method == "POST":
        words = typed.words("words-journal")
        if not typed.wrong:
            id = uuid.uuid5(typed.form, str(request.person.id))
            journal.write(id=id, words=words, asked="", keyring=request.keyring, here=here)
            return redirect("bond_journal", bond=here.bond.pk)
    here_url = reverse("write_together", args=[here.bond.pk])
    names = [here.names[member] for member in here.others_with_account]
    context = {
        "asked": "",
        "here_url": here_url,
        "readers": everybody(here),
        "whom": in_words([*names, "you"]),
    }
    return page(request, "bond_journal_write", here, typed, **context)


@require_http_methods(["GET", "POST"])
def leave_prompt(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Leave a question for one member."""
    here = here_of(request, bond)
    others = here.others_with_account
    if request.method != "POST":
        return _leaving(request, here, Typed.before(request), others)
    typed = Typed.sent(request)
    to = (
        typed.member("choice-to", others, "For whom is it?") if len(others) > 1 else "".join(others)
    )
    own = typed.words("words-prompt", required=False)
    picked = typed.one("choice-card")
    asks = {card.id: card.ask for card in prompts.questions(here.shown.kind)}
    words = own or asks.get(picked, "")
    if not words:
        typed.wrong["words-prompt"] = "Pick a question, or write one of your own."
    if typed.wrong or not to:
        return _leaving(request, here, typed, others)
    id = uuid.uuid5(typed.form, str(request.person.id))
    prompts.leave(here=here, id=id, to=to, words=words)
    return redirect("bond_journal", bond=here.bond.pk)


def _leaving(request: Request, here: Here, typed: Typed, others: list[str]) -> HttpResponse:
    turn = number(typed.one("turn") or request.GET.get("more"))
    cards = shuffled(prompts.questions(here.shown.kind), str(here.bond.pk))
    start = turn * 5 % len(cards) if cards else 0
    shown = (cards + cards)[start : start + 5]
    picked = typed.one("choice-card")
    context: dict[str, Any] = {
        "cards": [{"value": card.id, "label": card.ask} for card in shown],
        "picked": picked,
        "turn": turn,
        "others": others,
        "members": member_options(here, others),
        "only": here.name(others[0]) if len(others) == 1 else "",
    }
    return page(request, "leave_prompt", here, typed, **context)


def _open(here: Here, keep: uuid.UUID) -> tuple[Keep, prompts.Prompt]:
    found = prompts.find(here, keep)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def answer_prompt(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Answer a question that was left for me; the two of us see it."""
    here = here_of(request, bond)
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request)
    words = typed.words("words-journal") if request.method == "POST" else ""
    if words and prompts.is_answered(here=here, id=keep, words=words):
        return redirect("bond_journal", bond=here.bond.pk)
    _, prompt = _open(here, keep)
    if prompt.to != here.me:
        raise Http404
    if words and not typed.wrong:
        prompts.answer(here=here, prompt=prompt, words=words)
        return redirect("bond_journal", bond=here.bond.pk)
    context = {
        "asked": prompt.words,
        "asker": here.name(prompt.by),
        "here_url": reverse("answer_prompt", args=[here.bond.pk, keep]),
        "readers": here.name(prompt.by),
        "prompt": prompt,
    }
    return page(request, "bond_journal_write", here, typed, **context)


@require_POST
def put_aside(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Not this question; or, if I left it, take it back."""
    here = here_of(request, bond)
    row, prompt = _open(here, keep)
    if prompt.by == here.me:
        take_out(keep=row, keyring=here.keyring)
    else:
        prompts.put_aside(here=here, id=prompt.id)
    return redirect("bond_journal", bond=here.bond.pk)
