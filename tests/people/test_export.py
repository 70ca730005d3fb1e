"""Taking one's words along: all of them, nothing that one may not see, and never held whole."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
import uuid
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from nearer.keeps import caring, jar, journal, keeping, kept_texts
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.keeps.signed_texts import Text
from nearer.parting.archive import along, zipped
from nearer.people.models import today
from nearer.practices import caring as catalogue
from nearer.rhythm import page as rhythm
from nearer.rhythm.every import WEEKLY, Every
from nearer.sittings import drafts
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, bind, member, say, sit
from tests.full import FULL
from tests.people.opening import everything
from tests.seal.test_age import open_age
from tests.trust.house import CANARIES, House, body, build

MANY = 10_000 if FULL else 1_000
PAST = {"password_to_go_on": PASSWORD}


@pytest.fixture
def house(db: None) -> House:
    return build()


def take(player: Player, what: str = "all", **more: str) -> ZipFile:
    told = {"what": what, "how": "open", **more}
    answer: Any = player.client.post("/you/take-along/", told)
    assert answer.status_code == 200, body(answer)
    assert answer.streaming
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def read(file: ZipFile) -> tuple[str, dict[str, Any]]:
    assert file.testzip() is None
    return file.read("index.html").decode(), json.loads(file.read("words.json"))


@pytest.mark.parametrize("role", ["member", "other", "former", "stranger"])
def test_everybody_takes_what_they_may_see_and_nothing_else(house: House, role: str) -> None:
    page, told = read(take(house.people[role]))
    for name, (canary, who) in CANARIES.items():
        if name in {"device", "browser", "newcomer"}:
            continue  # whom somebody waits for, and on what one signs in, are no words
        for text in (page, json.dumps(told, ensure_ascii=False)):
            assert (canary in text) == (role in who), name


def test_nothing_that_i_wrote_is_missing(house: House) -> None:
    """Held against every row that her keys open: whatever text of hers it has, is in the page."""
    ann = house.people["member"]
    page = re.sub(r"\s+", " ", read(take(ann))[0])
    for (table, _, field), value in everything(ann.keyring).items():
        if (table, field) in {("vault_signedin", "label"), ("sittings_wording", "script")}:
            continue
        for text in leaves(value):
            if text.startswith("kx") and text not in {"kxdevice", "kxbrowser", "kxnewcomer"}:
                assert text in page, (table, text)


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in leaves(one)]
    if isinstance(value, list):
        return [text for one in value for text in leaves(one)]
    return [value] if isinstance(value, str) else []


def test_one_bond_alone_holds_nothing_of_another_or_of_mine_alone(
    ann: Player, ben: Player, cleo: Player, bond: Any
) -> None:
    other = bind(cleo, ann, kind="friend", name="Cleo and me")
    say(ann, sit(ann, bond), "share", {"words": "The flooded fen"})
    say(ann, sit(ann, other), "share", {"words": "Another matter"})
    say(ann, sit(ann, None, "to-myself"), "inside", {"words": "For me alone"})
    page, told = read(take(ann, str(bond.pk)))
    assert "The flooded fen" in page
    assert [chapter["title"] for chapter in told["chapters"]] == ["Us two"]
    for text in ("Another matter", "For me alone", "Cleo"):
        assert text not in page
        assert text not in json.dumps(told)


def test_it_tells_who_said_what_and_when(ann: Player, ben: Player, bond: Any) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "The flooded fen"})
    _, told = read(take(ben, str(bond.pk)))
    assert told["format"] == "nearer words"
    assert told["version"] == 1
    (chapter,) = told["chapters"]
    assert set(chapter["members"]) == {"Ann", "Ben"}
    assert chapter["kind"] == "partner"
    text = json.dumps(told)
    # Ben has not said that now is a good time: what is not shown yet is not taken along.
    assert "The flooded fen" not in text


def test_it_says_how_strong_every_feeling_was(ann: Player, bond: Any) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "The flooded fen"})
    say(ann, sitting, "feelings", {"feelings": ["afraid:1", "sad:2", "moved:3"]})
    _, told = read(take(ann, str(bond.pk)))
    assert "Feeling a little afraid, quite sad, very moved" in json.dumps(told)
    page = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert "Feeling a little <b>afraid</b>, quite <b>sad</b>, very <b>moved</b>" in page


def test_what_i_show_of_my_ways_of_caring_is_not_called_mine_alone(
    ann: Player, ben: Player, bond: Any
) -> None:
    here, way = stand(bond, ann.keyring), catalogue.all().ways[0]
    first, again, unshown = (*way.receive, *way.give)[:3]
    caring.mark(here=here, way=way, marks={first: 2, again: 1})
    caring.show(here=here, to=[str(member(bond, ben).pk)])
    caring.mark(here=here, way=way, marks={first: 2, again: 3, unshown: 2})

    told = lines_of(read(take(ann))[1], "ways of caring")

    assert {(one["words"], one["note"], one["private"]) for one in told} == {
        (first, "Yes.", False),
        (again, "A little.", False),  # as Ben still sees it
        (again, "Very much.", True),
        (unshown, "Yes.", True),
    }
    assert {one["mine"] for one in told} == {True}


def test_of_what_was_not_sent_yet_only_words_are_taken(ann: Player) -> None:
    fields = {
        "words-share": ["The flooded fen"],
        "alt-photo": ["A grey sea"],
        "helped": ["Your voice"],
        "ready": ["later"],
        "time": ["21:00"],
        "day": ["2026-05-03"],
        "understood": ["partly"],
        "then": ["show"],
        "choice-wish": ["listen"],
    }
    drafts.keep(place="/a/", title="Sharing", fields=fields, keyring=ann.keyring)
    drafts.keep(place="/b/", title="Picked", fields={"ready": ["now"]}, keyring=ann.keyring)

    page, told = read(take(ann))

    lines = lines_of(told, "draft")
    assert [one["words"] for one in lines] == ["The flooded fen", "A grey sea", "Your voice"]
    assert "Picked" not in page


def test_what_comes_round_stands_with_its_bond_and_says_how_often(ann: Player, bond: Any) -> None:
    often = Every(WEEKLY, (0, 3))
    for where, words in ((bond.pk, "Ask Ben"), (None, "Take a walk")):
        comes = rhythm.Comes(uuid.uuid4(), rhythm.OWN, where, "", words, often, False)
        rhythm.put(comes, ann.keyring)

    told = read(take(ann))[1]

    lines = lines_of(told, "rhythm")
    assert [one["words"] for one in lines] == ["Ask Ben", "Take a walk"]
    assert {one["note"] for one in lines} == {"On Mondays and Thursdays."}
    assert [one["words"] for one in lines_of(told, "rhythm", chapter="Us two")] == ["Ask Ben"]


def lines_of(told: dict[str, Any], kind: str, chapter: str = "") -> list[dict[str, Any]]:
    return [
        line
        for one in told["chapters"]
        if not chapter or one["title"] == chapter
        for part in one["parts"]
        if part["kind"] == kind
        for piece in part["pieces"]
        for line in piece["lines"]
    ]


def test_pictures_of_mine_are_in_it_and_those_of_others_are_not(house: House) -> None:
    ann, file = house.people["member"], f"pictures/{house.photo.pk}.jpg"
    archive = take(ann)
    assert archive.read(file) == b"kxpicture"
    assert f'src="{file}"' in archive.read("index.html").decode()
    assert not [name for name in take(house.ben).namelist() if name.startswith("pictures/")]


def test_the_page_runs_nothing_and_loads_nothing_from_elsewhere(house: House) -> None:
    ann = house.people["member"]
    here = stand(house.bond, ann.keyring)
    hostile = '<script>alert(1)</script><img src=x onerror=alert(2)>"&'
    journal.write(id=uuid.uuid4(), words=hostile, asked="", keyring=ann.keyring, here=here)
    page, told = read(take(ann))
    assert "<script" not in page
    assert "onerror=alert(2)>" not in page
    assert not re.findall(r'(?:src|href)="(?!pictures/)', page)
    assert "http" not in re.sub(r"http-equiv", "", page)
    assert hostile in leaves(told)


def test_slips_that_have_not_come_up_yet_stay_in_the_jar(
    ann: Player, ben: Player, bond: Any
) -> None:
    here = stand(bond, ben.keyring)
    for number in range(5):
        jar.put_in(here=here, words=f"slip {number}", to="", id=uuid.uuid4())
    page, _ = read(take(ann))
    assert [n for n in range(5) if f"slip {n}" in page] == [0, 1]
    page, _ = read(take(ben))
    assert all(f"slip {n}" in page for n in range(5))


def test_what_i_kept_of_others_is_in_it_as_it_was_signed(ann: Player) -> None:
    text = Text(by="Ben", where="A promise", words="I will ring.", at=timezone.now().isoformat())
    id = kept_texts.keep(source=uuid.uuid4(), text=text, keyring=ann.keyring)
    archive = take(ann)
    kept = kept_texts.find(id, ann.keyring)
    assert kept is not None
    assert archive.read(f"kept/{id}.txt").decode() == kept.file
    assert "I will ring." in archive.read("index.html").decode()


def test_one_damaged_row_keeps_back_no_other(ann: Player, ben: Player, bond: Any) -> None:
    sitting = sit(ann, None, "to-myself")
    say(ann, sitting, "inside", {"words": "Lost for good"})
    say(ann, sit(ann, None, "to-myself"), "inside", {"words": "Still here"})
    sitting.entries.filter(seq=1).update(body=b"\x01broken")
    page, _ = read(take(ann))
    assert "Still here" in page
    assert "This could not be opened." in page


def test_the_password_is_asked_again(ann: Player) -> None:
    then = signed_in.coarse(timezone.now() - timedelta(minutes=11))
    SignedIn.objects.filter(person=ann.id).update(confirmed=then)
    assert "Your password, once more" in body(ann.client.get("/you/take-along/"))
    refused = ann.client.post("/you/take-along/", {"what": "all", "how": "open"})
    assert refused.status_code == 401
    assert not refused.streaming
    wrong = {"what": "all", "how": "open", "password_to_go_on": "not the right one"}
    assert ann.client.post("/you/take-along/", wrong).status_code == 422
    given = ann.client.post("/you/take-along/", {"what": "all", "how": "open", **PAST})
    assert given["Content-Type"] == "application/zip"


def test_a_bond_that_is_not_mine_cannot_be_taken_along(house: House) -> None:
    stranger = house.people["stranger"]
    answer = stranger.client.post("/you/take-along/", {"what": str(house.bond.pk), "how": "open"})
    assert answer.status_code == 422
    # Whole words of the house: a random token may hold two letters of theirs.
    assert not re.search(r"\bkx[a-z]{4,}", body(answer))


def test_the_page_warns_and_offers_a_passphrase(ann: Player, bond: Any) -> None:
    page = body(ann.client.get(f"/you/take-along/?bond={bond.pk}"))
    assert "open to whoever has it" in page
    assert f'value="{bond.pk}" checked' in page


SEALED = {"what": "all", "how": "sealed"}


@pytest.mark.parametrize(
    ("first", "again", "says"),
    [
        ("", "", "Write a passphrase"),
        ("too short", "too short", "needs twelve or more"),
        ("seven herons on a weir", "seven herons on the weir", "are not the same"),
        ("passwordpassword", "passwordpassword", "again and again"),
    ],
)
def test_a_passphrase_that_would_not_hold_is_refused_kindly(
    ann: Player, first: str, again: str, says: str
) -> None:
    told = {**SEALED, "password_file": first, "password_file_again": again}
    answer = ann.client.post("/you/take-along/", told)
    assert answer.status_code == 422
    assert says in body(answer)
    assert 'value="sealed" checked' in body(answer)


def test_under_a_passphrase_only_the_passphrase_opens_it(ann: Player) -> None:
    say(ann, sit(ann, None, "to-myself"), "inside", {"words": "The flooded fen"})
    words = "seven herons on a weir"
    told = {**SEALED, "password_file": words, "password_file_again": words}
    answer: Any = ann.client.post("/you/take-along/", told)
    assert answer["Content-Disposition"].endswith('.zip.age"')
    sealed = b"".join(answer.streaming_content)
    assert b"PK\x03\x04" not in sealed
    page, _ = read(ZipFile(io.BytesIO(open_age(sealed, words))))
    assert "The flooded fen" in page


def test_sent_too_late_it_is_never_sealed_less_than_was_asked(ann: Player) -> None:
    """The password page carries no passphrase along, so the form comes back and asks for it."""
    then = signed_in.coarse(timezone.now() - timedelta(minutes=11))
    SignedIn.objects.filter(person=ann.id).update(confirmed=then)
    words = "seven herons on a weir"
    told = {**SEALED, "password_file": words, "password_file_again": words}
    asked = ann.client.post("/you/take-along/", told)
    assert words not in body(asked)
    went = ann.client.post("/you/take-along/", {**SEALED, **PAST})
    assert went.status_code == 422
    assert "Write a passphrase" in body(went)


def test_however_much_there_is_only_a_little_is_held(ann: Player) -> None:
    row = keeping.keep(drawer="journal", bond=None, by=str(ann.id), words="x", keyring=ann.keyring)
    body_of = row.body.open(ann.keyring)
    rows = []
    for number in range(MANY):
        one = Keep(bond=None, space=ann.id, author=ann.id, number=number + 2, mark=bytes(row.mark))
        epoch, key = row.epoch, ann.keyring.key(ann.id, row.epoch)
        one.epoch, one.revision = epoch, 0
        one._put(key, {"body": {**body_of, "words": f"{number} " + "reeds in the wind " * 30}})
        rows.append(one)
    Keep.objects.bulk_create(rows, batch_size=500)
    size = 0
    tracemalloc.start()
    for chunk in zipped(along(ann.person, ann.keyring, None, today()), today()):
        size += len(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > MANY * 5
    assert peak < 12_000_000, peak
    assert f"{MANY - 1} reeds" in read(take(ann))[0]
