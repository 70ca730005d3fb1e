"""Forms about bonds."""

from __future__ import annotations

from typing import Any

from django import forms

from nearer.people.forms import NameField

KINDS = [
    ("partner", "Partner", "The person you share your life with, or wish to.", "heart-handshake"),
    ("friend", "Friend", "Somebody close, or a few of you.", "users-round"),
    ("family", "Family", "Parents, children, brothers and sisters, whoever belongs.", "house"),
]


class NewBondForm(forms.Form):
    """A bond's kind and name, and what one is called in it."""

    kind = forms.ChoiceField(
        label="Who is it with?",
        choices=[(value, label) for value, label, *_ in KINDS],
        error_messages={
            "required": "Choose one of the three.",
            "invalid_choice": "Choose one of the three.",
        },
    )
    name = NameField(
        "What do you call the two or all of you?",
        help_text="Only its members see it. You can change it later.",
        error_messages={"required": "Give it a name; “Us” will do."},
    )
    own_name = NameField(
        "And what are you called there?", error_messages={"required": "Write your name."}
    )

    def kind_options(self) -> list[dict[str, Any]]:
        """The three kinds as large rows."""
        names = ("value", "label", "hint", "icon")
        return [dict(zip(names, kind, strict=True)) for kind in KINDS]


class BondNameForm(forms.Form):
    """Another name for the bond."""

    name = NameField("The name of this bond", error_messages={"required": "Give it a name."})


class CompanionForm(forms.Form):
    """A companion's name."""

    name = NameField(
        "Their name",
        help_text="A child, or somebody who would rather not sign up. They use your device.",
        error_messages={"required": "Write a name."},
    )


class CodeForm(forms.Form):
    """The code that came with an invitation, and a name for oneself once it is right."""

    code = forms.CharField(
        label="The code",
        help_text="Three groups of four. Whoever invited you tells it to you.",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Write the code."},
    )


class AcceptForm(CodeForm):
    """Saying yes."""

    name = NameField("What shall they call you?", error_messages={"required": "Write your name."})
