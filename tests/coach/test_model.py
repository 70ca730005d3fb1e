"""The model reads a whole reply at once, loads when first asked, and may be absent."""

import json
import math
from pathlib import Path

import pytest

from coach import combine, model, read_reply
from coach.labels import DANGERS, EMOTIONS, REPLY_LABELS

SHARE = "I sat in the car for an hour because I could not face going in. I feel so useless."
KIND = ["Oh love, I'm so sorry.", "What was going through your head?"]


@pytest.fixture(scope="module")
def loaded() -> model.Model:
    found = model.load()
    if found is None:
        pytest.skip("the model or what runs it is not at hand")
    return found


def test_a_long_share_keeps_its_head_and_its_tail() -> None:
    assert model.clip(range(10), 4) == [0, 1, 8, 9]
    assert model.clip([5, 6], 4) == [5, 6]


def test_a_reply_that_fits_is_read_in_one_pass() -> None:
    (only,) = model.passes([[1000], [1001]], [[2000], [3000, 3001]])
    assert only.tokens == (101, 1000, 1001, 102, 2000, 102, 3000, 3001, 102)
    assert only.rows == ((1, 3), (4, 6), (6, 9))
    assert only.scored == (0, 1)
    assert only.parts == ((1, 2), (2, 3))
    assert only.second == 4


def test_a_long_reply_is_read_in_pieces_that_know_the_sentence_before() -> None:
    sentences = [[n] * 40 for n in range(2000, 2007)]
    pieces = list(model.passes([[1000] * 500], sentences))
    assert [n for each in pieces for n in each.scored] == list(range(7))
    assert all(len(each.tokens) < 256 for each in pieces)
    assert 2000 + pieces[1].scored[0] - 1 in pieces[1].tokens
    assert not any(each.parts for each in pieces), "a share that was clipped has no sentences"


def test_a_share_of_no_words_is_still_a_pass() -> None:
    (only,) = model.passes([], [])
    fed = model.feed([only])
    assert fed["pool"].sum() == pytest.approx(1)


def test_every_row_weighs_its_own_tokens_and_padding_weighs_nothing() -> None:
    batch = [*model.passes([[1] * 5], [[7, 8], [9]]), *model.passes([[1]], [[7]])]
    fed = model.feed(batch)
    assert fed["pool"].sum(axis=2).tolist() == [[1, 1, 1, 1], [1, 1, 1, 0]]
    assert (fed["pool"][fed["mask"][:, None].repeat(4, 1) == 0] == 0).all()


def test_without_its_files_there_is_no_model(tmp_path: Path) -> None:
    assert model.open_model(tmp_path / "model.onnx") is None


def test_it_is_loaded_once_for_the_whole_process(loaded: model.Model) -> None:
    assert model.load() is loaded


def test_it_scores_every_sentence_and_every_answer(loaded: model.Model) -> None:
    both = {*model.REPLY_OUTPUTS, *(model.WORDS + name for name in model.REPLY_OUTPUTS)}
    assert [set(each) for each in loaded.reply(SHARE, KIND)] == [both] * 2
    assert set(model.SHARE_OUTPUTS) < set(loaded.share(SHARE))
    assert loaded.reply(SHARE, []) == []


@pytest.mark.parametrize("text", ["", "🙂" * 40, "שלום", "x" * 20_000, "\x00\n"])
def test_no_text_breaks_it(loaded: model.Model, text: str) -> None:
    found = loaded.reply(text, [text, "Sorry."])
    assert all(math.isfinite(score) for each in found for score in each.values())
    assert all(map(math.isfinite, loaded.share(text).values()))


def test_the_same_text_always_gets_the_same_scores(loaded: model.Model) -> None:
    assert loaded.reply(SHARE, KIND) == loaded.reply(SHARE, KIND)


def test_a_share_is_read_the_same_beside_any_reply(loaded: model.Model) -> None:
    alone = loaded.share(SHARE)
    for reply in (KIND, ["Get over it."], ["What a lovely day, I am so happy for you."] * 9):
        beside, sentences, _, _ = loaded.both(SHARE, reply)
        assert len(sentences) == len(reply)
        # Whole numbers of one byte round a little differently in other company. Far from the middle
        # that moves a score and no chance.
        chances = {name: combine.sigmoid(score) for name, score in alone.items()}
        found = {name: combine.sigmoid(score) for name, score in beside.items()}
        assert found == pytest.approx(chances, abs=0.13)


def test_a_message_costs_one_run_of_the_network(
    loaded: model.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[model.Pass] = []
    run = loaded.run

    def counted(one: model.Pass) -> tuple[model.Floats, model.Floats, model.Floats]:
        runs.append(one)
        return run(one)

    monkeypatch.setattr(loaded, "run", counted)
    reading = read_reply(SHARE, " ".join(KIND))
    assert reading.by_model
    assert reading.share.by_model
    assert len(reading.sentences) == 2
    assert len(runs) == 1, "danger in the sentences of both is read in the same run"


def test_every_sentence_of_both_is_read_for_danger(loaded: model.Model) -> None:
    _, _, dangers, _ = loaded.both("It was late. He pushed me down the stairs.", KIND)
    assert set(dangers) == {"It was late.", "He pushed me down the stairs.", *KIND}
    assert all(len(each) == len(DANGERS) for each in dangers.values())
    long = [f"This is sentence number {n} of a long day, and nothing happens." for n in range(60)]
    assert set(loaded.danger(long)) == set(long)
    assert loaded.danger([]) == {}


def test_chances_are_between_nothing_and_sure(loaded: model.Model) -> None:
    for raw in loaded.reply(SHARE, KIND):
        chances = combine.reply_chances(raw, {"FEEL": 0.9, "FEEL2": 0.8})
        assert set(REPLY_LABELS) <= set(chances)
        assert all(0 <= each <= 1 for each in chances.values())
        assert chances["FEEL2"] <= chances["FEEL"]
        assert set(combine.reply_labels(chances)) <= set(REPLY_LABELS)


def test_without_the_model_one_half_decides() -> None:
    chances = {"FEEL": 0.5, "FEEL2": 0.4, "ADVICE": 0.49, "REFLECT": 0.7, "REFLECT2": 0.6}
    assert combine.reply_labels(chances, with_model=False) == {"FEEL": 1, "REFLECT": 2}


def test_a_share_gets_every_answer(loaded: model.Model) -> None:
    rules = {
        "disclosure": {"none": 0.1, "mask": 0.1, "fact": 0.1, "feeling": 0.7},
        "style": {"i-statement": 0.7, "neutral": 0.1, "criticism": 0.1, "contempt": 0.1},
        "emotions": {"shame": 0.8},
        "intensity": {"0": 0.1, "1": 0.1, "2": 0.7, "3": 0.1},
        "depth": {"0": 0.1, "1": 0.8, "2": 0.1},
        "asks_advice": {"yes": 0.1},
    }
    found = combine.share_chances(loaded.share(SHARE), rules)
    assert set(found["emotions"]) == set(EMOTIONS)
    for question in ("disclosure", "style", "intensity", "depth"):
        assert sum(found[question].values()) == pytest.approx(1)
        assert min(found[question].values()) >= 0


def test_what_ships_is_small_and_whole() -> None:
    if not (model.DATA / "model.onnx").is_file():
        pytest.skip("the model is not at hand")
    assert sum(each.stat().st_size for each in model.DATA.iterdir()) <= 30_000_000
    table = json.loads((model.DATA / "thresholds.json").read_text("utf-8"))
    assert set(table["reply"]) == set(model.REPLY_OUTPUTS)
    assert set(EMOTIONS) <= set(table["share"])
