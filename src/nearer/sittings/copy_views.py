"""Keeping a copy of what another wrote in a sitting."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from nearer.keeps.copy_views import keep_or_explain
from nearer.keeps.signed_texts import Text
from nearer.people.request import Request
from nearer.practices.kinds.gates import Receipt

from .editing import words_of
from .menus import can_be_kept
from .opened import Opened
from .views import opened_or_404, sitting_of

RECEIPT_ASK = "What would have helped, or what did"


@require_http_methods(["GET", "POST"])
def keep_entry(request: Request, sitting: uuid.UUID, entry: uuid.UUID) -> HttpResponse:
    """Say what a copy is, and keep one. Nobody else can notice."""
    row = sitting_of(request, sitting)
    opened = opened_or_404(request, row)
    text = text_of(opened, entry)
    if text is None:
        raise Http404
    return keep_or_explain(request, entry, text, redirect("sitting", sitting=row.pk).url)


def text_of(opened: Opened, entry: uuid.UUID) -> Text | None:
    """What another wrote, as I see it now; None where there is nothing that may be kept."""
    me = opened.company.me
    item = next((i for i in opened.state.visible(me) if i.entry_id == str(entry)), None)
    answer = next((e for e in opened.state.entries if e.id == str(entry)), None)
    if item is None or item.slot is None or answer is None or item.mine:
        return None
    if not can_be_kept(opened, answer):
        return None
    body = opened.changes.get(str(entry), {})
    receipt = isinstance(item.slot.step, Receipt)
    return Text(
        by=opened.company.name(item.by),
        where=opened.script.wording("title", bond=opened.state.bond),
        words=words_of(item.slot, item.data),
        at=opened.times[str(entry)],
        asked=RECEIPT_ASK if receipt else opened.say(item.slot, "ask", item.by),
        lent_by=opened.lent_by(str(entry), item.by),
        earlier=tuple((one["words"], one["at"]) for one in body.get("versions", [])),
        changed=body.get("changed", "") if body.get("versions") else "",
    )
