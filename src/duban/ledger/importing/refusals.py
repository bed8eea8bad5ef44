"""Why a table cannot change a problem that is on its way already, and which way there is instead, and for whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.ledger.lifecycle import APPROVED, PLANNING, PUBLIC_VALUE, Public, Stage, Standing
from duban.ledger.models import Finding

_BY_REQUEST = frozenset({"goal", "measures", "sites"})
_PEOPLE = frozenset({"leader", "person"})
_UNITS = frozenset({"main", "lead", "supporting", "supervising", "accepting"})


def why_not(finding: Finding, field: str) -> str:
    """The sentence for a cell that would change ``field``; empty where a table may."""
    if finding.standing == Standing.ACTIVE and finding.stage in PLANNING:
        return ""
    return _where_it_stands(finding) + _way(finding, field)


def _where_it_stands(finding: Finding) -> str:
    facts = {"number": finding.number, "stage": finding.get_stage_display()}
    if finding.standing != Standing.ACTIVE:
        return _("%(number)s已经“%(standing)s”，不再用表格更改。") % {
            **facts,
            "standing": finding.get_standing_display(),
        }
    return _("%(number)s处于“%(stage)s”，内容已定，不能用表格更改。") % facts


def _way(finding: Finding, field: str) -> str:
    if field == "status_text":
        return _(
            "“完成情况”只记登记或接管时的原话。请把这一格空着；"
            "整列都是新进展的，在“对照各列”里把这一列选为“不导入”。"
        )
    if finding.standing != Standing.ACTIVE or PUBLIC_VALUE[finding.stage] == Public.CLOSED:
        return _("请把这一格改回台账上的内容；只是写错了字的，由整改办在它的页面上“更正笔误”。")
    if field in _PEOPLE:
        return _("人员变动由整改办在它的页面上“更换责任人员”。")
    if finding.stage == Stage.PLAN_REVIEW:
        return _("确需改动的，由整改办先在它的页面上“退回方案”。")
    if field in _UNITS:
        return _("责任单位只随修订方案调整，请由整改办登记修订方案。")
    if field == "deadline" and finding.stage in APPROVED:
        return _(
            "没有过申请期限的，由整改办或牵头、主体责任单位在它的页面上“申请调整”；"
            "已过期限的不能再申请延期，须由整改办登记经批准的修订方案。"
        )
    if field in _BY_REQUEST and finding.stage in APPROVED:
        return _("请由整改办或牵头、主体责任单位在它的页面上“申请调整”并说明理由，批准后才改。")
    return _("只是写错了字的，由整改办在它的页面上“更正笔误”；内容有变的，请登记修订方案。")
