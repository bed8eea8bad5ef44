from __future__ import annotations

from django.urls import path

from duban.files import views

app_name = "files"

urlpatterns = [
    path("<uuid:document>/", views.document_page, name="document"),
    path("<uuid:document>/original/", views.original, name="original"),
]
