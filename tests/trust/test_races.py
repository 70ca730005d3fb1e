"""The same thing sent twenty times at once to the real server happens once."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import httpx
import pytest

from tests.full import FULL
from tests.serving import Server
from tests.trust.visitor import Form, Visitor

AT_ONCE = 50 if FULL else 20
FORMS = 100 if FULL else 5
PASSWORD = "many lanterns on the river"
NEW = "seven herons by the weir"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("races"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def ann(server: Server) -> Iterator[Visitor]:
    yield from someone(server, "Ann")


@pytest.fixture(scope="module")
def ben(server: Server) -> Iterator[Visitor]:
    yield from someone(server, "Ben")


@pytest.fixture(scope="module")
def cleo(server: Server) -> Iterator[Visitor]:
    yield from someone(server, "Cleo")


def someone(server: Server, name: str) -> Iterator[Visitor]:
    who = Visitor(server.url)
    who.sign_up(name, f"{name.lower()}@example.org", PASSWORD)
    yield who
    who.close()


def at_once(who: list[Visitor], path: str, data: list[dict[str, list[str]]]) -> list[int]:
    """The statuses of as many requests as there is data, all sent together."""

    def one(number: int) -> int:
        visitor = who[number % len(who)]
        cookie = {"Cookie": f"__Host-s={visitor.cookie}"}
        with httpx.Client(base_url=visitor.url, timeout=60, trust_env=False) as line:
            return line.post(path, data=data[number], headers=cookie).status_code

    with ThreadPoolExecutor(len(data)) as pool:
        return list(pool.map(one, range(len(data))))


def count(server: Server, table: str, where: str = "1") -> int:
    with sqlite3.connect(server.data / "nearer.sqlite3") as line:
        found: int = line.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    line.close()
    return found


def filled(visitor: Visitor, form: Form, **given: str) -> tuple[str, dict[str, list[str]]]:
    return urljoin(visitor.at, form.action), form.filled(**given)


@pytest.fixture(scope="module")
def bond(ann: Visitor) -> str:
    return ann.open_bond("friend", "Us")


def test_a_form_sent_twenty_times_begins_one_sitting(server: Server, ann: Visitor) -> None:
    ann.go("/begin/to-myself/")
    path, data = filled(ann, ann.form("words-inside"), words__inside="once")

    statuses = at_once([ann], path, [data] * AT_ONCE)

    assert set(statuses) == {302}
    assert count(server, "sittings_sitting") == 1
    assert count(server, "sittings_entry", "seq > 0") == 1
    assert count(server, "sittings_ownpart") == 1


def test_forms_of_their_own_begin_one_each_so_the_count_has_eyes(
    server: Server, ann: Visitor
) -> None:
    before = count(server, "sittings_sitting")
    data = []
    for _ in range(AT_ONCE):
        ann.go("/begin/to-myself/")
        path, one = filled(ann, ann.form("words-inside"), words__inside="each")
        data.append(one)

    statuses = at_once([ann], path, data)

    assert set(statuses) == {302}
    assert count(server, "sittings_sitting") == before + AT_ONCE


def test_many_forms_each_sent_twenty_times_begin_one_sitting_each(
    server: Server, ann: Visitor
) -> None:
    before = count(server, "sittings_sitting"), count(server, "sittings_entry", "seq > 0")
    for number in range(FORMS):
        ann.go("/begin/to-myself/")
        path, data = filled(ann, ann.form("words-inside"), words__inside=f"form {number}")
        assert set(at_once([ann], path, [data] * 20)) == {302}
    assert count(server, "sittings_sitting") == before[0] + FORMS
    assert count(server, "sittings_entry", "seq > 0") == before[1] + FORMS


def test_words_changed_and_taken_back_at_once_are_gone(server: Server, ann: Visitor) -> None:
    ann.go("/begin/to-myself/")
    ann.send(ann.form("words-inside"), words__inside="kxbefore")
    found = re.search(r"/sittings/[0-9a-f-]{36}/entries/[0-9a-f-]{36}/", ann.page.text)
    assert found
    sitting = found[0].split("entries")[0]
    assert "kxbefore" in ann.go(f"{found[0]}words/").text
    _, change = filled(ann, ann.form("words-it"), words__it="kxraced")
    paths = [f"{found[0]}words/", f"{found[0]}remove/"] * (AT_ONCE // 2)

    with ThreadPoolExecutor(len(paths)) as pool:
        sent = [pool.submit(at_once, [ann], path, [change]) for path in paths]
        statuses = {status for one in sent for status in one.result()}

    assert statuses <= {302, 404}
    page = ann.go(sitting).text
    assert "kxbefore" not in page
    assert "kxraced" not in page


def test_one_draft_kept_twenty_times_is_one_draft(server: Server, ann: Visitor) -> None:
    ann.go("/begin/to-myself/")
    _, data = filled(ann, ann.form("words-inside"), words__inside="kept")

    statuses = at_once([ann], "/drafts/", [data] * AT_ONCE)

    assert set(statuses) <= {204, 302}
    assert count(server, "sittings_draft") == 1


def test_one_address_signs_up_once(server: Server) -> None:
    who = Visitor(server.url)
    who.go("/join/")
    path, data = filled(
        who,
        who.form("name", "email"),
        name="Eve",
        email="eve@example.org",
        password=PASSWORD,
        password_again=PASSWORD,
        age="adult",
    )
    before = count(server, "people_person")

    # Two passwords are worked on and three wait; a sixth would be asked to try once more.
    statuses = at_once([who], path, [data] * 5)

    assert set(statuses) == {302}
    assert count(server, "people_person") == before + 1
    who.close()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/you/password/", {"password_now": PASSWORD, "password": NEW, "password_again": NEW}),
        ("/you/safer/", {"password_now": PASSWORD, "password": NEW, "password_again": NEW}),
    ],
)
def test_other_locks_asked_for_twenty_times_are_one_lock(
    server: Server, path: str, fields: dict[str, str]
) -> None:
    email = f"dana.{path.strip('/').replace('/', '.')}@example.org"
    who = Visitor(server.url)
    who.sign_up("Dana", email, PASSWORD)
    who.go(path)
    epochs = count(server, "vault_epoch")
    path, data = filled(who, who.form("password"), **fields)

    statuses = at_once([who], path, [data] * AT_ONCE)

    assert statuses.count(302) >= 1
    assert set(statuses) <= {302, 401, 403, 422}
    assert count(server, "vault_epoch") <= epochs + 1
    # Nobody may be left without a way in, nor a device with the old one.
    again = Visitor(server.url)
    for password, inside in ((PASSWORD, False), (NEW, True)):
        again.go("/sign-in/")
        again.send(again.form("email", "password"), email=email, password=password)
        assert (again.at != "/sign-in/") == inside
    who.close()
    again.close()


def test_an_invitation_answered_by_two_people_twenty_times_has_one_newcomer(
    server: Server, ann: Visitor, ben: Visitor, cleo: Visitor, bond: str
) -> None:
    path, code = ann.invite(bond)
    data = []
    for visitor in (ben, cleo):
        visitor.go(path)
        visitor.send(visitor.form("code"), code=code)
        data.append(visitor.form("code", "name").filled(code=code, name="Me"))

    statuses = at_once([ben, cleo], path, data * (AT_ONCE // 2))

    assert statuses.count(302) == 1
    assert all(status < 500 for status in statuses)
    assert count(server, "bonds_invitation", "newcomer_id IS NOT NULL") == 1


def test_a_newcomer_let_in_twenty_times_is_one_member(
    server: Server, ann: Visitor, bond: str
) -> None:
    ann.go(f"/bonds/{bond}/invite/")
    answered = re.search(rf"/bonds/{bond}/invite/[0-9a-f-]{{36}}/", ann.page.text)
    assert answered
    ann.go(answered[0])
    path, data = filled(ann, ann.form(at="let-in"))

    statuses = at_once([ann], path, [data] * AT_ONCE)

    assert all(status in {302, 404} for status in statuses)
    assert count(server, "bonds_member") == 2
    assert count(server, "bonds_invitation") == 0


def test_twenty_wrong_codes_at_once_are_five_tries(
    server: Server, ann: Visitor, ben: Visitor, cleo: Visitor, bond: str
) -> None:
    path, _ = ann.invite(bond)
    data = []
    for visitor in (ben, cleo):
        visitor.go(path)
        data.append(visitor.form("code").filled(code="0000-0000-0000"))

    statuses = at_once([ben, cleo], path, data * (AT_ONCE // 2))

    assert all(status < 500 for status in statuses)
    assert count(server, "bonds_invitation", "wrong = 5") == 1
    ben.go(path)
    assert not [form for form in ben.forms if "code" in form.names]


@pytest.mark.parametrize("members", [1, 0])
def test_leaving_twenty_times_is_leaving_once(
    server: Server, ann: Visitor, ben: Visitor, cleo: Visitor, bond: str, members: int
) -> None:
    """First Ann; then whoever of the two came in, the last to go, who takes the bond along."""
    for visitor in (ann, ben, cleo):
        visitor.go(f"/bonds/{bond}/leave/")
        if visitor.page.status_code == 200:
            break
    path, data = filled(visitor, visitor.form(at="leave"))

    statuses = at_once([visitor], path, [data] * AT_ONCE)

    assert 302 in statuses
    assert set(statuses) <= {302, 404}
    assert count(server, "bonds_member", '"left" IS NULL') == members
    assert count(server, "bonds_bond") == members


@pytest.mark.parametrize("path", ["/", "/help/", "/nowhere/", "/join/"])
def test_nothing_is_told_about_the_server_itself(server: Server, path: str) -> None:
    answer = httpx.get(server.url + path, trust_env=False)

    assert "server" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_real_servers_cookie_has_every_guard(server: Server) -> None:
    answer = httpx.get(server.url + "/help/", trust_env=False)
    line = answer.headers["set-cookie"]
    checks: list[Callable[[str], bool]] = [
        lambda text: text.startswith("__Host-s="),
        lambda text: "; Secure" in text,
        lambda text: "; HttpOnly" in text,
        lambda text: "; SameSite=Lax" in text,
        lambda text: "; Path=/" in text,
        lambda text: "Domain" not in text,
    ]

    assert all(check(line) for check in checks), line
