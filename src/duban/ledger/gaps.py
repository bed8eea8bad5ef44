"""What a finding still lacks: the three clarities (goal, measures, deadline) and somebody who answers for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from duban.ledger.lifecycle import OWING, Standing
from duban.ledger.models import Charge, ChargeRole, Finding


def gaps(finding: Finding, charges: Sequence[Charge]) -> list[str]:
    """Full sentences: what is missing. Nothing is asked of a finding whose work is done or that left the count."""
    if finding.stage not in OWING or finding.standing != Standing.ACTIVE:
        return []
    roles = {charge.role for charge in charges}
    missing = {
        _("没有整改目标。"): not finding.goal,
        _("没有整改措施。"): not finding.current_measures,  # type: ignore[attr-defined]
        _("没有整改时限。"): not finding.deadline_kind and finding.due_on is None,
        _("没有明确责任单位。"): not roles & {ChargeRole.MAIN, ChargeRole.LEAD},
        _("没有明确监管责任单位。"): ChargeRole.SUPERVISING not in roles,
        _("没有明确督办领导。"): ChargeRole.LEADER not in roles,
    }
    return [sentence for sentence, lacking in missing.items() if lacking]
