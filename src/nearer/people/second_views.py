"""The second step on the way in: after the password, before anything opens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from . import door, guard, halfway, known, limits, news, passkeys, recovering, second
from .access import open_to_all
from .after import after_it, go_on
from .forms import SignInForm
from .halfway import Half
from .kept import carried_fields, words_among
from .saying import limited_second
from .second_forms import SecondForm

WRONG = (
    "This does not fit. The digits in an app change every half minute and work only once,"
    " and so does each spare code."
)
WRONG_CODE = "This is not your recovery code. Look at each group."


@open_to_all
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for it, and let in whoever has it."""
    half = halfway.find(request)
    if half is None:
        return _anew(request)
    form = SecondForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return draw(request, half, form, carried_fields(request))
    return _try(request, half, form)


def ask_again(request: HttpRequest, kept: list[tuple[str, str]], token: bytes) -> HttpResponse:
    """The page itself, for somebody whose words are on their way and must not be lost."""
    half = halfway.of(token)
    return draw(request, half, SecondForm(), kept) if half else _anew(request)


def _try(request: HttpRequest, half: Half, form: SecondForm) -> HttpResponse:
    given = second.Given(
        code=form.cleaned_data["code"],
        answer=form.cleaned_data["code_key"],
        place=passkeys.place(request),
        device=known.token_of(request),
    )
    kept = carried_fields(request)
    try:
        left = halfway.try_once(half)
        if left < 0:
            return _anew(request)
        proof = second.proof(half, given)
        return _let_in(request, half, proof, kept)
    except door.Over:
        return _anew(request)
    except limits.Limited as no:
        form.add_error(None, limited_second(no))
    except door.Wrong:
        form.add_error("code", WRONG_CODE if second.lost(half) else WRONG)
        news.wrong(half.keyring, half.row.pk)
        if left == 0:
            halfway.use_up(half)
            return _anew(request)
    return draw(request, half, form, kept)


def _let_in(
    request: HttpRequest, half: Half, proof: second.Proof, kept: list[tuple[str, str]]
) -> HttpResponse:
    again = "again" in request.POST
    back = recovering.again(half.back, half.person, half.keyring) if half.back else None
    after = reverse("recovery_code") + "?new" if back else after_it(request)
    return door.let_in(
        request,
        half.keyring,
        lambda: go_on(request, kept) if again else redirect(after),
        half=half,
        proof=proof,
        back=back,
    )


def draw(
    request: HttpRequest, half: Half, form: SecondForm, kept: list[tuple[str, str]]
) -> HttpResponse:
    """The page, with as many ways as there are for this person on this device."""
    where = passkeys.place(request)
    context: dict[str, Any] = {
        "form": form,
        "next": after_it(request),
        "kept": kept,
        "words": words_among(kept),
        "again": "again" in request.POST,
    }
    try:
        body = guard.look(half.keyring)
    except guard.Damaged:
        context["damaged"] = True
    else:
        keys = second.here(body, where)
        context["app"] = body.app is not None
        context["keys"] = bool(body.keys)
        if where and keys:
            context["options"] = passkeys.to_use(
                where=where, keys=keys, asked=second.question(half)
            )
    return render(request, "people/second.html", context, status=422 if form.errors else 200)


def _anew(request: HttpRequest) -> HttpResponse:
    """The ten minutes or the tries are over: begin with the password, and lose no words."""
    kept = carried_fields(request)
    if request.method == "GET" and not kept:
        return redirect("sign_in")
    context = {
        "form": SignInForm(),
        "next": after_it(request),
        "kept": kept,
        "words": words_among(kept),
        "again": "again" in request.POST,
        "over": True,
    }
    return render(request, "people/sign_in.html", context, status=401)
