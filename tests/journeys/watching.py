"""What a browser complains about while a test drives it."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Watch:
    """Collects console errors (refusals by the CSP among them), failed requests and 5xx answers.

    A test that means to provoke one allows it beforehand: `watch.allow(r"status of 404")`.
    """

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Let pass, until the end of this test, every fault in which `pattern` is found."""
        self._allowed.append(re.compile(pattern))

    @property
    def faults(self) -> list[str]:
        """What was seen and not allowed, in order."""
        return [seen for seen in self._seen if not any(rule.search(seen) for rule in self._allowed)]

    def over(self, name: str, context: BrowserContext) -> None:
        """Watch every page of `context`, also those opened later; `name` says whose it was."""

        def console(message: ConsoleMessage) -> None:
            if message.type in ("error", "assert"):
                where = message.location.get("url", "")
                self._seen.append(f"{name}: console: {message.text} ({where})")

        def broken(error: WebError) -> None:
            self._seen.append(f"{name}: script: {error.error}")

        def failed(request: Request) -> None:
            why = request.failure or ""
            # A page that is left while something loads aborts it: nothing is wrong.
            if "ERR_ABORTED" not in why:
                self._seen.append(f"{name}: request: {request.method} {request.url} {why}")

        def answered(response: Response) -> None:
            if response.status >= 500:
                self._seen.append(f"{name}: answer: {response.status} {response.url}")

        context.on("console", console)
        context.on("weberror", broken)
        context.on("requestfailed", failed)
        context.on("response", answered)
