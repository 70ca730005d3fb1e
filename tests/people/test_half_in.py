"""Halfway in is not in: no page, no address, no key, for ten minutes and on one cookie."""

from __future__ import annotations

import base64
import contextlib
import json
from unittest import mock

import pytest
from django.test import Client

import seal
from nearer.people import changing, guard, second, setting_up
from nearer.people import halfway as halfways
from nearer.people.models import Guard, HalfIn
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, enter
from tests.people.stepping import (
    HERE,
    SECOND,
    add_key,
    device_row,
    digits,
    halfway,
    is_in,
    later,
    spare,
    with_app,
)
from tests.trust import house as houses
from tests.trust import tables
from tests.trust.house import CANARIES, House, body, normal, parameters

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
OWN = {"second", "sign_out", "sign_in", "exit"}


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def test_no_address_with_any_method_opens_for_somebody_halfway_in(house: House) -> None:
    member = house.people["member"]
    with_app(member)
    half, stranger = halfway(member, Client(raise_request_exception=False)), Client()
    stranger.raise_request_exception = False
    asked = 0
    for name in parameters():
        for method in METHODS if name not in OWN else ("PUT",):
            path = house.path(name)
            mine, theirs = half.generic(method, path), stranger.generic(method, path)
            text = body(mine) + repr(sorted(mine.items()))
            assert mine.status_code == theirs.status_code, (name, method)
            assert not [word for word, _ in CANARIES.values() if word in text], (name, method)
            asked += 1
    assert asked > 6 * (len(parameters()) - len(OWN))
    assert not is_in(half)
    # The same cookie does open, once the step is taken.
    app = guard.look(member.keyring).app
    assert app is not None
    half.post(SECOND, {"code": digits(app)})
    assert CANARIES["bond"][0] in body(half.get(house.path("bond")))


def test_pages_for_everybody_are_those_of_a_visitor(ann: Player) -> None:
    with_app(ann)
    half, visitor = halfway(ann), Client(**HERE)
    visitor.get("/sign-in/")
    for path in ("/", "/help/", "/trust/", "/join/", "/lost/"):
        assert normal(half.get(path)) == normal(visitor.get(path))


def test_each_stage_has_a_cookie_of_its_own_and_the_one_before_is_worth_nothing(
    ann: Player,
) -> None:
    app = with_app(ann)
    client = Client(**HERE)
    client.get("/sign-in/")
    planted = client.cookies[signed_in.COOKIE].value
    halfway(ann, client)
    half = client.cookies[signed_in.COOKIE].value
    client.post(SECOND, {"code": digits(app)})
    full = client.cookies[signed_in.COOKIE].value
    assert len({planted, half, full}) == 3
    for old in (planted, half):
        thief = Client(**HERE)
        thief.cookies[signed_in.COOKIE] = old
        assert not is_in(thief)
        assert thief.get(SECOND).headers["Location"] == "/sign-in/"
        with later(seconds=30):
            assert thief.post(SECOND, {"code": digits(app)}).status_code == 401
    assert is_in(client)


def test_after_ten_minutes_it_is_over(ann: Player) -> None:
    app = with_app(ann)
    client = halfway(ann)
    with later(minutes=9, seconds=55):
        assert client.get(SECOND).status_code == 200
    with later(minutes=10):
        assert client.get(SECOND).status_code == 302
        assert client.post(SECOND, {"code": digits(app)}).status_code == 401
    with later(minutes=20):
        halfway(ann)
        assert HalfIn.objects.count() == 1


def test_signing_out_and_signing_in_anew_end_it(ann: Player) -> None:
    with_app(ann)
    client = halfway(ann)
    client.post("/sign-out/")
    assert not HalfIn.objects.exists()
    client = halfway(ann)
    halfway(ann, client)
    assert HalfIn.objects.count() == 1


def test_a_password_that_was_changed_meanwhile_ends_it(ann: Player) -> None:
    app = with_app(ann)
    thief = halfway(ann)
    changing.change_password(
        person=ann.person, keyring=ann.keyring, password="seven herons by the weir", label="x"
    )
    assert thief.post(SECOND, {"code": digits(app)}).status_code == 401
    assert not is_in(thief)


def test_whoever_is_in_on_a_browser_and_signs_in_there_anew_is_out_of_it(ann: Player) -> None:
    app = with_app(ann)
    client = halfway(ann)
    client.post(SECOND, {"code": digits(app)})
    before = client.cookies[signed_in.COOKIE].value
    halfway(ann, client)
    thief = Client(**HERE)
    thief.cookies[signed_in.COOKIE] = before
    assert not is_in(thief)


def test_the_row_says_neither_who_it_is_nor_what_it_is_for(ann: Player, ben: Player) -> None:
    for player in (ann, ben):
        with_app(player)
    halfway(ann)
    code = changing.next_code(person=ben.person, keyring=ben.keyring)
    groups = {0: code.split("-")[0]}
    changing.type_next_code(person=ben.person, keyring=ben.keyring, groups=groups)
    new = {"password": "seven herons by the weir", "password_again": "seven herons by the weir"}
    Client(**HERE).post("/recover/", {"email": ben.email, "code": code, **new})
    rows = tables.rows("people_halfin")
    assert len(rows) == 2
    assert len({len(bytes(row["carried"])) for row in rows}) == 1
    assert {row["expires"].minute % 5 for row in rows} == {0}
    for row in rows:
        held = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row.values())
        for player in (ann, ben):
            assert player.id.bytes not in held
            assert player.id.hex.encode() not in held
            assert player.keyring.public not in held


