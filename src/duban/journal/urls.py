from __future__ import annotations

import datetime

from django.urls import path, register_converter

from duban.journal import views


class DayConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "journal"
urlpatterns = [
    path("", views.record, name="record"),
    path("verify/", views.verify, name="verify"),
    path("heads/<day:day>.json", views.head_file, name="head"),
]
