"""What holds for every answer, whatever it was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Player
from tests.safety.every_page import pages
from tests.trust import house as houses
from tests.trust.house import ROLES, House, Response, body, parameters
from tools.house import ROOT

EVIL = "https://evil.example"
TEXTS = re.compile(r"text/[a-z.-]+|application/manifest\+json")
UTF_8 = {"application/json", "text/event-stream"}
"""Nothing else is possible in them."""
FILES = {"image/jpeg", "application/zip", "application/octet-stream", "application/pdf"}


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def answers(house: House, **headers: str) -> Iterator[tuple[str, str, Response]]:
    for name in parameters():
        for role in ROLES:
            yield name, role, house.client(role).get(house.path(name), headers=headers)


def test_no_answer_lets_another_site_read_it(house: House) -> None:
    asked = list(answers(house, Origin=EVIL))
    for name in ("sign_in", "today"):
        headers = {"Origin": EVIL, "Access-Control-Request-Method": "POST"}
        asked.append((name, "preflight", Client().options(reverse(name), headers=headers)))

    assert len(asked) > 500
    allowed = [(n, r) for n, r, answer in asked if "evil" in repr(sorted(answer.items()))]
    assert allowed == []
    let = [(n, r) for n, r, a in asked if any("access-control" in k.lower() for k, _ in a.items())]
    assert let == []


def vague(answer: Response) -> bool:
    """Whether a body comes without saying what it is, and in which letters."""
    if not body(answer):
        return False
    kind, _, more = answer.get("Content-Type", "").partition(";")
    text = TEXTS.fullmatch(kind) and "charset=utf-8" in more.lower()
    return not (text or kind in FILES | UTF_8)


def test_every_answer_says_what_it_is(house: House) -> None:
    found = {(name, a.get("Content-Type")) for name, _, a in answers(house) if vague(a)}
    assert found == set()


def test_an_answer_that_does_not_would_be_noticed() -> None:
    answer = Client().get("/health/")
    answer["Content-Type"] = "text/html"
    assert vague(answer)


def test_files_to_take_along_have_plain_names_of_ours(house: House) -> None:
    """Never one that somebody typed."""
    plain = re.compile(r'(?:inline|attachment); filename="[a-z0-9-]{1,40}\.[a-z0-9.]{2,7}"')
    named = {
        name: answer["Content-Disposition"]
        for name, role, answer in answers(house)
        if role == "member" and "Content-Disposition" in answer
    }

    assert {"photo_large", "plan_calendar"} <= named.keys()
    assert {name: said for name, said in named.items() if not plain.fullmatch(said)} == {}


def test_passwords_are_masked_and_may_be_pasted(house: House) -> None:
    found = 0
    for page in pages(house):
        for field in re.findall(r'<input[^>]+name="password[^"]*"[^>]*>', page.text):
            found += 1
            assert 'type="password"' in field, (page.name, field)
            assert re.search(r'autocomplete="(?:new|current)-password"', field), (page.name, field)
        assert not re.search(r"onpaste|user-select", page.text)

    assert found > 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.env", "/data/", "/keys/pepper", "/admin/", "/server-status", "/src/",
        "/static/", settings.STATIC_URL, settings.STATIC_URL + "ui/", "/requirements.txt",
        settings.STATIC_URL + "../../settings.py", settings.STATIC_URL + "..%2f..%2fsettings.py",
    ],
)  # fmt: skip
def test_nothing_lies_about(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 404
    assert "import" not in body(answer)
    assert '<a href="ui' not in body(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/join/", "/health/", "/nowhere/"])
def test_trace_is_answered_to_nobody(path: str) -> None:
    answer = Client().generic("TRACE", path, headers={"X-Word": "kxtrace"})

    assert answer.status_code in {404, 405, 501}
    assert "kxtrace" not in body(answer)


def test_a_fault_tells_nothing_of_itself(ann: Player) -> None:
    client = Client(raise_request_exception=False)
    client.cookies.update(ann.client.cookies)
    with mock.patch(
        "nearer.people.you_views.zone.now", side_effect=RuntimeError("kxfault SELECT secret")
    ):
        answer = client.get("/you/")

    assert answer.status_code == 500
    for part in ("kxfault", "RuntimeError", "Traceback", "SELECT", "you_views", "/src/", "Django"):
        assert part not in body(answer), part
    assert settings.DEBUG is False


def test_a_field_that_comes_twice_breaks_nothing(ann: Player) -> None:
    form = {
        "email": [ann.email, "other@example.org"],
        "password": ["not the one", PASSWORD],
        "next": ["/", "//evil.example"],
    }
    answer = Client().post("/sign-in/?email=x@example.org&password=y&next=//evil.example", form)

    # The last one counts, and never what stands in the address.
    assert answer.status_code == 422
    named = ann.client.post("/you/?name=kxfromaddress", {"name": ["One", "Two"]}, follow=True)
    assert "Two" in body(named)
    assert "kxfromaddress" not in body(named)


def test_the_proxies_of_ours_speak_tls_12_and_13_alone() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")

    assert re.findall(r"ssl_protocols ([^;]+);", nginx) == ["TLSv1.2 TLSv1.3"]
    # Caddy allows these two by itself; nothing may tell it otherwise.
    assert "protocols" not in caddy
    assert "insecure" not in caddy
