"""Rule 2: nothing tells on anybody. What Ann reads, drafts, keeps, mutes or puts aside changes no
byte of what reaches Ben: no page, no picture, no notice and not its moment, no stream."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.full import FULL
from tests.safety import deeds
from tests.safety.watching import (
    LATER,
    SOON,
    Deed,
    Scene,
    build,
    differences,
    what_reaches_ben,
)

Named = dict[str, Deed]

MOMENTS = LATER if FULL else (SOON,)
IN_A_ROW = 1 if FULL else 8
"""So many things Ann does before Ben looks; where he sees something, each is tried by itself."""
READING = ("opens", "looks", "reads", "takes the calendar", "takes a kept", "stays away")


@pytest.fixture
def scene(server_mark: None) -> Scene:
    made = build()
    with made.time():
        deeds.arrange(made)
    return made


def rows() -> Iterator[Named]:
    """The deeds as they are tried together."""
    names = list(deeds.ALONE)
    for at in range(0, len(names), IN_A_ROW):
        yield {name: deeds.ALONE[name] for name in names[at : at + IN_A_ROW]}
    for name, deed in deeds.ACCOUNT.items():
        yield {name: deed}


ROWS = list(rows())


def test_there_are_enough() -> None:
    assert len(deeds.ALONE) + len(deeds.ACCOUNT) + len(deeds.EITHER_WAY) >= 50


@pytest.mark.parametrize("half", [0, 1])
def test_what_ann_does_alone_changes_no_byte_for_ben(scene: Scene, half: int) -> None:
    told: dict[str, list[str]] = {}
    for after in MOMENTS:
        quiet = what_reaches_ben(scene, [], after)
        assert len(quiet) > 80
        assert any(rows for rows in quiet["due"][0].values())  # type: ignore[attr-defined]
        for row in ROWS[half::2]:
            if differences(quiet, what_reaches_ben(scene, list(row.values()), after)):
                for what, deed in row.items():
                    found = differences(quiet, what_reaches_ben(scene, [deed], after))
                    told[f"Ann {what}, and {after} later there differs"] = found

    assert {what: found for what, found in told.items() if found} == {}
    assert told == {}, "only together they show"
    done = {deed: name for name, deed in {**deeds.ALONE, **deeds.ACCOUNT}.items()}
    idle = {done[deed] for deed in scene.without_effect}
    assert {what for what in idle if not what.startswith(READING)} == set()


@pytest.mark.parametrize("what", deeds.EITHER_WAY)
def test_ben_cannot_tell_which_of_the_two_it_was(scene: Scene, what: str) -> None:
    one, other = deeds.EITHER_WAY[what]
    for after in MOMENTS:
        first = what_reaches_ben(scene, [one], after)
        assert differences(first, what_reaches_ben(scene, [other], after)) == []


def test_what_is_meant_to_be_seen_is_noticed(scene: Scene) -> None:
    """The positive control, deed by deed; and twice nothing is twice the same."""
    quiet = what_reaches_ben(scene, [], SOON)
    assert differences(quiet, what_reaches_ben(scene, [], SOON)) == []
    unseen = [
        what
        for what, deed in deeds.SEEN.items()
        if not differences(quiet, what_reaches_ben(scene, [deed], SOON))
    ]

    assert unseen == []
