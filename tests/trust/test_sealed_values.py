"""What is sealed can't be shown by accident, and keys can't be shown or stored at all."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import serializers
from django.template import Context, Engine

import seal
from nearer.bonds.models import Bond
from nearer.safety.logs import WordlessFormatter
from nearer.vault.fields import Sealed, StillSealed
from tests.cast import Player

NAME = "kx5sealedname"


@pytest.fixture
def card(ann: Player, bond: Bond) -> Sealed:
    bond.seal(ann.keyring, card={"name": NAME, "kind": "partner"})
    value = bond.card
    assert isinstance(value, Sealed)
    assert value.open(ann.keyring)["name"] == NAME
    return value


USES: dict[str, Callable[[Any], object]] = {
    "str": str,
    "format": lambda sealed: f"{sealed}",
    "percent": lambda sealed: "%s" % sealed,  # noqa: UP031
    "bytes": bytes,
    "bool": bool,
    "len": len,
    "iterate": list,
    "unpack": lambda sealed: [*sealed],
    "index": lambda sealed: sealed["name"],
    "contains": lambda sealed: "name" in sealed,
    "equal": lambda sealed: sealed == sealed,
    "unequal": lambda sealed: sealed != "x",
    "order": lambda sealed: sealed < sealed,
    "sort": lambda sealed: sorted([sealed, sealed]),
    "hash": hash,
    "join": "".join,
    "json": json.dumps,
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "open without a keyring": lambda sealed: sealed.open(),
}


@pytest.mark.parametrize("use", USES)
def test_using_a_sealed_value_unopened_raises(card: Sealed, use: str) -> None:
    with pytest.raises((StillSealed, TypeError)) as raised:
        USES[use](card)

    assert NAME not in str(raised.value)


def test_the_same_uses_would_show_an_opened_value(ann: Player, card: Sealed) -> None:
    opened = card.open(ann.keyring)
    uses = ("str", "format", "percent", "iterate", "json", "index")
    shown = [USES[use](opened) for use in uses]

    assert sum(NAME in str(one) for one in shown) == 5  # iterating a dict gives its keys alone


def test_a_repr_names_the_field_and_nothing_of_what_it_holds(card: Sealed, bond: Bond) -> None:
    assert repr(card) == "<sealed Bond.card>"
    assert NAME not in repr(bond) + str(bond) + repr(vars(bond))


TEMPLATES = [
    "{{ row.card }}",
    "{{ row.card.open }}",
    "{{ row.card.open.name }}",
    "{{ row.card.name }}",
    "{{ row.card.0 }}",
    "{% if row.card %}yes{% endif %}",
    "{% if row.card == 'x' %}yes{% endif %}",
    "{{ row.card|default:'nothing' }}",
    "{{ row.card|length }}",
    "{{ row.card|safe }}",
    "{{ row.card|stringformat:'s' }}",
    "{{ row.card|pprint }}",
    "{{ row.card|json_script:'x' }}",
    "{% for one in row.card %}{{ one }}{% endfor %}",
    "{% firstof row.card 'x' %}",
    "{% with shown=row.card %}{{ shown }}{% endwith %}",
]


def render(text: str, row: object) -> str:
    return Engine().from_string(text).render(Context({"row": row}))


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_with_a_sealed_value_fails_or_shows_nothing_of_it(
    card: Sealed, bond: Bond, text: str
) -> None:
    try:
        shown = render(text, bond)
    except (StillSealed, TypeError) as fault:
        shown = str(fault)

    assert NAME not in shown


def test_a_template_that_prints_or_opens_one_fails_aloud(card: Sealed, bond: Bond) -> None:
    for text in TEMPLATES[:3]:
        with pytest.raises(StillSealed):
            render(text, bond)


def test_the_same_templates_would_show_an_opened_value(ann: Player, card: Sealed) -> None:
    opened = {"card": card.open(ann.keyring)}

    assert NAME in render("{{ row.card }}", opened)
    assert NAME in render("{{ row.card.name }}", opened)
    assert NAME in render("{{ row.card|pprint }}", opened)


def test_no_serializer_of_django_takes_a_row_apart_into_words(card: Sealed, bond: Bond) -> None:
    assert NAME not in serializers.serialize("json", [bond])
    assert NAME not in serializers.serialize("python", [bond]).__repr__()


def logged(formatter: logging.Formatter, *args: object, message: str = "%s") -> str:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    # A handler that can't format says so on stderr, with the arguments: here it must raise.
    handler.handleError = lambda record: None  # type: ignore[method-assign]
    logger = logging.Logger("trust")  # noqa: LOG001 - of no tree, so nothing else hears it
    logger.addHandler(handler)
    logger.warning(message, *args)
    try:
        raise ValueError(NAME)
    except ValueError:
        logger.exception(message, *args)
    return stream.getvalue()


def test_a_log_shows_no_sealed_value_and_no_message_at_all(ann: Player, card: Sealed) -> None:
    assert NAME not in logged(logging.Formatter(), card).replace(f"ValueError: {NAME}", "")
    said = logged(WordlessFormatter(), card.open(ann.keyring))

    assert "WARNING" in said
    assert "ValueError" in said
    assert NAME not in said


def test_an_ordinary_log_would_have_shown_it(ann: Player, card: Sealed) -> None:
    assert NAME in logged(logging.Formatter(), card.open(ann.keyring))


def test_plain_words_can_not_be_put_into_a_sealed_field(ann: Player, bond: Bond) -> None:
    for plain in (NAME, {"name": NAME}, 5):
        with pytest.raises(StillSealed):
            bond.card = plain


def test_a_row_that_was_never_sealed_is_not_saved(ann: Player) -> None:
    with pytest.raises(StillSealed):
        Bond(space=ann.id, epoch=1).save(force_insert=True)


def secrets_of(ann: Player) -> dict[str, object]:
    private = ann.keyring._private
    root = seal.password_root("twelve letters", bytes(16), seal.KdfParameters(8192, 1, 1))
    return {"keyring": ann.keyring, "private key": private, "root": root}


@pytest.mark.parametrize("what", ["keyring", "private key", "root"])
def test_keys_are_neither_printed_nor_stored(ann: Player, what: str) -> None:
    secret = secrets_of(ann)[what]
    hidden = ann.keyring._private.raw()
    shown = repr(secret) + str(secret) + f"{secret}" + logged(logging.Formatter(), secret)

    assert hidden.hex() not in shown
    assert repr(hidden) not in shown
    for store in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            store(secret)


def test_the_bytes_themselves_would_have_been_shown_and_stored(ann: Player) -> None:
    hidden = ann.keyring._private.raw()

    assert repr(hidden) in logged(logging.Formatter(), hidden)
    assert hidden in pickle.dumps(hidden)


def test_a_template_gets_nothing_out_of_a_keyring(ann: Player) -> None:
    hidden = ann.keyring._private.raw().hex()
    context = {"keyring": ann.keyring, "private": ann.keyring._private}
    said = "".join(
        Engine().from_string(text).render(Context({"row": context}))
        for text in ("{{ row.keyring }}", "{{ row.private }}", "{{ row.keyring|pprint }}")
    )

    assert hidden not in said
    with pytest.raises(Exception, match="underscore"):
        Engine().from_string("{{ row.keyring._private }}")
