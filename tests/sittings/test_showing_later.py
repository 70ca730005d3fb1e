"""What I kept to myself I can show later, to all or to some, once I have seen who will see it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.keeps.here import stand
from nearer.keeps.journal import shared
from nearer.keeps.models import Keep
from nearer.keeps.showing import put_in_journal
from nearer.sittings.actions import step_out
from nearer.sittings.models import Entry, OwnPart, Sitting
from nearer.vault.fields import NoKey
from tests.cast import Player, bind, let_in, member, say, sit
from tests.practices.table import FULLY
from tests.sittings.carding import begin, page_of, send
from tests.sittings.mine import LADDER, LINE, address, entry_of, received, text_of
from tests.sittings.test_taking_back import told


@pytest.fixture
def family(ann: Player, ben: Player, cleo: Player) -> Bond:
    return bind(ann, ben, cleo, kind="family", name="All of us")


def shows(player: Player, sitting: Sitting, words: str, *to: str) -> None:
    url = address(sitting, entry_of(player, sitting, words), "show")
    form = {"choice-to": list(to), "sure": "yes"}
    assert player.client.post(url, form).status_code == 302


def test_it_is_shown_in_its_place_after_a_preview(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    url = address(sitting, entry_of(ann, sitting, "kx-ann-alone"), "show")
    assert url in page_of(ann, sitting)
    preview = ann.client.get(url)
    assert "Ben will see this" in text_of(preview)
    assert "kx-ann-alone" in text_of(preview)
    assert "kx-ann-alone" not in page_of(ben, sitting)
    shows(ann, sitting, "kx-ann-alone", str(member(bond, ben).pk))
    assert "kx-ann-alone" in page_of(ben, sitting)
    assert "Only you see this" not in page_of(ann, sitting)
    assert "kx-ben-alone" not in page_of(ann, sitting)
    assert ann.client.get(url).status_code == 404


def test_nothing_is_shown_before_it_was_said_to_whom(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    sitting = begin(ann, family, LADDER, ben, cleo)
    send(ann, sitting, words__alone="kx-alone", rating__near="1", words__aloud="kx-aloud")
    url = address(sitting, entry_of(ann, sitting, "kx-alone"), "show")
    assert ann.client.post(url, {"sure": "yes"}).status_code == 422
    preview = ann.client.post(url, {"choice-to": str(member(family, ben).pk)})
    assert "Ben will see this, Cleo will not" in text_of(preview)
    assert "kx-alone" not in page_of(ben, sitting)
    assert not Keep.objects.exists()


def test_to_some_only_it_goes_into_the_journal_for_them_alone(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    sitting = begin(ann, family, LADDER, ben, cleo)
    send(ann, sitting, words__alone="kx-alone", rating__near="1", words__aloud="kx-aloud")
    shows(ann, sitting, "kx-alone", str(member(family, ben).pk))
    assert [one.words for one in shared(stand(family, ben.keyring))] == ["kx-alone"]
    assert shared(stand(family, cleo.keyring)) == []
    assert "kx-alone" not in page_of(ben, sitting)
    row = Keep.objects.get()
    assert row.body.open_or(cleo.keyring, None) is None


def test_shown_twice_it_stands_there_once(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    to = str(member(bond, ben).pk)
    url = address(sitting, entry_of(ann, sitting, "kx-ann-alone"), "show")
    for _ in range(2):
        ann.client.post(url, {"choice-to": to, "sure": "yes", "form": str(bond.pk)})
    assert page_of(ben, sitting).count("kx-ann-alone") == 1


def test_what_was_shown_can_be_taken_back(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    entry = entry_of(ann, sitting, "kx-ann-alone")
    shows(ann, sitting, "kx-ann-alone", str(member(bond, ben).pk))
    assert ann.client.post(address(sitting, entry, "remove")).status_code == 302
    for player in (ann, ben):
        page = page_of(player, sitting)
        assert "kx-ann-alone" not in page
        assert LINE in page
    assert "kx-ann-alone" not in str([row.body.open(ben.keyring) for row in Entry.objects.all()])
    assert not OwnPart.objects.filter(author=ann.id).exists()


def test_what_was_shown_can_be_changed_and_says_so(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    entry = entry_of(ann, sitting, "kx-ann-alone")
    shows(ann, sitting, "kx-ann-alone", str(member(bond, ben).pk))
    ann.client.post(address(sitting, entry, "words"), {"words-it": "kx-otherwise"})
    page = page_of(ben, sitting)
    assert page.index("kx-otherwise") < page.index("kx-ann-alone")


def test_a_kept_receipt_is_shown_to_those_it_is_about(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-helped", "then": "keep"})
    url = address(sitting, entry_of(ann, sitting, "kx-helped"), "show")
    assert "Ben will see this" in text_of(ann.client.get(url))
    assert "kx-helped" not in page_of(ben, sitting)
    shows(ann, sitting, "kx-helped", str(member(bond, ben).pk))
    assert "kx-helped" in page_of(ben, sitting)


def test_a_kept_receipt_can_go_for_good_and_leaves_no_line(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-helped", "then": "keep"})
    page = page_of(ben, sitting)
    url = address(sitting, entry_of(ann, sitting, "kx-helped"), "remove")
    assert ann.client.post(url).status_code == 302
    assert "kx-helped" not in page_of(ann, sitting)
    assert LINE not in page_of(ben, sitting)
    assert page.count("kx-reply") == page_of(ben, sitting).count("kx-reply")
    assert not OwnPart.objects.exists()


def test_what_i_wrote_alone_goes_into_the_journal_of_a_bond_that_i_choose(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    other = bind(ann, cleo, kind="friend", name="The two of us")
    sitting = sit(ann, None, "to-myself")
    page = page_of(ann, sitting)
    name = next(part for part in page.split('"') if part.startswith("words-"))
    typed: dict[str, Any] = {name.replace("-", "__"): "kx-to-myself"}
    send(ann, sitting, page, **typed)
    url = address(sitting, entry_of(ann, sitting, "kx-to-myself"), "show")
    assert "In which bond?" in text_of(ann.client.get(url))
    assert "Cleo will see this" in text_of(ann.client.get(f"{url}?bond={other.pk}"))
    form = {"choice-to": str(member(other, cleo).pk), "sure": "yes"}
    assert ann.client.post(f"{url}?bond={other.pk}", form).status_code == 302
    assert [one.words for one in shared(stand(other, cleo.keyring))] == ["kx-to-myself"]
    assert shared(stand(bond, ben.keyring)) == []
    assert "kx-to-myself" in page_of(ann, sitting)
    assert ann.client.get(f"{url}?bond={sitting.pk}").status_code == 404
    assert ann.client.get(f"{url}?bond=nonsense").status_code == 404


def test_what_all_could_see_from_the_start_is_not_shown_again(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    url = address(sitting, entry_of(ann, sitting, "kx-ann-aloud"), "show")
    assert ann.client.get(url).status_code == 404
    assert url not in page_of(ann, sitting)


def test_only_a_receipt_offers_itself_at_the_foot_of_the_page(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    assert "Show it now" not in page_of(ann, sitting)
    slot = entry_of(ann, sitting, "kx-ann-alone").slot
    form = {"move": "show", "slot": slot, "form": str(bond.pk)}
    assert ann.client.post(f"/sittings/{sitting.pk}/add/", form).status_code == 404
    assert "kx-ann-alone" not in page_of(ben, sitting)
    other = received(ann, ben, bond)
    say(ann, other, "receipt", {**FULLY, "helped": "kx-helped", "then": "keep"})
    page = page_of(ann, other)
    assert "Show it now" in page
    assert "then <bdi>Ben</bdi> will see it" in page


def test_nothing_is_offered_to_be_shown_once_nobody_is_left_to_see_it(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-helped", "then": "keep"})
    entry = entry_of(ann, sitting, "kx-helped")
    step_out(sitting=sitting, person=ben.person, keyring=ben.keyring)
    url, page = address(sitting, entry, "show"), page_of(ann, sitting)
    assert "Show it now" not in page
    assert url not in page
    assert ann.client.get(url).status_code == 404
    form = {"move": "show", "slot": entry.slot, "form": str(uuid.uuid4())}
    assert ann.client.post(f"/sittings/{sitting.pk}/add/", form).status_code == 302
    assert "Only you see this" in page_of(ann, sitting)


def test_in_its_place_it_is_for_those_who_are_in_it_still(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    sitting = begin(ann, family, LADDER, ben, cleo)
    send(ann, sitting, words__alone="kx-alone", rating__near="1", words__aloud="kx-aloud")
    step_out(sitting=sitting, person=ben.person, keyring=ben.keyring)
    url = address(sitting, entry_of(ann, sitting, "kx-alone"), "show")
    preview = text_of(ann.client.post(url, {"choice-to": str(member(family, cleo).pk)}))
    assert "Cleo will see this, Ben will not" in preview
    assert "It will stand in its place" in preview
    everybody = [str(member(family, one).pk) for one in (ben, cleo)]
    assert "in your journal together" in text_of(ann.client.post(url, {"choice-to": everybody}))
    shows(ann, sitting, "kx-alone", str(member(family, cleo).pk))
    assert "kx-alone" in page_of(cleo, sitting)
    assert "kx-alone" not in page_of(ben, sitting)


def test_whoever_comes_in_while_it_is_being_shown_does_not_read_it(
    ann: Player, ben: Player, cleo: Player
) -> None:
    bond = bind(ann, ben, kind="family", name="Us")
    here = stand(bond, ann.keyring)
    let_in(bond, ben, cleo)
    to = here.others_with_account
    row = put_in_journal(here=here, words="kx-for-ben", asked="", to=to, id=uuid.uuid4())
    assert row.body.open(ben.keyring)["words"] == "kx-for-ben"
    with pytest.raises(NoKey):
        row.body.open(cleo.keyring)
