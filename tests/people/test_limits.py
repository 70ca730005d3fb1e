"""Guessing is slow, wherever it comes from, and never keeps the owner out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.people import actions, known, limits
from nearer.people.models import Budget, KnownDevice, Person, email_index
from nearer.people.passwords import Attempt, lock_with_code
from nearer.vault.keyring import Keyring
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, bind, enter, member
from tests.full import FULL
from tests.trust import tables
from tests.trust.house import body, normal

GUESSES = 1000 if FULL else 150
TIMES = 200 if FULL else 50
WRONG = "not the password at all"
NEW = "seven herons by the weir"


@contextmanager
def counted() -> Iterator[list[int]]:
    """How often Argon2 ran."""
    runs: list[int] = []
    from seal import passwords

    real = passwords._argon2id

    def one(*args: Any) -> bytes:
        runs.append(1)
        return real(*args)

    with mock.patch("seal.passwords._argon2id", one):
        yield runs


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with mock.patch("nearer.people.limits.timezone.now", return_value=moment):
        yield


@pytest.fixture(autouse=True)
def _one_hour(ann: Player) -> Iterator[None]:
    """No test runs across the full hour, and none begins with a budget that signing up spent."""
    Budget.objects.all().delete()
    with at(timezone.now().replace(minute=20)):
        yield


def known_browser(player: Player) -> Client:
    """A browser on which they signed in once, and out again."""
    client = Client()
    assert client.post("/sign-in/", signing_in(player.email)).status_code == 302
    client.post("/sign-out/")
    return client


def signing_in(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {"email": email, "password": password}


def test_of_many_guesses_from_everywhere_twenty_reach_the_password(ann: Player) -> None:
    with counted() as runs:
        for number in range(GUESSES):
            Client().post(
                "/sign-in/",
                signing_in(ann.email, f"{WRONG} {number}"),
                headers={
                    "X-Forwarded-For": f"198.51.{number % 250}.{number // 250}",
                    "X-Real-IP": f"203.0.113.{number % 250}",
                    "Forwarded": f"for=192.0.2.{number % 250}",
                },
                REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}",
            )
    assert len(runs) == limits.TRIES


def test_the_owner_gets_in_on_a_browser_they_know_while_somebody_guesses(ann: Player) -> None:
    mine = known_browser(ann)
    for _ in range(30):
        Client().post("/sign-in/", signing_in(ann.email, WRONG))
    assert Client().post("/sign-in/", signing_in(ann.email)).status_code == 422
    assert mine.post("/sign-in/", signing_in(ann.email, WRONG)).status_code == 422
    assert mine.post("/sign-in/", signing_in(ann.email)).status_code == 302


def test_a_slip_on_a_known_browser_is_called_a_slip_while_somebody_guesses(ann: Player) -> None:
    mine = known_browser(ann)
    for _ in range(30):
        Client().post("/sign-in/", signing_in(ann.email, WRONG))
    page = body(mine.post("/sign-in/", signing_in(ann.email, WRONG)))
    assert "do not belong together" in page


def test_a_known_browser_has_a_budget_too_and_gets_it_back_by_coming_in(ann: Player) -> None:
    mine = known_browser(ann)
    with counted() as runs:
        for number in range(100):
            mine.post("/sign-in/", signing_in(ann.email, f"{WRONG} {number}"))
    assert len(runs) == limits.TRIES
    Budget.objects.all().delete()
    for _ in range(limits.TRIES - 1):
        mine.post("/sign-in/", signing_in(ann.email, WRONG))
    assert mine.post("/sign-in/", signing_in(ann.email)).status_code == 302
    mine.post("/sign-out/")
    for _ in range(limits.TRIES - 1):
        mine.post("/sign-in/", signing_in(ann.email, WRONG))
    assert mine.post("/sign-in/", signing_in(ann.email)).status_code == 302


def test_an_account_of_ones_own_under_somebodys_address_gives_no_more_guesses(ann: Player) -> None:
    actions.sign_up(email=ann.email, name="Thief", password=NEW, adult=True)
    thief = Client()
    assert thief.post("/sign-in/", signing_in(ann.email, NEW)).status_code == 302
    thief.post("/sign-out/")
    for number in range(limits.TRIES):
        Client().post("/sign-in/", signing_in(ann.email, f"{WRONG} {number}"))
    assert thief.post("/sign-in/", signing_in(ann.email)).status_code == 422
    assert not SignedIn.objects.filter(person=ann.id).exclude(sid=_own(ann)).exists()


@contextmanager
def tries_on(player: Player) -> Iterator[list[str]]:
    """Every password that is tried on somebody's account."""
    tried: list[str] = []
    real = Attempt.opens

    def opens(attempt: Attempt, person: Person) -> Keyring | None:
        if person.pk == player.id:
            tried.append(attempt._password)
        return real(attempt, person)

    with mock.patch.object(Attempt, "opens", opens):
        yield tried


