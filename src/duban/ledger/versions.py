"""Which plan versions speak for a finding."""

from __future__ import annotations

from duban.ledger.models import Finding, PlanVersion


def governing(finding: Finding) -> list[PlanVersion]:
    """The newest version of its plan and the earlier ones that say the same of it, newest first: what a meeting or a
    higher body said of one of them holds for the finding as it is planned now. A finding outside of all plans goes by
    the special plans that cover it."""
    if finding.plan_item_id is None:
        return list(
            PlanVersion.objects.filter(plan__scope__finding=finding, plan__scope__until__isnull=True)
            .distinct()
            .order_by("plan", "-number")
        )
    rows = finding.plan_item.versions.select_related("version").order_by("-version__number")  # type: ignore[union-attr]
    found: list[PlanVersion] = []
    content: object = None
    for row in rows:
        if found and row.content != content:
            break
        content = row.content
        found.append(row.version)
    return found
