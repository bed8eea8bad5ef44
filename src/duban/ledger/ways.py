"""Where a step does not start from where a finding stands: the step that does what was meant, in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from duban.ledger.lifecycle import APPROVED, PLANNING, Stage
from duban.ledger.models import Finding


def units_on_file() -> str:
    """Said on the page of a finding, too."""
    return _(
        "方案备案后，责任单位只随修订方案调整（登记修订后的方案并接受其改动）；责任人员用“更换责任人员”。"
    )


def content(finding: Finding) -> str:
    """How goal, measures, deadline and sites are changed from here."""
    stage = Stage(finding.stage)
    if stage == Stage.PLAN_DRAFT:
        return _("方案备案前请用“编制方案”改写。")
    if stage == Stage.REGISTERED:
        return _("请先交办，再编制方案。")
    if stage == Stage.PLAN_REVIEW:
        return _("方案正在审核，请先退回方案，改写后重新报送。")
    if stage in APPROVED:
        return _("方案已经备案，请用“申请调整”写明理由，由另一人审批。")
    return _(
        "该问题已不在整改阶段，方案内容不再调整；确有错误的，退回整改后用“申请调整”，或登记修订后的方案。"
    )


def _units(finding: Finding) -> str:
    if finding.stage == Stage.PLAN_REVIEW:
        return _("请先退回方案，再明确责任。")
    return units_on_file()


def _before_filing(finding: Finding) -> str:
    if finding.stage in PLANNING:
        return _("方案备案前请用“明确责任”。")
    return _units(finding) if finding.stage == Stage.PLAN_REVIEW else ""


def _asking(finding: Finding) -> str:
    return content(finding) if finding.stage not in APPROVED else ""


_WAYS: dict[str, Callable[[Finding], str]] = {
    "charge": _units,
    "change_people": _before_filing,
    "join_group": _before_filing,
    "draft_plan": content,
    "set_sites": content,
    "ask_change": _asking,
}


def instead(verb: str, finding: Finding) -> str:
    """Empty where there is nothing to be said."""
    return _WAYS[verb](finding) if verb in _WAYS else ""
