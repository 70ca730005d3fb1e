"""Asks axe about a page."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from playwright.sync_api import Page

GRAVE = ("serious", "critical")


@cache
def _axe() -> str:
    source = resources.files("axe_playwright_python") / "axe.min.js"
    return source.read_text(encoding="utf-8")


def grave_faults(page: Page) -> list[str]:
    """Serious and critical findings of axe, WCAG 2.2 AA included, one readable text each.

    Runs by way of the debugger, so the page's own CSP stays in force; the page must have
    JavaScript switched on.
    """
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [_told(fault) for fault in found["violations"] if fault["impact"] in GRAVE]


def _told(fault: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}\n      {node['html'][:160]}\n"
        f"      {' '.join(node['failureSummary'].split())}"
        for node in fault["nodes"][:5]
    )
    return f"{fault['impact']}: {fault['help']} ({fault['id']}, {len(fault['nodes'])}x)\n{places}"
