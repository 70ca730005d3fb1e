"""A reader keeps a copy of what they were told, and nobody else can notice."""

from __future__ import annotations

import base64
import re
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import seal
from nearer.bonds.models import Bond
from nearer.keeps import kept_texts, signed_texts
from nearer.keeps.models import Notebook
from nearer.sittings.editing import reword
from nearer.sittings.models import Sitting
from nearer.sittings.taking_back import take_back
from tests.cast import Player, member, say
from tests.photos import scene
from tests.practices.table import FULLY
from tests.sittings.carding import begin, page_of, send
from tests.sittings.mine import LADDER, LINE, address, entry_of, main_of, received, text_of
from tests.sittings.test_taking_back import told

SAID = """
[[step]]
id = "said"
kind = "write"
who = "all"
ask = "What do you see?"
"""
FELT = """
[[step]]
id = "felt"
kind = "receipt"
who = "first"
about = "second"
ask = "How did it land?"

[roles]
first = "one"
second = "others"
"""


def keeps(player: Player, sitting: Sitting, words: str) -> str:
    """Keep a copy through the pages; returns the address of the copy."""
    url = address(sitting, entry_of(player, sitting, words), "copy")
    assert words in player.client.get(url).content.decode()
    answer = player.client.post(url)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_copy_outlives_the_words(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    entry = entry_of(ann, sitting, "kx-ann-aloud")
    id = uuid.UUID(entry.id)
    reword(sitting=sitting, entry=id, words="kx-changed", keyring=ann.keyring)
    copy = keeps(ben, sitting, "kx-changed")
    take_back(sitting=sitting, entry=id, keyring=ann.keyring)
    assert "kx-changed" not in page_of(ben, sitting)
    assert LINE in page_of(ben, sitting)
    page = text_of(ben.client.get(copy))
    for part in ("kx-changed", "kx-ann-aloud", "Ann", "What do you promise?", "earlier words"):
        assert part in page
    assert "kx-changed" in text_of(ben.client.get("/kept/"))
    file = ben.client.get(f"{copy}words.txt").content.decode()
    for part in ("By: Ann", "In: Two questions", "> kx-changed", "> kx-ann-aloud", "UTC"):
        assert part in file


def test_nobody_else_can_notice(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    pages = ["/", f"/bonds/{bond.pk}/", f"/bonds/{bond.pk}/keeps/", f"/sittings/{sitting.pk}/"]

    def seen() -> list[str]:
        return [main_of(ann.client.get(path).content.decode()) for path in pages]

    before, rows = seen(), everything_but_notes()
    keeps(ben, sitting, "kx-ann-aloud")
    assert seen() == before
    assert everything_but_notes() == rows
    assert "kx-ann-aloud" not in text_of(ann.client.get("/kept/"))


def everything_but_notes() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but that of own notes and that of who was here when."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table not in ("keeps_notebook", "vault_signedin", "sqlite_sequence"):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def test_in_the_database_it_is_a_page_of_notes_like_any_other(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    before = set(Notebook.objects.values_list("pk", flat=True))
    keeps(ben, sitting, "kx-ann-aloud")
    made = Notebook.objects.exclude(pk__in=before)
    assert {(row.author, row.space) for row in made} == {(ben.id, ben.id)}
    assert len({bytes(row.mark) for row in made}) == made.count()
    assert all(row.body.open_or(ann.keyring, None) is None for row in made)


def test_kept_twice_it_is_kept_once_and_once_more_after_a_change(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    assert keeps(ben, sitting, "kx-ann-aloud") == keeps(ben, sitting, "kx-ann-aloud")
    assert len(kept_texts.all_of(ben.keyring)) == 1
    id = uuid.UUID(entry_of(ann, sitting, "kx-ann-aloud").id)
    reword(sitting=sitting, entry=id, words="kx-changed", keyring=ann.keyring)
    keeps(ben, sitting, "kx-changed")
    words = [one.text.words for one in kept_texts.all_of(ben.keyring)]
    assert words == ["kx-changed", "kx-ann-aloud"]


@pytest.mark.parametrize("words", ["kx-ben-aloud", "kx-ben-alone"])
def test_ones_own_words_and_those_kept_back_are_not_copied(
    ann: Player, ben: Player, bond: Bond, words: str
) -> None:
    sitting = told(ann, ben, bond)
    url = address(sitting, entry_of(ben, sitting, words), "copy")
    who = ben if words.endswith("aloud") else ann
    assert who.client.get(url).status_code == 404
    assert who.client.post(url).status_code == 404


def test_what_is_hidden_still_cannot_be_copied(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, LADDER, ben)
    send(ann, sitting, words__alone="x", rating__near="1", words__aloud="kx-hidden")
    url = address(sitting, entry_of(ann, sitting, "kx-hidden"), "copy")
    assert ben.client.post(url).status_code == 404
    assert kept_texts.all_of(ben.keyring) == []


def test_pictures_and_how_they_were_received_are_never_copied(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = scene.sitting_of(scene.PAIR + scene.step() + SAID + FELT, ann, bond, ben)
    scene.show(ann, sitting)
    scene.show(ben, sitting)
    entry = entry_of(ann, sitting, "photo")
    assert ben.client.post(address(sitting, entry, "copy")).status_code == 404
    assert "Keep a copy" not in page_of(ben, sitting)
    for player, words in ((ann, "kx-story"), (ben, "kx-thanks")):
        say(player, sitting, "said", {"words": words})
    say(ann, sitting, "felt", {**FULLY, "helped": "kx-helped", "then": "show"})
    assert "kx-helped" in page_of(ben, sitting)
    received = entry_of(ann, sitting, "kx-helped")
    assert ben.client.post(address(sitting, received, "copy")).status_code == 404
    # The words beside it can be kept like any others.
    keeps(ben, sitting, "kx-story")


def test_a_receipt_in_words_can_be_kept(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-helped", "then": "show"})
    copy = keeps(ben, sitting, "kx-helped")
    assert "kx-helped" in text_of(ben.client.get(copy))


def test_the_signature_holds_and_shows_any_change(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    copy = keeps(ben, sitting, "kx-ann-aloud")
    file = ben.client.get(f"{copy}words.txt").content.decode()
    assert "The signature holds" in text_of(ben.client.post("/kept/check/", {"words-file": file}))
    windows = file.replace("\n", "\r\n")
    assert "This server signed it" in text_of(
        ben.client.post("/kept/check/", {"words-file": windows})
    )
    for before, after in (("> kx-ann-aloud", "> kx-ann-loud"), ("By: Ann", "By: Eve")):
        forged = file.replace(before, after)
        assert forged != file
        checked = text_of(ben.client.post("/kept/check/", {"words-file": forged}))
        assert "The signature does not hold" in checked
    assert "no such file" in text_of(ben.client.post("/kept/check/", {"words-file": "hello"}))


def test_signed_with_another_key_it_is_not_of_this_server() -> None:
    statement, secret = "Something else", bytes(range(32))
    signed = base64.b64encode(seal.sign(secret, statement.encode())).decode()
    key = base64.b64encode(seal.signing_public(secret)).decode()
    checked = signed_texts.check(signed_texts.file_of(statement, signed, key))
    assert checked is not None
    assert checked.holds
    assert not checked.ours


def test_what_stands_around_the_signed_text_is_not_taken_for_signed(ann: Player) -> None:
    statement = "kx-signed"
    signed = signed_texts.signature(statement)
    file = signed_texts.file_of(statement, signed, signed_texts.public())
    page = ann.client.post("/kept/check/", {"words-file": f"By: Ben\n\n> kx-around\n\n{file}"})
    _, _, below = text_of(page).partition("What was signed")
    shown, _, _ = below.partition("The whole text file")
    assert "kx-signed" in shown
    assert "kx-around" not in shown


def test_a_file_of_beginnings_without_an_end_takes_no_time() -> None:
    before = time.process_time()
    assert signed_texts.check(f"{signed_texts.BEGIN}\n" * 17_000) is None
    assert time.process_time() - before < 1


@pytest.mark.parametrize("newline", ["\n", "\u2028", "\x85", "\x0b", "\x1c"])
def test_no_words_pass_for_a_heading_of_the_file(newline: str) -> None:
    words = f"a{newline}{signed_texts.END}{newline}By: Eve"
    text = signed_texts.Text(
        by=f"Ann{newline}By: Eve", where="x", words=words, at=timezone.now().isoformat()
    )
    statement = signed_texts.written_out(text, timezone.now())
    assert len(re.findall(r"(?m)^By: ", statement)) == 1
    signed = signed_texts.signature(statement)
    file = signed_texts.file_of(statement, signed, signed_texts.public())
    checked = signed_texts.check(file)
    assert checked is not None
    assert checked.ours
    assert checked.statement == statement


def test_as_a_page_nothing_in_it_runs(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    id = uuid.UUID(entry_of(ann, sitting, "kx-ann-aloud").id)
    reword(sitting=sitting, entry=id, words="<script>kx()</script>", keyring=ann.keyring)
    answer = ben.client.post(address(sitting, str(id), "copy"))
    copy = answer["Location"]
    page = ben.client.get(f"{copy}words.html")
    assert "attachment" in page["Content-Disposition"]
    assert "<script>" not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()
    assert ben.client.get(f"{copy}words.exe").status_code == 404


def test_a_copy_is_its_keepers_alone_and_can_be_deleted(
    ann: Player, ben: Player, bond: Bond
) -> None:
    copy = keeps(ben, told(ann, ben, bond), "kx-ann-aloud")
    for path in (copy, f"{copy}words.txt", f"{copy}words.html"):
        assert ann.client.get(path).status_code == 404
    assert ann.client.post(f"{copy}delete/").status_code == 404
    assert ben.client.post(f"{copy}delete/").status_code == 302
    assert ben.client.get(copy).status_code == 404
    assert kept_texts.all_of(ben.keyring) == []


def test_there_is_room_for_so_many(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_texts, "MOST", 1)
    keeps(ben, told(ann, ben, bond), "kx-ann-aloud")
    other = told(ann, ben, bond)
    url = address(other, entry_of(ben, other, "kx-ann-aloud"), "copy")
    answer = ben.client.post(url)
    assert answer.status_code == 422
    assert "no room" in text_of(answer)


def test_queries_do_not_grow_with_what_was_kept(ann: Player, ben: Player, bond: Bond) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            ben.client.get("/kept/")
        return len(found)

    keeps(ben, told(ann, ben, bond), "kx-ann-aloud")
    asked()
    before = asked()
    for _ in range(3):
        keeps(ben, told(ann, ben, bond), "kx-ann-aloud")
    assert asked() == before


def test_what_is_kept_in_a_bond_can_be_copied_too(ann: Player, ben: Player, bond: Bond) -> None:
    path = f"/bonds/{bond.pk}/promises/"
    ann.client.post(path, {"words-it": "kx-promise"})
    found = re.search(rf"{path}([0-9a-f-]{{36}})/", ben.client.get(path).content.decode())
    assert found is not None
    url = f"/bonds/{bond.pk}/keeps/{found[1]}/copy/"
    assert url in ben.client.get(f"{path}{found[1]}/").content.decode()
    assert ann.client.post(url).status_code == 404
    copy = ben.client.post(url)["Location"]
    ann.client.post(f"/bonds/{bond.pk}/keeps/{found[1]}/delete/")
    assert "kx-promise" not in ben.client.get(path).content.decode()
    assert "kx-promise" in text_of(ben.client.get(copy))
    assert str(member(bond, ann).pk) not in text_of(ben.client.get(copy))
