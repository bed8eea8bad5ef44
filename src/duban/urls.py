"""The addresses of the house: each room names its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("duban.pages.urls")),
    path("account/", include("duban.accounts.urls")),
    path("documents/", include("duban.intake.urls")),
    path("documents/", include("duban.files.urls")),
    path("ledger/", include("duban.ledger.urls")),
    path("organizations/", include("duban.organizations.urls")),
    path("rules/", include("duban.rulebook.urls")),
    path("record/", include("duban.journal.urls")),
    path("api/", include("duban.api.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]
