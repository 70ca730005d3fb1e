"""What I keep in a bond I can change, show to more of it, and take back; nobody else can."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nearer.bonds.models import Bond
from nearer.keeps import (
    cards,
    dates,
    ideas,
    jar,
    journal,
    keeping,
    little,
    plans,
    promises,
    prompts,
    showing,
    topics,
    versions,
)
from nearer.keeps.models import Keep, Notebook
from nearer.keeps.taking_back import take_back_all, take_out
from nearer.people.models import today
from nearer.vault.fields import Sealed
from tests.cast import Player, bind
from tests.keeps.pages import get, id_of, post, there

LINE = "was removed by its author."
PAGES = {
    "promise": "promises",
    "date": "dates",
    "plan": "plans",
    "little": "little-things",
    "journal": "journal",
    "prompt": "journal",
}


def made(player: Player, bond: Bond, other: Player) -> dict[str, Keep]:
    """One of each, in the words of whoever keeps it."""
    here, name = there(player, bond), player.name.lower()

    def id() -> uuid.UUID:
        return uuid.uuid4()

    def words(drawer: str) -> str:
        return f"kx-{name}-{drawer}"

    to = id_of(other, bond)
    return {
        "promise": promises.make(here=here, words=words("promise"), day=today(), id=id()),
        "date": dates.add(
            here=here, words=words("date"), day=today(), time="", whose="", told=[], id=id()
        ),
        "plan": plans.make(
            here=here, id=id(), words=words("plan"), day=today(), time="", where="kx-where"
        ),
        "little": little.add(
            here=here, about=here.me, asked="kx-asked", words=words("little"), id=id()
        ),
        "journal": journal.write(
            id=id(), words=words("journal"), asked="", keyring=player.keyring, here=here
        ),
        "prompt": prompts.leave(here=here, id=id(), to=to, words=words("prompt")),
        "appreciation": jar.put_in(here=here, words=words("appreciation"), to="", id=id()),
        "topic": topics.put_aside(here=here, words=words("topic"), id=id()),
    }


@pytest.fixture
def home(bond: Bond) -> str:
    return f"/bonds/{bond.pk}/"


@pytest.mark.parametrize("drawer", PAGES)
def test_a_plain_line_stays_where_it_was(
    ann: Player, ben: Player, bond: Bond, home: str, drawer: str
) -> None:
    row = made(ann, bond, ben)[drawer]
    assert f"kx-ann-{drawer}" in get(ben, home + PAGES[drawer] + "/")
    take_out(keep=row, keyring=ann.keyring)
    for player in (ann, ben):
        page = get(player, home + PAGES[drawer] + "/")
        assert f"kx-ann-{drawer}" not in page
        assert page.count(LINE) == 1
    body = Keep.objects.get(pk=row.pk).body.open(ben.keyring)
    assert body["words"] == ""
    assert "kx" not in str({k: v for k, v in body.items() if k not in ("answer",)})
    assert Keep.objects.get(pk=row.pk).comes_up is None


@pytest.mark.parametrize("drawer", ["appreciation", "topic"])
def test_a_slip_and_what_only_i_could_read_just_go(
    ann: Player, ben: Player, bond: Bond, drawer: str
) -> None:
    row = made(ann, bond, ben)[drawer]
    take_out(keep=row, keyring=ann.keyring)
    assert not Keep.objects.filter(pk=row.pk).exists()


def test_alone_in_a_bond_nothing_says_that_something_was_there(ann: Player) -> None:
    bond = bind(ann, kind="friend", name="Not yet")
    here = there(ann, bond)
    row = promises.make(here=here, words="kx", day=None, id=uuid.uuid4())
    take_out(keep=row, keyring=ann.keyring)
    assert not Keep.objects.exists()


def test_what_was_taken_back_comes_up_nowhere_any_more(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    for row in made(ann, bond, ben).values():
        take_out(keep=row, keyring=ann.keyring)
    for player in (ann, ben):
        assert "kx-" not in get(player, "/")
        for page in (*PAGES.values(), "jar", "topics"):
            assert "kx-" not in get(player, f"{home}{page}/")
        assert "kx-" not in get(player, f"{home}jar/?draw")


def test_it_is_gone_for_every_deed(ann: Player, ben: Player, bond: Bond, home: str) -> None:
    rows = made(ann, bond, ben)
    for row in rows.values():
        take_out(keep=row, keyring=ann.keyring)
    promise, plan = rows["promise"].pk, rows["plan"].pk
    for path in (
        f"promises/{promise}/words/",
        f"promises/{promise}/missed/",
        f"plans/{plan}/",
        f"dates/{rows['date'].pk}/",
        f"little-things/{rows['little'].pk}/",
        f"keeps/{rows['date'].pk}/show/",
    ):
        assert ann.client.get(home + path).status_code == 404
        assert ann.client.post(home + path, {"words-it": "x"}).status_code == 404
    assert ann.client.get(f"/journal/{rows['journal'].pk}/").status_code == 404
    keeping.change(keep=rows["plan"], keyring=ann.keyring, comes_up=None, words="back again")
    assert "back again" not in get(ben, home + "plans/")
    take_out(keep=rows["plan"], keyring=ann.keyring)
    assert get(ben, home + "plans/").count(LINE) == 1


def test_nobody_takes_out_or_changes_what_another_keeps(
    ann: Player, ben: Player, cleo: Player, bond: Bond, home: str
) -> None:
    rows = made(ann, bond, ben)
    before = {row.pk: bytes(row.__dict__["body"]) for row in Keep.objects.all()}
    form = {
        "words-it": "x",
        "words-plan": "x",
        "words-journal": "x",
        "choice-about": id_of(ben, bond),
        "choice-day": today().isoformat(),
        "choice-to": id_of(ben, bond),
        "sure": "yes",
    }
    for drawer, row in rows.items():
        for path in (
            f"{home}keeps/{row.pk}/delete/",
            f"{home}keeps/{row.pk}/show/",
            f"{home}plans/{row.pk}/delete/",
            f"{home}promises/{row.pk}/words/",
            f"{home}dates/{row.pk}/",
            f"{home}little-things/{row.pk}/",
            f"{home}jar/{row.pk}/",
            f"{home}topics/{row.pk}/",
            f"/journal/{row.pk}/",
            f"/journal/{row.pk}/delete/",
            f"/journal/{row.pk}/show/",
        ):
            for player in (ben, cleo):
                assert player.client.post(path, form).status_code == 404, (drawer, path)
    assert before == {row.pk: bytes(row.__dict__["body"]) for row in Keep.objects.all()}


def test_everything_i_keep_in_a_bond_goes_at_once_and_nothing_else(
    ann: Player, ben: Player, cleo: Player, bond: Bond, home: str
) -> None:
    other = bind(ann, cleo, kind="friend", name="Elsewhere")
    made(ann, bond, ben)
    made(ben, bond, ann)
    made(ann, other, cleo)
    here = there(ann, bond)
    cards.write(here=here, id="own-1", text="kx-ann-card", depth=1)
    own = uuid.uuid4()
    ideas.add(here=here, id=own, do="kx-ann-idea", cost=0, minutes=5, place="in", daring=1)
    take_back_all(here=there(ann, bond))
    for page in (*PAGES.values(), "jar", "cards/own", "ideas"):
        answer = ben.client.get(f"{home}{page}/")
        assert b"kx-ann" not in answer.content
    assert get(ben, home + "promises/").count(LINE) == 1
    assert "kx-ben-promise" in get(ann, home + "promises/")
    assert "kx-ann-promise" in get(cleo, f"/bonds/{other.pk}/promises/")
    assert not Notebook.objects.filter(author=ann.id, space=bond.pk).exists()
    bodies = [row.body.open_or(ben.keyring, {}) for row in Keep.objects.filter(bond=bond)]
    assert "kx-ann" not in str(bodies)


CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "date": ("dates/{}/", {"words-it": "kx-new", "choice-day": today().isoformat()}),
    "plan": ("plans/{}/", {"words-plan": "kx-new", "words-where": "kx-elsewhere"}),
    "little": ("little-things/{}/", {"words-it": "kx-new", "words-asked": "kx-other"}),
    "journal": ("", {"words-journal": "kx-new"}),
}


@pytest.mark.parametrize("drawer", CHANGES)
def test_what_it_said_before_can_be_looked_up(
    ann: Player, ben: Player, bond: Bond, home: str, drawer: str
) -> None:
    row = made(ann, bond, ben)[drawer]
    path, form = CHANGES[drawer]
    path = home + path.format(row.pk) if path else f"/journal/{row.pk}/"
    post(ann, path, {**form, "choice-about": id_of(ann, bond)})
    where = path if drawer == "plan" else f"{home}{PAGES[drawer]}/"
    page = get(ben, where)
    assert "earlier words" in page or drawer == "little"
    if drawer != "little":
        assert page.index("kx-new") < page.index(f"kx-ann-{drawer}")
    kept = keeping.opened([Keep.objects.get(pk=row.pk)], ben.keyring)[0]
    assert kept.words == "kx-new"
    assert [one.words for one in kept.earlier] == [f"kx-ann-{drawer}"]
    if drawer == "little":
        assert [one.asked for one in kept.earlier] == ["kx-asked"]
    if drawer == "plan":
        assert [one.where for one in kept.earlier] == ["kx-where"]


def test_another_day_for_the_same_words_is_no_version(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    row = made(ann, bond, ben)["plan"]
    post(ben, f"{home}plans/{row.pk}/", {"choice-day": today().isoformat(), "choice-time": "15:00"})
    assert keeping.opened([Keep.objects.get(pk=row.pk)], ann.keyring)[0].earlier == ()


def test_my_own_journal_keeps_no_versions(ann: Player) -> None:
    row = journal.write(id=uuid.uuid4(), words="kx-old", asked="", keyring=ann.keyring, here=None)
    post(ann, f"/journal/{row.pk}/", {"words-journal": "kx-new"})
    assert "kx-old" not in str(Keep.objects.get(pk=row.pk).body.open(ann.keyring))


def test_after_so_many_changes_nothing_typed_is_lost(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    row = made(ann, bond, ben)["date"]
    form = {"choice-day": today().isoformat()}
    for n in range(versions.MOST):
        post(ann, f"{home}dates/{row.pk}/", {**form, "words-it": f"kx-{n}"})
    answer = post(ann, f"{home}dates/{row.pk}/", {**form, "words-it": "kx-last"}, status=422)
    assert "kx-last" in answer.content.decode()
    assert "kx-last" not in get(ben, home + "dates/")


@pytest.fixture
def family(ann: Player, ben: Player, cleo: Player) -> Bond:
    return bind(ann, ben, cleo, kind="family", name="All of us")


def test_a_page_of_my_own_is_shown_to_those_i_choose(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    row = journal.write(id=uuid.uuid4(), words="kx-own", asked="", keyring=ann.keyring, here=None)
    url, to = f"/journal/{row.pk}/show/", id_of(ben, family)
    assert url in ann.client.get(f"/journal/{row.pk}/").content.decode()
    assert "To whom?" in get(ann, url)
    post(ann, url, {"sure": "yes"}, status=422)
    assert "Ben will see this, Cleo will not" in get_posted(ann, url, {"choice-to": to})
    form = {"choice-to": to, "sure": "yes", "form": str(uuid.uuid4())}
    for _ in range(2):
        post(ann, url, form)
    assert [one.words for one in journal.shared(there(ben, family))] == ["kx-own"]
    assert journal.shared(there(cleo, family)) == []
    assert "kx-own" in get(ann, "/journal/")
    assert ben.client.get(url).status_code == 404


def get_posted(player: Player, path: str, form: dict[str, Any]) -> str:
    from tests.keeps.pages import words

    answer = player.client.post(path, form)
    assert answer.status_code == 200
    return words(answer)


@pytest.mark.parametrize("drawer", ["date", "appreciation"])
def test_what_was_for_one_can_be_shown_to_another_too(
    ann: Player, ben: Player, cleo: Player, family: Bond, drawer: str
) -> None:
    here, to = there(ann, family), id_of(ben, family)
    row = (
        dates.add(here=here, words="kx", day=today(), time="", whose="", told=[to], id=uuid.uuid4())
        if drawer == "date"
        else jar.put_in(here=here, words="kx", to=to, id=uuid.uuid4())
    )
    assert row.body.open_or(cleo.keyring, None) is None
    url = f"/bonds/{family.pk}/keeps/{row.pk}/show/"
    assert "Cleo will see this" in get(ann, url)
    post(ann, url, {"choice-to": id_of(cleo, family), "sure": "yes"})
    row = Keep.objects.get(pk=row.pk)
    for player in (ann, ben, cleo):
        found = there(player, family).drawer(drawer)
        assert [one.words for one in found] == ["kx"]
        name = showing.NARROW[drawer]
        assert not found[0].body[name] or id_of(cleo, family) in found[0].body[name]
    assert "nobody here who could see it and does not yet" in get(ann, url)


def test_queries_do_not_grow_with_lines_and_versions(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            for page in sorted({*PAGES.values(), "jar"}):
                get(ben, f"{home}{page}/")
        return len(found)

    for row in made(ann, bond, ben).values():
        take_out(keep=row, keyring=ann.keyring)
    made(ann, bond, ben)
    asked()
    before = asked()
    for _ in range(3):
        for row in made(ann, bond, ben).values():
            take_out(keep=row, keyring=ann.keyring)
        made(ann, bond, ben)
    assert asked() == before


def test_a_drawer_is_opened_once_for_a_page_and_its_lines(
    ann: Player, ben: Player, bond: Bond, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for row in made(ann, bond, ben).values():
        take_out(keep=row, keyring=ann.keyring)
    rows = made(ann, bond, ben)
    seen: list[uuid.UUID] = []
    unseal = Sealed.open

    def counted(sealed: Sealed, keyring: Any = None) -> Any:
        seen.append(sealed._row.id)
        return unseal(sealed, keyring)

    monkeypatch.setattr(Sealed, "open", counted)
    for drawer in ("promise", "date", "plan", "journal", "prompt"):
        seen.clear()
        assert LINE in get(ben, f"{home}{PAGES[drawer]}/")
        assert seen.count(rows[drawer].id) == 1, drawer


def test_of_a_slip_that_still_waits_in_the_jar_no_copy_can_be_kept(
    ann: Player, ben: Player, bond: Bond
) -> None:
    here = there(ann, bond)
    rows = [
        jar.put_in(here=here, words=f"kx-{n}", to="", id=uuid.uuid4())
        for n in range(jar.LATEST + 1)
    ]
    found = [ben.client.get(f"/bonds/{bond.pk}/keeps/{row.pk}/copy/").status_code for row in rows]
    assert found == [200, *[404] * jar.LATEST]
