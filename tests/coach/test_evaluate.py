"""The table is honest: it reads both forms, counts right, and says the same each time."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach import labelled
from coach.evaluate import main, read_replies
from coach.measures import Counts, calibration_error
from coach.systems import majority

SHARE = "My sister forgot my birthday again and I feel so small."
FULL: dict[str, Any] = {
    "id": "x-1",
    "bond": "family",
    "wish": "comfort",
    "share": SHARE,
    "share_labels": {
        "disclosure": "feeling",
        "style": "i-statement",
        "emotions": ["sadness"],
        "intensity": 2,
        "depth": 1,
        "asks_advice": False,
    },
    "replies": [
        {
            "good": True,
            "sentences": [
                {"text": "I'm so sorry.", "labels": {"FEEL": 1, "OPENQ": 0}},
                {"text": "How did the evening feel?", "labels": ["openq"]},
            ],
        },
        {"good": False, "sentences": [{"text": "Get over it.", "labels": {"DISMISS": 1}}]},
    ],
}


def written(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_it_reads_the_form_of_the_labelled_set(tmp_path: Path) -> None:
    (share,) = labelled.read([written(tmp_path, FULL)])
    assert share.wish == "comfort"
    assert share.about["style"] == "i-statement"
    assert [dict(said.labels) for said in share.replies[0].said] == [{"FEEL": 1}, {"OPENQ": 1}]
    assert [reply.good for reply in share.replies] == [True, False]


def test_flat_lines_about_the_same_share_come_together(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"labels": ["FEEL"], "reply": "Oh no. I'm sorry.", "share": SHARE, "g": 0},
        {"share": SHARE, "reply": "Get over it.", "labels": {"DISMISS": True}, "disclosure": None},
        {"share": "hey", "reply": "hey", "labels": None},
    ]
    first, second = labelled.read([written(tmp_path, *rows)])
    assert [said.whole for reply in first.replies for said in reply.said] == [True, True]
    assert [dict(reply.said[0].labels) for reply in first.replies] == [{"FEEL": 1}, {"DISMISS": 1}]
    assert second.about == {}
    assert second.replies[0].said[0].labels == {}


def test_what_most_readers_heard_takes_the_place_of_what_the_author_meant(tmp_path: Path) -> None:
    readings = tmp_path / "readings.jsonl"
    heard = [["sadness", "anger"], ["loneliness", "sadness"], ["loneliness"]]
    readings.write_text(json.dumps({"id": "x-1", "heard": heard}), encoding="utf-8")
    known, unknown = written(tmp_path, FULL), {**FULL, "id": "x-2", "share": "Another one."}
    (share,) = labelled.as_heard(labelled.read([known]), readings)
    assert share.about["emotions"] == ["loneliness", "sadness"]
    assert share.about["style"] == "i-statement"
    (nobody,) = labelled.as_heard(labelled.read([written(tmp_path, unknown)]), readings)
    assert "emotions" not in nobody.about


def test_a_reading_that_is_none_is_named(tmp_path: Path) -> None:
    readings = tmp_path / "readings.jsonl"
    readings.write_text('{"id": "x-1"}', encoding="utf-8")
    with pytest.raises(labelled.Unreadable, match="line 1"):
        labelled.as_heard([], readings)


@pytest.mark.parametrize(
    ("given", "grades"),
    [
        ({"FEEL": 2, "ADVICE": 2}, {"FEEL": 2, "ADVICE": 1}),
        (["FEEL2", "REFLECT:1", "OTHER"], {"FEEL": 2, "REFLECT": 1}),
        ("dismiss", {"DISMISS": 1}),
        ([], {}),
        (None, {}),
    ],
)
def test_labels_come_in_many_forms(given: Any, grades: dict[str, int]) -> None:
    assert labelled.grades(given) == grades


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(FULL) + "\n{", encoding="utf-8")
    with pytest.raises(labelled.Unreadable, match="line 2"):
        labelled.read([path])


def test_f1_and_precision_are_counted_over_all_texts() -> None:
    true = np.array([[1.0], [1.0], [0.0], [0.0]])
    found = np.array([[1.0], [0.0], [1.0], [0.0]])
    counts = Counts([0, 0, 1, 1], true, found)
    assert counts.f1()[0].value == pytest.approx(0.5)
    assert counts.precision()[0].value == pytest.approx(0.5)
    low, high = counts.f1()[0].low, counts.f1()[0].high
    assert low <= 0.5 <= high


def test_a_class_that_never_occurs_does_not_count_in_the_mean() -> None:
    true = np.array([[1.0, 0.0], [1.0, 0.0]])
    assert Counts([0, 1], true, true).macro().value == 1


def test_chances_that_come_true_as_often_as_said_have_no_error() -> None:
    chance = np.array([0.25] * 4 + [0.75] * 4)
    true = np.array([1.0, 0, 0, 0, 1, 1, 1, 0])
    assert calibration_error(true, chance) == pytest.approx(0)
    assert calibration_error(1 - true, chance) == pytest.approx(0.5)


def test_the_majority_gives_no_label_at_all(tmp_path: Path) -> None:
    shares = labelled.read([written(tmp_path, FULL)])
    answers = read_replies(majority(shares), shares)
    assert np.array(answers.true).sum() == 3
    assert np.array(answers.found).sum() == 0


def test_the_table_is_the_same_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flat = {
        "share": "We won. I'm so proud.",
        "reply": "Nice. What's for tea?",
        "labels": ["DIVERT"],
    }
    path = str(written(tmp_path, FULL, flat))
    main([path])
    first = capsys.readouterr().out
    main([path])
    assert capsys.readouterr().out == first
    for row in ("DISMISS", "macro of nine", "style, macro", "calibration error", "wrong notes"):
        assert row in first


def test_a_file_without_answers_about_shares_has_no_rows_for_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(written(tmp_path, {"share": SHARE, "reply": "Get over it.", "labels": []}))])
    assert "style" not in capsys.readouterr().out
