"""Pages below the floor of roles ask for a power by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def power_required(name: str) -> Callable[[View], View]:
    """The page is for those who hold this power; others are told that it is not theirs."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if not request.user.has_perm(name):
                raise PermissionDenied
            return view(request, *args, **options)

        return guarded

    return guard
