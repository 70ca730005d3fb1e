"""What happened to somebody's way in is told to them alone, elsewhere, and can be put aside."""

from __future__ import annotations

from django.test import Client

from nearer.people import guard, news, setting_up
from nearer.people.again import FIELD
from tests.cast import PASSWORD, Player, bind, device
from tests.people.stepping import (
    SECOND,
    add_key,
    device_row,
    digits,
    halfway,
    later,
    with_app,
    wrong,
)
from tests.trust.house import body, normal
from tests.trust.visitor import forms_of

NEW = "seven herons by the weir"


def told(client: Client) -> str:
    """What stands on top of Today."""
    page = body(client.get("/"))
    _, _, after = page.partition('class="notice news"')
    return after.split("</section>")[0]


def come_in(player: Player, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/sign-in/", {"email": player.email, "password": password})
    assert client.get("/bonds/").status_code == 200
    return client


def test_nothing_is_told_to_whoever_has_just_come(ann: Player) -> None:
    assert told(ann.client) == ""
    assert guard.look(ann.keyring).news == []


def test_a_new_device_is_told_on_the_others_and_not_on_itself(ann: Player) -> None:
    stranger = come_in(ann)
    assert "A new device signed in on" in told(ann.client)
    assert "A new device signed in on" in body(ann.client.get("/you/"))
    assert told(stranger) == ""
    assert "A new device" in told(come_in(ann))


def test_a_known_device_is_no_news(ann: Player) -> None:
    mine = come_in(ann)
    mine.post("/sign-out/")
    before = len(guard.look(ann.keyring).news)
    mine.post("/sign-in/", {"email": ann.email, "password": PASSWORD})
    assert len(guard.look(ann.keyring).news) == before


def test_nobody_else_learns_of_it(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    before = [normal(ben.client.get(p)) for p in ("/bonds/", f"/bonds/{bond.pk}/")]
    come_in(ann)
    with_app(ann)
    assert told(ben.client) == ""
    assert before == [normal(ben.client.get(p)) for p in ("/bonds/", f"/bonds/{bond.pk}/")]


def test_it_is_put_aside_with_one_press_and_still_stands_among_the_devices(ann: Player) -> None:
    come_in(ann)
    page = body(ann.client.get("/you/"))
    form = next(f for f in forms_of(page) if "news" in f.names)
    assert ann.client.post(form.action, form.filled()).headers["Location"] == "/you/"
    assert told(ann.client) == ""
    assert "A new device signed in" in body(ann.client.get("/devices/"))


def test_whoever_did_it_cannot_put_it_aside(ann: Player) -> None:
    stranger = come_in(ann)
    ids = [one.id for one in guard.look(ann.keyring).news]
    stranger.post("/you/news/", {"news": ids})
    assert "A new device" in told(ann.client)
    stranger.post("/you/news/", {"news": ["", "nonsense", "x" * 5000]})
    assert "A new device" in told(ann.client)


def test_what_is_the_same_on_one_day_and_device_is_said_once_and_twelve_things_are_kept(
    ann: Player,
) -> None:
    here = device_row(ann)
    for _ in range(5):
        news.tell(ann.keyring, "password", by=here)
    assert len(guard.look(ann.keyring).news) == 1
    for number in range(30):
        with guard.changing(ann.keyring) as changed:
            changed.tell("device", day=f"2026-01-{number + 1:02}", by=None)
    kept = guard.look(ann.keyring).news
    assert [one.day for one in kept] == [f"2026-01-{n:02}" for n in range(19, 31)]


def test_a_new_password_a_new_code_and_each_change_of_the_step_are_told(ann: Player) -> None:
    _, phone = device(ann.keyring)
    with_app(ann)
    setting_up.app_off(ann.keyring, by=device_row(ann))
    add_key(ann)
    ann.client.post("/you/second-step/spare/", {"do": "kept"})
    ann.client.post("/you/second-step/spare/", {"do": "make", FIELD: PASSWORD})
    remove = guard.look(ann.keyring).keys[0].id
    ann.client.post("/you/second-step/passkeys/", {"remove": remove})
    ann.client.post("/you/recovery/", {"do": "make", FIELD: PASSWORD})
    code = str(ann.person.next_code.open(ann.keyring)).split("-")
    ann.client.post("/you/recovery/", {"do": "type", "group-2": code[2], "group-6": code[6]})
    form = {"password_now": PASSWORD, "password": NEW, "password_again": NEW}
    ann.client.post("/you/password/", form)
    what = [one.what for one in guard.look(ann.keyring).news]
    assert what == ["app", "no app", "key", "new spare", "no key", "code", "password"]
    assert phone.get("/bonds/").status_code == 302
    later = told(come_in(ann, NEW))
    assert all(news.SAID[one] in later for one in what)


def test_somebody_who_knows_the_password_and_guesses_is_told_of(ann: Player) -> None:
    app = with_app(ann)
    thief = halfway(ann)
    for _ in range(5):
        thief.post(SECOND, {"code": wrong(app)})
    assert "Somebody gave your password, and then no right second step" in told(ann.client)


def test_they_are_told_of_at_the_first_try_and_once_a_day(ann: Player) -> None:
    app = with_app(ann)
    for _ in range(3):
        halfway(ann).post(SECOND, {"code": wrong(app)})
    assert [one.what for one in guard.look(ann.keyring).news].count("wrong") == 1


def test_a_slip_of_her_own_is_no_news_and_does_not_hide_that_of_another(ann: Player) -> None:
    app = with_app(ann)
    mine = halfway(ann)
    mine.post(SECOND, {"code": wrong(app)})
    assert "no right second step" in told(ann.client)
    mine.post(SECOND, {"code": digits(app)})
    assert "no right second step" not in told(ann.client)
    late = halfway(ann)
    late.post(SECOND, {"code": wrong(app)})
    halfway(ann).post(SECOND, {"code": wrong(app)})
    with later(minutes=1):
        late.post(SECOND, {"code": digits(app)})
    assert "no right second step" in told(ann.client)


def test_a_spare_code_that_was_used_and_a_way_back_are_told(ann: Player) -> None:
    app = with_app(ann)
    code = guard.look(ann.keyring).spare[0]
    halfway(ann).post(SECOND, {"code": code})
    assert "A spare code was used" in told(ann.client)
    ann.client.post("/you/recovery/", {"do": "make", FIELD: PASSWORD})
    recovery = str(ann.person.next_code.open(ann.keyring))
    groups = recovery.split("-")
    ann.client.post("/you/recovery/", {"do": "type", "group-2": groups[2], "group-6": groups[6]})
    client = Client()
    form = {"email": ann.email, "code": recovery, "password": NEW, "password_again": NEW}
    client.post("/recover/", form)
    assert "recovered" not in [one.what for one in guard.look(ann.keyring).news]
    client.post(SECOND, {"code": digits(app)})
    assert guard.look(ann.keyring).news[-1].what == "recovered"


def test_every_kind_of_news_has_words_without_alarm() -> None:
    assert all(text and "!" not in text for text in news.SAID.values())
