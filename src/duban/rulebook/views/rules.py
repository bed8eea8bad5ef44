"""The rules of a profile as they hold today, and each rule with its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.journal.access import power_required
from duban.rulebook import queries
from duban.rulebook.access import changer
from duban.rulebook.actions import add_profile, inherit, set_value
from duban.rulebook.catalogue import CATALOGUE, groups
from duban.rulebook.definitions import Rule
from duban.rulebook.errors import RuleRefused
from duban.rulebook.forms import ProfileForm, ValueForm
from duban.rulebook.kinds import typed
from duban.rulebook.models import Level, Profile
from duban.rulebook.year import warnings


@require_safe
@power_required("rulebook.view")
def rules(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    profile = get_object_or_404(Profile, pk=pk) if pk else queries.own_profile()
    if profile is None:
        raise Http404
    today = timezone.localdate()
    rulings = queries.everything(profile, on=today)
    shown = [(group.name, [rulings[rule.key] for rule in group.rules]) for group in groups()]
    context = {
        "today": today,
        "profile": profile,
        "tree": _tree(),
        "groups": shown,
        "unverified": sum(not ruling.is_verified for ruling in rulings.values()),
        "unpublished": warnings(today),
        "may_add": request.user.has_perm("rulebook.change_business"),
        "profile_form": ProfileForm(initial={"level": Level.CITY, "parent": profile}),
    }
    return render(request, "rulebook/rules.html", context)


def _tree() -> list[tuple[int, Profile]]:
    """Profiles with their depth, each under its parent."""
    by_parent: dict[int | None, list[Profile]] = {}
    for profile in Profile.objects.order_by("level", "name"):
        by_parent.setdefault(profile.parent_id, []).append(profile)

    def under(parent: int | None, depth: int) -> list[tuple[int, Profile]]:
        return [
            row for each in by_parent.get(parent, []) for row in ((depth, each), *under(each.pk, depth + 1))
        ]

    return under(None, 0)


@require_http_methods(["GET", "HEAD", "POST"])
@power_required("rulebook.view")
def rule(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One rule in one profile: what holds, what held, and the form for who may change it."""
    profile, rule = get_object_or_404(Profile, pk=pk), CATALOGUE.get(key)
    if rule is None:
        raise Http404
    line = queries.lineage(profile)
    ruling = queries.rule(key, profile, on=timezone.localdate())
    history = list(queries.history(key, line))
    form = ValueForm(rule, request.POST or None, initial=_initial(ruling, history))
    if request.method == "POST" and form.is_valid() and _saved(request, profile, rule, form):
        return redirect("rulebook:rule", pk=profile.pk, key=key)
    context = {
        "profile": profile,
        "rule": rule,
        "ruling": ruling,
        "own": ruling.profile == profile,
        "history": [(row, "" if row.inherits else rule.shown(row.value)) for row in history],
        "form": form,
        "may_change": request.user.has_perm(rule.permission),
    }
    return render(request, "rulebook/rule.html", context, status=200 if request.method != "POST" else 422)


def _initial(ruling: queries.Ruling, history: list[Any]) -> dict[str, Any]:
    return {
        "value": typed(ruling.rule.kind, ruling.value),
        "valid_from": timezone.localdate(),
        "document": ruling.source.document,
        "article": ruling.source.article,
        "confidence": ruling.source.confidence,
        "seen": max((row.pk for row in history), default=0),
    }


def _saved(request: HttpRequest, profile: Profile, rule: Rule, form: ValueForm) -> bool:
    """Save, or say on the form why not."""
    said, actor = form.cleaned_data, changer(request)
    try:
        if said["inherits"]:
            inherit(profile, rule.key, said["valid_from"], actor, said["reason"], seen=said["seen"])
        else:
            set_value(profile, rule.key, form.new_value(), actor, said["reason"], seen=said["seen"])
    except RuleRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    facts = {"name": rule.name, "day": said["valid_from"].isoformat()}
    messages.success(request, _("“%(name)s”已更改，自 %(day)s 起按新值执行；此前的决定仍按原值。") % facts)
    return True


@require_POST
@power_required("rulebook.view")
def new_profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("规则方案没有建立：请填写名称，并选择层级和上级。"))
        return redirect("rulebook:rules")
    said = form.cleaned_data
    try:
        profile = add_profile(
            said["name"], Level(said["level"]), said["parent"], changer(request), said["region"]
        )
    except RuleRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("rulebook:rules")
    messages.success(request, _("规则方案“%s”已建立，目前全部沿用上级的值。") % profile.name)
    return redirect("rulebook:profile", pk=profile.pk)
