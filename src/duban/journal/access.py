"""Pages below the floor of roles ask for a power by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def power_required(name: str) -> Callable[[View], View]:
    """The page is for those who hold this power; for others there is no such page."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if not request.user.has_perm(name):
                raise Http404
            return view(request, *args, **options)

        return guarded

    return guard
