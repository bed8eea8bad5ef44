"""A body's page: its names over time, what rooms above say of it, and the steps a keeper may take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.organizations import panels, queries, trees
from duban.organizations.actions import changing, grouping
from duban.organizations.forms import (
    CloseForm,
    CoverForm,
    EndForm,
    FactsForm,
    FormerNameForm,
    JoinForm,
    MergeForm,
    RenameForm,
)
from duban.organizations.models import OF_MEMBERS, Body, BodyKind
from duban.organizations.policy import KEEP, Keeper, listed
from duban.organizations.views.common import attempt, demand_keeper, demand_reader


@require_safe
def body_page(request: HttpRequest, pk: int) -> HttpResponse:
    demand_reader(request)
    rows = listed(request.user).select_related("region", "parent", "successor")
    rows = rows.prefetch_related("former_names")
    body, today = get_object_or_404(rows, pk=pk), timezone.localdate()
    keeps = request.user.has_perm(KEEP)
    context = {
        "body": body,
        "today": today,
        "names": trees.names_over_time(body),
        "aliases": body.aliases.order_by("name"),
        "absorbed": body.absorbed.order_by("name"),
        "children": body.children.filter(queries.existing(today)).order_by("name"),
        "members": body.members.select_related("body") if body.kind in OF_MEMBERS else None,
        "areas": body.areas.select_related("region") if body.kind == BodyKind.AREA_TEAM else None,
        "groups": body.groups.filter(queries.in_force(today)).select_related("group"),
        "panels": panels.panels_of(body, request),
        "may_keep": keeps,
        "record": queries.record_of("body", body.pk),
        **(_forms(body, today) if keeps and body.valid_to is None else {}),
    }
    return render(request, "organizations/body.html", context)


def _forms(body: Body, today: date) -> dict[str, forms.Form]:
    facts = {name: getattr(body, name) for name in ("kind", "short_name", "region", "parent", "valid_from")}
    return {
        "change_form": FactsForm(initial=facts, auto_id="change_%s"),
        "rename_form": RenameForm(initial={"on": today}, auto_id="rename_%s"),
        "former_form": FormerNameForm(auto_id="former_%s"),
        "close_form": CloseForm(initial={"on": today}, auto_id="close_%s"),
        "merge_form": MergeForm(initial={"on": today}, auto_id="merge_%s"),
        "join_form": JoinForm(initial={"since": today}, auto_id="join_%s"),
        "cover_form": CoverForm(initial={"since": today}, auto_id="cover_%s"),
        "end_form": EndForm(initial={"until": today}, auto_id=False),
    }


Deed = Callable[[Body, dict[str, Any], Keeper], Any]
#: step of the page → (form, verb with what the form said, what is told)
_DEEDS: dict[str, tuple[type[forms.Form], Deed, Callable[[], str]]] = {
    "change": (FactsForm, lambda b, s, by: changing.change(b, s, by), lambda: _("单位信息已更改。")),
    "rename": (
        RenameForm,
        lambda b, s, by: changing.rename(b, s["name"], s["on"], s["reason"], by),
        lambda: _("单位已更名，原名作为曾用名保留。"),
    ),
    "former-name": (
        FormerNameForm,
        lambda b, s, by: changing.add_former_name(b, s["name"], s["until"], by),
        lambda: _("曾用名已登记。"),
    ),
    "close": (
        CloseForm,
        lambda b, s, by: changing.close(b, s["on"], s["reason"], by),
        lambda: _("单位的撤销日期已登记。"),
    ),
    "merge": (
        MergeForm,
        lambda b, s, by: changing.merge(b, s["into"], s["on"], s["reason"], by),
        lambda: _("单位已并入，原有责任由接续单位承担。"),
    ),
    "join": (
        JoinForm,
        lambda b, s, by: grouping.join_group(b, s["body"], s["since"], by),
        lambda: _("成员已登记。"),
    ),
    "cover": (
        CoverForm,
        lambda b, s, by: grouping.cover_area(b, s["region"], s["since"], by),
        lambda: _("片区已登记。"),
    ),
}


@require_POST
def do(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    actor, body = demand_keeper(request), get_object_or_404(Body, pk=pk)
    if deed not in _DEEDS:
        raise Http404
    form, verb, said = _DEEDS[deed]
    attempt(request, form(request.POST), lambda facts: verb(body, facts, actor), said())
    return redirect("organizations:body", pk)


@require_POST
def leave(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    actor = demand_keeper(request)
    row = get_object_or_404(get_object_or_404(Body, pk=pk).members, pk=member)
    attempt(
        request,
        EndForm(request.POST),
        lambda said: grouping.leave_group(row, said["until"], said["reason"], actor),
        _("成员的结束日期已登记。"),
    )
    return redirect("organizations:body", pk)


@require_POST
def uncover(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    actor = demand_keeper(request)
    row = get_object_or_404(get_object_or_404(Body, pk=pk).areas, pk=area)
    attempt(
        request,
        EndForm(request.POST),
        lambda said: grouping.uncover_area(row, said["until"], said["reason"], actor),
        _("片区的结束日期已登记。"),
    )
    return redirect("organizations:body", pk)
