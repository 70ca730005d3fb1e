"""Numbers for whoever runs a server: of work, never of people."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from nearer.hosting.counting import KINDS, CountingMiddleware, Tally, kind_of
from nearer.hosting.metrics import lines
from nearer.urls import urlpatterns
from tests.serving import Server
from tests.trust import house as houses

TOKEN = "thirty letters drawn at random, say"
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


@pytest.fixture
def on(settings: Settings, db: None) -> Settings:
    settings.METRICS = True
    return settings


def status(client: Client, **more: str) -> int:
    headers = {name.replace("_", "-"): value for name, value in more.items() if name[0].isupper()}
    return client.get("/metrics/", headers=headers).status_code


def test_nobody_finds_any_unless_they_are_switched_on(client: Client, db: None) -> None:
    assert status(client) == 404


def test_this_machine_sees_them(client: Client, on: Settings) -> None:
    answer = client.get("/metrics/")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")


def test_others_see_them_with_the_token_alone(on: Settings) -> None:
    on.METRICS_TOKEN = TOKEN
    far = Client(REMOTE_ADDR="192.0.2.7")

    assert status(far) == 404
    assert status(far, Authorization=TOKEN) == 404
    assert status(far, Authorization="Bearer thirty") == 404
    assert status(far, Authorization="Bearer ") == 404
    assert status(far, Authorization=f"Bearer {TOKEN}") == 200


def test_an_empty_token_opens_nothing(on: Settings) -> None:
    assert status(Client(REMOTE_ADDR="192.0.2.7"), Authorization="Bearer ") == 404


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "Via"])
def test_what_a_proxy_passes_on_does_not_come_from_this_machine(
    client: Client, on: Settings, header: str
) -> None:
    assert status(client, **{header: "192.0.2.7"}) == 404


def test_behind_a_proxy_the_token_is_always_needed(client: Client, on: Settings) -> None:
    on.BEHIND_PROXY, on.METRICS_TOKEN = True, TOKEN

    assert status(client) == 404
    assert status(client, Authorization=f"Bearer {TOKEN}") == 200


def test_every_line_has_the_form_that_is_read_elsewhere(db: None) -> None:
    tally = Tally()
    tally.note("page", 200, 0.03)
    tally.note("page", 200, 99.0)
    told = list(lines(tally))

    assert [line for line in told if not line.startswith("# ") and not SAMPLE.fullmatch(line)] == []
    assert 'nearer_answers_total{kind="page",status="200"} 2' in told
    assert 'nearer_answer_seconds_bucket{kind="page",le="0.025"} 0' in told
    assert 'nearer_answer_seconds_bucket{kind="page",le="0.05"} 1' in told
    assert 'nearer_answer_seconds_bucket{kind="page",le="+Inf"} 2' in told
    assert 'nearer_answer_seconds_count{kind="page"} 2' in told
    names = {line.split("{")[0].split(" ")[0] for line in told if not line.startswith("#")}
    kinds = {line.split()[2] for line in told if line.startswith("# TYPE")}
    assert {re.sub("_(bucket|sum|count)$", "", name) for name in names} == kinds


def test_no_page_that_could_tell_on_somebody_is_told_apart(db: None) -> None:
    """Help, leaving, a pause and a practice are all just pages."""
    house = houses.build()
    client, told = house.client("member"), {}
    for pattern in urlpatterns:
        name = str(pattern.name)
        told[name] = kind_of(client.get(house.path(name)).wsgi_request)

    assert set(told.values()) <= set(KINDS)
    apart = {name for name, kind in told.items() if kind != "page"}
    doors = {"join", "sign_in", "sign_out", "recover", "recovery_code"}
    assert apart == doors | {"photo_large", "photo_small", "health", "metrics"}


def test_answers_of_the_other_walls_are_counted_too(rf: object) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    from nearer.hosting import counting

    before = counting.tally.answers["page", 403]
    CountingMiddleware(lambda request: HttpResponse(status=403))(RequestFactory().get("/x"))

    assert counting.tally.answers["page", 403] == before + 1


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "server", NEARER_METRICS="yes")
    server.start()
    yield server
    server.stop()


def test_the_real_server_tells_numbers_and_nothing_that_was_asked_for(server: Server) -> None:
    for path in ("/help/?country=kxcountry", "/kxnowhere/", "/sign-in/"):
        try:
            urllib.request.urlopen(server.url + path, timeout=10).close()
        except urllib.error.HTTPError as fault:
            fault.close()
    with urllib.request.urlopen(server.url + reverse("metrics"), timeout=10) as answer:
        said = answer.read().decode()

    assert 'nearer_answers_total{kind="page",status="404"} 1' in said
    assert 'nearer_answers_total{kind="door",status="200"} 1' in said
    assert re.search(r"nearer_database_bytes [1-9]\d{4}", said)
    assert "kx" not in said
    labels = set(re.findall(r'([a-z]+)="', said))
    assert labels == {"kind", "status", "le", "why"}
