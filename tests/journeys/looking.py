"""Looks at a page as an exacting visitor would, and notes what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page

from tests.journeys.accessibility import grave_faults

TITLES = {
    "A code to keep",
    "A demonstration",
    "A page",
    "A practice",
    "A sitting",
    "An account",
    "An invitation",
    "Go on",
    "Help",
    "Practices",
    "Sign in",
    "Sorry",
    "The way back",
    "Today",
    "Together",
    "Welcome",
    "Who can read what",
    "You",
    "Your words",
}
"""What may stand in a tab or in a history: nothing that says whom somebody talks with, or why."""

# Small targets in running text are allowed (WCAG 2.5.8); what presses or chooses is not text.
MEASURE = """() => {
    const shown = one => one.checkVisibility({visibilityProperty: true, opacityProperty: false})
        && one.getBoundingClientRect().width > 1;
    const told = one => `${one.tagName.toLowerCase()} “${
        (one.innerText || one.getAttribute('aria-label') || one.name || '').trim().slice(0, 40)}”`;
    const small = [];
    for (const one of document.querySelectorAll('a, button, summary, select, textarea, input')) {
        if (!shown(one) || one.type === 'hidden' || one.closest('p, td, .prose')) continue;
        const label = one.closest('label');
        const {width, height} = (label ?? one).getBoundingClientRect();
        const presses = one.matches('button, .button, [class*=row-link]');
        if (height < (presses ? 43.5 : 24) || width < 24)
            small.push(`${told(one)} is ${Math.round(width)} x ${Math.round(height)}`);
    }
    const wide = [...document.querySelectorAll('main *, footer *, header *')].filter(one =>
        shown(one) && one.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(told);
    return {
        headings: [...document.querySelectorAll('h1')].filter(shown).length,
        small,
        wide: document.scrollingElement.scrollWidth > innerWidth ? wide : null,
        first: document.querySelector('a[href], button, input:not([type=hidden]), select, textarea,'
            + ' summary, [tabindex="0"]')?.innerText,
        leaps: [...document.querySelectorAll('[tabindex]')].some(one => one.tabIndex > 0),
    };
}"""


class Looks:
    """Collects the faults of every page it is shown."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: list[str] = []

    def __call__(self, page: Page, label: str, *, dark: bool = True) -> None:
        """Look at a page: on a small phone, a phone by day, a desk by night."""
        page.wait_for_load_state()
        self.seen.append(re.split("[?#]", re.sub(r"^https?://[^/]+", "", page.url))[0])
        title = page.title().removeprefix("Nearer · ")
        if title not in TITLES:
            self._note(label, f"its title says “{title}”")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        self._measured(label, 320, page.evaluate(MEASURE))
        page.set_viewport_size({"width": 390, "height": 844})
        self._measured(label, 390, page.evaluate(MEASURE))
        for fault in grave_faults(page):
            self._note(f"{label}, phone by day", fault)
        if dark:
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size({"width": 1280, "height": 900})
            for fault in grave_faults(page):
                self._note(f"{label}, desk by night", fault)
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": 390, "height": 844})

    def _measured(self, label: str, width: int, found: dict[str, Any]) -> None:
        label = f"{label}, {width} wide"
        if found["headings"] != 1:
            self._note(label, f"{found['headings']} main headings")
        if found["wide"] is not None:
            self._note(label, f"it scrolls sideways: {found['wide']}")
        for small in found["small"]:
            self._note(label, f"too small to touch: {small}")
        if found["first"] != "Leave quickly" or found["leaps"]:
            self._note(label, f"“{found['first']}” comes before the quick exit")

    def _note(self, label: str, fault: str) -> None:
        self.faults.append(f"{label}: {fault}")
        print(self.faults[-1])  # seen even if the walk breaks off
