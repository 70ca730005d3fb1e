"""Whatever is typed, pasted, sent twice or sent late: a clear answer, and nothing is lost."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

import seal
from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.sittings.models import Draft, Entry, Sitting
from nearer.vault import signed_in
from tests.cast import PASSWORD, Player, enter, look, member, say, sit
from tests.trust import tables
from tests.trust.house import body, normal
from tests.trust.visitor import Form, forms_of

BEGIN = "/begin/to-myself/"
ODD_TEXTS = {
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 1️⃣",
    "right to left": "שלום عزيزتي, כתבתי לך מכתב",
    "turned about": "\u202eevil\u202c \u2067abc\u2069 \u200f",
    "joined marks": "Z̸̢̛͇a̷l̶g̵o̶ " + "e" + "\u0301" * 40,
    "decomposed": unicodedata.normalize("NFD", "Zoë Çağla Ångström"),
    "outside the first plane": "𝕋𝕙𝕖 𠜎𠜱 𓂀",
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}&amp;",
    "quotes": "'\"`; DROP TABLE sittings_entry; --",
    "lines": "one\n\ntwo\tthree\n  four",
    "zero width": "a\u200bb\u200dc\ufeffd",
}


def page(client: Client, path: str) -> str:
    return body(client.get(path))


def form_at(client: Client, path: str, name: str = "", at: str = "") -> Form:
    fitting = [
        form
        for form in forms_of(page(client, path))
        if (not name or name in form.names) and at in form.action
    ]
    assert fitting, path
    return fitting[0]


def send(client: Client, filled: Form, **given: Any) -> Any:
    return client.post(filled.action, filled.filled(**given))


def words_of(ann: Player, sitting: Sitting) -> list[str]:
    return [entry.private["words"] for entry in look(ann, sitting).state.entries if entry.private]


def newest(ann: Player) -> Sitting:
    return Sitting.objects.filter(seats__person=ann.id).latest("pk")


@pytest.mark.parametrize("kind", ODD_TEXTS)
def test_every_script_is_kept_as_it_was_typed(ann: Player, kind: str) -> None:
    answer = send(
        ann.client, form_at(ann.client, BEGIN, "words-inside"), words__inside=ODD_TEXTS[kind]
    )

    assert answer.status_code == 302
    sitting = Sitting.objects.get(seats__person=ann.id)
    kept = words_of(ann, sitting)
    assert unicodedata.normalize("NFC", kept[0]) == unicodedata.normalize("NFC", ODD_TEXTS[kind])
    shown = page(ann.client, answer["Location"])
    assert "<script>alert" not in shown


@pytest.mark.parametrize("kind", ODD_TEXTS)
def test_names_of_every_script_are_taken(ann: Player, kind: str) -> None:
    answer = ann.client.post("/you/", {"name": ODD_TEXTS[kind][:60]})

    assert answer.status_code in {302, 422}
    assert ann.client.get("/").status_code == 200
    assert ann.client.get("/you/").status_code == 200


def test_control_characters_are_taken_out_and_the_words_kept(ann: Player) -> None:
    typed = "a\x00b\x07c\x1b[31md\x7fe\x85f"

    send(ann.client, form_at(ann.client, BEGIN, "words-inside"), words__inside=typed)

    kept = words_of(ann, newest(ann))[0]
    assert not [c for c in kept if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert [c for c in kept if c in "abcdef"] == list("abcdef")


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe\xfa", b"\xed\xa0\x80", b"\xc0\xaf", b"%ff%fe", b"%ed%a0%80", b"%00", b"caf%e9"],
)
def test_bytes_that_are_no_text_break_nothing(ann: Player, raw: bytes) -> None:
    form = form_at(ann.client, BEGIN, "words-inside").filled()
    sent = "&".join(
        f"{name}={value}"
        for name, values in form.items()
        for value in values
        if not name.startswith("words")
    ).encode()
    content_type = "application/x-www-form-urlencoded"

    answer = ann.client.post(
        BEGIN, sent + b"&words-inside=still+here+" + raw, content_type=content_type
    )

    assert answer.status_code in {302, 400, 422}
    if answer.status_code == 302:
        assert words_of(ann, newest(ann))[0].startswith("still here")
    assert ann.client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/join/", "/sign-in/", "/recover/", "/you/", "/drafts/", BEGIN])
def test_malformed_bodies_break_nothing(ann: Player, path: str) -> None:
    for content_type in (
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/json",
        "application/x-www-form-urlencoded; charset=nonsense",
        "text/plain",
        "",
    ):
        for content in (
            b"",
            b"--x\r\nbroken",
            b"\xff" * 50,
            b"a=" * 300,
            b"&".join([b"a=1"] * 900),
        ):
            answer = ann.client.generic("POST", path, content, content_type)
            assert answer.status_code < 500, (path, content_type, content[:20])


def test_two_hundred_thousand_characters_are_refused_and_given_back(ann: Player) -> None:
    typed = "kxlong " * 28_600
    before = Entry.objects.count()

    answer = send(ann.client, form_at(ann.client, BEGIN, "words-inside"), words__inside=typed)

    assert answer.status_code == 422
    assert typed.strip() in body(answer)
    assert "20,000" in body(answer) or "20000" in body(answer)
    assert Entry.objects.count() == before


def test_a_form_larger_than_the_server_takes_is_refused_in_words(ann: Player) -> None:
    answer = ann.client.post(BEGIN, {"words-inside": "x" * 7_000_000}, secure=True)

    assert answer.status_code == 400
    assert "too much at once" in body(answer)


def test_too_many_fields_are_too_much_as_well(ann: Player) -> None:
    answer = ann.client.post("/drafts/", {f"words-{n}": "x" for n in range(900)})

    assert answer.status_code == 400
    assert "too much at once" in body(answer)


def test_a_form_that_arrives_broken_is_not_called_too_large(ann: Player) -> None:
    answer = ann.client.generic("POST", BEGIN, b"broken", "multipart/form-data")

    assert answer.status_code == 400
    assert "What arrived here was not whole" in body(answer)
    assert "too much" not in body(answer)


def test_under_a_name_that_is_not_its_own_the_server_says_so(db: None) -> None:
    answer = Client().get("/help/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "This server is not known under this name" in body(answer)
    assert "NEARER_HOSTS" in body(answer)
    assert "too much" not in body(answer)


@pytest.mark.parametrize("group", ["", "AAAA", "🙂🙂🙂🙂", "a" * 10_000, "\x00", "----"])
def test_a_wrong_group_of_the_recovery_code_is_said_and_nothing_changes(
    db: None, group: str
) -> None:
    una = enter("Una", settled=False)

    answer = una.client.post("/recovery-code/", {"group-2": group, "group-6": group})

    assert answer.status_code == 422
    assert "does not match" in body(answer)
    assert not una.person.settled


@pytest.mark.parametrize(
    "code", ["", "nonsense", "AAAA-" * 7 + "AAAA", "🙂", "x" * 120, "\x00" * 32]
)
def test_a_wrong_recovery_code_is_said_and_the_address_given_back(ann: Player, code: str) -> None:
    before = tables.fingerprint()

    answer = Client().post(
        "/recover/",
        {"email": ann.email, "code": code, "password": PASSWORD, "password_again": PASSWORD},
    )

    assert answer.status_code == 422
    assert ann.email in body(answer)
    assert tables.fingerprint() == before


def test_a_wrong_and_an_expired_invitation_are_said(ann: Player, bond: Bond, cleo: Player) -> None:
    made = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    path = f"/invitations/{made.pk}/"

    wrong = cleo.client.post(path, {"code": seal.short_code()})
    assert wrong.status_code == 422
    assert "4 more tries" in body(wrong)

    made.expires = timezone.now()
    made.save()
    over = cleo.client.post(path, {"code": str(made.code.open(ann.keyring)), "name": "Cleo"})
    assert over.status_code == 200
    assert normal(over).split("\n\n", 1)[-1] == normal(cleo.client.get(path)).split("\n\n", 1)[-1]
    assert not bond.invitations.exclude(newcomer=None).exists()


def test_the_same_form_twice_is_one_entry(ann: Player) -> None:
    form = form_at(ann.client, BEGIN, "words-inside")

    first = send(ann.client, form, words__inside="once")
    second = send(ann.client, form, words__inside="once")

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    sitting = Sitting.objects.get(seats__person=ann.id)
    assert words_of(ann, sitting) == ["once"]


def test_the_same_answer_twice_is_one_entry(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "rose-thorn-bud")
    path = f"/sittings/{sitting.pk}/"
    form = form_at(ben.client, path, "words-rose")
    given = {"words__rose": "a", "words__thorn": "b", "words__bud": "c"}

    answers = [send(ben.client, form, **given) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    assert Entry.objects.filter(sitting=sitting, author=ben.id).count() == 3


def test_a_form_of_a_step_that_has_moved_on_shows_the_words_back(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond)
    path = f"/sittings/{sitting.pk}/"
    form = form_at(ann.client, path, "words-share")
    say(ann, sitting, "share", {"words": "from another device"})
    before = Entry.objects.count()

    answer = send(
        ann.client,
        form,
        words__share="kxstale",
        words__beforehand="kxstale too",
        choice__wish="listen",
    )

    assert answer.status_code == 409
    assert "kxstale too" in body(answer)
    assert "moved on" in body(answer)
    assert Entry.objects.count() == before


def test_a_form_with_an_old_token_shows_the_words_back_but_no_password(ann: Player) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(ann.client.cookies)

    answer = client.post(
        BEGIN, {"words-inside": "kxold words", "password": "kxpassword", "code": "kxcode"}
    )

    assert answer.status_code == 403
    assert "kxold words" in body(answer)
    assert "kxpassword" not in body(answer)
    assert "kxcode" not in body(answer)


def test_words_written_while_the_session_ran_out_are_carried_through_the_sign_in(
    ann: Player,
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(ann.client.cookies)
    form = form_at(client, BEGIN, "words-inside")
    signed_in.close_all(person=ann.id)

    asked = client.post(form.action, form.filled(words__inside="kxcarried on"))
    assert asked.status_code == 401
    assert "kxcarried on" in body(asked)

    door = next(f for f in forms_of(body(asked)) if "password" in f.names)
    wrong = client.post(door.action, door.filled(email=ann.email, password="not this one"))
    assert wrong.status_code == 422
    assert "kxcarried on" in body(wrong)

    door = next(f for f in forms_of(body(wrong)) if "password" in f.names)
    inside = client.post(door.action, door.filled(email=ann.email, password=PASSWORD))
    assert inside.status_code == 200
    assert "kxcarried on" in body(inside)
    assert PASSWORD not in body(inside)
    assert not Sitting.objects.exists(), "nothing is sent before it is sent"

    go_on = next(f for f in forms_of(body(inside)) if "words-inside" in f.names)
    sent = client.post(go_on.action, go_on.filled())
    assert sent.status_code == 302
    assert words_of(ann, newest(ann)) == ["kxcarried on"]


def test_a_draft_outlives_a_rejected_form(ann: Player) -> None:
    form = form_at(ann.client, BEGIN, "words-inside")
    ann.client.post("/drafts/", form.filled(words__inside="kxdraft kept"))

    send(ann.client, form, words__inside="x" * 30_000)

    assert Draft.objects.count() == 1
    assert "kxdraft kept" in page(ann.client, BEGIN)


@pytest.mark.parametrize(
    "path",
    [
        "/bonds/%00/",
        "/bonds/" + "9" * 400 + "/",
        "/practices/../../etc/passwd/",
        "/practices/" + "a" * 5000 + "/",
        "/sittings/00000000-0000-0000-0000-000000000000/?as=%ff",
        "/?next=//evil.example",
        "/begin/sharing/?bond=x&way=y&with=z",
        "/begin/sharing/?bond=&with=" + "z" * 3000,
        "/sign-in/?next=javascript:alert(1)",
        "/\u202e/",
    ],
)
def test_odd_addresses_break_nothing(ann: Player, path: str) -> None:
    assert ann.client.get(path).status_code in {200, 302, 404}
    assert Client().get(path).status_code in {200, 302, 404}


@pytest.mark.parametrize(
    "next",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "/%09/evil.example",
        "http:///evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(ann: Player, next: str) -> None:
    answer = Client().post("/sign-in/", {"email": ann.email, "password": PASSWORD, "next": next})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "A" * 44, "ü", "=" * 44, "A" * 5000, "\x00"])
def test_odd_cookies_are_a_visitor(db: None, cookie: str) -> None:
    client = Client()
    client.cookies[signed_in.COOKIE] = cookie

    assert client.get("/devices/").status_code == 302
    assert client.get("/").status_code == 200


def test_ids_of_forms_can_not_take_the_place_of_others_entries(
    ann: Player, ben: Player, bond: Bond
) -> None:
    """A form's id is chosen by the browser; a chosen one must not overwrite anything."""
    sitting = sit(ann, bond, "rose-thorn-bud")
    path = f"/sittings/{sitting.pk}/"
    same = str(uuid.uuid4())
    given = {"words__rose": "a", "words__thorn": "b", "words__bud": "c", "form": same}
    send(ann.client, form_at(ann.client, path, "words-rose"), **given)
    before = tables.rows("sittings_entry")

    stolen = {**given, "words__rose": "kxben"}
    answer = send(ben.client, form_at(ben.client, path, "words-rose"), **stolen)

    assert answer.status_code in {302, 409}
    after = {row["id"]: row for row in tables.rows("sittings_entry")}
    assert all(after[row["id"]] == row for row in before)
    if answer.status_code == 409:
        assert "kxben" in body(answer)
