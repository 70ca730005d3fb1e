"""Notes to take along to somebody who helps: one text, for oneself alone.

It is kept among the pages of one's own, which all look alike in the database. A table of its own
would tell whoever has a copy that somebody is looking for help.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nearer.growing import own
from nearer.people.request import Request
from nearer.practices.steps import Unfit
from nearer.practices.typed import words_from
from nearer.sittings import drafts
from nearer.vault.keyring import Keyring

ABOUT = "notes to take along"
FIELD = "words-notes"
DRAFT_TITLE = "Something for yourself"


def keep(*, words: str, keyring: Keyring) -> None:
    """Keep these words in place of what stood there."""
    own.keep(about=ABOUT, body={"words": words}, keyring=keyring, id=own.id_of(ABOUT, keyring))


@require_http_methods(["GET", "POST"])
def help_notes(request: Request) -> HttpResponse:
    """What I want to say or ask when I get there."""
    here, keyring = reverse("help_notes"), request.keyring
    if request.method != "POST":
        draft = drafts.find(place=here, keyring=keyring).get(FIELD)
        return _page(request, draft[-1] if draft else None, kept="kept" in request.GET)
    try:
        words = words_from(request.POST.dict(), FIELD, required=True)
    except Unfit as unfit:
        return _page(request, request.POST.get(FIELD, ""), error=str(unfit))
    keep(words=words, keyring=keyring)
    drafts.forget(place=here, keyring=keyring)
    return redirect(f"{here}?kept")


def _page(
    request: Request, typed: str | None, *, error: str = "", kept: bool = False
) -> HttpResponse:
    written = own.find(about=ABOUT, keyring=request.keyring).get("words", "")
    context = {
        "text": written if typed is None else typed,
        "written": bool(written),
        "draft_title": DRAFT_TITLE,
        "error": error,
        "kept": kept,
    }
    return render(request, "today/help_notes.html", context, status=422 if error else 200)


@require_POST
def delete_help_notes(request: Request) -> HttpResponse:
    """All of it, and its draft, at once and for good."""
    own.forget_all(about=ABOUT, keyring=request.keyring)
    drafts.forget(place=reverse("help_notes"), keyring=request.keyring)
    return redirect("help_notes")
