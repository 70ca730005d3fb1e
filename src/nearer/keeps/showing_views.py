"""The pages of showing later: to whom, what they will see, and then yes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.people.request import Request

from . import showing
from .here import Here, own_of, stand
from .here import here_of as here_of
from .journal import JOURNAL, find_mine
from .writing import Typed, member_options, page


@dataclass(frozen=True)
class Preview:
    """What others would see, and where. `back`: where to go on if nothing is shown after all."""

    words: str
    asked: str
    where: str
    back: str
    earlier: bool = False


def show_to(
    request: Request,
    here: Here,
    may: Sequence[str],
    preview: Callable[[list[str]], Preview],
    done: Callable[[list[str], uuid.UUID], HttpResponse],
) -> HttpResponse:
    """Ask to whom, show what they will see, and only then do it. `may`: who can be chosen."""
    typed = Typed.sent(request) if request.method == "POST" else Typed({})
    to = [member for member in may if member in typed.many("choice-to")]
    if request.method == "GET" and len(may) == 1:
        to = list(may)
    if request.method == "POST" and not to:
        typed.wrong["choice-to"] = "Choose at least one."
    if to and typed.one("sure") == "yes":
        return done(to, typed.form)
    context = {
        "may": member_options(here, may),
        "to": to,
        "chosen": typed.many("choice-to"),
        "names": here.in_words(to),
        "shown": preview(to),
        "my_name": here.names.get(here.me, ""),
        "others": here.in_words([m for m in here.others if m not in to]),
    }
    return page(request, "show_to", here, typed, **context)


def bond_chosen(request: Request, back: str, bond: uuid.UUID | None = None) -> Here | HttpResponse:
    """The bond to show something in: this one, the one there is, the one chosen, or a page to
    choose it."""
    if bond is not None:
        return here_of(request, bond)
    bonds = Bond.objects.of(request.person)
    asked = request.GET.get("bond", "")
    rows = list(bonds[:2])
    if asked:
        try:
            return here_of(request, uuid.UUID(asked))
        except ValueError:
            raise Http404 from None
    if len(rows) == 1:
        request.keyring.gather([rows[0].pk])
        return stand(rows[0], request.keyring)
    context = {"place": "together", "bonds": bonds_shown(bonds, request.keyring), "back": back}
    return render(request, "keeps/show_where.html", context)


@require_http_methods(["GET", "POST"])
def show_page(request: Request, keep: uuid.UUID) -> HttpResponse:
    """Show a page of my own journal to some of a bond; or one of a bond's to more of it."""
    found = find_mine(keep, request.person, request.keyring)
    if found is None:
        raise Http404
    row, kept = found
    if row.bond is not None:
        return _wider(request, stand(row.bond, request.keyring), keep)
    back = reverse("journal_entry", args=[keep])
    here = bond_chosen(request, back)
    if isinstance(here, HttpResponse):
        return here
    asked = kept.body.get("asked", "")

    def done(to: list[str], form: uuid.UUID) -> HttpResponse:
        id = uuid.uuid5(form, str(request.person.id))
        showing.put_in_journal(here=here, words=kept.words, asked=asked, to=to, id=id)
        return redirect("bond_journal", bond=here.bond.pk)

    where = "It will stand in your journal together, with today’s date. Your own page stays yours."
    seen = Preview(kept.words, asked, where, back)
    return show_to(request, here, here.others_with_account, lambda _: seen, done)


PLACES = {"date": "dates", "appreciation": "jar", JOURNAL: "bond_journal"}


@require_http_methods(["GET", "POST"])
def show_keep(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Show something of mine, which is for some of a bond so far, to more of it."""
    return _wider(request, here_of(request, bond), keep)


def _wider(request: Request, here: Here, keep: uuid.UUID) -> HttpResponse:
    row, kept = own_of(here, keep, *PLACES)
    if row.bond is None:
        raise Http404
    back = reverse(PLACES[kept.body["kind"]], args=[here.bond.pk])

    def done(to: list[str], _: uuid.UUID) -> HttpResponse:
        showing.widen(here=here, keep=row, to=to)
        return redirect(back)

    where = "It stays in its place, and they find it there from now on."
    asked, changed = kept.body.get("asked", ""), bool(kept.earlier)
    seen = Preview(kept.words, asked, where, back, changed)
    return show_to(request, here, showing.not_yet(row, here), lambda _: seen, done)
