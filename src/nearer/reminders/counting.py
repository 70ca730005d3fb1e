"""How many notices came to nothing: in a table that all processes share, and of nobody."""

from __future__ import annotations

from django.db.models import F

from .models import Count

WHYS = ("given up", "missed")


def count(what: str) -> None:
    """One more: “given up” after tries that failed, or “missed” while nobody was sending."""
    Count.objects.get_or_create(what=what)
    Count.objects.filter(pk=what).update(number=F("number") + 1)


def counted() -> dict[str, int]:
    """All counts since the beginning."""
    return dict(Count.objects.values_list("what", "number"))
