"""How the ledger's record reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence
from duban.ledger import sentences_of_mentions, sentences_of_requests  # noqa: F401  registers its own
from duban.ledger.lifecycle import Stage, Standing


@sentence("inspection.registered")
def _inspection(facts: Facts) -> str:
    return _("登记督察“%(name)s”。") % facts


@sentence("plan.registered")
def _plan_registered(facts: Facts) -> str:
    told = _("登记方案《%(title)s》，列入%(findings)s个问题（%(first)s 至 %(last)s）") % facts
    return told + _finished(facts)


@sentence("plan.supplemented")
def _plan_supplemented(facts: Facts) -> str:
    told = _("补充登记方案《%(title)s》（第%(version)s版），增加%(findings)s个问题") % facts
    return told + _finished(facts)


def _finished(facts: Facts) -> str:
    return _("，其中%(finished)s个在方案前已完成整改。") % facts if facts["finished"] else _("。")


@sentence("plan.revised")
def _plan_revised(facts: Facts) -> str:
    return (
        _(
            "登记修订后的方案《%(title)s》（第%(version)s版）：新增%(new)s个、调整%(changed)s个、不再列入%(gone)s个。"
        )
        % facts
    )


@sentence("finding.register")
def _registered(facts: Facts) -> str:
    return _("按《%(title)s》登记入台账，编号 %(number)s。") % facts


@sentence("finding.register_finished")
def _registered_finished(facts: Facts) -> str:
    return _("按《%(title)s》登记入台账，编号 %(number)s；文件载明方案前已完成整改。") % facts


@sentence("finding.withdrawn_by_plan")
def _withdrawn(facts: Facts) -> str:
    if facts.get("stays"):
        label = dict([*Stage.choices, *Standing.choices]).get(facts["stays"], facts["stays"])
        return _("%(reason)s；该问题已%(label)s，维持不变。") % {**facts, "label": label}
    return _("撤销：%(reason)s。记录保留。") % facts


@sentence("finding.revised")
def _revised(facts: Facts) -> str:
    parts = [_one_change(change) for change in facts["changes"]]
    detail = _("；").join(part for part in parts if part) or _("内容没有变化")
    told = _("按修订后的方案（第%s版）调整：%s") % (facts["version"], detail)
    if facts.get("receipt"):
        told += _("；方案内容重新固定，备案号%s") % facts["receipt"]
    return told + _("。")


def _one_change(change: Mapping[str, Any]) -> str:
    name = _field_names().get(change["field"], str(change["field"]))
    if "added" in change:
        parts = [_("增加%s项") % change["added"]] if change["added"] else []
        parts += [_("不再列入%s项") % change["gone"]] if change["gone"] else []
        return name + _("、").join(parts)
    if change["field"] == "deadline":
        before, after = change["before"] or _("未定"), change["after"] or _("未定")
        return _("%(name)s由“%(before)s”调整为“%(after)s”") % {"name": name, "before": before, "after": after}
    return _("%s文字有调整") % name


def _field_names() -> dict[str, str]:
    return {
        "problem": _("问题"),
        "goal": _("整改目标"),
        "printed_no": _("文中序号"),
        "priority": _("重点共性"),
        "status_text": _("文中完成情况"),
        "deadline": _("整改时限"),
        "measures": _("整改措施"),
        "charges": _("责任单位和领导"),
        "milestones": _("节点"),
        "indicators": _("指标"),
        "remarks": _("其他字段"),
    }
