"""The review page and its parts."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from duban.asking import number
from duban.files.models import Document
from duban.files.render import Renderer
from duban.intake import marks, present, telling
from duban.intake.meeting import kind_of
from duban.intake.models import Change, DraftItem, ItemState
from duban.intake.presenting import SetView, choices, document_of
from duban.intake.views.common import item_of, person_of, set_of

CHANGES_PER_PAGE = 100


@require_safe
def review(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    intake_set = set_of(request, uuid)
    view = SetView(intake_set)
    document = document_of(view, request.GET.get("doc", ""))
    if document is None:
        return redirect("intake:set", uuid=uuid)
    order = "text" if request.GET.get("order") == "text" else "doubts"
    rows = view.rows(order)
    current = _current(request, [row.item for row in rows])
    present.tell(person_of(request), intake_set, current)
    newest = Change.objects.filter(intake_set=intake_set).order_by("-pk").values_list("pk", flat=True).first()
    context = {
        "view": view,
        "set": intake_set,
        "rows": rows,
        "order": order,
        "document": document,
        "body": body_of(view, document),
        "newest_change": newest or 0,
        **item_context(view, current),
    }
    return render(request, "intake/review/page.html", context)


def _current(request: HttpRequest, items: list[DraftItem]) -> DraftItem | None:
    wanted = request.GET.get("item", "")
    chosen = next((item for item in items if str(item.pk) == wanted), None)
    return chosen or (items[0] if items else None)


def item_context(view: SetView, item: DraftItem | None) -> dict[str, Any]:
    """What the editor's template needs; ``place`` is the item's number in the order of the documents."""
    if item is None:
        return {"item": None, "fields": None, "later": kind_of(view)}
    place = present.places(view.items).get(item.pk, 0)
    return {
        "set": view.intake_set,
        "item": item,
        "place": place,
        "later": kind_of(view),
        "fields": view.item_view(item),
        "is_last": not any(_may_follow(item, other) for other in view.items),
        **choices(),
    }


def _may_follow(item: DraftItem, other: DraftItem) -> bool:
    return other.position > item.position and other.state == ItemState.ACTIVE and other.finding_id is None


def renderer_of(view: SetView, document: Document) -> Renderer:
    found = marks.marks_in(view.items, str(document.uuid))
    return Renderer(document.text, document.layout, found, document.page_starts)


def body_of(view: SetView, document: Document) -> str:
    return renderer_of(view, document).document()


@require_safe
def document_pane(request: HttpRequest, uuid: uuids.UUID, document: uuids.UUID) -> HttpResponse:
    """One document of the set, when its tab is opened."""
    view = SetView(set_of(request, uuid))
    found = document_of(view, str(document))
    if found is None or found.uuid != document:
        raise Http404
    return render(request, "intake/review/document.html", {"document": found, "body": body_of(view, found)})


@require_safe
def item_editor(request: HttpRequest, uuid: uuids.UUID, item: int) -> HttpResponse:
    intake_set = set_of(request, uuid)
    found = item_of(request, intake_set, item)
    if found.state == ItemState.GONE:
        raise Http404
    present.tell(person_of(request), intake_set, found)
    return render(request, "intake/review/item.html", item_context(SetView(intake_set), found))


@require_safe
def presence(request: HttpRequest, uuid: uuids.UUID) -> JsonResponse:
    """The page's heartbeat: who else is here, and what others changed meanwhile."""
    intake_set, person = set_of(request, uuid), person_of(request)
    raw, since = number(request.GET.get("item", "")), number(request.GET.get("since", ""))
    current = DraftItem.objects.filter(intake_set=intake_set, pk=raw).first() if raw is not None else None
    present.tell(person, intake_set, current)
    newest, touched = present.changed_since(person, intake_set, since or 0)
    view = SetView(intake_set)
    here = {"others": _told(view, present.others(person, intake_set)), "current": current}
    return JsonResponse(
        {
            "last": newest,
            "changed": touched,
            "presence": render_to_string("intake/review/presence.html", here, request),
            "list": list_parts(request, view, touched) if touched else [],
            "order": [item.pk for item in view.items],
        }
    )


def _told(view: SetView, rows: list[Any]) -> list[dict[str, Any]]:
    numbers = present.places(view.items)
    return [
        {"name": row.person.display_name, "item": row.item_id, "place": numbers.get(row.item_id)}
        for row in rows
    ]


def list_parts(request: HttpRequest, view: SetView, touched: list[int]) -> list[dict[str, str]]:
    """The pieces of the page that a change elsewhere makes stale."""
    rows = {row.item.pk: row for row in view.rows("text")}
    parts = [
        {
            "id": f"row-{pk}",
            "html": render_to_string("intake/review/row.html", {"row": rows[pk]}, request)
            if pk in rows
            else "",
        }
        for pk in touched
    ]
    line = render_to_string("intake/review/counts.html", {"view": view, "set": view.intake_set}, request)
    return [*parts, {"id": "count-line", "html": line}]


@require_safe
def change_log(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Everything that reviewers did to this set, newest first."""
    intake_set = set_of(request, uuid)
    rows = Change.objects.filter(intake_set=intake_set).select_related("person", "item").order_by("-pk")
    page = Paginator(rows, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    numbers = present.places(SetView(intake_set).items)
    told = [telling.tell(change, numbers.get(change.item_id)) for change in page]
    return render(request, "intake/changes.html", {"set": intake_set, "page": page, "told": told})
