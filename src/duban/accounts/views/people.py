"""The administrators' pages: who has an account, what she may do, and the steps each administrator takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duban.accounts import permissions, queries
from duban.accounts.actions import credentials, deputies, people, renaming, roles, signing
from duban.accounts.errors import Refused
from duban.accounts.forms import (
    AccountForm,
    DeputyForm,
    EndRoleForm,
    HandoverForm,
    LeaveForm,
    ReasonForm,
    RenameForm,
    RoleForm,
)
from duban.accounts.models import Deputy, Leave, Person, Role
from duban.accounts.views.common import add_errors, attempt, complain, demand, person_of, printed_page

_PAGE = 50


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    demand(request, "see_people")
    words, state = request.GET.get("who", ""), request.GET.get("state", "")
    rows = queries.people(words, state if state in queries.STATES else "", timezone.localdate())
    context = {
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "words": words,
        "state": state,
        "may_request": permissions.may(request.user, "request_account"),
        "waiting": queries.people("", "pending", timezone.localdate()).count(),
    }
    return render(request, "accounts/people.html", context)


@require_safe
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "see_people")
    person, today = get_object_or_404(Person, pk=pk), timezone.localdate()
    context = {
        "person": person,
        "today": today,
        "roles": person.memberships.select_related("body").order_by("-until", "body__name"),
        "deputies": person.deputies.select_related("deputy"),
        "acting": queries.acting_for(person, today),
        "leaves": person.leaves.all()[:10],
        "locked": signing.is_locked(person, timezone.now()),
        "may": {step: permissions.may(request.user, step) for step in permissions.STEPS},
        "is_self": person.pk == person_of(request).pk,
        "record": queries.record_of(person),
        "reason_form": ReasonForm(auto_id=False),
        "rename_form": RenameForm(initial={"name": person.display_name}, auto_id="rename_%s"),
        "former_names": person.former_names.all(),
        "role_form": RoleForm(initial={"since": today}, auto_id="role_%s"),
        "end_form": EndRoleForm(initial={"until": today}, auto_id=False),
        "deputy_form": DeputyForm(initial={"since": today}, auto_id="deputy_%s"),
        "leave_form": LeaveForm(initial={"since": today}, auto_id="leave_%s"),
        "handover_form": HandoverForm(initial={"on": today}, auto_id="handover_%s"),
    }
    return render(request, "accounts/person.html", context)


@never_cache
def new_person(request: HttpRequest) -> HttpResponse:
    actor = demand(request, "request_account")
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            printed = people.request_account(
                form.cleaned_data["username"], form.cleaned_data["display_name"], _wanted(form), actor
            )
        except Refused as refused:
            add_errors(form, refused)
        else:
            return printed_page(request, [printed], new=True)
    return render(request, "accounts/new_person.html", {"form": form})


def _wanted(form: AccountForm) -> list[people.Wanted]:
    said = form.cleaned_data
    if not said["body"]:
        return []
    return [people.Wanted(said["body"], Role(said["role"]), said["post"], said["since"])]


@never_cache
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    actor, person = demand(request, "reset_password"), get_object_or_404(Person, pk=pk)
    try:
        printed = people.reset_password(person, request.POST.get("reason", ""), actor)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return redirect("accounts:person", pk)
    return printed_page(request, [printed], new=False)


#: step of the page → (form, verb with what the form said, what is told)
Deed = Callable[[Person, dict[str, Any], Person], Any]
_DEEDS: dict[str, tuple[type[forms.Form], Deed, Any]] = {
    "approve": (forms.Form, lambda p, s, by: people.approve_account(p, by), lambda: _("账号已批准开通。")),
    "switch-off": (
        ReasonForm,
        lambda p, s, by: people.switch_off(p, s["reason"], by),
        lambda: _("账号已停用，登录已全部退出。"),
    ),
    "switch-on": (
        ReasonForm,
        lambda p, s, by: people.switch_on(p, s["reason"], by),
        lambda: _("账号已恢复使用。"),
    ),
    "rename": (
        RenameForm,
        lambda p, s, by: renaming.rename(p, s["name"], s["reason"], by),
        lambda: _("姓名已更改，原来的姓名留在记录里，仍可查到。"),
    ),
    "unlock": (forms.Form, lambda p, s, by: signing.unlock(p, by), lambda: _("锁定已解除。")),
    "reset-second-factor": (
        ReasonForm,
        lambda p, s, by: credentials.reset_second_factor(p, s["reason"], by),
        lambda: _("动态口令已停用，本人登录后可以重新启用。"),
    ),
    "give-role": (
        RoleForm,
        lambda p, s, by: roles.give_role(
            p, s["body"], Role(s["role"]), by, since=s["since"], until=s["until"], post=s["post"]
        ),
        lambda: _("角色已授予。"),
    ),
    "name-deputy": (
        DeputyForm,
        lambda p, s, by: deputies.name_deputy(
            p, s["person"], s["since"], s["until"], by, only_on_leave=s["only_on_leave"]
        ),
        lambda: _("代理人已指定。"),
    ),
    "take-leave": (
        LeaveForm,
        lambda p, s, by: deputies.take_leave(p, s["since"], s["until"], s["reason"], by),
        lambda: _("请假已登记。"),
    ),
    "hand-over": (
        HandoverForm,
        lambda p, s, by: roles.hand_over(p, s["person"], s["on"], s["reason"], by),
        lambda: _("职务已交接。"),
    ),
}


@require_POST
def do(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """A step with one account; the verb asks whether this administrator may take it."""
    actor = demand(request, "see_people")
    person = get_object_or_404(Person, pk=pk)
    if deed not in _DEEDS:
        raise Http404
    form_class, verb, said = _DEEDS[deed]
    form = form_class(request.POST)
    if form.is_valid():
        attempt(request, lambda: verb(person, form.cleaned_data, actor), said())
    else:
        complain(request, form)
    return redirect("accounts:person", pk)


@require_POST
def end_role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    actor = demand(request, "give_role")
    person = get_object_or_404(Person, pk=pk)
    row, form = get_object_or_404(person.memberships, pk=membership), EndRoleForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        attempt(
            request,
            lambda: roles.end_role(row, said["until"], said["reason"], actor),
            _("角色的结束日期已登记。"),
        )
    else:
        complain(request, form)
    return redirect("accounts:person", pk)


@require_POST
def end_deputy(request: HttpRequest, pk: int, deputy: int) -> HttpResponse:
    actor = demand(request, "arrange_deputy")
    row = get_object_or_404(Deputy, pk=deputy, person=pk)
    attempt(request, lambda: deputies.end_deputy(row, timezone.localdate(), actor), _("代理已结束。"))
    return redirect("accounts:person", pk)


@require_POST
def end_leave(request: HttpRequest, pk: int, leave: int) -> HttpResponse:
    actor = demand(request, "arrange_deputy")
    row = get_object_or_404(Leave, pk=leave, person=pk)
    attempt(request, lambda: deputies.end_leave(row, timezone.localdate(), actor), _("已登记返岗。"))
    return redirect("accounts:person", pk)
