"""My account: password, authenticator, deputies, leave."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from duban.accounts import queries, totp
from duban.accounts.actions import credentials, deputies
from duban.accounts.entering import needs_second_factor
from duban.accounts.errors import Refused
from duban.accounts.forms import CodeForm, DeputyForm, LeaveForm, PasswordForm
from duban.accounts.models import Deputy, Leave, Person
from duban.accounts.passwords import OurRules
from duban.accounts.sealing import SealBroken
from duban.accounts.views.common import add_errors, attempt, complain, person_of, proving


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    context = {
        "today": today,
        "roles": queries.roles_of(person, today),
        "acting": queries.acting_for(person, today),
        "deputies": person.deputies.select_related("deputy"),
        "leaves": person.leaves.all(),
        "deputy_form": _deputy_form(person, None, initial={"since": today}, auto_id="deputy_%s"),
        "leave_form": LeaveForm(initial={"since": today}, auto_id="leave_%s"),
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
        "record": queries.record_of(person),
    }
    return render(request, "accounts/me.html", context)


def _deputy_form(person: Person, data: object, **facts: object) -> DeputyForm:
    """Only colleagues are offered; the verb holds to it."""
    form = DeputyForm(data, **facts)
    form.fields["person"].queryset = queries.colleagues(person, timezone.localdate())  # type: ignore[attr-defined]
    return form


@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, _("密码已修改，其他地方的登录已经退出。"))
        return redirect("accounts:me")
    context = {
        "form": form,
        "rule": OurRules().get_help_text(),
        "forced": person_of(request).must_change_password,
    }
    return render(request, "accounts/change_password.html", context)


def _changed(request: HttpRequest, form: PasswordForm) -> bool:
    data = form.cleaned_data
    try:
        person = proving(
            request,
            lambda: credentials.change_password(person_of(request), data["old"], data["new"], timezone.now()),
        )
    except Refused as refused:
        add_errors(form, refused)
        return False
    update_session_auth_hash(request, person)
    return True


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Put the authenticator into force, or see that it is."""
    person = person_of(request)
    if person.second_factor_at is not None:
        return render(request, "accounts/second_factor.html", {"on": True})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = credentials.confirm_second_factor(person, form.cleaned_data["code"], timezone.now())
        except Refused as refused:
            form.add_error("code", refused.reasons[0])
        else:
            request.session["enrol"] = False
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
    try:
        secret = credentials.begin_second_factor(person)
    except SealBroken:
        return render(request, "accounts/second_factor.html", {"broken": True})
    context = {
        "form": form,
        "secret": totp.in_groups(secret),
        "picture": _picture(totp.address(secret, person.username, "督办")),
        "forced": needs_second_factor(person),
    }
    return render(request, "accounts/second_factor.html", context)


def _picture(address: str) -> str:
    """The QR code, drawn here: the secret goes nowhere else."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#17282a")


@never_cache
@require_POST
@sensitive_post_parameters()
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    try:
        codes = proving(
            request,
            lambda: credentials.new_recovery_codes(
                person_of(request), request.POST.get("code", ""), timezone.now()
            ),
        )
    except Refused as refused:
        messages.error(request, refused.reasons[0])
        return redirect("accounts:second_factor")
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@require_POST
@sensitive_post_parameters()
def leave_second_factor(request: HttpRequest) -> HttpResponse:
    person, posted = person_of(request), request.POST
    if needs_second_factor(person):
        messages.error(request, _("您的角色须使用动态口令，不能停用；换手机请联系安全管理员。"))
        return redirect("accounts:second_factor")
    attempt(
        request,
        lambda: proving(
            request,
            lambda: credentials.leave_second_factor(
                person, posted.get("password", ""), posted.get("code", ""), timezone.now()
            ),
        ),
        _("动态口令已停用。"),
    )
    return redirect("accounts:second_factor")


@require_POST
def name_deputy(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = _deputy_form(person, request.POST)
    if not form.is_valid():
        complain(request, form)
        return redirect("accounts:me")
    said = form.cleaned_data
    deputy = said["person"]

    def deed() -> object:
        only = said["only_on_leave"]
        return deputies.name_deputy(person, deputy, said["since"], said["until"], person, only_on_leave=only)

    attempt(request, deed, _("“%(name)s”已成为您的代理人。") % {"name": deputy.display_name})
    return redirect("accounts:me")


@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(Deputy, pk=pk, person=person)
    attempt(request, lambda: deputies.end_deputy(row, timezone.localdate(), person), _("代理已结束。"))
    return redirect("accounts:me")


@require_POST
def take_leave(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), LeaveForm(request.POST)
    if not form.is_valid():
        complain(request, form)
        return redirect("accounts:me")
    said = form.cleaned_data
    attempt(
        request,
        lambda: deputies.take_leave(person, said["since"], said["until"], said["reason"], person),
        _("请假已登记。"),
    )
    return redirect("accounts:me")


@require_POST
def end_leave(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    leave = get_object_or_404(Leave, pk=pk, person=person)
    attempt(request, lambda: deputies.end_leave(leave, timezone.localdate(), person), _("已登记返岗。"))
    return redirect("accounts:me")
