"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(_request: HttpRequest) -> dict[str, Any]:
    """The address of the quick exit and the name of whoever runs this server."""
    return {"exit_address": settings.EXIT_ADDRESS, "operator": settings.OPERATOR}
