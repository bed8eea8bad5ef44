"""The working-day calendar of a year: to look at, to print, to correct, and to take from a sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.journal import queries as journal
from duban.journal.access import power_required
from duban.journal.sentences import tell
from duban.rulebook.access import changer
from duban.rulebook.calendar_actions import clear_day, publish_year, set_day
from duban.rulebook.errors import RuleRefused
from duban.rulebook.excel import read_days
from duban.rulebook.forms import DayForm, YearForm
from duban.rulebook.models import DayKind
from duban.rulebook.year import year_view, years_to_show

_FIRST, _LAST = 2000, 2199


@require_safe
@power_required("rulebook.view")
def year(request: HttpRequest, number: int | None = None) -> HttpResponse:
    return _page(request, number or timezone.localdate().year)


def _page(
    request: HttpRequest,
    number: int,
    *,
    day_form: DayForm | None = None,
    year_form: YearForm | None = None,
    complaints: list[str] | None = None,
) -> HttpResponse:
    if not _FIRST <= number <= _LAST:
        raise Http404
    today = timezone.localdate()
    context = {
        "today": today,
        "view": year_view(number),
        "years": years_to_show(today),
        "may_change": request.user.has_perm("rulebook.change_calendar"),
        "day_form": day_form or DayForm(initial={"kind": DayKind.HOLIDAY}),
        "year_form": year_form or YearForm(),
        "complaints": complaints or [],
        "entries": [(entry, tell(entry)) for entry in journal.stream("calendar", number).reverse()[:50]],
    }
    status = 422 if day_form or year_form else 200
    return render(request, "rulebook/calendar.html", context, status=status)


@require_POST
@power_required("rulebook.view")
def change_day(request: HttpRequest, number: int) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, number, day_form=form)
    said = form.cleaned_data
    try:
        if said["kind"]:
            set_day(form.new_day(), said["notice"], changer(request), said["reason"])
        else:
            clear_day(said["date"], changer(request), said["reason"])
    except RuleRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, number, day_form=form)
    messages.success(request, _("%s 的安排已更改，今后按新的日历推算期限。") % said["date"].isoformat())
    return redirect("rulebook:year", said["date"].year)


@require_POST
@power_required("rulebook.view")
def import_year(request: HttpRequest, number: int) -> HttpResponse:
    """From a sheet; with 只检查 it says what it would do. A sheet with a bad cell changes nothing."""
    form = YearForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, number, year_form=form)
    said = form.cleaned_data
    try:
        found = read_days(said["file"].read(), number)
        if found.complaints:
            return _page(request, number, year_form=form, complaints=found.complaints)
        if not said["dry_run"]:
            publish_year(number, said["notice"], found.days, changer(request), said["reason"])
    except RuleRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, number, year_form=form)
    facts = {"year": number, "n": len(found.days)}
    checked = _("表中 %(n)s 天都可以导入 %(year)s 年，目前还没有导入。")
    messages.success(
        request, (checked if said["dry_run"] else _("已导入 %(year)s 年的 %(n)s 天安排。")) % facts
    )
    return redirect("rulebook:year", number)
