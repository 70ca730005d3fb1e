"""Sentences that several pages of the account say."""

from __future__ import annotations

from .limits import Limited

BUSY = "Many people are coming in at this moment. Please try once more in a few seconds."
OF_ANOTHER = "Another account with your address has this password. Choose a different one."


def limited(no: Limited) -> str:
    """Too many tries on this device."""
    return (
        "A wrong password was given here many times within the hour. Nothing is lost: what you"
        f" typed stays in this form. Try again {no.when}."
    )


def limited_coming_in(no: Limited) -> str:
    """Too many tries for an address; the same whether or not it has an account."""
    return (
        "Many passwords were tried for this address within the hour, perhaps not by you, so a"
        " browser that we do not know has to wait. One on which you have signed in before still"
        " works, and so does your recovery code. Nothing is lost: what you wrote stays in this"
        f" form, and you can try again {no.when}."
    )


def limited_second(no: Limited) -> str:
    """Too many wrong digits of an app, on browsers that are not known."""
    return (
        "Many wrong digits were tried within the hour, perhaps not by you. A browser on which you"
        " have signed in before still works, and so do your passkeys and your spare codes. Nothing"
        f" is lost: you can try digits again {no.when}."
    )


def limited_address(no: Limited) -> str:
    """Too many tries at an address that somebody wants to sign in with from now on."""
    return (
        "This address was tried many times within the hour, perhaps not by you. Nothing is lost:"
        f" what you typed stays in this form. Try again {no.when}."
    )
