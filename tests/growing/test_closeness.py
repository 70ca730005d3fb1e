"""The closeness check: mine alone, never added up, and gone when I delete it."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from nearer.bonds.models import Bond
from nearer.growing import closeness, drawing
from nearer.growing.closeness import ITEMS, Check, moved
from nearer.growing.models import OwnPage
from nearer.sittings import drafts
from nearer.sittings.leaving import leave_bond
from tests.cast import Player, bind, member
from tests.trust.house import Response, normal
from tests.trust.visitor import forms_of

ALL = {f"rating-{item}": "4" for item in ITEMS}


def put_down(player: Player, bond: Bond, **more: str) -> Response:
    """Fill in the page as somebody would."""
    path = f"/closeness/{bond.pk}/now/"
    form = next(f for f in forms_of(player.client.get(path).content.decode()) if "form" in f.names)
    names = {name.replace("__", "-"): value for name, value in more.items()}
    return player.client.post(path, {**dict(form.filled()), **names})


def course(player: Player, bond: Bond) -> str:
    return player.client.get(f"/closeness/{bond.pk}/").content.decode()


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def check(day: date, circles: int | None = None, **answers: int) -> Check:
    return Check(uuid.uuid4(), "bond", "Us two", noon(day), answers, circles, "")


def keep(player: Player, bond: Bond, day: date, **more: int) -> None:
    """Put something down on another day."""
    circles = more.pop("circles", None)
    closeness.put_down(
        bond=bond.pk,
        name="Us two",
        answers=more,
        circles=circles,
        words="",
        at=noon(day),
        form=uuid.uuid4(),
        keyring=player.keyring,
    )


def test_what_is_put_down_is_shown_to_me_again(ann: Player, bond: Bond) -> None:
    answer = put_down(ann, bond, **ALL, choice__circles="3", words__line="kxthe week of the move")

    assert answer.status_code == 302
    page = course(ann, bond)
    assert "kxthe week of the move" in page
    assert "a little shared" in page
    assert page.count("mostly") == len(ITEMS)
    assert "This is the first." in page


def test_it_lies_in_my_own_vault_and_nobody_else_sees_it(
    ann: Player, ben: Player, bond: Bond
) -> None:
    pages = ["/", "/bonds/", f"/bonds/{bond.pk}/", "/closeness/", f"/closeness/{bond.pk}/"]
    before = [normal(ben.client.get(path)) for path in pages]

    put_down(ann, bond, **ALL, words__line="kxmine")

    row = OwnPage.objects.get()
    assert (row.author, row.space) == (ann.id, ann.id)
    assert [normal(ben.client.get(path)) for path in pages] == before


def test_the_database_tells_neither_what_it_is_nor_which_bond(ann: Player, bond: Bond) -> None:
    other = bind(ann, kind="friend", name="Another")
    put_down(ann, bond, **ALL)
    put_down(ann, bond, **ALL)
    put_down(ann, other, **ALL)

    rows = OwnPage.objects.all()
    marks = {bytes(row.mark) for row in rows}
    assert len(rows) == 3
    assert len(marks) == 3
    for row in rows:
        raw = bytes(row.mark) + row.id.bytes + bytes(row.__dict__["body"])
        assert bond.pk.bytes not in raw
        assert str(bond.pk).encode() not in raw


def test_nothing_has_to_be_answered_but_one_thing(ann: Player, bond: Bond) -> None:
    empty = put_down(ann, bond)
    assert empty.status_code == 422
    assert "One is enough" in empty.content.decode()

    assert put_down(ann, bond, choice__circles="7").status_code == 302


@pytest.mark.parametrize("value", ["0", "6", "-1", "x", "4.0", "٣", ""])
def test_what_is_no_answer_is_none(ann: Player, bond: Bond, value: str) -> None:
    answer = put_down(ann, bond, rating__safe=value, choice__circles=f"{value}9")

    assert answer.status_code == 422
    assert not OwnPage.objects.exists()


def test_words_that_are_too_long_are_given_back(ann: Player, bond: Bond) -> None:
    answer = put_down(ann, bond, **ALL, words__line="kxlong " * 4_000)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "kxlong kxlong" in page
    assert page.count("checked") == len(ITEMS)
    assert not OwnPage.objects.exists()


def test_the_same_form_twice_is_kept_once(ann: Player, bond: Bond) -> None:
    form = str(uuid.uuid4())
    for _ in range(3):
        put_down(ann, bond, **ALL, form=form)

    assert OwnPage.objects.count() == 1


def test_a_form_of_mine_can_not_hit_a_page_of_another(ann: Player, ben: Player, bond: Bond) -> None:
    form = str(uuid.uuid4())
    put_down(ann, bond, **ALL, form=form, words__line="kxann")
    put_down(ben, bond, **ALL, form=form, words__line="kxben")

    assert "kxann" in course(ann, bond)
    assert "kxben" in course(ben, bond)
    assert "kxben" not in course(ann, bond)


def test_what_is_begun_is_kept_as_a_draft_until_it_is_put_down(ann: Player, bond: Bond) -> None:
    place = f"/closeness/{bond.pk}/now/"
    ann.client.post(
        "/drafts/",
        {"place": place, "title": "Something", "rating-safe": "2", "words-line": "kxbegun"},
        headers={"Sec-Fetch-Mode": "cors"},
    )

    page = ann.client.get(place).content.decode()
    assert "kxbegun" in page
    assert "checked" in page
    put_down(ann, bond, **ALL)
    assert drafts.find(place=place, keyring=ann.keyring) == {}


def test_only_change_is_told_and_only_of_what_was_answered_both_times() -> None:
    then = check(date(2026, 3, 1), safe=4, known=2, heard=3, light=5)
    now = check(date(2026, 4, 1), safe=4, known=4, heard=1, ask=5)

    found = moved(then, now)

    assert found.since == date(2026, 3, 1)
    assert (found.more, found.less, found.same) == ("being known", "being heard", "feeling safe")


def test_the_page_tells_what_moved_without_a_figure(ann: Player, bond: Bond) -> None:
    keep(ann, bond, date(2026, 3, 1), safe=4, known=2, heard=4, circles=2)
    keep(ann, bond, date(2026, 4, 2), safe=4, known=4, heard=3, circles=5)

    page = course(ann, bond)
    main = page.split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
    told = " ".join(re.sub(r"<form.*?</form>", "", main, flags=re.S).split())
    words = re.sub(r"<[^>]+>", " ", told)

    assert "Since 1 March" in words
    assert re.search(r"More:\s+being known\.", words)
    assert re.search(r"Less:\s+being heard\.", words)
    assert "1 March 2026: side by side; 2 April 2026: half shared" in told
    # Days are the only figures on it.
    assert re.findall(r"\d+", re.sub(r"\d+ (March|April)( 2026)?", "", words)) == []
    for word in ("average", "score", "total", "points", "%", "stay together", "should"):
        assert word not in words


@pytest.mark.parametrize(("level", "offered"), [(1, True), (2, False), (5, False)])
def test_the_help_page_is_offered_where_somebody_does_not_feel_safe_at_all(
    ann: Player, bond: Bond, level: int, offered: bool
) -> None:
    put_down(ann, bond, **{**ALL, "rating-safe": str(level)})

    assert ("do not feel safe at all" in course(ann, bond)) is offered


@pytest.mark.parametrize(("safe", "offered"), [(1, False), (2, False), (3, True)])
def test_no_talk_is_suggested_to_somebody_who_is_afraid(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch, safe: int, offered: bool
) -> None:
    monkeypatch.setattr("nearer.growing.closeness_views.TO_DO", ("sharing",))
    keep(ann, bond, date(2026, 3, 1), safe=5)
    keep(ann, bond, date(2026, 4, 1), safe=safe)

    assert ("If you would like to do something" in course(ann, bond)) is offered


def test_words_that_sound_like_danger_bring_up_help_for_me_alone(ann: Player, bond: Bond) -> None:
    put_down(ann, bond, **ALL, words__line="I want to die.")

    assert "somebody to talk to now" in course(ann, bond)


def test_of_two_on_one_day_the_later_counts_as_the_latest(ann: Player, bond: Bond) -> None:
    for level in "5151":
        put_down(ann, bond, rating__safe=level)

    levels = [check.answers["safe"] for check in closeness.checks(bond.pk, ann.keyring)[0]]
    assert levels == [5, 1, 5, 1]
    assert "do not feel safe at all" in course(ann, bond)


def test_one_or_all_of_it_can_be_deleted(ann: Player, bond: Bond) -> None:
    for line in ("kxfirst", "kxsecond", "kxthird"):
        put_down(ann, bond, **ALL, words__line=line)
    one = next(c for c in closeness.checks(bond.pk, ann.keyring)[0] if c.words == "kxsecond")

    ann.client.post(f"/closeness/{bond.pk}/{one.id}/delete/")
    page = course(ann, bond)
    assert "kxfirst" in page
    assert "kxsecond" not in page

    ann.client.post(f"/closeness/{bond.pk}/delete/")
    assert "kxfirst" not in course(ann, bond)
    assert not OwnPage.objects.exists()


def test_nobody_deletes_what_is_mine(ann: Player, ben: Player, bond: Bond) -> None:
    put_down(ann, bond, **ALL)
    row = OwnPage.objects.get()

    assert ben.client.post(f"/closeness/{bond.pk}/{row.pk}/delete/").status_code == 404
    assert ben.client.post(f"/closeness/{bond.pk}/delete/").status_code == 302
    assert OwnPage.objects.filter(pk=row.pk).exists()


def test_it_stays_mine_after_i_have_left_until_i_delete_it(ann: Player, bond: Bond) -> None:
    put_down(ann, bond, **ALL, words__line="kxbefore I left")
    leave_bond(bond=bond, member=member(bond, ann), person=ann.person, keyring=ann.keyring)

    assert "Us two" in ann.client.get("/closeness/").content.decode()
    assert "kxbefore I left" in course(ann, bond)
    assert ann.client.get(f"/closeness/{bond.pk}/now/").status_code == 404
    gone = ann.client.post(f"/closeness/{bond.pk}/delete/")
    assert gone["Location"] == "/closeness/"
    assert ann.client.get(f"/closeness/{bond.pk}/").status_code == 404


def test_a_bond_that_is_not_mine_looks_like_none(cleo: Player, ann: Player, bond: Bond) -> None:
    put_down(ann, bond, **ALL)
    there = cleo.client.get(f"/closeness/{bond.pk}/")
    nothing = cleo.client.get(f"/closeness/{uuid.uuid4()}/")

    assert there.status_code == nothing.status_code == 404
    assert normal(there) == normal(nothing)


def test_one_damaged_page_is_said_and_the_others_show(ann: Player, bond: Bond) -> None:
    put_down(ann, bond, **ALL, words__line="kxwhole")
    put_down(ann, bond, **ALL, words__line="kxspoilt")
    one = next(c for c in closeness.checks(bond.pk, ann.keyring)[0] if c.words == "kxspoilt")
    OwnPage.objects.filter(pk=one.id).update(body=b"\x01" + b"?" * 300)

    page = course(ann, bond)
    assert "kxwhole" in page
    assert "damaged" in page
    assert ann.client.get("/closeness/").status_code == 200
    ann.client.post(f"/closeness/{bond.pk}/{one.id}/delete/")
    assert "damaged" not in course(ann, bond)


def test_early_is_said_and_not_hindered(ann: Player, bond: Bond) -> None:
    put_down(ann, bond, **ALL)

    assert "The last time was" in ann.client.get(f"/closeness/{bond.pk}/now/").content.decode()
    assert put_down(ann, bond, **ALL).status_code == 302


def test_the_line_joins_the_circles_and_keeps_within_the_picture() -> None:
    first = date(2026, 1, 1)
    days = [check(first + timedelta(days=30 * n), circles=1 + n % 7) for n in range(40)]
    line = drawing.line(days)

    assert line is not None
    assert len(line.points) == drawing.MOST_POINTS
    assert line.points[-1].day == days[-1].day
    for point in line.points:
        assert drawing.MARGIN <= point.x <= drawing.WIDTH - drawing.MARGIN
        assert drawing.MARGIN <= point.y <= drawing.HEIGHT - drawing.MARGIN
    assert drawing.line(days[:1]) is None
    assert drawing.line([check(first, safe=3), check(first, circles=2)]) is None


def test_the_circles_come_nearer_picture_by_picture() -> None:
    gaps = [picture.other - picture.mine for picture in drawing.all_circles()]

    assert gaps == sorted(gaps, reverse=True)
    assert len(gaps) == 7
    assert gaps[0] > 40 > gaps[2]
