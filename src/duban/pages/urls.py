from __future__ import annotations

from django.urls import path

from duban.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
]
