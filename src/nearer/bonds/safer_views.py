"""“Somebody may know my password.”"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

import seal
from nearer.people import forms, passwords
from nearer.people.again import given_again
from nearer.people.devices import describe
from nearer.people.request import Request
from nearer.people.safer import prepare
from nearer.people.saying import BUSY, OF_ANOTHER
from nearer.people.you_views import about, stay_in
from nearer.vault.fields import NoKey
from nearer.vault.handing import NotWhole
from nearer.vault.roster import Broken

from .safer import start_afresh

NOT_WHOLE = (
    "One of your keys does not open, or was changed from outside, so not everything could be moved."
    " Nothing was changed: your password and your code are the old ones. Tell whoever runs this"
    " server, and change your password meanwhile."
)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def safer(request: Request) -> HttpResponse:
    """A new password, new keys and a new code; everybody else's way in to this account ends."""
    form = forms.SaferForm(request.POST or None, about=about(request))
    if request.method == "POST" and form.is_valid():
        token = _changed(request, form)
        if token is not None:
            after = f"{reverse('recovery_code')}?new&next={reverse('you')}%3Fsafer"
            return stay_in(request, redirect(after), token)
        if not form.errors:
            return redirect("you")  # it was done a moment ago, perhaps by this form
    context = {"form": form, "place": "you"}
    return render(request, "bonds/safer.html", context, status=422 if form.errors else 200)


@sensitive_variables()
def _changed(request: Request, form: forms.SaferForm) -> bytes | None:
    """This device's new cookie, or None; what stands in the way is then on the form."""
    # However lately it was given: whoever holds the open phone must not lock its owner out.
    if not given_again(request, form, "password_now"):
        return None
    try:
        fresh = prepare(person=request.person, password=form.cleaned_data["password"])
        return start_afresh(
            person=request.person,
            keyring=request.keyring,
            fresh=fresh,
            label=describe(request.headers.get("User-Agent", "")),
        )
    except seal.Busy:
        form.add_error(None, BUSY)
    except passwords.OfAnother:
        form.add_error("password", OF_ANOTHER)
    except (NotWhole, Broken, NoKey, seal.Tampered):
        form.add_error(None, NOT_WHOLE)
    return None
