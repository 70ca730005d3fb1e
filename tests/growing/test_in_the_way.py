"""What gets in the way, and how one learned it: private, without a verdict, and easily undone."""

from __future__ import annotations

import re

import pytest

from nearer.growing import barriers
from nearer.growing.barriers import Barrier, Prompt, all_barriers, all_prompts
from nearer.growing.models import OwnPage
from nearer.sittings import drafts
from tests.cast import Player
from tests.trust.house import normal

VERDICTS = re.compile(
    r"\b(disorder\w*|trauma\w*|avoidant|anxious attachment|narciss\w*|symptom\w*|diagnos\w*"
    r"|patholog\w*|toxic|codependen\w*|therap\w*|alexithymi\w*|your (type|score|result)\w*)\b",
    re.I,
)
every_barrier = pytest.mark.parametrize("barrier", all_barriers(), ids=lambda one: one.slug)
every_prompt = pytest.mark.parametrize("prompt", all_prompts(), ids=lambda one: one.slug)


def test_there_are_six_and_seven() -> None:
    assert len(all_barriers()) == 6
    assert len(all_prompts()) == 7
    assert {path.stem for path in barriers.FOLDER.glob("*.toml")} == set(barriers.ORDER)


@every_barrier
def test_it_is_whole_and_gives_nobody_a_name(barrier: Barrier) -> None:
    told = " ".join(
        [barrier.title, barrier.short, *barrier.body, *barrier.helps]
        + [sound.says for sound in barrier.sounds]
    )

    assert 4 <= len(barrier.sounds) <= 5
    assert len({sound.id for sound in barrier.sounds}) == len(barrier.sounds)
    assert barrier.helps
    assert not VERDICTS.search(told)
    assert "!" not in told


@every_prompt
def test_it_asks_and_gives_somewhere_to_begin(prompt: Prompt) -> None:
    assert prompt.ask.endswith("?")
    assert prompt.hint
    assert len(prompt.starts) >= 3
    assert not VERDICTS.search(" ".join([prompt.ask, prompt.hint, *prompt.starts]))


@every_barrier
def test_what_is_ticked_is_kept_for_me_and_can_be_unticked(
    ann: Player, ben: Player, barrier: Barrier
) -> None:
    path = f"/in-the-way/{barrier.slug}/"
    before = normal(ben.client.get(path))
    first, second = barrier.sounds[0].id, barrier.sounds[1].id

    page = ann.client.post(path, {"choice-sounds": [first, second]}).content.decode()
    assert "Kept, for your eyes only." in page
    assert ann.client.get(path).content.decode().count("checked") == 2
    assert OwnPage.objects.get().space == ann.id
    assert normal(ben.client.get(path)) == before

    ann.client.post(path, {"choice-sounds": [second]})
    assert barriers.ticked(barrier, ann.keyring) == [second]
    ann.client.post(path, {})
    assert barriers.ticked(barrier, ann.keyring) == []
    assert not OwnPage.objects.exists()


def test_a_tick_that_is_none_is_not_kept(ann: Player) -> None:
    ann.client.post("/in-the-way/fear/", {"choice-sounds": ["kxnothing", "no-time"]})

    assert not OwnPage.objects.exists()


def test_ticking_twice_makes_one_page(ann: Player) -> None:
    for _ in range(3):
        ann.client.post("/in-the-way/fear/", {"choice-sounds": ["joke"]})

    assert OwnPage.objects.count() == 1


def test_what_i_write_is_kept_can_be_changed_and_deleted(ann: Player) -> None:
    path = "/in-the-way/how-i-learned/at-the-table/"

    page = ann.client.post(path, {"words-learned": "kxmy father went out"}).content.decode()
    assert "Kept, for your eyes only." in page
    assert "kxmy father went out" in ann.client.get(path).content.decode()
    assert "Written on" in ann.client.get("/in-the-way/how-i-learned/").content.decode()
    ann.client.post(path, {"words-learned": "kxand came back"})
    assert "kxmy father" not in ann.client.get(path).content.decode()
    assert OwnPage.objects.count() == 1

    ann.client.post(f"{path}delete/")
    assert "kxand came back" not in ann.client.get(path).content.decode()
    assert not OwnPage.objects.exists()


def test_nobody_else_can_see_it_or_that_it_is_there(ann: Player, ben: Player) -> None:
    pages = ["/in-the-way/", "/in-the-way/how-i-learned/"]
    pages += [f"/in-the-way/how-i-learned/{prompt.slug}/" for prompt in all_prompts()]
    before = [normal(ben.client.get(path)) for path in pages]

    for prompt in all_prompts():
        barriers.write(prompt=prompt, words="kxann", keyring=ann.keyring)

    assert [normal(ben.client.get(path)) for path in pages] == before
    ben.client.post(f"{pages[-1]}delete/")
    assert OwnPage.objects.filter(author=ann.id).count() == len(all_prompts())


def test_a_draft_is_kept_while_writing_and_forgotten_when_it_is_kept(ann: Player) -> None:
    place = "/in-the-way/how-i-learned/sentences/"
    ann.client.post(
        "/drafts/",
        {"place": place, "title": "Something", "words-learned": "kxhalf"},
        headers={"Sec-Fetch-Mode": "cors"},
    )
    assert "kxhalf" in ann.client.get(place).content.decode()

    ann.client.post(place, {"words-learned": "kxwhole"})

    assert drafts.find(place=place, keyring=ann.keyring) == {}
    assert "kxhalf" not in ann.client.get(place).content.decode()


@pytest.mark.parametrize("words", ["", "  \n ", "kxlong " * 4_000])
def test_what_can_not_be_kept_is_given_back_kindly(ann: Player, words: str) -> None:
    answer = ann.client.post("/in-the-way/how-i-learned/sentences/", {"words-learned": words})

    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()
    assert not OwnPage.objects.exists()


def test_words_that_sound_like_danger_bring_up_help_once_they_are_kept(ann: Player) -> None:
    path = "/in-the-way/how-i-learned/sentences/"

    page = ann.client.post(path, {"words-learned": "I do not want to live any more."})
    assert "somebody to talk to now" in page.content.decode()
    calm = ann.client.post(path, {"words-learned": "“Pull yourself together.”"})
    assert "somebody to talk to now" not in calm.content.decode()


def test_a_damaged_page_breaks_nothing(ann: Player) -> None:
    prompt = all_prompts()[0]
    barriers.write(prompt=prompt, words="kxspoilt", keyring=ann.keyring)
    barriers.tick(barrier=all_barriers()[0], sounds=["joke"], keyring=ann.keyring)
    OwnPage.objects.update(body=b"\x01" + b"?" * 300)

    path = f"/in-the-way/how-i-learned/{prompt.slug}/"
    assert ann.client.get("/in-the-way/how-i-learned/").status_code == 200
    assert ann.client.get(path).status_code == 200
    assert ann.client.get("/in-the-way/fear/").status_code == 200
    ann.client.post(path, {"words-learned": "kxanew"})
    assert "kxanew" in ann.client.get(path).content.decode()


@pytest.mark.parametrize(
    "path",
    ["/in-the-way/nothing/", "/in-the-way/how-i-learned/nothing/"],
)
def test_what_is_not_there_is_404(ann: Player, path: str) -> None:
    assert ann.client.get(path).status_code == 404
    assert ann.client.post(path).status_code == 404
