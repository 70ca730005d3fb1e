"""A browser without a screen: real HTTP, the one cookie sent by hand, forms read off the page.

By hand, because a cookie that is `Secure` is not sent over plain http by any client that keeps the
rules; browsers make an exception for localhost, and so do we.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx

from nearer.vault.signed_in import COOKIE

PATIENCE = 60.0


@dataclass
class Form:
    """A form as it stands on a page: where it goes, and what it would send as it is."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    options: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **given: Any) -> dict[str, list[str]]:
        """What it sends with these values put in (“__” in a name stands for “-”)."""
        made: dict[str, list[str]] = {}
        for name, value in self.fields:
            made.setdefault(name, []).append(value)
        for name, value in given.items():
            values = value if isinstance(value, list) else [value]
            made[name.replace("__", "-")] = [str(one) for one in values]
        return made


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        if not self.forms or not (name := given.get("name")):
            return
        form, value = self.forms[-1], given.get("value") or ""
        form.names.add(name)
        kind = given.get("type", "text")
        if tag == "textarea":
            self._area = name
            form.fields.append((name, ""))
        elif tag == "input" and kind in {"radio", "checkbox"}:
            form.options.setdefault(name, []).append(value)
            if "checked" in given:
                form.fields.append((name, value))
        elif tag == "input" and kind != "submit":
            form.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, before = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, before + data)


def forms_of(text: str) -> list[Form]:
    """Every form of a page, in order."""
    reader = _Reader()
    reader.feed(text)
    return reader.forms


class Visitor:
    """Somebody at a browser. `page` is what they look at, `at` its address.

    `cookie` is the one that is sent; a browser would send every one that was `given`.
    """

    def __init__(self, url: str, agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0") -> None:
        self.url = url
        self.cookie = ""
        self.cookies: list[str] = []
        self.given: dict[str, str] = {}
        self.at = "/"
        self.page = httpx.Response(200)
        self._http = httpx.Client(
            base_url=url, timeout=PATIENCE, trust_env=False, headers={"User-Agent": agent}
        )

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request; its cookie is kept, redirects are not followed."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        headers |= more.pop("headers", {})
        response = self._http.request(method, path, headers=headers, **more)
        self._http.cookies.clear()
        for line in response.headers.get_list("set-cookie"):
            name, value = line.split(";")[0].split("=", 1)
            self.given[name] = value
            if name == COOKIE:
                self.cookie = value
                self.cookies.append(value)
        return response

    def go(self, path: str) -> httpx.Response:
        """Open a page, following where it leads within this server."""
        return self._follow(self.ask("GET", path), path)

    def send(self, form: Form, **given: Any) -> httpx.Response:
        """Send a form of the page that is open."""
        headers = given.pop("headers_", {})
        files = given.pop("files_", None)
        path = urljoin(self.at, form.action)
        data = form.filled(**given)
        return self._follow(self.ask("POST", path, data=data, files=files, headers=headers), path)

    def _follow(self, response: httpx.Response, path: str) -> httpx.Response:
        for _ in range(6):
            if response.status_code not in {301, 302, 303}:
                break
            path = urljoin(path, response.headers["location"])
            if not path.startswith(("/", self.url)):
                break
            path = path.removeprefix(self.url)
            response = self.ask("GET", path)
        self.at, self.page = path, response
        return response

    @property
    def forms(self) -> list[Form]:
        """The forms of the page that is open."""
        return forms_of(self.page.text)

    def form(self, *names: str, at: str = "") -> Form:
        """The one form that has all these fields, and goes to `at` if that is said."""
        wanted = {name.replace("__", "-") for name in names}
        fitting = [f for f in self.forms if wanted <= f.names and at in f.action]
        assert fitting, f"no form with {wanted} at {self.at} ({self.page.status_code})"
        return fitting[0]

    def close(self) -> None:
        """Be done."""
        self._http.close()

    # ---- what people do ----

    def sign_up(self, name: str, email: str, password: str) -> str:
        """Make an account and type the code back; returns the recovery code."""
        self.go("/join/")
        form = self.form("name", "email", "password")
        self.send(
            form, name=name, email=email, password=password, password_again=password, age="adult"
        )
        assert self.at.startswith("/recovery-code/"), (self.at, self.page.status_code)
        code = code_on(self.page.text, 8)
        groups = code.split("-")
        self.send(self.form("group__2"), group__2=groups[2], group__6=groups[6])
        assert self.at == "/", (self.at, self.page.status_code)
        return code

    def invite(self, bond: str) -> tuple[str, str]:
        """Make an invitation: its path and its code."""
        self.go(f"/bonds/{bond}/invite/")
        self.send(self.form(at=f"/bonds/{bond}/invite/"))
        link = re.search(r"/invitations/[0-9a-f-]{36}/", self.page.text)
        assert link
        return link[0], code_on(self.page.text, 3)

    def open_bond(self, kind: str, name: str) -> str:
        """Begin a bond; returns what it has in its address."""
        self.go("/bonds/new/")
        self.send(self.form("kind", "name"), kind=kind, name=name)
        found = re.search(r"/bonds/([0-9a-f-]{36})/", self.at)
        assert found, (self.at, self.page.status_code)
        return found[1]

    def join(self, path: str, code: str) -> None:
        """Say yes to an invitation; whoever invited has yet to let this one in."""
        self.go(path)
        self.send(self.form("code"), code=code)
        self.send(self.form("code", "name"))
        assert self.at == "/bonds/", (self.at, self.page.status_code)

    def let_in(self, bond: str) -> None:
        """Say that it is really them who came."""
        self.go(f"/bonds/{bond}/invite/")
        answered = re.search(rf"/bonds/{bond}/invite/[0-9a-f-]{{36}}/", self.page.text)
        assert answered, "nobody came"
        self.go(answered[0])
        self.send(self.form(at="let-in"))
        assert self.at == f"/bonds/{bond}/", (self.at, self.page.status_code)


def code_on(text: str, groups: int) -> str:
    """A code as a page shows it, with dashes."""
    shown = re.findall(r'class="code__group">([0-9A-Z]{4})<', text)
    assert len(shown) == groups, shown
    return "-".join(shown)
