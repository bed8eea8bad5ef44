"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from duban.accounts.permissions import is_office, may_review


def frame(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    return {"in_office": is_office(person), "may_review": may_review(person)}
