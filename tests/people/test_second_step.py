"""After the right password, and before anything opens: digits of an app, or a spare code."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from nearer.people import actions, guard, limits, setting_up
from nearer.people.again import FIELD
from nearer.people.models import Budget, HalfIn
from nearer.vault import signed_in
from tests.cast import PASSWORD, Player, device
from tests.people.stepping import (
    HERE,
    SECOND,
    device_row,
    digits,
    halfway,
    is_in,
    later,
    spare,
    with_app,
    wrong,
)
from tests.trust.house import body
from tests.trust.visitor import forms_of

NEW = "seven herons by the weir"


def test_without_one_the_password_alone_lets_in(ann: Player) -> None:
    client = Client()
    answer = client.post("/sign-in/", {"email": ann.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert is_in(client)


def test_with_an_app_the_password_leads_to_its_digits_and_they_lead_in(ann: Player) -> None:
    app = with_app(ann)
    client = halfway(ann, form={"next": "/you/"})
    assert not is_in(client)
    page = client.get(f"{SECOND}?next=/you/")
    form = next(f for f in forms_of(body(page)) if "code" in f.names)
    answer = client.post(SECOND, form.filled(code=digits(app)))
    assert answer.headers["Location"] == "/you/"
    assert is_in(client)
    assert not HalfIn.objects.exists()


def test_it_is_set_up_on_the_page_and_counts_only_once_its_digits_came_back(ann: Player) -> None:
    ann.client.post("/you/second-step/app/", {"do": "make", FIELD: PASSWORD})
    page = body(ann.client.get("/you/second-step/app/"))
    assert '<svg class="qr"' in page
    assert "style=" not in page
    letters = "".join(re.findall(r'class="code__group">([A-Z2-7]{4})<', page))
    assert len(letters) == 32
    assert f"secret={letters}" in page
    assert not guard.look(ann.keyring).on
    client = Client()
    client.post("/sign-in/", {"email": ann.email, "password": PASSWORD})
    assert is_in(client)
    coming = guard.App(guard.look(ann.keyring).coming)
    bad = ann.client.post("/you/second-step/app/", {"do": "type", "code": wrong(coming)})
    assert bad.status_code == 422
    assert not guard.look(ann.keyring).on
    done = ann.client.post("/you/second-step/app/", {"do": "type", "code": digits(coming)})
    assert done.headers["Location"] == "/you/second-step/spare/"
    assert guard.look(ann.keyring).on
    assert letters[:4] not in body(ann.client.get("/you/second-step/app/"))
    assert is_in(ann.client)


def test_digits_that_were_typed_to_set_it_up_do_not_let_in(ann: Player) -> None:
    setting_up.app_to_come(ann.keyring)
    coming = guard.App(guard.look(ann.keyring).coming)
    code = digits(coming)
    assert setting_up.confirm_app(ann.keyring, code, by=device_row(ann))
    assert halfway(ann).post(SECOND, {"code": code}, **HERE).status_code == 422


def test_digits_of_an_app_that_was_given_up_are_not_taken_for_the_one_there_is(
    ann: Player,
) -> None:
    app = with_app(ann)
    setting_up.app_to_come(ann.keyring)
    coming = guard.App(guard.look(ann.keyring).coming)
    ann.client.post("/you/second-step/app/", {"do": "leave"})
    answer = ann.client.post("/you/second-step/app/", {"do": "type", "code": digits(coming)})
    assert answer.headers["Location"] == "/you/second-step/?none"
    assert "they changed nothing" in body(ann.client.get("/you/second-step/?none"))
    assert guard.look(ann.keyring).app == app


def test_the_same_digits_never_let_in_twice(ann: Player) -> None:
    app = with_app(ann)
    code = digits(app)
    assert halfway(ann).post(SECOND, {"code": code}).status_code == 302
    again = halfway(ann)
    assert again.post(SECOND, {"code": code}).status_code == 422
    assert not is_in(again)
    earlier = digits(app, -1)
    assert again.post(SECOND, {"code": earlier}).status_code == 422
    with later(seconds=30):
        assert again.post(SECOND, {"code": digits(app)}).status_code == 302


def test_switched_off_the_password_is_enough_again_and_the_spare_codes_are_gone(
    ann: Player,
) -> None:
    app = with_app(ann)
    assert len(spare(ann)) == 8
    ann.client.post("/you/second-step/app/", {"do": "off"})
    assert spare(ann) == []
    client = Client()
    client.post("/sign-in/", {"email": ann.email, "password": PASSWORD})
    assert is_in(client)
    assert digits(app)


def test_five_wrong_ones_end_it_and_the_password_is_asked_for_again(ann: Player) -> None:
    app = with_app(ann)
    client = halfway(ann)
    for _ in range(4):
        assert client.post(SECOND, {"code": wrong(app)}).status_code == 422
    last = client.post(SECOND, {"code": wrong(app)})
    assert last.status_code == 401
    assert "begin with your password again" in body(last)
    assert client.post(SECOND, {"code": digits(app)}).status_code == 401
    assert not is_in(client)
    assert not HalfIn.objects.exists()


def test_digits_are_guessed_slowly_and_the_owner_still_comes_in(ann: Player) -> None:
    app = with_app(ann)
    mine = halfway(ann)
    assert mine.post(SECOND, {"code": digits(app, 0)}).status_code == 302
    mine.post("/sign-out/")
    codes = spare(ann)
    Budget.objects.all().delete()
    with later(minutes=2):
        for _ in range(6):
            thief = halfway(ann)
            for _ in range(5):
                thief.post(SECOND, {"code": wrong(app)})
        thief = halfway(ann)
        refused = thief.post(SECOND, {"code": digits(app)})
        assert refused.status_code == 422
        assert "Many wrong digits" in body(refused)
        assert not is_in(thief)
        # On a browser that she knows, and anywhere with a spare code, she comes in all the same.
        assert halfway(ann, Client()).post(SECOND, {"code": codes[0]}).status_code == 302
        assert halfway(ann, mine).post(SECOND, {"code": digits(app)}).status_code == 302
        assert is_in(mine)


def test_right_digits_cost_no_try(ann: Player) -> None:
    app = with_app(ann)
    Budget.objects.all().delete()
    client = halfway(ann)
    assert client.post(SECOND, {"code": digits(app)}).status_code == 302
    assert sum(Budget.objects.values_list("count", flat=True)) == 0


def test_a_spare_code_stands_in_once_however_it_is_typed(ann: Player) -> None:
    with_app(ann)
    code = spare(ann)[3]
    typed = code.lower().replace("-", " ")
    assert halfway(ann).post(SECOND, {"code": typed}).status_code == 302
    assert code not in spare(ann)
    assert len(spare(ann)) == 7
    assert halfway(ann).post(SECOND, {"code": code}).status_code == 422


def test_the_spare_codes_are_shown_until_they_are_kept_and_then_never(ann: Player) -> None:
    with_app(ann)
    ann.client.post("/you/second-step/spare/", {"do": "make", FIELD: PASSWORD})
    codes = spare(ann)
    page = body(ann.client.get("/you/second-step/spare/"))
    assert all(part in page for code in codes for part in code.split("-"))
    ann.client.post("/you/second-step/spare/", {"do": "kept"})
    pages = [body(ann.client.get(f"/you/second-step/{p}")) for p in ("spare/", "app/", "")]
    assert not any(part in page for page in pages for part in codes[0].split("-"))
    assert "8 are left" in pages[2]
    ann.client.post("/you/second-step/spare/", {"do": "make", FIELD: PASSWORD})
    assert not set(codes) & set(spare(ann))


def test_how_many_are_left_is_told_to_nobody_halfway(ann: Player) -> None:
    with_app(ann)
    page = body(halfway(ann).get(SECOND))
    assert "left" not in page
    assert "8" not in re.sub(r'(value|href|src|content|media)="[^"]*"', "", page.split("<main")[1])


def test_the_recovery_code_does_not_stand_in_for_it(ann: Player) -> None:
    """Whoever finds the note must not even be able to change the password."""
    app = with_app(ann)
    code = _own_code(ann)
    form = {"email": ann.email, "code": code, "password": NEW, "password_again": NEW}
    client = Client(**HERE)
    answer = client.post("/recover/", form)
    assert answer.headers["Location"].startswith(SECOND)
    assert not is_in(client)
    assert is_in(ann.client)
    assert actions.sign_in(email=ann.email, password=NEW) is None
    assert client.post(SECOND, {"code": code}).status_code == 422
    assert client.post(SECOND, {"code": digits(app)}).headers["Location"] == "/recovery-code/?new"
    assert actions.sign_in(email=ann.email, password=NEW) is not None
    assert actions.sign_in(email=ann.email, password=PASSWORD) is None
    assert not is_in(ann.client)
    assert not ann.person.settled
    with pytest.raises(actions.SecondStep):
        actions.recover(email=ann.email, code=_waiting(ann), password=PASSWORD)


def test_a_spare_code_finishes_what_the_recovery_code_began(ann: Player) -> None:
    with_app(ann)
    form = {
        "email": ann.email,
        "code": _own_code(ann),
        "password": NEW,
        "password_again": NEW,
    }
    client = Client(**HERE)
    client.post("/recover/", form)
    assert client.post(SECOND, {"code": spare(ann)[0]}).status_code == 302
    assert actions.sign_in(email=ann.email, password=NEW) is not None


def _own_code(player: Player) -> str:
    from nearer.people import changing

    code = changing.next_code(person=player.person, keyring=player.keyring)
    groups = {0: code.split("-")[0]}
    assert changing.type_next_code(person=player.person, keyring=player.keyring, groups=groups)
    return code


def _waiting(player: Player) -> str:
    return str(player.person.pending_code.open(player.keyring))


def test_signing_up_with_a_password_that_is_in_use_does_not_pass_it(ann: Player) -> None:
    with_app(ann)
    client = Client()
    form = {"email": ann.email, "name": "Ann", "age": "adult"}
    answer = client.post("/join/", {**form, "password": PASSWORD, "password_again": PASSWORD})
    assert answer.headers["Location"].startswith(SECOND)
    assert not is_in(client)


def test_a_known_browser_skips_nothing(ann: Player) -> None:
    app = with_app(ann)
    client = halfway(ann)
    client.post(SECOND, {"code": digits(app)})
    client.post("/sign-out/")
    assert not is_in(halfway(ann, client))


def test_words_that_were_on_their_way_come_through_both_steps(ann: Player) -> None:
    app = with_app(ann)
    client = Client()
    asked = client.post("/bonds/new/", {"name": "kxwords of mine", "kind": "friend"})
    form = next(f for f in forms_of(body(asked)) if "password" in f.names)
    page = client.post(form.action, form.filled(email=ann.email, password=PASSWORD))
    assert page.status_code == 200
    form = next(f for f in forms_of(body(page)) if "code" in f.names)
    page = client.post(form.action, form.filled(code=wrong(app)))
    form = next(f for f in forms_of(body(page)) if "code" in f.names)
    page = client.post(form.action, form.filled(code=digits(app)))
    form = next(f for f in forms_of(body(page)) if "kind" in f.names)
    assert form.action == "/bonds/new/"
    assert "kxwords of mine" in body(page)
    assert is_in(client)


def test_words_are_kept_even_when_the_tries_are_over(ann: Player) -> None:
    app = with_app(ann)
    client = Client()
    asked = client.post("/bonds/new/", {"name": "kxwords of mine", "kind": "friend"})
    form = next(f for f in forms_of(body(asked)) if "password" in f.names)
    page = client.post(form.action, form.filled(email=ann.email, password=PASSWORD))
    for _ in range(5):
        form = next(f for f in forms_of(body(page)) if "code" in f.names)
        page = client.post(form.action, form.filled(code=wrong(app)))
    assert page.status_code == 401
    assert "kxwords of mine" in body(page)


def test_forms_are_taken_with_their_own_token_only(ann: Player) -> None:
    app = with_app(ann)
    strict = Client(enforce_csrf_checks=True)
    form = next(f for f in forms_of(body(strict.get("/sign-in/"))) if "password" in f.names)
    strict.post(form.action, form.filled(email=ann.email, password=PASSWORD))
    assert strict.post(SECOND, {"code": digits(app)}).status_code == 403
    form = next(f for f in forms_of(body(strict.get(SECOND))) if "code" in f.names)
    assert strict.post(SECOND, form.filled(code=digits(app))).status_code == 302


def test_changing_the_password_and_the_locks_keeps_it_working(ann: Player) -> None:
    from nearer.people import changing, safer

    app = with_app(ann)
    codes = spare(ann)
    changing.change_password(person=ann.person, keyring=ann.keyring, password=NEW, label="x")
    client = Client()
    client.post("/sign-in/", {"email": ann.email, "password": NEW})
    assert not is_in(client)
    assert client.post(SECOND, {"code": digits(app)}).status_code == 302
    fresh = safer.prepare(person=ann.person, password=PASSWORD)
    token = safer.start_afresh(
        person=ann.person, keyring=ann.keyring, fresh=fresh, label="A browser"
    )
    assert token is not None
    found = signed_in.recognise(token)
    assert found is not None
    assert guard.look(found[1]).spare == codes
    assert halfway(ann).post(SECOND, {"code": codes[0]}).status_code == 302


def test_what_guards_is_sealed_anew_under_the_new_locks(ann: Player) -> None:
    from nearer.people import safer

    with_app(ann)
    fresh = safer.prepare(person=ann.person, password=NEW)
    assert safer.start_afresh(person=ann.person, keyring=ann.keyring, fresh=fresh, label="x")
    with pytest.raises(guard.Damaged):
        guard.look(ann.keyring)


def test_setting_it_up_and_off_asks_for_the_password_first(ann: Player) -> None:
    from tests.people.test_step_up import time_passes

    time_passes(ann)
    for path in ("", "app/", "spare/"):
        page = ann.client.get(f"/you/second-step/{path}")
        assert "Your password, once more" in body(page), path
    for path, form in [
        ("app/", {"do": "off"}),
        ("spare/", {"do": "make"}),
        ("passkeys/", {}),
    ]:
        assert ann.client.post(f"/you/second-step/{path}", form).status_code == 401


def test_where_the_guard_was_lost_the_recovery_code_is_asked_for_besides(ann: Player) -> None:
    from nearer.people.models import Guard

    with_app(ann)
    code = _own_code(ann)
    Guard.objects.all().delete()
    client = halfway(ann)
    assert "Your recovery code, please" in body(client.get(SECOND))
    assert client.post(SECOND, {"code": "AAAA"}).status_code == 422
    assert client.post(SECOND, {"code": code}).status_code == 302
    assert is_in(client)
    assert not guard.look(ann.keyring).on
    assert guard.look(ann.keyring).news[0].what == "renewed"


def test_another_device_of_somebody_halfway_is_not_touched(ann: Player) -> None:
    with_app(ann)
    _, phone = device(ann.keyring)
    halfway(ann)
    assert is_in(phone)
    assert limits.SECOND != limits.SECOND_KNOWN