@pytest.fixture(params=["before hers", "after hers"])
def thiefs_browser(ann: Player, request: pytest.FixtureRequest) -> Client:
    """Ann has signed in on it, and so has a thief, to an account under her address."""
    keyring = actions.sign_up(email=ann.email, name="Thief", password=NEW, adult=True)
    long_ago = timezone.now().date() - timedelta(days=9)
    older = ann.id if request.param == "before hers" else keyring.person
    Person.objects.filter(pk=older).update(since=long_ago)
    shared = known_browser(ann)
    shared.post("/sign-in/", signing_in(ann.email, NEW))
    shared.post("/sign-out/")
    Budget.objects.all().delete()
    return shared


def test_signing_in_to_an_account_of_ones_own_gives_no_more_guesses_on_a_shared_browser(
    ann: Player, thiefs_browser: Client
) -> None:
    with tries_on(ann) as tried:
        for again in range(4):
            for number in range(limits.TRIES - 1):
                thiefs_browser.post("/sign-in/", signing_in(ann.email, f"{WRONG} {again} {number}"))
            assert thiefs_browser.post("/sign-in/", signing_in(ann.email, NEW)).status_code == 302
            thiefs_browser.post("/sign-out/")
    wrong = [password for password in tried if password != NEW]
    assert len(wrong) == limits.TRIES
    assert thiefs_browser.post("/sign-in/", signing_in(ann.email)).status_code == 422


def test_a_password_that_opens_another_account_was_a_guess_all_the_same(
    ann: Player, thiefs_browser: Client
) -> None:
    """Or whoever gives their own account one password after the other could try them all."""
    with tries_on(ann) as tried:
        for _ in range(limits.TRIES + 10):
            assert thiefs_browser.post("/sign-in/", signing_in(ann.email, NEW)).status_code == 302
            thiefs_browser.post("/sign-out/")
    assert len(tried) in {0, limits.TRIES}


def test_whoever_comes_in_on_a_shared_browser_gets_back_their_own_tries_alone(
    ann: Player, thiefs_browser: Client
) -> None:
    for _ in range(3):
        for _ in range(5):
            thiefs_browser.post("/sign-in/", signing_in(ann.email, WRONG))
        assert thiefs_browser.post("/sign-in/", signing_in(ann.email)).status_code == 302
        thiefs_browser.post("/sign-out/")
    # The thief's, on which her password may have been tried first, and that of the address.
    assert sorted(Budget.objects.values_list("count", flat=True)) in ([15, 15], [15, 18])


def _own(player: Player) -> bytes:
    import seal

    return seal.session_id(player.token)


def test_the_budget_is_back_after_an_hour_and_old_rows_are_gone(ann: Player) -> None:
    noon = timezone.now().replace(minute=0, second=0, microsecond=0)
    with at(noon):
        for _ in range(limits.TRIES):
            actions.sign_in(email=ann.email, password=WRONG)
        with pytest.raises(limits.Limited) as no:
            actions.sign_in(email=ann.email, password=PASSWORD)
        assert no.value.when == "in about 60 minutes"
    with at(noon + timedelta(minutes=57)), pytest.raises(limits.Limited) as no:
        actions.sign_in(email=ann.email, password=PASSWORD)
    assert no.value.when == "in a few minutes"
    with at(noon + timedelta(minutes=60)):
        assert actions.sign_in(email=ann.email, password=PASSWORD) is not None
    assert Budget.objects.count() == 1


