"""Who may see a page at all. Unless a view says otherwise, only somebody signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Mark a view that a visitor may see."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def before_settling(view: View) -> View:
    """Mark a view that may be used before the recovery code has been typed back."""
    view.before_settling = True  # type: ignore[attr-defined]
    return view
