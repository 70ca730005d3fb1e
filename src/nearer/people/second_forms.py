"""Forms about the second step, and about the address one signs in with."""

from __future__ import annotations

from typing import Any

from django import forms

from .forms import NameField, email_field, own_password


class SecondForm(forms.Form):
    """Digits, a spare code, or what a passkey has answered. Where neither is there, it says so."""

    code = forms.CharField(
        label="Your second step",
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "required": True,
            }
        ),
    )
    code_key = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("code") and not data.get("code_key"):
            self.add_error("code", "Type the digits, or one of your spare codes.")
        return data


class DigitsForm(forms.Form):
    """The digits of an app that is being set up."""

    code = forms.CharField(
        label="The six digits that the app shows now",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Type the six digits that the app shows."},
    )


class KeyForm(forms.Form):
    """A new passkey: what the browser made, and what the person calls it."""

    name = NameField(
        "A name for it, such as “my phone”",
        error_messages={"required": "Give it a name, so that you know it later."},
    )
    password_to_go_on = own_password()
    code_key = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class AddressForm(forms.Form):
    """Another address to sign in with."""

    email = email_field("Your new e-mail address")
    password_now = own_password()
