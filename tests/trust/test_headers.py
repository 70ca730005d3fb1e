"""Every answer, errors too, tells the browser to keep nothing and to let nobody else in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from http.cookies import Morsel
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nearer.safety import headers
from nearer.vault import signed_in
from tests.trust import house as houses
from tests.trust.house import ROLES, House, Response, parameters

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
YEAR = 365 * 24 * 3600


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def policy(response: Response) -> dict[str, set[str]]:
    """The content security policy, by directive."""
    parts = response.get("Content-Security-Policy", "").split(";")
    return {words[0]: set(words[1:]) for words in (part.split() for part in parts) if words}


def faults(response: Response, *, static: bool = False, secure: bool = False) -> list[str]:
    """What is missing or too loose in an answer's headers."""
    found = [
        f"{name}: {response.get(name)}"
        for name, value in EXPECTED.items()
        if response.get(name) != value
    ]
    if not static and response.get("Cache-Control") != "no-store":
        found.append(f"Cache-Control: {response.get('Cache-Control')}")
    found += policy_faults(policy(response))
    for morsel in response.cookies.values():
        found += cookie_faults(morsel)
    if secure:
        age = re.search(r"max-age=([0-9]+)", response.get("Strict-Transport-Security", ""))
        if age is None or int(age[1]) < YEAR:
            found.append("Strict-Transport-Security")
    return found


def policy_faults(csp: Mapping[str, set[str]]) -> list[str]:
    exact = {"default-src": "'none'", "base-uri": "'none'", "object-src": "'none'"}
    exact |= {"frame-ancestors": "'none'", "script-src": "'self'", "style-src": "'self'"}
    exact |= {"connect-src": "'self'", "img-src": "'self'", "font-src": "'self'"}
    found = [name for name, only in exact.items() if csp.get(name) != {only}]
    if csp.get("form-action", {"*"}) - {"'self'", "https://www.wikipedia.org"}:
        found.append("form-action")
    loose = {"*", "data:", "blob:", "https:", "http:"}
    for name, sources in csp.items():
        if sources & loose or any("unsafe" in source for source in sources):
            found.append(f"{name}: {sources}")
    return found


def cookie_faults(morsel: Morsel[str]) -> list[str]:
    wished = {
        "name": morsel.key == signed_in.COOKIE and morsel.key.startswith("__Host-"),
        "secure": bool(morsel["secure"]),
        "httponly": bool(morsel["httponly"]),
        "samesite": morsel["samesite"] in {"Lax", "Strict"},
        "path": morsel["path"] == "/",
        "domain": not morsel["domain"],
    }
    return [f"cookie {morsel.key}: {name}" for name, fine in wished.items() if not fine]


def test_every_address_answers_with_every_header(house: House) -> None:
    wrong, asked = {}, 0
    for name in parameters():
        for role in ROLES:
            for method in ("get", "post", "put"):
                client = house.client(role)
                response = getattr(client, method)(house.path(name), secure=True)
                asked += 1
                if found := faults(response, secure=True):
                    wrong[name, role, method] = found
                if name in {"discard_draft", "end_device", "let_in", "leave_bond", "sign_out"}:
                    break
    assert asked > 400
    assert wrong == {}


def broken(client: Client, fault: Exception) -> Response:
    with mock.patch("nearer.people.views.forms.SignUpForm", side_effect=fault):
        response: Response = client.get(reverse("join"), secure=True)
    return response


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 507])
def test_error_pages_carry_them_too(status: int) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    too_much = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    plain = "application/x-www-form-urlencoded"
    answers: dict[int, Callable[[], Response]] = {
        400: lambda: Client(raise_request_exception=False).post(
            "/join/", f"name={too_much}", content_type=plain, secure=True
        ),
        403: lambda: client.post("/join/", secure=True),
        404: lambda: client.get("/nowhere/", secure=True),
        405: lambda: client.get("/exit/", secure=True),
        500: lambda: broken(client, RuntimeError("x")),
        507: lambda: broken(client, OperationalError("database or disk is full")),
    }
    response = answers[status]()

    assert response.status_code == status
    assert faults(response, secure=True) == []


@pytest.mark.django_db
def test_a_fault_in_the_middle_of_the_house_carries_them_too() -> None:
    client = Client(raise_request_exception=False)
    with mock.patch("nearer.vault.middleware.token_of", side_effect=RuntimeError("x")):
        response = client.get("/help/", secure=True)

    assert response.status_code == 500
    assert faults(response, secure=True) == []


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_them_too() -> None:
    response = Client().get("/help/", headers={"Host": "evil.example"}, secure=True)

    assert response.status_code == 400
    assert faults(response, secure=True) == []


def static_paths() -> list[str]:
    found = [name for finder in finders.get_finders() for name, _ in finder.list([])]
    return [settings.STATIC_URL + name for name in found]


@pytest.mark.django_db
def test_static_files_carry_them_and_may_be_kept() -> None:
    paths = static_paths()
    assert any(path.endswith(".css") for path in paths)

    for path in paths:
        response = Client().get(path, secure=True)
        assert response.status_code == 200, path
        assert faults(response, static=True, secure=True) == [], path
        assert "immutable" in response["Cache-Control"]
        assert not response.cookies, "what may be kept must not carry a cookie"
        response.close()


@pytest.mark.django_db
def test_what_is_missing_among_the_static_files_is_not_kept() -> None:
    response = Client().get(settings.STATIC_URL + "nothing.css", secure=True)

    assert response.status_code == 404
    assert faults(response, secure=True) == []


@pytest.mark.django_db
def test_nothing_tells_which_program_serves() -> None:
    response = Client().get("/help/")

    assert not {"Server", "X-Powered-By"} & set(response.headers)


@pytest.mark.django_db
def test_a_missing_header_and_a_loose_policy_would_be_seen() -> None:
    class Nothing(headers.HeadersMiddleware):
        def __call__(self, request: object) -> Response:
            return self.get_response(request)  # type: ignore[arg-type]

    with mock.patch("nearer.safety.headers.HeadersMiddleware", Nothing):
        bare = Client().get("/help/")
    assert len(faults(bare)) >= 3
    assert policy_faults({"default-src": {"'none'"}, "script-src": {"'self'", "'unsafe-inline'"}})
    assert len(policy_faults({})) >= 10


@pytest.mark.django_db
def test_a_cookie_without_its_guards_would_be_seen() -> None:
    loose = HttpResponse()
    loose.set_cookie("session", "x")

    assert len(faults(loose)) > len(EXPECTED)
    assert len(cookie_faults(loose.cookies["session"])) == 4


@pytest.mark.django_db
def test_over_plain_http_no_promise_of_https_is_made() -> None:
    assert "Strict-Transport-Security" not in Client().get("/help/").headers


def test_signing_out_clears_what_the_browser_kept(house: House) -> None:
    response = house.client("member").post("/sign-out/", secure=True)

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert faults(response, secure=True) == []