def test_the_answer_is_kind_and_keeps_words_on_their_way(ann: Player) -> None:
    for _ in range(limits.TRIES):
        Client().post("/sign-in/", signing_in(ann.email, WRONG))
    form = {**signing_in(ann.email), "again": "yes", "next": "/", "kept-words": "kxcarried words"}
    answer = Client().post("/sign-in/", form)
    assert answer.status_code == 422
    for part in ("Nothing is lost", "try again in", "recovery code", "kxcarried words"):
        assert part in body(answer)
    assert PASSWORD not in body(answer)


def test_an_unknown_address_and_a_known_one_are_answered_alike_before_and_after(
    ann: Player,
) -> None:
    def pages(email: str) -> list[str]:
        answers = [Client().post("/sign-in/", signing_in(email, WRONG)) for _ in range(25)]
        return [normal(answer).replace(email, "ADDRESS") for answer in answers]

    assert pages(ann.email) == pages("ant@example.org")


def test_an_unknown_address_costs_the_same_work(ann: Player) -> None:
    for email in (ann.email, "nobody@example.org"):
        with counted() as runs:
            Client().post("/sign-in/", signing_in(email, WRONG))
        assert len(runs) == 1


def test_a_hundred_wrong_recovery_codes_cost_nothing_and_keep_nobody_out(ann: Player) -> None:
    import seal

    code = seal.recovery_code()
    person = ann.person
    lock_with_code(person, ann.keyring, code)
    person.save()
    form = {"email": ann.email, "password": NEW, "password_again": NEW}
    with counted() as runs:
        for _ in range(100):
            Client().post("/recover/", {**form, "code": seal.recovery_code()})
    assert not runs
    assert Client().post("/recover/", {**form, "code": code}).status_code == 302


def test_while_somebody_guesses_the_recovery_code_sets_a_new_password(ann: Player) -> None:
    import seal

    code = seal.recovery_code()
    person = ann.person
    lock_with_code(person, ann.keyring, code)
    person.save()
    for _ in range(30):
        Client().post("/sign-in/", signing_in(ann.email, WRONG))
    form = {"email": ann.email, "code": code, "password": NEW, "password_again": NEW}
    mine = Client()
    assert mine.post("/recover/", form).status_code == 302
    mine.post("/sign-out/")
    assert mine.post("/sign-in/", signing_in(ann.email, NEW)).status_code == 302


def test_wrong_codes_of_many_invitations_come_to_an_end(ann: Player, ben: Player) -> None:
    made = []
    for number in range(6):
        bond = bind(ann, kind="friend", name=f"Bond {number}")
        made.append(bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring))
    for one in made[:5]:
        for _ in range(4):
            ben.client.post(f"/invitations/{one.pk}/", {"code": "AAAA-AAAA-AAAA"})
    answer = ben.client.post(f"/invitations/{made[5].pk}/", {"code": "AAAA-AAAA-AAAA"})
    assert "Try again in" in body(answer)
    assert 'value="AAAA-AAAA-AAAA"' in body(answer)
    made[5].refresh_from_db()
    assert made[5].wrong == 0
    # It is the right one for somebody else all the while.
    code = str(made[5].code.open(ann.keyring))
    assert invitations.read(invitation=made[5], code=code).inviter == "Ann"


def test_the_table_of_budgets_tells_nothing(ann: Player) -> None:
    Client().post("/sign-in/", signing_in(ann.email, WRONG))
    Client().post("/sign-in/", signing_in("nobody@example.org", WRONG))
    rows = tables.rows("people_budget")
    assert {frozenset(row) for row in rows} == {frozenset({"id", "mark", "hour", "count"})}
    assert {len(bytes(row["mark"])) for row in rows} == {32}
    index = email_index(ann.email)
    assert all(index != bytes(row["mark"]) for row in rows)


def test_the_cookie_of_a_known_browser_is_random_outlives_signing_out_and_is_not_stored(
    ann: Player,
) -> None:
    mine = known_browser(ann)
    cookie = mine.cookies[known.COOKIE]
    assert cookie["max-age"] == 365 * 24 * 3600
    assert all(cookie[name] for name in ("secure", "httponly", "samesite"))
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    import base64

    token = base64.urlsafe_b64decode(cookie.value)
    assert len(token) == 32
    held = b"".join(bytes(row["mark"]) for row in tables.rows("people_knowndevice"))
    assert token not in held
    assert known_browser(ann).cookies[known.COOKIE].value != cookie.value


