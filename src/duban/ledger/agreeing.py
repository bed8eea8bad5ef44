"""Does what is repeated agree with the rows that are the truth? For a command, and for tests after long random walks.

A finding repeats its latest deadline, the end of its last step and its last change of standing; search goes by one text
made of many rows. All of that is written by the verbs; here it is computed a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.journal.models import Entry
from duban.ledger.content import fingerprint
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models import Finding
from duban.ledger.searching.folding import fold
from duban.ledger.words import words_of

Check = Callable[[Finding], Iterator[str]]
_BATCH = 200
_PARTS = ("deadlines", "steps", "standing_changes", "charges", "filings", "requests")


def disagreements() -> Iterator[tuple[str, str]]:
    """Number and sentence of everything that does not agree, finding by finding."""
    rows: QuerySet[Finding] = Finding.objects.select_related("opening", "category").order_by("pk")
    for finding in rows.prefetch_related(*_PARTS).iterator(chunk_size=_BATCH):
        for check in _CHECKS:
            yield from ((finding.number, told) for told in check(finding))


def _deadline(finding: Finding) -> Iterator[str]:
    rows = [
        row for row in sorted(finding.deadlines.all(), key=lambda row: row.pk) if row.purpose == "complete"
    ]
    said = (rows[-1].date, rows[-1].kind) if rows else (None, "")
    if said != (finding.due_on, finding.deadline_kind):
        yield _("时限与最后一条时限记录不一致。")


def _stage(finding: Finding) -> Iterator[str]:
    steps = sorted(finding.steps.all(), key=lambda row: row.ordinal)
    opening = getattr(finding, "opening", None)
    arrived = opening.stage if opening else _arrival(finding)
    stages = [arrived, *(step.end for step in steps)]
    if [step.ordinal for step in steps] != list(range(1, finding.step_count + 1)):
        yield _("步骤的次序或数目不对。")
    if any(step.start != before for step, before in zip(steps, stages, strict=False)):
        yield _("步骤前后不相接。")
    if finding.stage != stages[-1]:
        yield _("阶段与最后一个步骤不一致。")


def _arrival(finding: Finding) -> str:
    return Stage.FINISHED_BEFORE if finding.completed_before_plan else Stage.REGISTERED


def _standing(finding: Finding) -> Iterator[str]:
    rows = sorted(finding.standing_changes.all(), key=lambda row: row.pk)
    stood = [str(Standing.ACTIVE), *(row.after for row in rows)]
    if finding.standing != stood[-1]:
        yield _("在册情况与最后一次变动不一致。")
    if any(row.before != before for row, before in zip(rows, stood, strict=False)):
        yield _("在册情况的变动前后不相接。")
    if bool(finding.standing_reason) != (finding.standing != Standing.ACTIVE):
        yield _("在册情况与其理由不一致。")


def _charges(finding: Finding) -> Iterator[str]:
    rows = {row.pk: row for row in finding.charges.all()}
    if any(row.until and row.until < row.since for row in rows.values()):
        yield _("有责任在开始之前结束。")
    members = [row for row in rows.values() if row.via_id and row.until is None]
    if any(rows[row.via_id or 0].until is not None for row in members):
        yield _("群体已不承担责任，其成员仍在列。")


def _filings(finding: Finding) -> Iterator[str]:
    rows = sorted(finding.filings.all(), key=lambda row: row.number)
    if [row.number for row in rows] != list(range(1, len(rows) + 1)):
        yield _("备案版本的编号有空缺。")
    if any(fingerprint(row.frozen) != row.fingerprint for row in rows):
        yield _("备案内容与其校验值不一致。")
    standing = [row for row in rows if row.voided_by_id is None]
    is_filed = finding.stage in {Stage.PLAN_FILED, Stage.IN_PROGRESS}
    is_taken_over = hasattr(finding, "opening")
    if is_filed and not standing and not is_taken_over:
        yield _("阶段在方案备案之后，却没有备案。")
    if finding.stage in {Stage.REGISTERED, Stage.PLAN_DRAFT, Stage.PLAN_REVIEW} and standing:
        yield _("阶段在方案备案之前，却有备案。")


def _requests(finding: Finding) -> Iterator[str]:
    for row in finding.requests.all():
        if (row.state == "open") != (row.decided_by_id is None):
            yield _("申请的状态与审批人不一致。")


def _words(finding: Finding) -> Iterator[str]:
    if finding.search_text != fold(words_of(finding)):
        yield _("检索文字与内容不一致。")


def _record(finding: Finding) -> Iterator[str]:
    lines = Entry.objects.filter(stream__kind="finding", stream__key=str(finding.pk))
    told = Counter(lines.values_list("verb", flat=True))
    taken = Counter(f"finding.{step.verb}" for step in finding.steps.all())
    if taken - told:
        yield _("有步骤没有写入记录。")


_CHECKS: tuple[Check, ...] = (
    _deadline,
    _stage,
    _standing,
    _charges,
    _filings,
    _requests,
    _words,
    _record,
)
