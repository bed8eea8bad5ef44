"""Accounts, for the three administrators: who has one, and the steps each of them takes."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Path, Query, Router, Schema, UploadedFile
from pydantic import Field

from duban.accounts import importing, queries
from duban.accounts.actions import credentials, deputies, people, renaming, roles, signing
from duban.accounts.models import Deputy, Leave, Membership, Person, Role
from duban.api.fields import Asked, Day, Id, Reason, Short
from duban.api.lookups import chosen, demand_step, person_of_number
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import Done, changes, reads
from duban.api.routes.me import LeaveSaid
from duban.api.shapes import people as shapes
from duban.api.shapes.findings import EXCEL
from duban.api.shapes.journal import Entries, entry
from duban.api.shapes.organizations import BadCell
from duban.journal import queries as journal
from duban.organizations.models import Body
from duban.organizations.queries import in_force
from duban.organizations.sheets import MAX_BYTES

router = Router()


class PersonQuestions(Schema):
    who: str = Field("", max_length=60, description="用户名、姓名或单位中的文字")
    state: Literal["", "active", "pending", "off"] = ""


class PersonWhole(shapes.PersonRow):
    all_memberships: list[shapes.MembershipRow]
    former_names: list[str]
    deputies: list[shapes.DeputyRow]
    leaves: list[shapes.LeaveRow]
    is_locked: bool


def _standing(pk: int) -> dict[str, Any]:
    held = Membership.objects.filter(person=pk).filter(in_force(timezone.localdate()))
    return shapes.person(Person.objects.get(pk=pk), list(held.select_related("body")))


@reads(router, "/people", shapes.People, "账号列表")
def list_people(request: HttpRequest, filters: Query[PersonQuestions], asking: Query[Asking]) -> Any:
    """三员可看。"""
    demand_step(request, "see_people")
    rows = queries.people(filters.who, filters.state, timezone.localdate())
    found = page(request, rows, (by("id"),), asking)
    return told(found, lambda row: shapes.person(row, row.held))


@reads(router, "/people/template", None, "批量申请账号的空表（Excel）", openapi_extra=EXCEL)
def people_template(request: HttpRequest) -> HttpResponse:
    demand_step(request, "request_account")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": "attachment; filename=accounts.xlsx"}
    return HttpResponse(importing.template(), content_type=kind, headers=headers)


@reads(router, "/people/{int:id}", PersonWhole, "一个账号")
def read_person(request: HttpRequest, id: Path[Id]) -> Any:
    person = _seen(request, id)
    rows = list(person.memberships.select_related("body").order_by("-until", "body__name", "pk"))
    return {
        **_standing(person.pk),
        "all_memberships": [shapes.membership(row) for row in rows],
        "former_names": [row.name for row in person.former_names.all()],
        "leaves": [shapes.leave(row) for row in person.leaves.all()[:200]],
        "deputies": [shapes.deputy(row) for row in person.deputies.select_related("deputy")],
        "is_locked": signing.is_locked(person, timezone.now()),
    }


@reads(router, "/people/{int:id}/journal", Entries, "一个账号的记录")
def person_journal(request: HttpRequest, id: Path[Id], asking: Query[Asking]) -> Any:
    person = _seen(request, id)
    rows = journal.stream("person", person.pk).select_related("stream")
    return told(page(request, rows, (by("sequence", descending=True),), asking), entry)


def _seen(request: HttpRequest, id: int) -> Person:
    demand_step(request, "see_people")
    return get_object_or_404(Person, pk=id)


class WantedRole(Asked):
    body: Id
    role: Role
    post: str = Field("", max_length=60)
    since: Day | None = None


class NewAccount(Asked):
    username: Short
    display_name: Short
    roles: list[WantedRole] = Field(default_factory=list, max_length=20)


class Printed(Schema):
    """首次口令只在这次回答中给出。"""

    person: shapes.PersonRow
    password: str


class ForReason(Asked):
    reason: Reason


class RoleGiven(WantedRole):
    until: Day | None = None


class RoleEnded(ForReason):
    until: Day


class DeputyNamed(Asked):
    person: Id
    since: Day
    until: Day | None = None
    only_on_leave: bool = False


class HandedOver(ForReason):
    person: Id = Field(description="接手人")
    on: Day


def _role_body(pk: int) -> Body:
    return chosen(Body.objects.filter(valid_to__isnull=True), pk, "body")


@changes(router, "/people", Printed, "申请账号")
def request_account(request: HttpRequest, said: NewAccount) -> Any:
    """由系统管理员申请，安全管理员批准后可用。"""
    actor = demand_step(request, "request_account")
    wanted = [people.Wanted(_role_body(r.body), r.role, r.post, r.since) for r in said.roles]
    request.answers_secret = True  # type: ignore[attr-defined]
    return _printed(people.request_account(said.username, said.display_name, wanted, actor))


def _printed(printed: people.Printed) -> dict[str, Any]:
    return {"person": _standing(printed.person.pk), "password": printed.password}


class AccountsTrial(Schema):
    """表格里的账号；有一处不对就什么都不做。首次口令只在这次回答中给出。"""

    requested: list[Printed]
    wanted: list[str]
    known: list[str] = Field(description="已有的账号，不重复申请")
    bad: list[BadCell]


@changes(router, "/people/import", AccountsTrial, "从 Excel 批量申请账号")
def import_people(
    request: HttpRequest,
    table: File[UploadedFile],
    dry_run: Query[bool] = False,
) -> Any:
    actor = demand_step(request, "request_account")
    data = table.read(MAX_BYTES + 1)
    trial = importing.try_out(data)
    made = [] if dry_run or trial.bad else importing.take_over(data, actor)
    request.answers_secret = bool(made)  # type: ignore[attr-defined]
    return {
        "requested": [_printed(each) for each in made],
        "wanted": [each.username for each in trial.accounts],
        "known": list(trial.known),
        "bad": [{"sheet": bad.sheet, "cell": bad.cell, "said": bad.said} for bad in trial.bad],
    }


@changes(router, "/people/{int:id}/approve", shapes.PersonRow, "批准账号")
def approve_account(request: HttpRequest, id: Path[Id]) -> Any:
    return _standing(people.approve_account(_seen(request, id), demand_step(request, "approve_account")).pk)


@changes(router, "/people/{int:id}/switch-off", shapes.PersonRow, "停用账号")
def switch_off(request: HttpRequest, id: Path[Id], said: ForReason) -> Any:
    actor = demand_step(request, "switch_off")
    return _standing(people.switch_off(_seen(request, id), said.reason, actor).pk)


@changes(router, "/people/{int:id}/switch-on", shapes.PersonRow, "恢复账号")
def switch_on(request: HttpRequest, id: Path[Id], said: ForReason) -> Any:
    actor = demand_step(request, "switch_on")
    return _standing(people.switch_on(_seen(request, id), said.reason, actor).pk)


@changes(router, "/people/{int:id}/unlock", Done, "解除锁定")
def unlock(request: HttpRequest, id: Path[Id]) -> Any:
    signing.unlock(_seen(request, id), demand_step(request, "unlock"))
    return {"sentence": _("锁定已解除。")}


class PersonRenamed(Asked):
    name: Short
    reason: Reason


@changes(router, "/people/{int:id}/rename", shapes.PersonRow, "更改姓名")
def rename(request: HttpRequest, id: Path[Id], said: PersonRenamed) -> Any:
    """原来的姓名留在记录里；已列在原姓名下的问题仍归本人。"""
    actor = demand_step(request, "rename")
    return _standing(renaming.rename(_seen(request, id), said.name, said.reason, actor).pk)


@changes(router, "/people/{int:id}/reset-password", Printed, "重置口令")
def reset_password(request: HttpRequest, id: Path[Id], said: ForReason) -> Any:
    actor = demand_step(request, "reset_password")
    request.answers_secret = True  # type: ignore[attr-defined]
    return _printed(people.reset_password(_seen(request, id), said.reason, actor))


@changes(router, "/people/{int:id}/reset-second-factor", Done, "停用动态口令")
def reset_second_factor(request: HttpRequest, id: Path[Id], said: ForReason) -> Any:
    actor = demand_step(request, "reset_second_factor")
    credentials.reset_second_factor(_seen(request, id), said.reason, actor)
    return {"sentence": _("动态口令已停用，本人登录后可以重新启用。")}


@changes(router, "/people/{int:id}/roles", shapes.MembershipRow, "授予角色")
def give_role(request: HttpRequest, id: Path[Id], said: RoleGiven) -> Any:
    actor, person = demand_step(request, "give_role"), _seen(request, id)
    body = _role_body(said.body)
    dates = {"since": said.since, "until": said.until}
    return shapes.membership(roles.give_role(person, body, said.role, actor, post=said.post, **dates))


@changes(router, "/people/{int:id}/roles/{int:membership}/end", shapes.MembershipRow, "结束角色")
def end_role(request: HttpRequest, id: Path[Id], membership: Path[Id], said: RoleEnded) -> Any:
    actor = demand_step(request, "give_role")
    row = get_object_or_404(_seen(request, id).memberships, pk=membership)
    return shapes.membership(roles.end_role(row, said.until, said.reason, actor))


@changes(router, "/people/{int:id}/deputies", shapes.DeputyRow, "指定代理人（他人）")
def name_deputy(request: HttpRequest, id: Path[Id], said: DeputyNamed) -> Any:
    actor, person = demand_step(request, "arrange_deputy"), _seen(request, id)
    who, only = person_of_number(said.person), said.only_on_leave
    return shapes.deputy(deputies.name_deputy(person, who, said.since, said.until, actor, only_on_leave=only))


@changes(router, "/people/{int:id}/deputies/{int:deputy}/end", Done, "结束代理（他人）")
def end_deputy(request: HttpRequest, id: Path[Id], deputy: Path[Id]) -> Any:
    actor = demand_step(request, "arrange_deputy")
    row = get_object_or_404(Deputy, pk=deputy, person=_seen(request, id))
    deputies.end_deputy(row, timezone.localdate(), actor)
    return {"sentence": _("代理已结束。")}


@changes(router, "/people/{int:id}/leaves", shapes.LeaveRow, "登记请假（他人）")
def take_leave(request: HttpRequest, id: Path[Id], said: LeaveSaid) -> Any:
    actor, person = demand_step(request, "arrange_deputy"), _seen(request, id)
    return shapes.leave(deputies.take_leave(person, said.since, said.until, said.reason, actor))


@changes(router, "/people/{int:id}/leaves/{int:leave}/end", Done, "登记返岗（他人）")
def end_leave(request: HttpRequest, id: Path[Id], leave: Path[Id]) -> Any:
    actor = demand_step(request, "arrange_deputy")
    row = get_object_or_404(Leave, pk=leave, person=_seen(request, id))
    deputies.end_leave(row, timezone.localdate(), actor)
    return {"sentence": _("已登记返岗。")}


@changes(router, "/people/{int:id}/hand-over", list[shapes.MembershipRow], "职务交接")
def hand_over(request: HttpRequest, id: Path[Id], said: HandedOver) -> Any:
    actor, giver = demand_step(request, "hand_over"), _seen(request, id)
    moved = roles.hand_over(giver, person_of_number(said.person), said.on, said.reason, actor)
    return [shapes.membership(row) for row in moved]
