"""The one place where rules and model meet. Without the model the rules answer alone."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from coach.labels import GRADED, REPLY_LABELS, SECOND
from coach.rules import rule_labels

Groups = dict[str, dict[str, float]]
Sentences = list[tuple[dict[str, int], dict[str, float]]]
Dangers = Mapping[str, Sequence[float]]
Pieces = Mapping[str, Any]
ALONE: Final = 0.5  # what a rule must reach where it answers alone


def share(text: str, rules: Groups, *, use_model: bool) -> tuple[Groups, bool]:
    """The chances for a share, and whether the model had a part in them."""
    found, _, by_model, _ = both(text, rules, (), use_model=use_model)
    return found, by_model


def reply(share: str, sentences: Sequence[str], *, use_model: bool) -> tuple[Sentences, bool]:
    """Labels and chances of every sentence, and whether the model had a part in them."""
    _, found, by_model, _ = both(share, {}, sentences, use_model=use_model)
    return found, by_model


def both(
    share: str, rules: Groups, sentences: Sequence[str], *, use_model: bool
) -> tuple[Groups, Sentences, bool, tuple[Dangers, Pieces]]:
    """What `share` and `reply` say, but the network runs only once. Without rules no share.

    And what it says about danger in the sentences of both, and their pieces, for `danger.signs`.
    """
    said = [rule_labels(share, sentence) for sentence in sentences]
    loaded, combine = _model() if use_model else None, _room("combine")
    if loaded is None or combine is None:
        return rules, [(_labels(each), each) for each in said], False, ({}, {})
    about, raw, dangers, pieces = loaded.both(
        _whole(share), [_whole(sentence) for sentence in sentences]
    )
    chances = [combine.reply_chances(*pair) for pair in zip(raw, said, strict=True)]
    found = [(combine.reply_labels(each, with_model=True), each) for each in chances]
    return combine.share_chances(about, rules) if rules else {}, found, True, (dangers, pieces)


def danger(sentences: Sequence[str]) -> Dangers:
    """What the network says about danger in these; nothing where there is none."""
    loaded = _model()
    return loaded.danger([_whole(sentence) for sentence in sentences]) if loaded else {}


def _model() -> Any:
    model = _room("model")
    return model.load() if model else None


def _labels(chances: Mapping[str, float]) -> dict[str, int]:
    found = {name: 1 for name in REPLY_LABELS if chances.get(name, 0.0) >= ALONE}
    for name in GRADED:
        if name in found and chances.get(SECOND[name], 0.0) >= ALONE:
            found[name] = 2
    return found


def _whole(text: str) -> str:
    # Half a surrogate pair is no text to the tokenizer, and a null byte no word.
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _room(name: str) -> Any:
    # model.py needs numpy; where that is absent, or the file is, the rules answer alone.
    try:
        return import_module(f"coach.{name}")
    except ImportError:
        return None
