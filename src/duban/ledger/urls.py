from __future__ import annotations

from django.urls import path

from duban.ledger.views import exports, findings, inspections

app_name = "ledger"
urlpatterns = [
    path("", findings.finding_list, name="list"),
    path("export/<slug:kind>/", exports.export, name="export"),
    path("inspections/", inspections.inspection_list, name="inspections"),
    path("inspections/<int:pk>/", inspections.inspection_page, name="inspection"),
    path("<slug:number>/", findings.finding_page, name="finding"),
]
