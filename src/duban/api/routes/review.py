"""The verbs of the review: on one item, on the set. Each says which version it was looking at."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Schema
from pydantic import Field

from duban.api.fields import Asked, Id
from duban.api.problems import Stop
from duban.api.routes.common import changes, person_of
from duban.api.routes.intake import demand_reviewer, item_of, place_of, router
from duban.api.shapes.intake import ItemWhole, item_whole
from duban.files.models import Document
from duban.intake.actions import editing, shaping, undoing
from duban.intake.content import walk
from duban.intake.fields import Selection
from duban.intake.models import DraftItem, IntakeSet
from duban.intake.views.common import set_of

_ITEM = "/intake/sets/{uuid}/items/{int:item}"
Version = Annotated[int, Field(ge=0, le=2**31 - 1, description="读到的版本")]
Key = Annotated[str, Field(min_length=1, max_length=60, description="字段的键，如 goal、measures.3")]
Place = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Selected(Asked):
    """原文中的一段。"""

    document: UUID
    start: Place
    end: Place


class OnVersion(Asked):
    version: Version


class OnKey(OnVersion):
    key: Key


class Worded(OnKey):
    text: str | None = Field(None, max_length=200_000)
    selection: Selected | None = Field(None, description="用原文填写；与 text 二选一")
    read: bool = Field(False, description="时限的文字是否同时识读")


class PartAdded(Asked):
    version: Version
    list: str = Field(min_length=1, max_length=60, description="加到哪一栏，如 measures、units.lead")
    text: str = Field("", max_length=200_000)
    selection: Selected | None = None
    after: str | None = Field(None, max_length=60)


class Facts(Asked):
    """时限、节点、指标等在文字以外的值，只填与字段相符的。"""

    kind: Literal["fixed", "immediate", "ongoing", "immediate_ongoing", "conditional"] | None = None
    date: str | None = Field(None, max_length=10)
    rule: dict[str, str | int | None] | None = None
    value: str | float | None = None
    op: Literal["<=", ">=", "<", ">", "=", "down_by", "up_by"] | None = None
    unit: str | None = Field(None, max_length=40)
    by_date: str | None = Field(None, max_length=10)
    office: str | None = Field(None, max_length=60)
    label: str | None = Field(None, max_length=60)


class FactsSet(OnKey):
    facts: Facts


class Moved(OnKey):
    by: int = Field(ge=-1000, le=1000)


class Cut(OnKey):
    offset: Place


class DoubtSettled(OnVersion):
    doubt: str = Field(min_length=1, max_length=20)


class SplitAt(OnVersion):
    selection: Selected


class Dropped(OnVersion):
    reason: str = Field(min_length=1, max_length=300)


class ItemAdded(Asked):
    document: UUID
    selection: Selected | None = None
    after: Id | None = None


class Reviewed(Schema):
    """改动后的各项，第一个是所办的这一项。"""

    items: list[ItemWhole]
    key: str = Field("", description="新增部分的键")


def _told(*items: DraftItem, key: str = "") -> dict[str, Any]:
    fresh = DraftItem.objects.select_related("document", "finding").in_bulk([item.pk for item in items])
    return {"items": [item_whole(fresh[each.pk], place_of(each)) for each in items], "key": key}


def _document(intake_set: IntakeSet, uuid: UUID) -> Document | None:
    return Document.objects.filter(uuid=uuid, readings__set_files__intake_set=intake_set).first()


def _selection(intake_set: IntakeSet, said: Selected) -> Selection:
    document = _document(intake_set, said.document)
    if document is None:
        raise _wrong(_("选中的文字不在这组文件里，没有改动任何内容。"))
    made = Selection(str(document.uuid), document.text, said.start, said.end)
    if not said.start < said.end <= len(document.text) or not made.quote:
        raise _wrong(_("没有选中文字，没有改动任何内容；请给出原文中的起止位置。"))
    return made


def _wrong(sentence: str) -> Stop:
    return Stop(422, "bad_input", sentence, fields={"selection": [sentence]})


def _words(item: DraftItem, said: Worded | PartAdded) -> str | Selection:
    return _selection(item.intake_set, said.selection) if said.selection else said.text or ""


@changes(router, f"{_ITEM}/type", Reviewed, "填写或改写一个字段")
def set_item_text(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: Worded) -> Any:
    """给 text 是录入，给 selection 是选取原文。"""
    found = item_of(request, uuid, item)
    new = _words(found, said)
    return _told(editing.set_text(person_of(request), found, said.version, said.key, new, said.read))


@changes(router, f"{_ITEM}/facts", Reviewed, "更改字段的属性")
def set_item_facts(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: FactsSet) -> Any:
    found, facts = item_of(request, uuid, item), said.facts.model_dump(exclude_unset=True)
    return _told(editing.set_facts(person_of(request), found, said.version, said.key, facts))


@changes(router, f"{_ITEM}/add-part", Reviewed, "增加一条措施、单位、节点等")
def add_item_part(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: PartAdded) -> Any:
    found = item_of(request, uuid, item)
    new = _words(found, said)
    changed, key = editing.add_part(person_of(request), found, said.version, said.list, new, said.after)
    return _told(changed, key=key)


@changes(router, f"{_ITEM}/remove-part", Reviewed, "删除一条")
def remove_item_part(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: OnKey) -> Any:
    found = item_of(request, uuid, item)
    return _told(editing.remove_part(person_of(request), found, said.version, said.key))


@changes(router, f"{_ITEM}/move-part", Reviewed, "调整一条的顺序")
def move_item_part(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: Moved) -> Any:
    found = item_of(request, uuid, item)
    return _told(editing.move_part(person_of(request), found, said.version, said.key, said.by))


@changes(router, f"{_ITEM}/split-part", Reviewed, "把一条拆成两条")
def split_item_part(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: Cut) -> Any:
    found = item_of(request, uuid, item)
    text = _text_behind(found, said.key)
    changed, key = editing.split_part(person_of(request), found, said.version, said.key, said.offset, text)
    return _told(changed, key=key)


def _text_behind(item: DraftItem, key: str) -> str | None:
    value = next((value for name, value in walk(item.content) if name == key), None)
    document = Document.objects.filter(uuid=value["doc"]).first() if value and value.get("doc") else None
    return document.text if document else None


@changes(router, f"{_ITEM}/join-part", Reviewed, "与后一条合并")
def join_item_part(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: OnKey) -> Any:
    found = item_of(request, uuid, item)
    return _told(editing.join_part(person_of(request), found, said.version, said.key))


@changes(router, f"{_ITEM}/settle", Reviewed, "核对一处疑点")
def settle_doubt(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: DoubtSettled) -> Any:
    found = item_of(request, uuid, item)
    return _told(editing.settle_doubt(person_of(request), found, said.version, said.doubt))


@changes(router, f"{_ITEM}/confirm", Reviewed, "确认一项")
def confirm_item(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: OnVersion) -> Any:
    return _told(shaping.confirm(person_of(request), item_of(request, uuid, item), said.version))


@changes(router, f"{_ITEM}/split", Reviewed, "拆分一项")
def split_item(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: SplitAt) -> Any:
    """从选中的位置拆成两项。"""
    found = item_of(request, uuid, item)
    place = _selection(found.intake_set, said.selection)
    return _told(*shaping.split(person_of(request), found, said.version, place))


@changes(router, f"{_ITEM}/merge", Reviewed, "并入后一项")
def merge_item(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: OnVersion) -> Any:
    found = item_of(request, uuid, item)
    return _told(shaping.merge_with_next(person_of(request), found, said.version))


@changes(router, f"{_ITEM}/drop", Reviewed, "移除一项")
def drop_item(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: Dropped) -> Any:
    found = item_of(request, uuid, item)
    return _told(shaping.drop(person_of(request), found, said.version, said.reason))


@changes(router, f"{_ITEM}/restore", Reviewed, "恢复一项")
def restore_item(request: HttpRequest, uuid: Path[UUID], item: Path[Id], said: OnVersion) -> Any:
    found = item_of(request, uuid, item)
    return _told(shaping.bring_back(person_of(request), found, said.version))


@changes(router, "/intake/sets/{uuid}/items", Reviewed, "新增一项")
def add_item(request: HttpRequest, uuid: Path[UUID], said: ItemAdded) -> Any:
    demand_reviewer(request)
    intake_set = set_of(request, uuid)
    document = _document(intake_set, said.document)
    if document is None:
        raise _wrong(_("文件不在这组文件里，没有新增。"))
    place = _selection(intake_set, said.selection) if said.selection else None
    after = item_of(request, uuid, said.after) if said.after else None
    return _told(shaping.add_item(person_of(request), intake_set, document, place, after))


@changes(router, "/intake/sets/{uuid}/undo", Reviewed, "撤销自己的上一步")
def undo_review(request: HttpRequest, uuid: Path[UUID]) -> Any:
    _act, items = undoing.undo(person_of(request), set_of(request, uuid))
    return _told(*items)
