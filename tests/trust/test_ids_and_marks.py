"""What somebody with a copy of the database cannot work out of ids and marks: what is kept, what it
came from, and what somebody asks themselves."""

from __future__ import annotations

import uuid

from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.growing import barriers, closeness
from nearer.growing.models import OwnPage
from nearer.keeps import keeping, prompts
from nearer.keeps.models import Keep
from nearer.practices import shelf
from nearer.sittings.models import Entry, Sitting
from tests.cast import Player, sit
from tests.keeps.pages import id_of, there
from tests.sittings.carding import begin, send
from tests.sittings.test_what_is_kept import ONE_SIDED


def test_a_copy_of_the_database_does_not_tell_a_question_from_its_answer(
    ann: Player, ben: Player, bond: Bond
) -> None:
    asked = prompts.leave(here=there(ann, bond), id=uuid.uuid4(), to=id_of(ben, bond), words="?")
    there_is = prompts.find(there(ben, bond), asked.id)
    assert there_is is not None
    prompts.answer(here=there(ben, bond), prompt=there_is[1], words="Yes")
    assert prompts.find(there(ann, bond), asked.id) is None
    assert not derived(set(Keep.objects.values_list("pk", flat=True)))


def test_a_copy_of_the_database_does_not_tell_what_came_out_of_which_sitting(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, ONE_SIDED, ben)
    send(ann, sitting, words__thanks="For driving")
    send(ben, sitting, ready="now")
    kept = set(Keep.objects.values_list("pk", flat=True))
    assert len(kept) == 1
    assert not derived(kept | set(Entry.objects.values_list("pk", flat=True)))


def test_derived_ids_would_be_found() -> None:
    one = uuid.uuid4()
    assert derived({one, uuid.uuid5(one, "keep")})


def derived(ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Ids that can be worked out of others without a key."""
    names = ("keep", "answer", "kept", "show", "sitting", *keeping.DRAWERS)
    return ids & {uuid.uuid5(id, name) for id in ids for name in names}


def test_a_copy_of_the_database_does_not_tell_which_own_page_is_which(
    ann: Player, bond: Bond
) -> None:
    """Neither by an id, nor by a mark that comes twice: not that somebody asks themselves how
    close they feel, and not how often."""
    for _ in range(3):
        closeness.put_down(
            bond=bond.pk,
            name="Us two",
            answers={closeness.SAFE: 1},
            circles=None,
            words="",
            at=timezone.now(),
            form=uuid.uuid4(),
            keyring=ann.keyring,
        )
    barrier = barriers.all_barriers()[0]
    barriers.tick(barrier=barrier, sounds=[barrier.sounds[0].id], keyring=ann.keyring)
    barriers.write(prompt=barriers.all_prompts()[0], words="Home", keyring=ann.keyring)
    pages = list(OwnPage.objects.all())
    assert len(pages) == 5
    assert {page.id.version for page in pages} == {5}
    assert len({bytes(page.mark) for page in pages}) == 5
    assert not any(page.id.bytes[:4] in bytes(page.mark) for page in pages)
    assert len(closeness.checks(bond.pk, ann.keyring)[0]) == 3


def test_the_card_of_a_sitting_is_as_long_for_every_practice(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sizes = set()
    for practice in shelf.fitting("partner", 2):
        sitting = sit(ann, bond, practice.slug)
        record = Sitting.objects.values_list("card", flat=True).get(pk=sitting.pk)
        sizes.add(len(bytes(record)))
    assert len(sizes) == 1
