"""The journal: mine for nobody else, ours with what was put there, and questions between two."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.keeps import hooks, journal, prompts
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from tests.cast import Player, bind, member
from tests.keeps.pages import keep_of
from tests.trust.house import normal

MINE = "The blackbird sat on the aerial again"
OURS = "We laughed until the soup was cold"
ASKED = "What did your grandmother’s kitchen smell of?"


@pytest.fixture
def family(ann: Player, ben: Player, cleo: Player) -> Bond:
    """Ann, Ben, Cleo, and the companion Dot."""
    made = bind(ann, ben, cleo, kind="family", name="Us at home")
    bonds.add_companion(bond=made, name="Dot", keyring=ann.keyring)
    return made


def write(player: Player, words: str = MINE, **form: str) -> Any:
    return player.client.post(reverse("write_journal"), {"words-journal": words, **form})


def page(player: Player, bond: Bond | None = None) -> str:
    where = reverse("bond_journal", args=[bond.pk]) if bond else reverse("journal")
    return str(player.client.get(where).content.decode())


def ask(player: Player, bond: Bond, to: Player, words: str = ASKED) -> Any:
    form = {"words-prompt": words, "choice-to": str(member(bond, to).pk)}
    return player.client.post(reverse("leave_prompt", args=[bond.pk]), form)


def test_what_i_write_is_mine_alone(ann: Player, ben: Player, bond: Bond) -> None:
    assert write(ann).status_code == 302
    assert MINE in page(ann)
    assert MINE not in page(ben) + page(ben, bond) + page(ann, bond)
    entry = journal.own(ann.keyring)[0]
    assert ben.client.get(reverse("journal_entry", args=[entry.id])).status_code == 404


def test_a_question_stands_above_what_it_led_to(ann: Player) -> None:
    question = ann.client.get(reverse("journal")).context["question"]
    where = reverse("write_journal_about", args=[question.id])
    assert question.ask in ann.client.get(where).context["asked"]
    ann.client.post(where, {"words-journal": MINE})
    assert journal.own(ann.keyring)[0].asked == question.ask


def test_another_question_is_another(ann: Player) -> None:
    url = reverse("journal")
    ids = [ann.client.get(f"{url}?question={n}").context["question"].id for n in (0, 1, 2)]
    assert len(set(ids)) == 3
    assert ann.client.get(reverse("write_journal_about", args=["no-such"])).status_code == 404


def test_it_is_read_month_by_month(ann: Player) -> None:
    write(ann)
    day = journal.own(ann.keyring)[0].day
    url = reverse("journal")
    assert MINE in ann.client.get(f"{url}?month={day:%Y-%m}").content.decode()
    assert ann.client.get(f"{url}?month=1999-01").context["month"] is None


def test_a_page_can_be_changed_and_deleted(ann: Player) -> None:
    write(ann)
    url = reverse("journal_entry", args=[journal.own(ann.keyring)[0].id])
    assert MINE in ann.client.get(url).content.decode()
    ann.client.post(url, {"words-journal": "It was a thrush"})
    assert "It was a thrush" in page(ann)
    assert ann.client.post(url + "delete/").status_code == 302
    assert journal.own(ann.keyring) == []


@pytest.mark.parametrize("words", ["", "   ", "x" * 20_001])
def test_nothing_typed_is_lost(ann: Player, words: str) -> None:
    sent = write(ann, words)
    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert not Keep.objects.exists()


def test_a_page_sent_twice_is_there_once(ann: Player) -> None:
    for _ in range(2):
        write(ann, form="6f1f0f3e-7f0a-4a7e-9d53-0c7b3c3d2e11")
    assert len(journal.own(ann.keyring)) == 1


def test_what_is_put_into_a_bond_says_before_who_will_see_it(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    url = reverse("write_together", args=[family.pk])
    text = ann.client.get(url).content.decode()
    assert re.search("<bdi>(Ben and Cleo|Cleo and Ben)</bdi> will see this, and you", text)
    ann.client.post(url, {"words-journal": OURS})
    for player in (ben, cleo):
        assert OURS in page(player, family)
    assert OURS not in page(ann)


def test_a_changed_page_says_so_to_the_others(ann: Player, ben: Player, bond: Bond) -> None:
    ann.client.post(reverse("write_together", args=[bond.pk]), {"words-journal": OURS})
    entry = journal.shared(stand(bond, ann.keyring))[0]
    assert "changed on" not in page(ben, bond)
    url = reverse("journal_entry", args=[entry.id])
    assert ben.client.post(url, {"words-journal": "No."}).status_code == 404
    assert ann.client.post(url, {"words-journal": "Nearly cold"})["Location"].endswith("/journal/")
    text = page(ben, bond)
    assert "Nearly cold" in text
    assert "changed on" in text
    assert OURS in text


def test_what_was_kept_from_a_sitting_lands_here(ann: Player, ben: Player, bond: Bond) -> None:
    here = stand(bond, ann.keyring)
    common: dict[str, Any] = {"kind": "journal", "keyring": ann.keyring}
    hooks.keep(
        entry_id=uuid.uuid4(),
        bond=bond,
        space=bond.pk,
        by=here.me,
        words=OURS,
        asked=ASKED,
        **common,
    )
    hooks.keep(entry_id=uuid.uuid4(), bond=None, space=ann.id, by=str(ann.id), words=MINE, **common)
    assert OURS in page(ben, bond)
    assert "grandmother" in page(ben, bond)
    assert MINE in page(ann)
    assert MINE not in page(ann, bond)


def test_a_companions_page_can_be_changed_and_deleted_on_the_phone_it_was_written_on(
    ann: Player, ben: Player, family: Bond
) -> None:
    (dot,) = family.members.present().filter(person=None)
    keep_of(dot, ann, "journal", OURS)
    url = reverse("journal_entry", args=[Keep.objects.get().pk])
    assert url in page(ann, family)
    assert url not in page(ben, family)
    assert ben.client.get(url).status_code == 404
    assert ben.client.post(url + "delete/").status_code == 404
    assert "A page that <bdi>Dot</bdi> wrote" in ann.client.get(url).content.decode()
    assert ann.client.post(url, {"words-journal": "Nearly cold"}).status_code == 302
    assert "Nearly cold" in page(ben, family)
    assert ann.client.post(url + "delete/").status_code == 302
    assert "Nearly cold" not in page(ben, family)


def test_a_question_is_seen_by_the_two_alone(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    before = normal(cleo.client.get(reverse("bond_journal", args=[family.pk])))
    assert ask(ann, family, ben).status_code == 302
    assert "Left for you" in page(ben, family)
    assert "Questions that you left" in page(ann, family)
    assert normal(cleo.client.get(reverse("bond_journal", args=[family.pk]))) == before
    row = Keep.objects.get()
    assert row.space != family.pk
    assert not Keep.objects.openable(cleo.keyring).exists()


def test_the_answer_is_for_the_two_as_well(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    ask(ann, family, ben)
    url = reverse("answer_prompt", args=[family.pk, Keep.objects.get().pk])
    assert cleo.client.get(url).status_code == 404
    assert ann.client.get(url).status_code == 404
    assert ASKED in ben.client.get(url).content.decode()
    ben.client.post(url, {"words-journal": "Of cardamom"})
    for player in (ann, ben):
        text = page(player, family)
        assert "Of cardamom" in text
        assert "Only for <bdi>you and" in text
        assert "Left for you" not in text
        assert "Questions that you left" not in text
    assert "cardamom" not in page(cleo, family)
    assert ben.client.post(url, {"words-journal": "Twice"}).status_code == 404


def test_an_answer_sent_twice_is_there_once(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    ask(ann, family, ben)
    url = reverse("answer_prompt", args=[family.pk, Keep.objects.get().pk])
    for _ in range(2):
        sent = ben.client.post(url, {"words-journal": "Of cardamom "})
        assert sent["Location"] == reverse("bond_journal", args=[family.pk])
    assert page(ben, family).count("Of cardamom") == 1
    for player in (ann, cleo):
        assert player.client.post(url, {"words-journal": "Of cardamom"}).status_code == 404
    assert ben.client.get(url).status_code == 404


def test_on_whose_phone_pages_were_written_is_not_looked_up_for_each(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    here = stand(bond, ann.keyring)

    def queries() -> int:
        hooks.keep(
            kind="journal",
            entry_id=uuid.uuid4(),
            bond=bond,
            space=bond.pk,
            by=here.me,
            words=OURS,
            keyring=ann.keyring,
            device=cleo.id,
        )
        with CaptureQueriesContext(connection) as found:
            page(ben, bond)
        return len(found)

    queries()
    assert len({queries() for _ in range(3)}) == 1


def test_whoever_asked_cannot_tell_that_it_was_put_aside(
    ann: Player, ben: Player, bond: Bond
) -> None:
    ask(ann, bond, ben)
    before = normal(ann.client.get(reverse("bond_journal", args=[bond.pk])))
    ben.client.post(reverse("put_aside", args=[bond.pk, Keep.objects.get().pk]))
    assert ASKED not in page(ben, bond)
    assert normal(ann.client.get(reverse("bond_journal", args=[bond.pk]))) == before


def test_a_question_can_be_taken_back(ann: Player, ben: Player, bond: Bond) -> None:
    ask(ann, bond, ben)
    ann.client.post(reverse("put_aside", args=[bond.pk, Keep.objects.get().pk]))
    assert ASKED not in page(ben, bond)
    assert page(ben, bond).count("was removed by its author.") == 1


def test_a_question_is_picked_or_written_and_for_somebody(
    ann: Player, ben: Player, family: Bond
) -> None:
    url = reverse("leave_prompt", args=[family.pk])
    card = prompts.questions("family")[0]
    to = str(member(family, ben).pk)
    assert ann.client.post(url, {"choice-to": to}).status_code == 422
    assert ann.client.post(url, {"choice-card": card.id}).status_code == 422
    own = str(member(family, ann).pk)
    assert ann.client.post(url, {"choice-card": card.id, "choice-to": own}).status_code == 422
    assert ann.client.post(url, {"choice-card": card.id, "choice-to": to}).status_code == 302
    assert card.ask in page(ben, family)


def test_today_mentions_a_question_to_the_one_it_is_for(
    ann: Player, ben: Player, cleo: Player, family: Bond
) -> None:
    ask(ann, family, ben)
    assert "left you a question" in ben.client.get("/").content.decode()
    for player in (ann, cleo):
        assert "left you a question" not in player.client.get("/").content.decode()
    ben.client.post(reverse("put_aside", args=[family.pk, Keep.objects.get().pk]))
    assert "left you a question" not in ben.client.get("/").content.decode()


def test_whoever_left_reads_nothing_more(ann: Player, ben: Player, family: Bond) -> None:
    ask(ann, family, ben)
    bonds.leave(bond=family, member=member(family, ann), person=ann.person)
    assert ann.client.get(reverse("bond_journal", args=[family.pk])).status_code == 404
    assert ASKED not in page(ben, family)


def test_words_that_sound_like_danger_bring_up_help_for_the_writer_alone(
    ann: Player, ben: Player, bond: Bond
) -> None:
    heavy = "I want to die and I do not see another way."
    write(ann, heavy)
    assert "sounds heavy" in page(ann)
    write(ann, MINE)
    assert "sounds heavy" not in page(ann)
    ann.client.post(reverse("write_together", args=[bond.pk]), {"words-journal": heavy})
    assert "sounds heavy" in page(ann, bond)
    assert "sounds heavy" not in page(ben, bond)
