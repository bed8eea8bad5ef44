from __future__ import annotations

from django.urls import path

from duban.rulebook.views import days, rules

app_name = "rulebook"
urlpatterns = [
    path("", rules.rules, name="rules"),
    path("profiles/", rules.new_profile, name="new_profile"),
    path("calendar/", days.year, name="this_year"),
    path("calendar/<int:number>/", days.year, name="year"),
    path("calendar/<int:number>/day/", days.change_day, name="change_day"),
    path("calendar/<int:number>/import/", days.import_year, name="import_year"),
    path("<int:pk>/", rules.rules, name="profile"),
    path("<int:pk>/<slug:key>/", rules.rule, name="rule"),
]
