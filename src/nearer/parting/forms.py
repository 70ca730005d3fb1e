"""What is asked on the way out: what to take and how, and what shall become of the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from nearer.bonds.shown import BondShown
from nearer.people import weak
from nearer.people.forms import PasswordField, new_password

ALL = "all"
STAND, ERASE = "stand", "erase"


class AlongForm(forms.Form):
    """What to take along, and under which passphrase."""

    what = forms.ChoiceField(error_messages={"required": "Choose what to take along."})
    how = forms.ChoiceField(
        choices=[("open", ""), ("sealed", "")],
        error_messages={"required": "Choose one of the two."},
    )
    password_file = new_password("A passphrase for the file, of twelve characters or more")
    password_file_again = PasswordField(
        label="The same once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(
        self, *args: Any, bonds: Sequence[BondShown], about: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._about = about
        for name in ("password_file", "password_file_again"):
            self.fields[name].required = False
        self.fields[
            "password_file"
        ].help_text = (
            "It is kept nowhere: if it is lost, nobody can open the file. Not your password here."
        )
        everything = {"value": ALL, "label": "Everything", "hint": "All your bonds, and your own"}
        self.options = [everything, *map(_option, bonds)]
        chosen: forms.ChoiceField = self.fields["what"]  # type: ignore[assignment]
        chosen.choices = [(one["value"], "") for one in self.options]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") != "sealed":
            for name in ("password_file", "password_file_again"):
                self.errors.pop(name, None)
            return data
        first = data.get("password_file")
        if first is None:
            return data
        if not first:
            self.add_error("password_file", "Write a passphrase for the file.")
        elif first != data.get("password_file_again"):
            self.add_error("password_file_again", "The two are not the same.")
        elif why := weak.why_not(first, about=[*self._about, "nearer", *settings.ALLOWED_HOSTS]):
            self.add_error("password_file", why)
        return data


def _option(bond: BondShown) -> dict[str, str]:
    hint = f"With {bond.others}" if bond.others else ""
    return {"value": str(bond.id), "label": bond.name, "hint": hint}


class WordsForm(forms.Form):
    """What shall become of my words, and whether I keep a copy of them."""

    words = forms.ChoiceField(
        choices=[(STAND, ""), (ERASE, "")],
        error_messages={"required": "Choose one of the two."},
    )
    copy = forms.BooleanField(required=False)

    @property
    def erase(self) -> bool:
        """Whether the words are to go."""
        return bool(self.cleaned_data["words"] == ERASE)
