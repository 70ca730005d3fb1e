"""Passkeys as a second step, with an authenticator made here: what holds, and all that does not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory, override_settings
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from nearer.people import guard, passkeys
from nearer.people.again import FIELD
from tests.cast import PASSWORD, Player, device
from tests.people.authenticator import PRESENT, Authenticator
from tests.people.stepping import (
    HERE,
    SECOND,
    add_key,
    halfway,
    is_in,
    options,
    spare,
    with_app,
)
from tests.trust.house import body

PAGE = "/you/second-step/"
KEYS = "/you/second-step/passkeys/"


def use(client: Client, key: Authenticator) -> int:
    """Answer the page of the second step with a passkey; returns the status."""
    asked = options(body(client.get(SECOND, **HERE)))
    status: int = client.post(SECOND, {"code_key": key.use(asked)}, **HERE).status_code
    return status


def test_one_is_added_with_a_name_and_lets_in_after_the_password(ann: Player) -> None:
    key = add_key(ann, "Grandmother’s old phone")
    assert "Grandmother’s old phone" in body(ann.client.get(PAGE, **HERE))
    client = halfway(ann)
    assert not is_in(client)
    assert use(client, key) == 302
    assert is_in(client)


def test_several_are_asked_for_and_each_will_do(ann: Player) -> None:
    keys = [add_key(ann, name) for name in ("phone", "ring", "key")]
    asked = json.loads(options(body(halfway(ann).get(SECOND))))
    assert {one["id"] for one in asked["allowCredentials"]} == {
        bytes_to_base64url(key.id) for key in keys
    }
    assert asked["userVerification"] == "preferred"
    for key in keys:
        assert use(halfway(ann), key) == 302


def test_what_a_browser_is_asked_when_one_is_made(ann: Player) -> None:
    first = add_key(ann)
    asked = json.loads(options(body(ann.client.get(PAGE, **HERE))))
    assert asked["attestation"] == "none"
    assert asked["rp"]["id"] == "localhost"
    assert asked["authenticatorSelection"]["userVerification"] == "preferred"
    assert [one["id"] for one in asked["excludeCredentials"]] == [bytes_to_base64url(first.id)]
    assert ann.id.bytes not in base64url_to_bytes(asked["user"]["id"])


def test_one_that_verifies_nobody_is_taken_since_that_is_only_preferred(ann: Player) -> None:
    key = add_key(ann)
    key.flags = PRESENT
    assert use(halfway(ann), key) == 302


def test_a_removed_one_lets_nobody_in_and_the_last_one_switches_the_step_off(ann: Player) -> None:
    lost, kept = add_key(ann, "lost"), add_key(ann, "kept")
    ids = {one.name: one.id for one in guard.look(ann.keyring).keys}
    ann.client.post(KEYS, {"remove": ids["lost"]}, **HERE)
    client = halfway(ann)
    assert use(client, lost) == 422
    assert use(client, kept) == 302
    ann.client.post(KEYS, {"remove": ids["kept"]}, **HERE)
    assert not guard.look(ann.keyring).on
    client = Client()
    client.post("/sign-in/", {"email": ann.email, "password": PASSWORD})
    assert is_in(client)


def elsewhere(key: Authenticator) -> None:
    key.origin = "http://evil.example"


def another_host(key: Authenticator) -> None:
    key.host = "evil.example"


def nobody_there(key: Authenticator) -> None:
    key.flags = 0


def another_key(key: Authenticator) -> None:
    key.key = Authenticator().key


def copied(key: Authenticator) -> None:
    key.count = -1


@pytest.mark.parametrize("spoil", [elsewhere, another_host, nobody_there, another_key, copied])
def test_a_false_answer_lets_nobody_in(ann: Player, spoil: Callable[[Authenticator], None]) -> None:
    key = add_key(ann)
    assert use(halfway(ann), key) == 302
    client = halfway(ann)
    spoil(key)
    assert use(client, key) == 422
    assert not is_in(client)


@pytest.mark.parametrize("spoil", [elsewhere, another_host, nobody_there])
def test_a_false_answer_adds_nothing(ann: Player, spoil: Callable[[Authenticator], None]) -> None:
    key = Authenticator()
    spoil(key)
    asked = options(body(ann.client.get(PAGE, **HERE)))
    form = {"name": "mine", "code_key": key.make(asked), FIELD: PASSWORD}
    answer = ann.client.post(KEYS, form, **HERE)
    assert answer.status_code == 422
    assert 'value="mine"' in body(answer)
    assert guard.look(ann.keyring).keys == []


def test_an_answer_is_good_for_one_coming_in_only(ann: Player) -> None:
    key = add_key(ann)
    first, second = halfway(ann), halfway(ann)
    asked = options(body(first.get(SECOND)))
    answer = key.use(asked)
    assert second.post(SECOND, {"code_key": answer}).status_code == 422
    assert first.post(SECOND, {"code_key": answer}).status_code == 302
    assert first.post(SECOND, {"code_key": answer}).status_code != 302 or is_in(first)
    assert halfway(ann).post(SECOND, {"code_key": answer}).status_code == 422


def test_the_passkey_of_somebody_else_lets_nobody_in(ann: Player, ben: Player) -> None:
    add_key(ann)
    his = add_key(ben)
    assert use(halfway(ann), his) == 422


def test_a_passkey_without_the_password_opens_nothing(ann: Player) -> None:
    key = add_key(ann)
    asked = options(body(halfway(ann).get(SECOND)))
    client = Client(**HERE)
    assert client.post(SECOND, {"code_key": key.use(asked)}).status_code == 401
    assert not is_in(client)
    page = body(ann.client.get(PAGE, **HERE))
    assert "A passkey never opens what you wrote by itself" in page


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "x", '{"id": 3}', "[" * 5000, "{" * 19000, '"a"', '{"id": "%s"}'],
)
def test_nonsense_is_refused_kindly(ann: Player, answer: str) -> None:
    key = add_key(ann)
    if "%s" in answer:
        answer %= bytes_to_base64url(key.id)
    client = halfway(ann)
    assert client.post(SECOND, {"code_key": answer}).status_code == 422
    page = ann.client.post(KEYS, {"name": "mine", "code_key": answer, FIELD: PASSWORD}, **HERE)
    assert page.status_code == 422
    assert "Nothing was changed" in body(page)


def test_each_part_of_an_answer_cut_or_turned_is_refused(ann: Player) -> None:
    key = add_key(ann)
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        for spoil in (lambda b: b[:-1], lambda b: bytes([b[0] ^ 1]) + b[1:], lambda b: b""):
            client = halfway(ann)
            answer = json.loads(key.use(options(body(client.get(SECOND)))))
            raw = base64url_to_bytes(answer["response"][part])
            answer["response"][part] = bytes_to_base64url(spoil(raw))
            assert client.post(SECOND, {"code_key": json.dumps(answer)}).status_code == 422, part


def test_the_same_form_sent_twice_adds_one(ann: Player) -> None:
    key = Authenticator()
    asked = options(body(ann.client.get(PAGE, **HERE)))
    form = {"name": "mine", "code_key": key.make(asked), FIELD: PASSWORD}
    ann.client.post(KEYS, form, **HERE)
    ann.client.post(KEYS, form, **HERE)
    assert len(guard.look(ann.keyring).keys) == 1


def test_another_device_cannot_send_what_was_made_on_this_one(ann: Player) -> None:
    _, phone = device(ann.keyring)
    answer = Authenticator().make(options(body(ann.client.get(PAGE, **HERE))))
    assert (
        phone.post(KEYS, {"name": "x", "code_key": answer, FIELD: PASSWORD}, **HERE).status_code
        == 422
    )


def test_there_is_room_for_eight_and_then_it_says_so(ann: Player) -> None:
    for number in range(passkeys.MOST):
        add_key(ann, f"Number {number}, which lies in the drawer below the window")
    page = body(ann.client.get(PAGE, **HERE))
    assert "no room for another one" in page
    assert "data-options" not in page


@pytest.mark.parametrize(
    ("host", "https", "works"),
    [
        ("localhost", False, True),
        ("localhost:8000", False, True),
        ("nearer.example", True, True),
        ("nearer.example", False, False),
        ("192.168.1.7:8000", True, False),
        ("[::1]:8000", True, False),
    ],
)
def test_they_work_over_https_or_at_localhost_and_under_a_name(
    host: str, https: bool, works: bool
) -> None:
    with override_settings(ALLOWED_HOSTS=["*"]):
        found = passkeys.place(RequestFactory().get("/", headers={"Host": host}, secure=https))
    assert bool(found) == works
    if found:
        assert found.host == host.split(":")[0]
        assert found.origin == f"{'https' if https else 'http'}://{host}"


def test_where_they_cannot_work_the_page_says_so_and_a_spare_code_does(ann: Player) -> None:
    add_key(ann)
    page = body(ann.client.get(PAGE))  # http://testserver
    assert "Browsers allow passkeys only at an https address" in page
    assert "Works only at" in page
    client = halfway(ann, Client())
    page = body(client.get(SECOND))
    assert "do not work at this address" in page
    assert "data-options" not in page
    assert client.post(SECOND, {"code": spare(ann)[0]}).status_code == 302


def test_one_made_at_another_address_is_not_asked_for_here(ann: Player) -> None:
    key = add_key(ann)
    with guard.changing(ann.keyring) as changed:
        changed.keys[0].place = "nearer.example"
    client = halfway(ann)
    assert "data-options" not in body(client.get(SECOND))
    asked = json.dumps({"challenge": "AAAA"})
    assert client.post(SECOND, {"code_key": key.use(asked)}).status_code == 422


def test_passkeys_have_no_budget_that_somebody_could_use_up(ann: Player) -> None:
    key = add_key(ann)
    with_app(ann)
    for _ in range(4):
        thief = halfway(ann)
        for _ in range(5):
            thief.post(SECOND, {"code": "000000"})
    assert use(halfway(ann), key) == 302
