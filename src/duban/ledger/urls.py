from __future__ import annotations

from django.urls import include, path

from duban.ledger.views import (
    bulk,
    exports,
    findings,
    importing,
    inspections,
    listing,
    loads,
    papers,
    printing,
    protected,
    saved,
    steps,
    walls,
)

app_name = "ledger"
urlpatterns = [
    path("", listing.finding_list, name="list"),
    path("totals/", listing.list_totals, name="totals"),
    path("choices/<slug:name>/", listing.choices, name="choices"),
    path("panel/<slug:number>/", listing.panel, name="panel"),
    path("views/", saved.save, name="view_save"),
    path("views/<int:pk>/remove/", saved.remove, name="view_remove"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/<uuid:token>/", bulk.bulk_run, name="bulk_run"),
    path("wall/", walls.wall_chart, name="wall"),
    path("load/", loads.load_page, name="load"),
    path("print/", printing.print_list, name="print"),
    path("export/<slug:kind>/", exports.export, name="export"),
    path("exports/", exports.export_list, name="exports"),
    path("exports/progress/", exports.export_list, name="exports_progress"),
    path("exports/<uuid:uuid>/", exports.export_page, name="export_page"),
    path("exports/<uuid:uuid>/progress/", exports.export_page, name="export_progress"),
    path("exports/<uuid:uuid>/file/", exports.export_file, name="export_file"),
    path("exports/<uuid:uuid>/remove/", exports.export_remove, name="export_remove"),
    path("import/", importing.upload, name="import_new"),
    path("import/table/", importing.empty_table, name="import_table"),
    path("import/<int:pk>/", importing.trial, name="import"),
    path("import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("inspections/", inspections.inspection_list, name="inspections"),
    path("inspections/<int:pk>/", inspections.inspection_page, name="inspection"),
    path("", include("duban.ledger.plans.urls")),
    path("<slug:number>/", findings.finding_page, name="finding"),
    path("<slug:number>/steps/<slug:verb>/", steps.take_step, name="step"),
    path("<slug:number>/protected/<int:pk>/", protected.protected_field, name="protected"),
    path("<slug:number>/requests/<int:pk>/<slug:which>/", papers.request_paper, name="request_paper"),
    path("<slug:number>/filings/", findings.filings, name="filings"),
]
