"""What the review page asks to be done: one address for verbs on an item, one for verbs on the set.

A request is JSON: ``{"verb", "version", "doc", …}``; ``doc`` names the document that stands on the left, so that the
answer can bring its changed paragraphs along. The answer names pieces of the page by id and their new HTML.
"""

from __future__ import annotations

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duban import asking
from duban.files.blocks import blocks_touched
from duban.files.models import Document
from duban.intake import marks, telling
from duban.intake.actions import Conflict, NotPossible, editing, shaping, undoing
from duban.intake.content import Json, walk
from duban.intake.fields import Selection
from duban.intake.models import Change, DraftItem, IntakeSet, ItemState
from duban.intake.presenting import SetView
from duban.intake.views.common import item_of, person_of, set_of
from duban.intake.views.review import item_context, list_parts, renderer_of

#: Verbs after which the fields must not be drawn again: somebody is typing in them.
QUIET = frozenset({"type", "facts"})
_TEMPLATES = {"item-head": "head", "item-doubts": "doubts", "item-editor": "item"}


class Done:
    """What a verb did: the items it touched, which one to show, and where to put the cursor."""

    def __init__(
        self, *items: DraftItem, show: DraftItem | None = None, focus: str = "", said: str = ""
    ) -> None:
        self.items = items
        self.show = show or items[0]
        self.focus = focus
        self.said = said


@require_POST
def item_act(request: HttpRequest, uuid: uuids.UUID, item: int) -> HttpResponse:
    intake_set = set_of(request, uuid)
    found = item_of(request, intake_set, item)
    return _answer(
        request, intake_set, lambda asked: _VERBS[asked["verb"]](request, intake_set, found, asked)
    )


