from __future__ import annotations

from django.urls import path

from duban.ledger.views import lifecycle, plan_list, plans

urlpatterns = [
    path("lifecycle/", lifecycle.lifecycle_page, name="lifecycle"),
    path("meetings/", plans.meeting_list, name="meetings"),
    path("meetings/new/", plans.take_verb, {"verb": "hold_meeting"}, name="new_meeting"),
    path("meetings/<int:pk>/", plans.meeting_page, name="meeting"),
    path("plans/", plan_list.plan_list, name="plan_list"),
    path("plans/<int:pk>/", plans.special_plan_page, name="special_plan"),
    path("inspections/<int:pk>/plans/", plans.plans_page, name="plans"),
    path("acts/<slug:verb>/<int:pk>/", plans.take_verb, name="take_verb"),
]
