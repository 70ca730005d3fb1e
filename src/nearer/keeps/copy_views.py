"""Copies of what others wrote: keeping one, my own page of them, and taking them along."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.people.request import Request

from . import jar, kept_texts, signed_texts
from .here import Here, here_of, keep_of
from .keeping import Kept
from .signed_texts import Text
from .writing import form_id

PLACES = {
    "promise": "A promise",
    "date": "A date",
    "appreciation": "The jar",
    "little": "The little things",
    "plan": "A plan",
    "journal": "Journal together",
    "prompt": "A question left for somebody",
}
LONGEST_FILE = 500_000


def keep_or_explain(request: Request, source: uuid.UUID, text: Text, back: str) -> HttpResponse:
    """Say what keeping a copy means, and once that is sent keep it."""
    could_not = ""
    if request.method == "POST":
        try:
            id = kept_texts.keep(source=source, text=text, keyring=request.keyring)
            return redirect("kept_text", text=id)
        except kept_texts.TooMany as too_many:
            could_not = str(too_many)
    context = {"place": "you", "text": text, "back": back, "could_not": could_not}
    return render(request, "keeps/keep_copy.html", context, status=422 if could_not else 200)


@require_http_methods(["GET", "POST"])
def keep_keep(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Keep a copy of what another keeps in a bond."""
    here = here_of(request, bond)
    row, kept = keep_of(here, keep, *PLACES)
    if kept.by == here.me or row.bond is None or not kept.words or not _drawn(here, kept):
        raise Http404
    return keep_or_explain(request, keep, _text(here, kept), reverse("bond", args=[here.bond.pk]))


def _drawn(here: Here, kept: Kept) -> bool:
    """Whether it is none of the slips that still wait in the jar."""
    if kept.body["kind"] != jar.DRAWER:
        return True
    return kept.id in {one.id for one in jar.for_me(here.drawer(jar.DRAWER), here.me)}


def _text(here: Here, kept: Kept) -> Text:
    versions = kept.body.get("versions", [])
    history = [one for one in kept.body.get("history", []) if one["what"] == "reworded"]
    earlier = [(one.get("words", ""), one["at"]) for one in versions]
    if history:
        times = [kept.body["at"], *(one["at"] for one in history)]
        earlier = [(one["words"], at) for one, at in zip(history, times, strict=False)]
    changed = history[-1]["at"] if history else kept.body.get("changed", "")
    return Text(
        by=here.names.get(kept.by, "Somebody"),
        where=PLACES[kept.body["kind"]],
        words=kept.words,
        at=kept.body["at"],
        asked=kept.body.get("asked", ""),
        lent_by=here.lent_by(kept, named=True),
        earlier=tuple((words, at) for words, at in earlier if words),
        changed=changed if earlier else "",
    )


@require_safe
def kept(request: Request) -> HttpResponse:
    """All copies that I keep."""
    context = {"place": "you", "texts": kept_texts.all_of(request.keyring)}
    return render(request, "keeps/kept_texts.html", context)


def _found(request: Request, text: uuid.UUID) -> kept_texts.KeptText:
    found = kept_texts.find(text, request.keyring)
    if found is None:
        raise Http404
    return found


@require_safe
def kept_text(request: Request, text: uuid.UUID) -> HttpResponse:
    """One of them."""
    return render(request, "keeps/kept_text.html", {"place": "you", "kept": _found(request, text)})


@require_POST
def delete_kept_text(request: Request, text: uuid.UUID) -> HttpResponse:
    """Delete one for good."""
    found = _found(request, text)
    kept_texts.delete(id=found.id, keyring=request.keyring)
    return redirect("kept_texts")


@require_safe
def kept_text_file(request: Request, text: uuid.UUID, form: str) -> HttpResponse:
    """One of them as a file, with its signature: plain text, or a page."""
    found = _found(request, text)
    if form not in ("txt", "html"):
        raise Http404
    if form == "html":
        file = render_to_string("keeps/kept_file.html", {"kept": found})
        response = HttpResponse(file, content_type="text/html; charset=utf-8")
    else:
        response = HttpResponse(found.file, content_type="text/plain; charset=utf-8")
    # A file to be saved: opened here, it would be a page of this server without its rules.
    response["Content-Disposition"] = f'attachment; filename="words.{form}"'
    return response


@require_http_methods(["GET", "POST"])
def check_kept(request: Request) -> HttpResponse:
    """Whether a file holds what this server has signed."""
    file = request.POST.get("words-file", "")[:LONGEST_FILE]
    context = {
        "place": "you",
        "asked": request.method == "POST",
        "file": file,
        "checked": signed_texts.check(file) if file else None,
        "public": signed_texts.public(),
        "form_id": form_id(request.POST),
    }
    return render(request, "keeps/check_kept.html", context)
