"""Looking at a picture, and taking it back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

import seal
from nearer.people.request import Request
from nearer.vault.keyring import NoKey

from . import actions
from .models import Photo, Picture
from .shown import PhotoShown, mine, shown


@require_safe
def photos(request: Request) -> HttpResponse:
    """All that I put in, wherever that was, so that I can take any of it back."""
    _, size = Picture.objects.taken_by(request.person.id)
    context = {
        "place": "you",
        "photos": mine(request.person, request.keyring),
        "megabytes": -(-size // 2**20),
        "most": settings.PHOTOS_EACH,
        "most_megabytes": settings.PHOTO_BYTES_EACH // 2**20,
    }
    return render(request, "photos/photos.html", context)


def _seen(request: Request, photo: uuid.UUID) -> tuple[Photo, PhotoShown]:
    """A photo that this person may see and can open; else 404."""
    row = get_object_or_404(Photo.objects.of(request.person), pk=photo)
    (one,) = shown([row], request.keyring)
    if not one.readable:
        raise Http404
    return row, one


@require_safe
def photo(request: Request, photo: uuid.UUID) -> HttpResponse:
    """One picture, as large as the page."""
    _, one = _seen(request, photo)
    return render(request, "photos/photo.html", {"photo": one})


def _jpeg(request: Request, photo: uuid.UUID, field: str) -> HttpResponse:
    row, _ = _seen(request, photo)
    held = get_object_or_404(Picture.objects.only_one(field), pk=row.pk)
    try:
        jpeg = getattr(held, field).open(request.keyring)
    except (seal.Tampered, NoKey):
        raise Http404 from None
    response = HttpResponse(jpeg, content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    return response


@require_safe
def photo_large(request: Request, photo: uuid.UUID) -> HttpResponse:
    """The JPEG for looking at it."""
    return _jpeg(request, photo, "large")


@require_safe
def photo_small(request: Request, photo: uuid.UUID) -> HttpResponse:
    """The JPEG for its place among the words."""
    return _jpeg(request, photo, "small")


@require_http_methods(["GET", "POST"])
def withdraw_photo(request: Request, photo: uuid.UUID) -> HttpResponse:
    """Take back what I put in, in a bond that I have left too."""
    row = get_object_or_404(Photo.objects.by(request.person.id), pk=photo)
    if request.method == "POST":
        actions.withdraw(photo=row)
        return redirect("photos")
    (one,) = shown([row], request.keyring)
    return render(request, "photos/withdraw.html", {"photo": one})
