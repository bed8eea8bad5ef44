"""Where a finding can stand: stages, standings beside them, what the public is told of each, stations of the line.

The moves between the stages are a table of their own: :mod:`duban.ledger.moves`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Public(TextChoices):
    """The five values that the public sees."""

    NOT_STARTED = "not_started", _("尚未启动")
    BEHIND = "behind", _("未达时序进度")
    ON_SCHEDULE = "on_schedule", _("达到时序进度")
    COMPLETED = "completed", _("已完成")
    CLOSED = "closed", _("已验收销号")


class Stage(TextChoices):
    """Where in the process a finding stands."""

    REGISTERED = "registered", _("已登记")
    PLAN_DRAFT = "plan_draft", _("方案编制")
    PLAN_REVIEW = "plan_review", _("方案审核")
    PLAN_FILED = "plan_filed", _("方案备案")
    IN_PROGRESS = "in_progress", _("整改中")
    FINISHED_BEFORE = "finished_before", _("方案前已完成")
    SELF_ACCEPTED = "self_accepted", _("自查自验")
    APPLIED = "applied", _("申请验收")
    DOC_REVIEW = "doc_review", _("材料审核")
    ONSITE_CHECK = "onsite_check", _("现场核查")
    PUBLIC_NOTICE = "public_notice", _("公示")
    OBJECTION = "objection", _("异议处理")
    SIGN_OFF = "sign_off", _("审签复核")
    CLOSED = "closed", _("销号备案")
    ARCHIVED = "archived", _("归档")
    MONITORING = "monitoring", _("巩固回头看")
    REOPENED = "reopened", _("重新整改")


class Standing(TextChoices):
    """Beside the line: whether the finding still takes part in the process at all."""

    ACTIVE = "active", _("在册")
    WITHDRAWN = "withdrawn", _("撤销")
    MERGED = "merged", _("并入其他问题")
    TRANSFERRED = "transferred", _("移交")
    SUSPENDED = "suspended", _("中止")


#: What stands in the list and is counted there: what rests is still on it, so that nobody loses sight of it.
LISTED: frozenset[Standing] = frozenset({Standing.ACTIVE, Standing.SUSPENDED})

#: What the public is told of each stage. None: computed from milestones and the date while work goes on.
PUBLIC_VALUE: Mapping[str, Public | None] = {
    Stage.REGISTERED: Public.NOT_STARTED,
    Stage.PLAN_DRAFT: Public.NOT_STARTED,
    Stage.PLAN_REVIEW: Public.NOT_STARTED,
    Stage.PLAN_FILED: Public.NOT_STARTED,
    Stage.IN_PROGRESS: None,
    Stage.FINISHED_BEFORE: Public.COMPLETED,
    Stage.SELF_ACCEPTED: Public.COMPLETED,
    Stage.APPLIED: Public.COMPLETED,
    Stage.DOC_REVIEW: Public.COMPLETED,
    Stage.ONSITE_CHECK: Public.COMPLETED,
    Stage.PUBLIC_NOTICE: Public.COMPLETED,
    Stage.OBJECTION: Public.COMPLETED,
    Stage.SIGN_OFF: Public.COMPLETED,
    Stage.CLOSED: Public.CLOSED,
    Stage.ARCHIVED: Public.CLOSED,
    Stage.MONITORING: Public.CLOSED,
    Stage.REOPENED: Public.BEHIND,
}

#: Stages in which the work itself is still owed, so that a passed deadline means late.
OWING: frozenset[str] = frozenset(
    {
        Stage.REGISTERED,
        Stage.PLAN_DRAFT,
        Stage.PLAN_REVIEW,
        Stage.PLAN_FILED,
        Stage.IN_PROGRESS,
        Stage.REOPENED,
    }
)

#: Stages before the plan is on file: charges and content may still be set by the office and the lead unit.
PLANNING: frozenset[Stage] = frozenset({Stage.REGISTERED, Stage.PLAN_DRAFT})
#: Stages in which what was approved is in force, so that a change of it must be asked for.
APPROVED: frozenset[Stage] = frozenset({Stage.PLAN_FILED, Stage.IN_PROGRESS, Stage.REOPENED})
#: Stages from which a finding may leave the count: as long as it has not been closed.
OPEN: frozenset[Stage] = frozenset(stage for stage in Stage if PUBLIC_VALUE[stage] != Public.CLOSED)

#: The stations of the line on a finding's page, each with the stages that stand at it.
STATIONS: tuple[tuple[StrOrPromise, tuple[Stage, ...]], ...] = (
    (_("登记"), (Stage.REGISTERED,)),
    (_("方案"), (Stage.PLAN_DRAFT, Stage.PLAN_REVIEW, Stage.PLAN_FILED)),
    (_("整改"), (Stage.IN_PROGRESS, Stage.REOPENED)),
    (_("自验"), (Stage.FINISHED_BEFORE, Stage.SELF_ACCEPTED)),
    (_("验收"), (Stage.APPLIED, Stage.DOC_REVIEW, Stage.ONSITE_CHECK)),
    (_("公示"), (Stage.PUBLIC_NOTICE, Stage.OBJECTION, Stage.SIGN_OFF)),
    (_("销号"), (Stage.CLOSED,)),
    (_("归档"), (Stage.ARCHIVED, Stage.MONITORING)),
)


def station_index(stage: str) -> int:
    """At which station of the line a stage stands."""
    for index, (_name, stages) in enumerate(STATIONS):
        if stage in stages:
            return index
    raise ValueError(f"stage without a station: {stage}")
