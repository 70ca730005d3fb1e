"""Forms of the account. Every refusal says what to do, and gives back what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from . import passwords, weak


def visible(text: str) -> str:
    """A one-line name without control characters; letters of every script stay."""
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Co"})
    return " ".join(kept.split())


class NameField(forms.CharField):
    """What somebody, or a bond, is called."""

    def __init__(self, label: str, **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
        super().__init__(label=label, max_length=60, widget=widget, **kwargs)  # type: ignore[arg-type]

    def to_python(self, value: object) -> str:
        return visible(super().to_python(value) or "")


class PasswordField(forms.CharField):
    """A password being chosen: composed and decomposed letters count, and are, the same."""

    def to_python(self, value: object) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


def new_password(label: str = "A password of twelve characters or more") -> PasswordField:
    """A field for a password that is being chosen."""
    return PasswordField(
        label=label,
        strip=False,
        min_length=passwords.MIN_LENGTH,
        max_length=passwords.MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Four or five words that belong together only for you are easy to keep.",
        error_messages={
            "min_length": "This one has %(show_value)d characters; it needs twelve or more.",
            "max_length": "This one is longer than 128 characters.",
            "required": "Choose a password.",
        },
    )


def email_field(label: str = "E-mail address") -> forms.EmailField:
    """The address that somebody signs in with."""
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={
            "invalid": "This does not look like an e-mail address.",
            "required": "Write your e-mail address.",
        },
    )


AGES = [("adult", "I am 18 or older"), ("young", "I am 16 or 17")]


class TwicePassword(forms.Form):
    """Two fields that have to agree on a password which is not tried early."""

    password = new_password()
    password_again = PasswordField(
        label="The same once more",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Write the password once more."},
    )

    def __init__(self, *args: Any, about: Sequence[str] = (), **kwargs: Any) -> None:
        self._about = about
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, again = data.get("password"), data.get("password_again")
        if first is not None and again is not None and first != again:
            self.add_error("password_again", "The two are not the same.")
        typed = [str(self.data.get(name) or "") for name in ("name", "email")]
        places = ["nearer", *settings.ALLOWED_HOSTS]
        if first and (why := weak.why_not(first, about=[*self._about, *typed, *places])):
            self.add_error("password", why)
        return data


class SignUpForm(TwicePassword):
    """A new account."""

    name = NameField(
        "What shall we call you?", error_messages={"required": "Write a name you like."}
    )
    email = email_field()
    age = forms.ChoiceField(
        label="Your age",
        choices=AGES,
        widget=forms.RadioSelect,
        error_messages={"required": "Nearer is for people of 16 and older. Choose one."},
    )

    field_order = ["name", "email", "password", "password_again", "age"]

    def age_options(self) -> list[dict[str, str]]:
        """The two answers as large rows."""
        return [{"value": value, "label": label} for value, label in AGES]


class SignInForm(forms.Form):
    """Address and password."""

    email = email_field()
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Write your password."},
    )


class RecoverForm(TwicePassword):
    """The way back when the password is lost."""

    email = email_field()
    code = forms.CharField(
        label="Your recovery code",
        help_text="Eight groups of four. Capitals, spaces and dashes do not matter.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Write the recovery code that you kept."},
    )

    field_order = ["email", "code", "password", "password_again"]


class NameForm(forms.Form):
    """A new name for oneself."""

    name = NameField("Your name", error_messages={"required": "Write a name you like."})


def own_password(label: str = "Your password") -> forms.CharField:
    """The password that somebody has now."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Write your password."},
    )


class AgainForm(forms.Form):
    """The password once more."""

    password_to_go_on = own_password()


class ChangePasswordForm(TwicePassword):
    """The password there is, and the one to come."""

    password_now = own_password("The password you have now")

    field_order = ["password_now", "password", "password_again"]


class SaferForm(ChangePasswordForm):
    """The same two, where the keys behind them are made anew as well."""
