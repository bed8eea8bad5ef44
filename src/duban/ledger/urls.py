from __future__ import annotations

from django.urls import path

from duban.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.finding_list, name="list"),
]
