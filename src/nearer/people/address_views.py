"""Another address to sign in with."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

import seal

from . import limits, moving, passwords
from .again import given_again
from .request import Request
from .saying import BUSY, limited_address
from .second_forms import AddressForm

TWIN = (
    "With your password, somebody could not tell your account from another one of this address."
    " Change your password first, then the address."
)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def change_address(request: Request) -> HttpResponse:
    """Sign in with another address from now on; the password is asked on the same page."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _changed(request, form):
        return redirect(f"{reverse('you')}?address")
    context = {"form": form, "place": "you", "address": request.person.address()}
    return render(request, "people/address.html", context, status=422 if form.errors else 200)


def _changed(request: Request, form: AddressForm) -> bool:
    if not given_again(request, form, "password_now"):
        return False
    data = form.cleaned_data
    try:
        if moving.change_address(
            person=request.person,
            keyring=request.keyring,
            email=data["email"],
            password=data["password_now"],
            by=request.device,
        ):
            return True
        form.add_error(None, "Your password was changed a moment ago. Please try once more.")
    except seal.Busy:
        form.add_error(None, BUSY)
    except limits.Limited as no:
        form.add_error(None, limited_address(no))
    except passwords.OfAnother:
        form.add_error("email", TWIN)
    return False
