from __future__ import annotations

from django.urls import path

from duban.organizations.views import bodies, directory, tables

app_name = "organizations"
urlpatterns = [
    path("", directory.tree, name="tree"),
    path("bodies/new/", directory.new_body, name="new_body"),
    path("bodies/<int:pk>/", bodies.body_page, name="body"),
    path("bodies/<int:pk>/members/<int:member>/end/", bodies.leave, name="leave"),
    path("bodies/<int:pk>/areas/<int:area>/end/", bodies.uncover, name="uncover"),
    path("bodies/<int:pk>/<slug:deed>/", bodies.do, name="do"),
    path("regions/new/", directory.new_region, name="new_region"),
    path("regions/<int:pk>/", directory.region_page, name="region"),
    path("regions/<int:pk>/close/", directory.close_region, name="close_region"),
    path("asked/", directory.asked, name="asked"),
    path("asked/<int:pk>/new/", directory.answer_new, name="answer_new"),
    path("asked/<int:pk>/other/", directory.answer_other, name="answer_other"),
    path("export/", tables.export, name="export"),
    path("import/", tables.page, name="import"),
    path("import/take-over/", tables.take_over, name="take_over"),
]