@require_POST
def set_act(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    intake_set = set_of(request, uuid)
    return _answer(request, intake_set, lambda asked: _SET_VERBS[asked["verb"]](request, intake_set, asked))


def _answer(request: HttpRequest, intake_set: IntakeSet, act: Callable[[Json], Done]) -> HttpResponse:
    try:
        asked = asking.body(request.body)
        with transaction.atomic():
            done = act(asked)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return JsonResponse({"error": _("请求不完整，没有改动任何内容；请刷新页面后重试。")}, status=400)
    except NotPossible as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    except Conflict as conflict:
        return _conflict(request, intake_set, conflict, asked)
    return JsonResponse(_changed(request, intake_set, done, asked))


def _conflict(request: HttpRequest, intake_set: IntakeSet, conflict: Conflict, asked: Json) -> HttpResponse:
    """Somebody was faster: her value and the one that was sent, side by side; a person chooses."""
    item = DraftItem.objects.get(pk=conflict.item.pk)
    key = str(asked.get("key", ""))
    theirs = next((value["text"] for found, value in walk(item.content) if found == key), "")
    context = {
        "by": conflict.by,
        "label": marks.label_of(key) if key else "",
        "key": key,
        "theirs": theirs,
        "mine": asked.get("text", ""),
    }
    html = render_to_string("intake/review/conflict.html", context, request)
    return JsonResponse({"conflict": html, "version": item.version, "item": item.pk}, status=409)


def _changed(request: HttpRequest, intake_set: IntakeSet, done: Done, asked: Json) -> dict[str, Any]:
    view = SetView(intake_set)
    shown = next((item for item in view.items if item.pk == done.show.pk), None)
    parts = list_parts(request, view, [item.pk for item in done.items])
    context = item_context(view, shown)
    if shown is not None:
        for name in _redrawn(asked):
            html = render_to_string(f"intake/review/{_TEMPLATES[name]}.html", context, request)
            parts.append({"id": name, "html": html})
    return {
        "item": shown.pk if shown else None,
        "version": shown.version if shown else 0,
        "parts": parts,
        "order": [row.item.pk for row in view.rows("text")],
        "blocks": _blocks(view, str(asked.get("doc") or ""), _last_change(request, intake_set)),
        "focus": done.focus,
        "said": done.said,
    }


def _redrawn(asked: Json) -> tuple[str, ...]:
    quiet = asked["verb"] in QUIET and not asked.get("redraw")
    return ("item-head", "item-doubts") if quiet else ("item-editor",)


def _last_change(request: HttpRequest, intake_set: IntakeSet) -> Change | None:
    """What this request did: the newest act of its person."""
    return Change.objects.filter(intake_set=intake_set, person=person_of(request)).order_by("-pk").first()


def _blocks(view: SetView, doc: str, change: Change | None) -> dict[str, str]:
    """The paragraphs of the shown document whose marks are no longer what they were."""
    spans = {place for step in change.steps for place in _moved(step, doc)} if change else set()
    document = _document(view.intake_set, doc) if spans else None
    if document is None:
        return {}
    renderer = renderer_of(view, document)
    return {f"b{index}": renderer.block(index) for index in blocks_touched(document.layout, sorted(spans))}


def _moved(step: Json, doc: str) -> set[tuple[int, int]]:
    """Places that are marked only before or only after a step, or for another field."""
    before, after = marks.places_in(step["before"], doc), marks.places_in(step["after"], doc)
    return {place for _key, place in before ^ after}


def _document(intake_set: IntakeSet, doc: str) -> Document | None:
    try:
        wanted = uuids.UUID(doc)
    except ValueError:
        return None
    return Document.objects.filter(uuid=wanted, readings__set_files__intake_set=intake_set).first()


def _selection(intake_set: IntakeSet, asked: Json) -> Selection:
    place = asked["selection"]
    document = _document(intake_set, str(place["doc"]))
    if document is None:
        raise NotPossible(_("选中的文字不在这组文件里，没有改动任何内容。"))
    start, end = int(place["start"]), int(place["end"])
    selection = Selection(str(document.uuid), document.text, start, end)
    if not 0 <= start < end <= len(document.text) or not selection.quote:
        raise NotPossible(_("没有选中文字；请先在左边的原文中选中。"))
    return selection


def _new_text(intake_set: IntakeSet, asked: Json) -> str | Selection:
    return _selection(intake_set, asked) if asked.get("selection") else str(asked["text"])[:200_000]


def _type(request: HttpRequest, intake_set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    new, key = _new_text(intake_set, asked), str(asked["key"])
    read = bool(asked.get("redraw"))
    said = "" if isinstance(new, str) else _("已用原文填写%s。") % marks.label_of(key)
    changed = editing.set_text(person_of(request), item, int(asked["version"]), key, new, read)
    return Done(changed, focus=key, said=said)


def _facts(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    key, facts = str(asked["key"]), dict(asked["facts"])
    return Done(editing.set_facts(person_of(request), item, int(asked["version"]), key, facts), focus=key)


def _add_part(request: HttpRequest, intake_set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    new = _new_text(intake_set, {"text": "", **asked})
    changed, key = editing.add_part(
        person_of(request), item, int(asked["version"]), str(asked["key"]), new, asked.get("after")
    )
    return Done(changed, focus=key)


def _remove_part(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    return Done(editing.remove_part(person_of(request), item, int(asked["version"]), str(asked["key"])))


def _move_part(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    key, by = str(asked["key"]), int(asked["by"])
    return Done(editing.move_part(person_of(request), item, int(asked["version"]), key, by), focus=key)


def _split_part(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    key = str(asked["key"])
    value = next((value for found, value in walk(item.content) if found == key), None)
    document = Document.objects.filter(uuid=value["doc"]).first() if value and value.get("doc") else None
    changed, made = editing.split_part(
        person_of(request),
        item,
        int(asked["version"]),
        key,
        int(asked["offset"]),
        document.text if document else None,
    )
    return Done(changed, focus=made)


def _join_part(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    key = str(asked["key"])
    return Done(editing.join_part(person_of(request), item, int(asked["version"]), key), focus=key)


def _settle(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    return Done(editing.settle_doubt(person_of(request), item, int(asked["version"]), str(asked["doubt"])))


def _confirm(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    return Done(shaping.confirm(person_of(request), item, int(asked["version"])))


def _split(request: HttpRequest, intake_set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    selection = _selection(intake_set, asked)
    first, made = shaping.split(person_of(request), item, int(asked["version"]), selection)
    return Done(first, made, show=made, focus="problem", said=_("已拆分为两项，现在显示后一项。"))


def _merge(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    behind = shaping.following(item)
    merged = shaping.merge_with_next(person_of(request), item, int(asked["version"]))
    return Done(merged, *([behind] if behind else []), said=_("已把后一项并入这一项。"))


def _drop(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    return Done(shaping.drop(person_of(request), item, int(asked["version"]), str(asked["reason"])))


def _restore(request: HttpRequest, _set: IntakeSet, item: DraftItem, asked: Json) -> Done:
    return Done(shaping.bring_back(person_of(request), item, int(asked["version"])))


_VERBS: dict[str, Callable[[HttpRequest, IntakeSet, DraftItem, Json], Done]] = {
    "type": _type,
    "select": _type,
    "facts": _facts,
    "add-part": _add_part,
    "remove-part": _remove_part,
    "move-part": _move_part,
    "split-part": _split_part,
    "join-part": _join_part,
    "settle": _settle,
    "confirm": _confirm,
    "split": _split,
    "merge": _merge,
    "drop": _drop,
    "restore": _restore,
}


def _add_item(request: HttpRequest, intake_set: IntakeSet, asked: Json) -> Done:
    selection = _selection(intake_set, asked) if asked.get("selection") else None
    document = _document(intake_set, selection.document if selection else str(asked["doc"]))
    if document is None:
        raise NotPossible(_("请先打开一份文件。"))
    after = intake_set.items.filter(pk=int(asked["after"])).first() if asked.get("after") else None
    made = shaping.add_item(person_of(request), intake_set, document, selection, after)
    return Done(made, focus="problem", said=_("已新增一项。"))


def _undo(request: HttpRequest, intake_set: IntakeSet, asked: Json) -> Done:
    act, items = undoing.undo(person_of(request), intake_set)
    shown = next((item for item in items if item.state != ItemState.GONE), items[0])
    return Done(
        *items,
        show=shown,
        focus=act.key if act.key != "*" else "",
        said=_("已撤销：%s。") % telling.sentence_of(act),
    )


_SET_VERBS: dict[str, Callable[[HttpRequest, IntakeSet, Json], Done]] = {"add": _add_item, "undo": _undo}
