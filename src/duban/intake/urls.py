from __future__ import annotations

from django.urls import path
from django.urls.resolvers import URLPattern

app_name = "intake"

urlpatterns: list[URLPattern] = []
