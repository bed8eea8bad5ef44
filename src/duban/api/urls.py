from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from duban.api import views
from duban.api.house import api

app_name = "api"

_OPERATIONS = api.urls[0]
for _operation in _OPERATIONS:
    # The door has looked at the token; there is no page to sign in at.
    login_not_required(cast("Callable[..., Any]", _operation.callback))

urlpatterns = [
    path("", views.reference, name="reference"),
    path("reference/<slug:place>/", views.chapter, name="chapter"),
    path("tokens/", views.own_tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("tokens/all/", views.all_tokens, name="all_tokens"),
    path("v1/openapi.json", views.description, name="openapi"),
    path("openapi.json", views.description, name="openapi_short"),
    path("v1/", (_OPERATIONS, "v1", "api-v1")),
    re_path(r"^v1/.*$", views.no_such_address),
]
