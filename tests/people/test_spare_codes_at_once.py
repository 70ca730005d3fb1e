"""One spare code, sent by many browsers at the same moment to the real server, lets in one."""

from __future__ import annotations

import base64
import html
import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

import seal
from tests.serving import Server
from tests.trust.test_races import PASSWORD, at_once, count, filled
from tests.trust.visitor import Visitor

BROWSERS = 10
ADDRESS = "ann@example.org"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("spare"))
    server.start()
    yield server
    server.stop()


def set_up(ann: Visitor) -> list[str]:
    """An app as second step, by way of the pages; the spare codes."""
    ann.go("/you/second-step/app/")
    ann.send(ann.form("do"), do="make", password_to_go_on=PASSWORD)
    address = re.search(r'href="(otpauth:[^"]+)"', ann.page.text)
    assert address
    letters = parse_qs(urlsplit(html.unescape(address[1])).query)["secret"][0]
    code = seal.onetime_code(base64.b32decode(letters), int(time.time()) // 30)
    ann.send(ann.form("code"), code=code)
    ann.go("/you/second-step/spare/")
    parts = re.findall(r'class="code__group">([0-9A-Z]{4})<', ann.page.text)
    assert len(parts) == 24
    return ["-".join(parts[at : at + 3]) for at in range(0, 24, 3)]


def test_of_many_at_once_one_comes_in_and_the_others_stay_halfway(server: Server) -> None:
    ann = Visitor(server.url)
    ann.sign_up("Ann", ADDRESS, PASSWORD)
    code = set_up(ann)[0]
    browsers, forms = [], []
    for _ in range(BROWSERS):
        who = Visitor(server.url)
        who.go("/sign-in/")
        who.send(who.form("email", "password"), email=ADDRESS, password=PASSWORD)
        assert who.at.startswith("/sign-in/second/")
        browsers.append(who)
        forms.append(filled(who, who.form("code"), code=code)[1])
    devices = count(server, "vault_signedin")
    statuses = at_once(browsers, "/sign-in/second/", forms)
    assert sorted(statuses) == [302] + [422] * (BROWSERS - 1)
    assert count(server, "vault_signedin") == devices + 1
    assert count(server, "people_halfin") == BROWSERS - 1
    for who in (ann, *browsers):
        who.close()
