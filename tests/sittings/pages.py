"""Reading forms off a page."""

from __future__ import annotations

import re
from typing import Any


def fields(page: str) -> dict[str, Any]:
    """The hidden fields of the first form that adds something."""
    form = re.search(r"<form[^>]*data-keep.*?</form>", page, re.S)
    assert form is not None
    found: dict[str, Any] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group()
    ):
        found.setdefault(name, []).append(value.replace("&amp;", "&"))
    return found
