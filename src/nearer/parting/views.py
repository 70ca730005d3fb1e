"""Taking one's words along, leaving a bond, and ending an account."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import seal
from nearer.bonds import access
from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.people import zone
from nearer.people.access import open_to_all
from nearer.people.again import with_password
from nearer.people.request import Request
from nearer.people.saying import BUSY
from nearer.vault.middleware import set_cookie

from . import copies
from .archive import along, zipped
from .ending import end_account as end
from .forms import ALL, STAND, AlongForm, WordsForm
from .leaving import part


def _page(request: HttpRequest, page: str, bad: bool = False, /, **context: Any) -> HttpResponse:
    return render(request, f"parting/{page}.html", context, status=422 if bad else 200)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_password
def take_along(request: Request) -> HttpResponseBase:
    """What to take along; then the file itself, made while it is sent."""
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    asked = request.GET.get("bond", "")
    chosen = asked if asked in {str(bond.id) for bond in bonds} else ALL
    about = [request.person.address(), request.person.name(request.keyring)]
    form = AlongForm(
        request.POST or None, bonds=bonds, about=about, initial={"what": chosen, "how": "open"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form)
        except seal.Busy:
            form.add_error(None, BUSY)
    what, how = (form[name].value() for name in ("what", "how"))
    context = {"form": form, "what": what, "how": how, "place": "you"}
    return _page(request, "take_along", bool(form.errors), **context)


@sensitive_variables()
def _file(request: Request, form: AlongForm) -> HttpResponseBase:
    what, day = form.cleaned_data["what"], zone.today(request.keyring)
    bond = None if what == ALL else access.bond_of(request, uuid.UUID(what))
    content = zipped(along(request.person, request.keyring, bond, day), day)
    name, kind = f"words-{day.isoformat()}.zip", "application/zip"
    if form.cleaned_data["how"] == "sealed":
        content = seal.age(form.cleaned_data["password_file"], content)
        name, kind = f"{name}.age", "application/octet-stream"
    response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@with_password(when=access.would_leave, deed="Leave now")
def leave_bond(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Leave, alone and at once."""
    row = access.bond_of(request, bond)
    member = access.member_of(request, row)
    form = WordsForm(_with_default(request) if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        part(
            bond=row,
            member=member,
            person=request.person,
            keyring=request.keyring,
            erase=form.erase,
            copy=form.cleaned_data["copy"],
        )
        return redirect("together")
    last = not row.members.present().people().exclude(pk=member.pk).exists()
    context = {"bond": row, "name": row.name(request.keyring), "last": last, "place": "together"}
    return _page(request, "leave", bool(form.errors), form=form, **context)


def _with_default(request: Request) -> Any:
    """Leaving has no field that could keep anybody in: what is not said, changes nothing."""
    return {"words": STAND, **request.POST.dict()}


@require_http_methods(["GET", "POST"])
@with_password(when=lambda request: request.method == "POST", deed="Delete my account")
def end_account(request: Request) -> HttpResponse:
    """What goes and what stays; and then it goes."""
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        end(person=request.person, keyring=request.keyring, erase=form.erase)
        response = redirect("ended")
        response["Clear-Site-Data"] = '"cache", "storage"'
        set_cookie(response, seal.random_key())
        request.new_token = None
        return response
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    alone = [bond for bond in bonds if not any(not m.me and not m.companion for m in bond.members)]
    context = {"form": form, "bonds": bonds, "alone": alone, "place": "you"}
    return _page(request, "end_account", bool(form.errors), **context)


@require_safe
def own_copies(request: Request) -> HttpResponse:
    """What I wrote in bonds that I have left, as far as I kept a copy."""
    copies_kept = copies.all_of(request.keyring)
    return _page(request, "copies", copies=copies_kept, place="you")


def _copy(request: Request, copy: uuid.UUID) -> copies.Copy:
    found = copies.find(copy, request.keyring)
    if found is None:
        raise Http404
    return found


@require_safe
def own_copy(request: Request, copy: uuid.UUID) -> HttpResponse:
    """One of them."""
    return _page(request, "copy", copy=_copy(request, copy), place="you")


@require_POST
def delete_own_copy(request: Request, copy: uuid.UUID) -> HttpResponse:
    """Delete one for good."""
    copies.delete(id=_copy(request, copy).id, keyring=request.keyring)
    return redirect("own_copies")


@open_to_all
@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """What comes after. It looks the same to everybody, and nothing is asked."""
    return _page(request, "ended")
