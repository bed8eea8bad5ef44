from __future__ import annotations

from django.urls import path

from duban.intake.views import accepting, acts, comparing, meeting, review, sets

app_name = "intake"

_SET = "sets/<uuid:uuid>/"

urlpatterns = [
    path("", sets.set_list, name="list"),
    path("new/", sets.upload, name="upload"),
    path(_SET, sets.set_page, name="set"),
    path(f"{_SET}withdraw/", sets.withdraw, name="withdraw"),
    path(f"{_SET}progress/", sets.progress, name="progress"),
    path(f"{_SET}files/<int:file>/role/", sets.file_role, name="file_role"),
    path(f"{_SET}rejoin/", sets.rejoin, name="rejoin"),
    path(f"{_SET}review/", review.review, name="review"),
    path(f"{_SET}review/document/<uuid:document>/", review.document_pane, name="document_pane"),
    path(f"{_SET}review/items/<int:item>/", review.item_editor, name="item"),
    path(f"{_SET}review/items/<int:item>/act/", acts.item_act, name="item_act"),
    path(f"{_SET}review/act/", acts.set_act, name="set_act"),
    path(f"{_SET}review/presence/", review.presence, name="presence"),
    path(f"{_SET}changes/", review.change_log, name="changes"),
    path(f"{_SET}accept/", accepting.accept, name="accept"),
    path(f"{_SET}meet/", meeting.meet, name="meet"),
    path(f"{_SET}items/<int:item>/take-back/", meeting.take_back, name="take_back"),
    path(f"{_SET}compare/", comparing.compare, name="compare"),
]