def test_the_cookie_alone_opens_nothing(ann: Player) -> None:
    mine = known_browser(ann)
    thief = Client()
    thief.cookies[known.COOKIE] = mine.cookies[known.COOKIE].value
    assert thief.get("/bonds/").status_code == 302
    assert "Ann" not in body(thief.get("/sign-in/"))


def test_two_people_on_one_browser_cannot_be_told_to_share_it(ann: Player, ben: Player) -> None:
    shared = known_browser(ann)
    shared.post("/sign-in/", signing_in(ben.email))
    rows = KnownDevice.objects.filter(person__in=[ann.id, ben.id])
    assert rows.count() == 2
    assert len({bytes(row.mark) for row in rows}) == 2
    shared.post("/sign-out/")
    assert known.known(_token(shared), [ann.person, ben.person]) == [ann.person, ben.person]


def _token(client: Client) -> bytes:
    import base64

    return base64.urlsafe_b64decode(client.cookies[known.COOKIE].value)


def test_a_browser_is_forgotten_after_a_year(ann: Player) -> None:
    mine = known_browser(ann)
    KnownDevice.objects.update(until=timezone.now().date() - timedelta(days=1))
    assert known.known(_token(mine), [ann.person]) == []
    known_browser(enter("Dana"))
    assert not KnownDevice.objects.filter(person=ann.id).exists()


def post_and_time(path: str, form: dict[str, str]) -> tuple[float, str]:
    """Seconds of work (not of waiting for a busy machine), and what there was to see."""
    Budget.objects.all().delete()
    client = Client()
    start = time.process_time()
    answer = client.post(path, form)
    took = time.process_time() - start
    where = answer.headers.get("Location", "")
    return took, f"{answer.status_code} {where} {len(answer.content)}"


def in_turn(path: str, first: str, second: str, form: dict[str, str]) -> float:
    """How much longer one takes than the other, medians of tries made in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    told: set[str] = set()
    before = list(Person.objects.values_list("pk", flat=True))
    for number in range(TIMES):
        # One of its own each time, where that is what makes an account.
        password = f"{NEW} number {number} {len(first)} {time.perf_counter_ns()}"
        for place, email in enumerate((first, second)):
            typed = {"email": email.format(number), "password": password}
            took, seen = post_and_time(path, {**form, **typed, "password_again": password})
            times[place].append(took)
            told.add(seen)
            # Hundreds of accounts at one address, which nobody has, would take longer indeed.
            Person.objects.exclude(pk__in=before).delete()
    assert len(told) == 1, told
    return statistics.median(times[0]) / statistics.median(times[1])


@pytest.mark.parametrize("path", ["/sign-in/", "/recover/", "/join/"])
def test_neither_time_nor_length_tells_whether_there_is_an_account(ann: Player, path: str) -> None:
    form = {"name": "Dana", "age": "adult", "code": "-".join(["AAAA"] * 8)}
    ratios = []
    for again in range(3):  # a busy machine may spoil one round, a difference spoils all
        # As long as ann@example.org, since the page says it again.
        ratios.append(in_turn(path, ann.email, f"{again}{{:02x}}@example.org", form))
        if 0.9 < ratios[-1] < 1.1:
            return
    raise AssertionError(ratios)


def test_a_sign_in_that_spares_itself_the_work_would_be_seen(ann: Player) -> None:
    thorough = actions.sign_in

    def hasty(*, email: str, **more: Any) -> Keyring | None:
        there = Person.objects.with_email(email).exists()
        return thorough(email=email, **more) if there else None

    with mock.patch("nearer.people.actions.sign_in", hasty):
        ratio = in_turn("/sign-in/", ann.email, "{:02x}z@example.org", {})
    assert ratio > 1.1


def test_people_are_found_newest_first_so_that_a_fresh_account_is_never_hidden(
    ann: Player,
) -> None:
    Person.objects.filter(pk=ann.id).update(since=timezone.now().date() - timedelta(days=9))
    fresh = actions.sign_up(email=ann.email, name="Ann", password=NEW, adult=True)
    assert [p.id for p in Person.objects.with_email(ann.email)] == [fresh.person, ann.id]
