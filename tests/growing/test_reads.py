"""Short reads: whole, with their sources, and leading to something that is there."""

from __future__ import annotations

import re

import pytest

from nearer.growing.barriers import all_barriers
from nearer.growing.reads import GYM, HELP, THEMES, Read, all_reads, get, onward
from nearer.practices import shelf
from tests.cast import Player

CLAIMS = re.compile(
    r"\b(therap(y|ies|ists?|eutic)|diagnos\w*|treat(s|ed|ing|ment|ments)?|cur(e|es|ed|ing))\b"
    r"|\bproven\b|\bscience says\b|\bguarantee",
    re.I,
)
KNOWN_FROM = re.compile(r"^[A-Z].* (19|20)\d\d\b")

every_read = pytest.mark.parametrize("read", all_reads(), ids=lambda read: read.slug)


def leads_to(slug: str) -> bool:
    """Whether something of this slug is there: a practice, the gym or the help page."""
    return slug in {GYM, HELP, *(script.slug for script in shelf.all())}


def test_there_are_enough_and_some_on_every_theme() -> None:
    assert len(all_reads()) >= 24
    assert {read.theme for read in all_reads()} == set(THEMES)
    assert len({read.title for read in all_reads()}) == len(all_reads())


@every_read
def test_it_says_where_it_is_known_from(read: Read) -> None:
    assert read.sources
    for source in read.sources:
        assert KNOWN_FROM.match(source), source


@every_read
def test_it_takes_two_minutes(read: Read) -> None:
    words = " ".join(read.body).split()

    assert 200 <= len(words) <= 400
    assert read.minutes == 2


@every_read
def test_it_leads_to_something_that_is_there(read: Read) -> None:
    assert leads_to(read.leads_to), read.leads_to


@every_read
def test_its_researchers_are_named_in_the_text(read: Read) -> None:
    told = " ".join(read.body)
    names = [re.split(r",| and | ", source)[0] for source in read.sources]

    assert any(name in told for name in names) or re.search(r"[Rr]esearch|studies|review", told)


@every_read
def test_it_claims_to_mend_nobody_and_does_not_shout(read: Read) -> None:
    told = " ".join([read.title, read.short, read.attempt, *read.body])

    assert not CLAIMS.search(told)
    assert "!" not in told
    assert '"' not in told
    assert "'" not in told


def test_a_claim_would_be_noticed() -> None:
    assert CLAIMS.search("It treats what ails you.")
    assert CLAIMS.search("A cure for silence")
    assert not CLAIMS.search("Curious people retreat")


def test_the_one_on_not_talking_leads_to_help_and_its_address_tells_nothing() -> None:
    (read,) = [read for read in all_reads() if read.leads_to == HELP]

    assert not re.search("help|safe|abuse|fear|control|leave|violen", read.slug)


def test_what_is_not_there_yet_leads_to_all_practices() -> None:
    assert onward("no-such-practice").name == "practices"
    assert onward("no-such-practice").slug == ""


def test_every_barrier_leads_to_a_read_and_a_practice_that_are_there() -> None:
    for barrier in all_barriers():
        assert get(barrier.read) is not None, barrier.slug
        assert leads_to(barrier.practice), barrier.practice


def test_all_of_them_are_on_one_page_and_each_has_its_own(ann: Player) -> None:
    shelf_page = ann.client.get("/reads/").content.decode()
    for read in all_reads():
        assert f"/reads/{read.slug}/" in shelf_page
        page = ann.client.get(f"/reads/{read.slug}/").content.decode()
        assert read.attempt in page
        assert read.sources[0] in page


def test_a_read_that_is_not_there_is_404(ann: Player) -> None:
    assert ann.client.get("/reads/nothing/").status_code == 404


def test_reading_leaves_no_trace(ann: Player, server_mark: None) -> None:
    from tests.trust import tables

    before = tables.fingerprint(but={"vault_signedin": {"last_used"}})
    for read in all_reads():
        ann.client.get(f"/reads/{read.slug}/")

    assert tables.fingerprint(but={"vault_signedin": {"last_used"}}) == before


def test_the_way_in_looks_the_same_whatever_somebody_has_done(ann: Player, ben: Player) -> None:
    from nearer.growing import barriers
    from tests.trust.house import normal

    barrier = all_barriers()[0]
    barriers.tick(barrier=barrier, sounds=[barrier.sounds[0].id], keyring=ann.keyring)

    for path in ("/growing/", "/in-the-way/"):
        assert normal(ann.client.get(path)) == normal(ben.client.get(path))
