"""What a bond keeps, and taking something of one's own out again."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from nearer.people.request import Request

from .here import here_of, own_of
from .taking_back import take_out
from .writing import page

PAGES = {
    "promise": "promises",
    "date": "dates",
    "appreciation": "jar",
    "little": "little_things",
    "topic": "topics",
}
"""Drawers that one may take one's own words out of, and the page to go on with."""


@require_safe
def keeps(request: Request, bond: uuid.UUID) -> HttpResponse:
    """All drawers of a bond."""
    return page(request, "keeps", here_of(request, bond))


@require_POST
def delete(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Take something of mine back. Where others could read it, a line says that it was here."""
    here = here_of(request, bond)
    row, kept = own_of(here, keep, *PAGES)
    take_out(keep=row, keyring=here.keyring)
    return redirect(PAGES[kept.body["kind"]], bond=here.bond.pk)
