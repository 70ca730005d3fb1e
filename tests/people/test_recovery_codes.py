"""Another recovery code: the old one holds until the new one was typed back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import seal
from nearer.people import actions, changing, news
from nearer.people.again import FIELD
from nearer.people.models import Person
from nearer.people.passwords import lock_with_code, unlock_with_code
from nearer.vault.keyring import Keyring
from tests.cast import PASSWORD, Player, enter
from tests.people.faults import at_each_statement
from tests.trust.house import body

NEW = "seven herons by the weir"


@pytest.fixture
def old(ann: Player) -> str:
    """The code that Ann has on her note."""
    code = seal.recovery_code()
    person = ann.person
    lock_with_code(person, ann.keyring, code)
    person.save()
    return code


def opens(ann: Player, code: str) -> bool:
    found = unlock_with_code(ann.person, code)
    return found is not None and found.public == ann.keyring.public


def made(ann: Player) -> str:
    assert ann.client.post("/you/recovery/", {"do": "make", FIELD: PASSWORD}).status_code == 302
    shown = re.findall(
        r'class="code__group">([0-9A-Z]{4})<', body(ann.client.get("/you/recovery/"))
    )
    assert len(shown) == 8
    return "-".join(shown)


def typed(code: str, **changes: str) -> dict[str, str]:
    groups = code.split("-")
    return {"do": "type", "group-2": groups[2], "group-6": groups[6], **changes}


def test_looking_makes_no_code(ann: Player, old: str) -> None:
    page = body(ann.client.get("/you/recovery/"))
    assert "code__group" not in page
    assert ann.person.next_code is None


def test_until_it_is_typed_back_the_old_one_opens_and_the_new_one_does_not(
    ann: Player, old: str
) -> None:
    new = made(ann)
    assert opens(ann, old)
    assert not opens(ann, new)
    wrong = ann.client.post("/you/recovery/", typed(new, **{"group-2": "0000"}))
    assert wrong.status_code == 422
    assert "does not match yet" in body(wrong)
    assert opens(ann, old)
    assert ann.client.get("/bonds/").status_code == 200


def test_once_typed_back_only_the_new_one_opens(ann: Player, old: str) -> None:
    new = made(ann)
    done = ann.client.post("/you/recovery/", typed(new))
    assert done.headers["Location"] == "/you/?code"
    assert not opens(ann, old)
    assert opens(ann, new)
    assert ann.person.next_code is None
    assert actions.recover(email=ann.email, code=old, password=NEW) is None
    assert actions.recover(email=ann.email, code=new, password=NEW) is not None


def test_typing_it_back_twice_is_typing_it_back_once(ann: Player, old: str) -> None:
    new = made(ann)
    for _ in range(2):
        again = ann.client.post("/you/recovery/", typed(new))
        assert again.status_code == 302
    assert opens(ann, new)
    assert "the first time counted" in body(ann.client.get(again.headers["Location"]))


def test_asking_twice_shows_one_code(ann: Player, old: str) -> None:
    assert made(ann) == made(ann)


def test_one_may_keep_the_old_one_after_all(ann: Player, old: str) -> None:
    new = made(ann)
    ann.client.post("/you/recovery/", {"do": "keep"})
    assert ann.person.next_code is None
    ann.client.post("/you/recovery/", typed(new))
    assert opens(ann, old)
    assert not opens(ann, new)


def test_groups_of_one_that_was_given_up_are_not_said_to_hold(ann: Player, old: str) -> None:
    new = made(ann)
    ann.client.post("/you/recovery/", {"do": "keep"})
    for groups in (typed(new), typed(old), typed(new, **{"group-2": "0000"})):
        answer = ann.client.post("/you/recovery/", groups)
        assert answer.headers["Location"] == "/you/recovery/?none"
    page = body(ann.client.get("/you/recovery/?none"))
    assert "If you chose to keep the old one, it holds" in page
    assert news.latest(ann.keyring) == []
    assert opens(ann, old)


def rename(person: Person, keyring: Keyring) -> None:
    actions.rename(person=person, keyring=keyring, name="Annie")


def no_coach(person: Person, keyring: Keyring) -> None:
    actions.set_coach(person=person, keyring=keyring, on=False)


@pytest.mark.parametrize("deed", [rename, no_coach])
def test_no_code_gets_lost_over_what_another_page_changes_beside_it(
    ann: Player, old: str, deed: Callable[[Person, Keyring], None]
) -> None:
    before = ann.person
    new = changing.next_code(person=ann.person, keyring=ann.keyring)
    deed(before, ann.keyring)
    assert changing.next_code(person=ann.person, keyring=ann.keyring) == new
    before = ann.person
    assert actions.recover(email=ann.email, code=old, password=NEW)
    deed(before, ann.keyring)
    assert opens(ann, str(ann.person.pending_code.open(ann.keyring)))


def test_typing_back_a_code_that_is_spent_meanwhile_settles_nothing(db: None) -> None:
    dana = enter("Dana", settled=False)
    before = dana.person
    spent = str(before.pending_code.open(dana.keyring))
    assert actions.recover(email=dana.email, code=spent, password=NEW)
    groups = {0: spent.split("-")[0]}
    assert not actions.type_back(person=before, keyring=dana.keyring, groups=groups)
    assert opens(dana, str(dana.person.pending_code.open(dana.keyring)))


def test_whatever_statement_fails_one_of_the_two_opens(ann: Player, old: str) -> None:
    new = changing.next_code(person=ann.person, keyring=ann.keyring)

    def type_it() -> None:
        groups = {0: new.split("-")[0]}
        assert changing.type_next_code(person=ann.person, keyring=ann.keyring, groups=groups)

    def the_old_one_holds() -> None:
        assert opens(ann, old)
        assert changing.next_code(person=ann.person, keyring=ann.keyring) == new

    assert at_each_statement(type_it, the_old_one_holds) > 4
    assert opens(ann, new)


def test_coming_back_with_the_old_one_meanwhile_ends_the_new_one(ann: Player, old: str) -> None:
    new = made(ann)
    again = actions.recover(email=ann.email, code=old, password=NEW)
    assert again is not None
    assert ann.person.next_code is None
    assert not opens(ann, new)
    assert opens(ann, str(ann.person.pending_code.open(again)))


def test_whatever_statement_of_coming_back_fails_the_code_is_not_spent(
    ann: Player, old: str
) -> None:
    def come_back() -> None:
        assert actions.recover(email=ann.email, code=old, password=NEW)

    def still_there() -> None:
        assert opens(ann, old)

    assert at_each_statement(come_back, still_there) > 6
    assert not opens(ann, old)
