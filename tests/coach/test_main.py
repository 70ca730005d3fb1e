"""`python -m coach` at the command line."""

import io

import pytest

from coach.__main__ import main


def test_it_says_what_it_would_say_about_a_reply(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--rules", "--share", "I lost my job.", "--reply", "You're overreacting."]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "DISMISS" in said
    assert "[dismisses]" in said


def test_it_asks_where_nothing_is_given(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["I lost my job.", "I'm so sorry, my heart sank."])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert main(["--rules"]) == 0
    assert "[landed]" in capsys.readouterr().out


def test_it_reads_a_share_and_a_question_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("I'm fine."))
    assert main(["--rules", "--share", "-"]) == 0
    assert main(["--question", "Did you sleep?"]) == 0
    assert main(["--question", "I slept."]) == 0
    said = capsys.readouterr().out
    assert "[mask]" in said
    assert "[closed]" in said
    assert "(nothing to say)" in said
