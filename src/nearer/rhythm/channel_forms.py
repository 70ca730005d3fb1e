"""What is typed on the page for notices."""

from __future__ import annotations

from django import forms


class AddressForm(forms.Form):
    """An address for mail."""

    email = forms.EmailField(
        label="Where to?",
        max_length=254,
        help_text="Who else opens that mailbox? The mail says the same, and where to end it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={
            "invalid": "This does not look like an e-mail address.",
            "required": "Write the address that mail should go to.",
        },
    )


class CodeForm(forms.Form):
    """The code that was sent there."""

    code = forms.CharField(
        label="The code in that mail",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        error_messages={
            "required": "Type the code that was sent.",
            "max_length": "The code has twelve letters and digits; this is longer.",
        },
    )