def test_its_cookie_alone_opens_the_key_in_it(ann: Player) -> None:
    with_app(ann)
    client = halfway(ann)
    row = HalfIn.objects.get()
    about = [b"people_halfin", bytes(row.sid)]
    token = base64.urlsafe_b64decode(client.cookies[signed_in.COOKIE].value)
    opened = seal.unwrap(seal.session_kek(token), bytes(row.wrapped), about)
    assert opened.public == ann.keyring.public
    for other in (bytes(row.sid), bytes(32), seal.session_id(token)):
        with pytest.raises(seal.Tampered):
            seal.unwrap(seal.session_kek(other), bytes(row.wrapped), about)
    HalfIn.objects.update(wrapped=bytes(row.wrapped)[:-1] + b"x")
    assert client.get(SECOND).status_code == 302


def lengths() -> set[tuple[int, ...]]:
    return {tuple(len(bytes(row["body"])) for row in [one]) for one in tables.rows("people_guard")}


def test_the_database_does_not_tell_who_has_a_second_step(ann: Player, ben: Player) -> None:
    before = lengths()
    enter("Dana", settled=False)
    with_app(ben)
    for number in range(5):
        add_key(ben, f"Key number {number}, at home, in the drawer below the window")
    assert len(guard.look(ben.keyring).keys) == 5
    assert lengths() == before
    assert Guard.objects.count() == 3


def revision(player: Player) -> int:
    return Guard.objects.get(person=player.id).revision


def test_coming_in_seals_it_anew_once_with_a_second_step_and_without(
    ann: Player, ben: Player
) -> None:
    app = with_app(ann)
    before = revision(ann), revision(ben)
    halfway(ann).post(SECOND, {"code": digits(app)})
    Client().post("/sign-in/", {"email": ben.email, "password": PASSWORD})
    assert (revision(ann) - before[0], revision(ben) - before[1]) == (1, 1)


def test_what_does_not_fit_is_refused_and_nothing_is_lost(ann: Player) -> None:
    with_app(ann)
    codes = spare(ann)
    huge = guard.Key("x", "c" * 1500, "p" * 6000, "localhost", "2026-01-01")
    with pytest.raises(guard.Full):
        setting_up.add_key(ann.keyring, huge, by=device_row(ann))
    assert spare(ann) == codes
    assert guard.look(ann.keyring).keys == []


def test_of_two_at_the_very_same_moment_one_wins(ann: Player) -> None:
    """The second arrives after the first has been looked at, and before it has been done."""
    with_app(ann)
    code = spare(ann)[0]
    first, other = halfway(ann), halfway(ann)
    answers: list[int] = []
    real = second.proof

    def meanwhile(half: halfways.Half, given: second.Given) -> second.Proof:
        made = real(half, given)
        if not answers:
            answers.append(0)
            answers[0] = other.post(SECOND, {"code": code}).status_code
        return made

    with mock.patch("nearer.people.second.proof", meanwhile):
        late = first.post(SECOND, {"code": code}).status_code
    assert (answers[0], late) == (302, 422)
    assert (is_in(other), is_in(first)) == (True, False)


def test_one_halfway_cookie_opens_one_door(ann: Player) -> None:
    with_app(ann)
    codes = spare(ann)
    client = halfway(ann)
    twin = Client(**HERE)
    twin.cookies.update(client.cookies)
    done: list[int] = []
    real = second.proof

    def meanwhile(half: halfways.Half, given: second.Given) -> second.Proof:
        made = real(half, given)
        if not done:
            done.append(1)
            assert twin.post(SECOND, {"code": codes[1]}).status_code == 302
        return made

    devices = SignedIn.objects.filter(person=ann.id).count()
    with mock.patch("nearer.people.second.proof", meanwhile):
        assert client.post(SECOND, {"code": codes[0]}).status_code == 401
    assert SignedIn.objects.filter(person=ann.id).count() == devices + 1
    assert codes[0] in spare(ann)


def test_what_is_carried_is_only_what_is_needed(ann: Player) -> None:
    with_app(ann)
    client = halfway(ann)
    row = HalfIn.objects.get()
    token = base64.urlsafe_b64decode(client.cookies[signed_in.COOKIE].value)
    key = seal.derive(seal.session_kek(token), "halfway")
    carried = json.loads(seal.open(key, bytes(row.carried), [b"people_halfin", bytes(row.sid)]))
    assert carried.keys() == {"person", "locks", "until", "back", "pad"}
    assert carried["back"] is None
    assert PASSWORD not in json.dumps(carried)


def test_passkeys_leave_room_for_whatever_happens_later(ann: Player) -> None:
    app = with_app(ann)
    for size in (2000, 2000, 1000, 1000, 500, 250, 120, 60, 30):
        credential = f"{len(guard.look(ann.keyring).keys)}".ljust(size, "c")
        key = guard.Key("A key", credential, "p", "localhost", "2026-01-01")
        with contextlib.suppress(guard.Full):
            setting_up.add_key(ann.keyring, key, by=device_row(ann))
    assert guard.LENGTH_OF_KEYS - len(str(guard.look(ann.keyring).keys)) < 300
    setting_up.app_to_come(ann.keyring)
    with guard.changing(ann.keyring) as body:
        body.renew_spare()
        for number in range(guard.REMEMBERED):
            body.tell("new spare", day=f"2026-12-{10 + number}", by=ann.id)
    client = halfway(ann)
    assert client.post(SECOND, {"code": digits(app)}).status_code == 302
    assert is_in(client)


def test_wrong_recovery_codes_do_not_bring_back_a_guard_that_was_lost(ann: Player) -> None:
    with_app(ann)
    Guard.objects.filter(person=ann.id).delete()
    thief = halfway(ann)
    for number in range(5):
        thief.post(SECOND, {"code": f"{number}" * 32})
    assert not Guard.objects.filter(person=ann.id).exists()
    assert not is_in(halfway(ann, thief))
