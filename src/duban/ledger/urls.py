from __future__ import annotations

from django.urls import path

from duban.ledger.views import exports, findings, importing, inspections

app_name = "ledger"
urlpatterns = [
    path("", findings.finding_list, name="list"),
    path("export/<slug:kind>/", exports.export, name="export"),
    path("import/", importing.upload, name="import_new"),
    path("import/table/", importing.empty_table, name="import_table"),
    path("import/<int:pk>/", importing.trial, name="import"),
    path("import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("inspections/", inspections.inspection_list, name="inspections"),
    path("inspections/<int:pk>/", inspections.inspection_page, name="inspection"),
    path("<slug:number>/", findings.finding_page, name="finding"),
]
