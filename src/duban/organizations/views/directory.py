"""The tree of regions and bodies, new ones, and the questions that documents left."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.organizations import queries, trees
from duban.organizations.actions import answering, changing, regions
from duban.organizations.errors import Refused
from duban.organizations.forms import CloseRegionForm, IsNewForm, IsOtherForm, NewBodyForm, RegionForm
from duban.organizations.models import Body, BodyKind, Region
from duban.organizations.panels import questions_for
from duban.organizations.policy import KEEP, listed
from duban.organizations.views.common import attempt, demand_keeper, demand_reader


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    demand_reader(request)
    words, everything = request.GET.get("name", "").strip(), bool(request.GET.get("all"))
    context = {
        "words": words,
        "everything": everything,
        "found": queries.search(words, listed(request.user))[:200] if words else None,
        "directory": None if words else trees.directory(timezone.localdate(), everything),
        "may_keep": request.user.has_perm(KEEP),
        "asked": queries.to_ask().count(),
        "questions": questions_for(request),
    }
    return render(request, "organizations/tree.html", context)


def new_body(request: HttpRequest) -> HttpResponse:
    actor = demand_keeper(request)
    form = NewBodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "name"}
        try:
            body = changing.add_body(form.cleaned_data["name"], facts, (), actor)
        except Refused as refused:
            form.add_error("name", refused.reasons[0])
        else:
            return redirect("organizations:body", body.pk)
    return render(request, "organizations/new_body.html", {"form": form})


def new_region(request: HttpRequest) -> HttpResponse:
    actor = demand_keeper(request)
    form = RegionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        parent = said["parent"].code if said["parent"] else ""
        wanted = regions.RegionInput(said["code"], said["name"], parent, said["is_zone"], said["valid_from"])
        try:
            region = regions.add_region(wanted, actor)
        except Refused as refused:
            form.add_error("code", refused.reasons[0])
        else:
            return redirect("organizations:region", region.pk)
    return render(request, "organizations/new_region.html", {"form": form})


@require_safe
def region_page(request: HttpRequest, pk: int) -> HttpResponse:
    demand_reader(request)
    region = get_object_or_404(Region.objects.select_related("parent", "successor"), pk=pk)
    context = {
        "region": region,
        "bodies": region.bodies.filter(unconfirmed=False).order_by("kind", "name"),
        "children": region.children.order_by("code"),
        "predecessors": region.predecessors.order_by("code"),
        "teams": region.teams.filter(queries.in_force(timezone.localdate())).select_related("team"),
        "may_keep": request.user.has_perm(KEEP),
        "form": CloseRegionForm(initial={"on": timezone.localdate()}),
        "record": queries.record_of("region", region.pk),
    }
    return render(request, "organizations/region.html", context)


@require_POST
def close_region(request: HttpRequest, pk: int) -> HttpResponse:
    actor, region = demand_keeper(request), get_object_or_404(Region, pk=pk)
    attempt(
        request,
        CloseRegionForm(request.POST),
        lambda said: regions.close_region(region, said["on"], said["reason"], actor, said["successor"]),
        _("区划代码的停用日期已登记。"),
    )
    return redirect("organizations:region", pk)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Names from documents that are nobody's yet: each is asked once."""
    demand_keeper(request)
    bodies = list(queries.to_ask()[:100])
    offers = queries.offers(body.name for body in bodies)
    questions = [(body, offers[body.name]) for body in bodies]
    context = {"questions": questions, "kinds": BodyKind.choices, "bodies": _choosable()}
    return render(request, "organizations/asked.html", context)


def _choosable() -> list[tuple[int, str]]:
    rows = Body.objects.filter(unconfirmed=False, valid_to__isnull=True)
    return list(rows.order_by("name").values_list("pk", "name"))


@require_POST
def answer_new(request: HttpRequest, pk: int) -> HttpResponse:
    actor, body = demand_keeper(request), get_object_or_404(Body, pk=pk)
    attempt(
        request,
        IsNewForm(request.POST),
        lambda said: answering.is_new(body, BodyKind(said["kind"]), actor),
        _("“%(name)s”已确认为单独的单位。") % {"name": body.name},
    )
    return redirect("organizations:asked")


@require_POST
def answer_other(request: HttpRequest, pk: int) -> HttpResponse:
    actor, body = demand_keeper(request), get_object_or_404(Body, pk=pk)
    attempt(
        request,
        IsOtherForm(request.POST),
        lambda said: answering.is_other_name_of(body, said["body"], timezone.localdate(), actor),
        _("已记住“%(name)s”是谁，以后的文件按此认定。") % {"name": body.name},
    )
    return redirect("organizations:asked")
