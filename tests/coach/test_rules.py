"""The rules speak where they are sure, and stay silent elsewhere."""

import pytest

from coach.labels import REPLY_LABELS, SECOND
from coach.rules import all_rules, rule_labels

SHARE = "He left on Tuesday. I stood in the kitchen with the two cups and did not know what to do."


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("What was it like when he went?", "OPENQ"),
        ("how are you holding up", "OPENQ"),
        ("Tell me more about the kitchen.", "OPENQ"),
        ("You should ring him and ask.", "ADVICE"),
        ("Have you tried writing to him?", "ADVICE"),
        ("Why don't you just go for a walk?", "ADVICE"),
        ("it'll be fine", "REASSURE"),
        ("Don't worry, love.", "REASSURE"),
        ("You're overreacting.", "DISMISS"),
        ("get over it", "DISMISS"),
        ("Other people have it worse.", "DISMISS"),
        ("It's not my fault.", "DEFEND"),
        ("To be fair, he did say maybe.", "DEFEND"),
        ("That reminds me of our trip.", "DIVERT"),
        ("did u get milk", "DIVERT"),
        ("No wonder you couldn't move.", "VALID"),
        ("That makes sense to me.", "VALID"),
        ("I'm so sorry.", "FEEL"),
        ("aw", "FEEL"),
        ("So you stood in that kitchen with two cups.", "REFLECT"),
        ("That sounds exhausting.", "REFLECT"),
    ],
)
def test_it_knows_a_stock_phrase(sentence: str, label: str) -> None:
    assert rule_labels(SHARE, sentence).get(label, 0) >= 0.5


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("What time did he leave?", "OPENQ"),
        ("Don't you think he meant well?", "OPENQ"),
        ("What do you want me to do?", "OPENQ"),
        ("You should be proud, shout it as loud as you like.", "ADVICE"),
        ("You must have been so tired.", "ADVICE"),
        ("I'd be furious too.", "ADVICE"),
        ("It doesn't have to be fine with me.", "REASSURE"),
        ("You're not overreacting.", "DISMISS"),
        ("You don't have to get over it.", "DISMISS"),
        ("You're right, I did forget.", "DEFEND"),
        ("You don't have to be fair about it.", "DEFEND"),
        ("I wish I'd been there.", "DIVERT"),
        ("That makes no sense.", "VALID"),
    ],
)
def test_it_is_not_taken_in_by_what_only_looks_alike(sentence: str, label: str) -> None:
    assert label not in rule_labels(SHARE, sentence)


def test_every_rule_has_a_name_a_label_and_a_strength_of_its_own() -> None:
    rules = all_rules()
    assert len({rule.name for rule in rules}) == len(rules)
    assert {rule.label for rule in rules} == set(REPLY_LABELS)
    assert all(0.8 <= rule.strength <= 1 for rule in rules)
    surest = [rule for rule in rules if rule.label in ("DISMISS", "DEFEND")]
    assert all(rule.strength >= 0.9 for rule in surest)


def test_the_second_grade_never_stands_without_the_first() -> None:
    for sentence in ("I'm so sorry, my heart sank.", "You felt so alone.", "aw"):
        found = rule_labels(SHARE, sentence)
        for first, second in SECOND.items():
            assert found.get(second, 0) <= found.get(first, 0)
