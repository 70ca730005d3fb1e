"""What gets in the way, and how one learned to show or hide: for one person alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import coach
from nearer.people.request import Request
from nearer.practices.steps import Unfit
from nearer.practices.typed import words_from
from nearer.sittings import drafts

from . import barriers, reads

DRAFT_TITLE = "Something for yourself"


@require_safe
def in_the_way(request: Request) -> HttpResponse:
    """The six things, and the door to how I learned it."""
    context = {"place": "practices", "barriers": barriers.all_barriers()}
    return render(request, "growing/in_the_way.html", context)


@require_http_methods(["GET", "POST"])
def barrier(request: Request, barrier: str) -> HttpResponse:
    """One thing that gets in the way: does any of it sound like me?"""
    found = barriers.barrier(barrier)
    if found is None:
        raise Http404
    kept = request.method == "POST"
    if kept:
        sounds = request.POST.getlist("choice-sounds")
        barriers.tick(barrier=found, sounds=sounds, keyring=request.keyring)
    context: dict[str, Any] = {
        "place": "practices",
        "barrier": found,
        "options": [{"value": sound.id, "label": sound.says} for sound in found.sounds],
        "ticked": barriers.ticked(found, request.keyring),
        "kept": kept,
        "practice": reads.onward(found.practice),
        "read": reads.get(found.read),
    }
    return render(request, "growing/barrier.html", context)


@require_safe
def learned(request: Request) -> HttpResponse:
    """How I learned to show or hide what I feel: the questions, and which I have written about."""
    days = barriers.written_days(request.keyring)
    prompts = [(prompt, days.get(prompt.slug)) for prompt in barriers.all_prompts()]
    return render(request, "growing/learned.html", {"place": "practices", "prompts": prompts})


@require_http_methods(["GET", "POST"])
def prompt(request: Request, prompt: str) -> HttpResponse:
    """One question to write about."""
    found = barriers.prompt(prompt)
    if found is None:
        raise Http404
    here = reverse("learned_prompt", args=[found.slug])
    if request.method != "POST":
        draft = drafts.find(place=here, keyring=request.keyring).get("words-learned")
        return _page(request, found, draft[-1] if draft else None)
    try:
        words = words_from(request.POST.dict(), "words-learned", required=True)
    except Unfit as unfit:
        return _page(request, found, request.POST.get("words-learned", ""), error=str(unfit))
    barriers.write(prompt=found, words=words, keyring=request.keyring)
    drafts.forget(place=here, keyring=request.keyring)
    # Never in the middle of writing, but once it is kept; told to nobody else, stored nowhere.
    return _page(request, found, None, kept=True, heavy=bool(coach.signs(words)))


def _page(
    request: Request, prompt: barriers.Prompt, typed: str | None, *, error: str = "", **more: Any
) -> HttpResponse:
    written = barriers.written(prompt, request.keyring)
    context = {
        "place": "practices",
        "prompt": prompt,
        "text": written.get("words", "") if typed is None else typed,
        "written": bool(written),
        "draft_title": DRAFT_TITLE,
        "error": error,
        **more,
    }
    status = 422 if error else 200
    return render(request, "growing/learned_prompt.html", context, status=status)


@require_POST
def unwrite(request: Request, prompt: str) -> HttpResponse:
    """Delete what I wrote about one question, and its draft."""
    found = barriers.prompt(prompt)
    if found is None:
        raise Http404
    barriers.unwrite(prompt=found, keyring=request.keyring)
    drafts.forget(place=reverse("learned_prompt", args=[found.slug]), keyring=request.keyring)
    return redirect("learned")
