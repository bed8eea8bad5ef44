"""The verbs of the ledger. Each is one transaction: may she, is all there, change, record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.files.models import Document
from duban.journal.actions import Line, record_all
from duban.journal.wording import kept
from duban.ledger import revising
from duban.ledger.content import fingerprint, frozen
from duban.ledger.errors import MasterStands, NotAllowed, Refused
from duban.ledger.filing import ensure_categories, file_items
from duban.ledger.inputs import (
    Acceptance,
    Accepted,
    InspectionInput,
    ItemChange,
    PlanInput,
    PlanItemInput,
)
from duban.ledger.models import (
    OF_PEOPLE,
    Finding,
    Inspection,
    Plan,
    PlanItemVersion,
    PlanKind,
    PlanVersion,
    PlanVersionDocument,
    Step,
    VersionReason,
)
from duban.ledger.rows import Frame
from duban.organizations.actions import ensure_bodies
from duban.organizations.models import Region


@transaction.atomic
def register_plan(
    inspection: InspectionInput, plan: PlanInput, items: Sequence[PlanItemInput], actor: Person
) -> Acceptance:
    """A reviewed document becomes a plan and its findings."""
    _may_file(actor)
    _complete(inspection, plan, items)
    seat = _inspection(inspection, actor)
    if plan.kind == "master":
        _no_master_yet(seat)
    row = Plan.objects.create(inspection=seat, kind=plan.kind, title=plan.title)
    version = _new_version(row, plan, VersionReason.REGISTERED, actor)
    return _file_new(version, plan, items, actor)


@transaction.atomic
def supplement_plan(
    plan: Plan, facts: PlanInput, items: Sequence[PlanItemInput], actor: Person
) -> Acceptance:
    """Further confirmed items of a plan that is already on file: the rest of a document accepted in parts."""
    _may_file(actor)
    _complete(InspectionInput(id=plan.inspection_id), facts, items)
    locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    before = _last_version(locked)
    version = _new_version(locked, facts, VersionReason.SUPPLEMENTED, actor)
    kept = _carry_over(before, version, without=set())
    return _file_new(version, facts, items, actor, first_ordinal=kept)


@transaction.atomic
def revise_plan(
    plan: Plan, facts: PlanInput, changes: Sequence[ItemChange], actor: Person, *, base: int | None = None
) -> Acceptance:
    """A revised plan, as far as its changes were accepted. What nobody touched is carried over as it was.

    ``base`` is the version that was compared; where another one came since, a person compares again."""
    _may_file(actor)
    said = [change.item for change in changes if change.item is not None]
    _complete(InspectionInput(id=plan.inspection_id), facts, said, may_be_empty=True)
    held = Plan.objects.select_for_update(of=("self",), no_key=True)
    locked = held.select_related("inspection").get(pk=plan.pk)
    before = _last_version(locked)
    if base is not None and before.number != base:
        raise Refused(_("比对时的方案版本已经过时，请刷新后重新比对。"))
    version = _new_version(locked, facts, VersionReason.REVISED, actor)
    return _revise(locked, before, version, facts, changes, actor)


def _may_file(actor: Person) -> None:
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以把文件登记入台账，请联系整改办经办人。"))


def _complete(
    inspection: InspectionInput, plan: PlanInput, items: Sequence[PlanItemInput], may_be_empty: bool = False
) -> None:
    """Everything that is missing, in one answer."""
    reasons = []
    if inspection.id is None and not inspection.name.strip():
        reasons.append(_("请填写督察名称。"))
    if not plan.title.strip():
        reasons.append(_("请填写方案标题。"))
    if max(len(plan.title) - 300, len(inspection.name) - 200, len(inspection.letter_no) - 120) > 0:
        reasons.append(_("督察名称不超过200字，方案标题不超过300字，文号不超过120字，请缩短后再登记。"))
    if not items and not may_be_empty:
        reasons.append(_("没有可以登记的问题，请先确认至少一个问题。"))
    empty = [item.printed_no or str(at) for at, item in enumerate(items, start=1) if not item.problem.strip()]
    if empty:
        reasons.append(_("第 %s 项没有问题正文，请补充后再登记。") % _("、").join(empty))
    if reasons:
        raise Refused(*reasons)


def _inspection(said: InspectionInput, actor: Person) -> Inspection:
    if said.id is not None:
        return Inspection.objects.get(pk=said.id)
    region = Region.objects.filter(name=said.region).first() if said.region else None
    row, made = Inspection.objects.get_or_create(
        name=said.name.strip(),
        defaults={
            "type": said.type,
            "level": said.level,
            "team": said.team[:120],
            "letter_no": said.letter_no,
            "onsite_start": said.onsite_start,
            "onsite_end": said.onsite_end,
            "feedback_date": said.feedback_date,
            "region": region,
        },
    )
    if made:
        facts = {"name": row.name, "letter_no": row.letter_no}
        record_all([Line(("inspection", str(row.pk)), "inspection.registered", facts)], actor)
    return row


def _no_master_yet(seat: Inspection) -> None:
    """Asked while the inspection is held, so that of two who register at once the second is told of the first."""
    Inspection.objects.select_for_update(no_key=True).get(pk=seat.pk)
    standing = Plan.objects.filter(inspection=seat, kind=PlanKind.MASTER).first()
    if standing is not None:
        raise MasterStands(
            standing.pk,
            _(
                "“%(inspection)s”已经有总体方案《%(title)s》，这次没有登记任何内容。"
                "如果是它的修订稿，请与它逐项比对；如果是另一份方案，请把方案类别改为专项方案或单位实施方案。"
            )
            % {"inspection": seat.name, "title": standing.title},
        )


def _new_version(plan: Plan, facts: PlanInput, reason: VersionReason, actor: Person) -> PlanVersion:
    version = PlanVersion.objects.create(
        plan=plan,
        number=plan.versions.count() + 1,
        reason=reason,
        title=facts.title,
        published=facts.published,
        created_at=timezone.now(),
        created_by=actor,
    )
    documents = _documents(facts.documents)
    PlanVersionDocument.objects.bulk_create(
        PlanVersionDocument(version=version, document=documents[uuid], ordinal=at)
        for at, uuid in enumerate(facts.documents)
    )
    return version


def _documents(uuids: Sequence[UUID]) -> dict[UUID, Document]:
    found: dict[UUID, Document] = Document.objects.in_bulk(set(uuids), field_name="uuid")
    if len(found) < len(set(uuids)):
        raise Refused(_("原文件已不在文件库中，无法登记，请重新上传。"))
    return found


def _last_version(plan: Plan) -> PlanVersion:
    return plan.versions.order_by("-number")[0]


def _frame(
    version: PlanVersion, items: Sequence[PlanItemInput], actor: Person
) -> tuple[Frame, tuple[str, ...]]:
    """Bodies, documents and the moment that all items share; also the names of bodies that had to be made."""
    names = [charge.name for item in items for charge in item.charges if charge.role not in OF_PEOPLE]
    bodies, new_bodies = ensure_bodies([name for name in names if len(name) <= 120], actor)
    documents = _documents([origin.document for item in items for origin in item.origins])
    now = timezone.now()
    return Frame(version, bodies, documents, now, timezone.localdate(now)), new_bodies


def _file_new(
    version: PlanVersion,
    facts: PlanInput,
    items: Sequence[PlanItemInput],
    actor: Person,
    first_ordinal: int = 0,
) -> Acceptance:
    inspection = version.plan.inspection
    frame, new_bodies = _frame(version, items, actor)
    ordinals = range(first_ordinal, first_ordinal + len(items))
    accepted, lines = file_items(inspection, items, frame, ordinals)
    finished = sum(item.status == "completed" for item in items)
    told = {
        "title": facts.title,
        "version": version.number,
        "findings": len(accepted),
        "finished": finished,
        "first": accepted[0].number,
        "last": accepted[-1].number,
    }
    lines.append(Line(("plan", str(version.plan_id)), f"plan.{version.reason}", told))
    record_all(lines, actor)
    return Acceptance(
        inspection=inspection.pk,
        plan=version.plan_id,
        version=version.number,
        findings=tuple(accepted),
        completed_before_plan=finished,
        new_bodies=new_bodies,
    )


def _carry_over(before: PlanVersion, version: PlanVersion, without: set[int]) -> int:
    """What the new version does not touch stands in it unchanged; gives the next free place."""
    kept = [row for row in before.items.all() if row.item_id not in without]
    PlanItemVersion.objects.bulk_create(
        PlanItemVersion(
            item_id=row.item_id,
            version=version,
            printed_no=row.printed_no,
            ordinal=row.ordinal,
            content=row.content,
        )
        for row in kept
    )
    return max((row.ordinal for row in kept), default=-1) + 1


def _revise(
    plan: Plan,
    before: PlanVersion,
    version: PlanVersion,
    facts: PlanInput,
    changes: Sequence[ItemChange],
    actor: Person,
) -> Acceptance:
    touched = {change.plan_item for change in changes if change.plan_item and change.kind != "same"}
    known = set(before.items.values_list("item_id", flat=True))
    if touched - known:
        raise Refused(_("比对时的方案版本已经过时，请刷新后重新比对。"))
    _carry_over(before, version, without=touched)
    new = [(at, c.item) for at, c in enumerate(changes) if c.kind == "new" and c.item is not None]
    changed = [(at, c) for at, c in enumerate(changes) if c.kind == "changed" and c.item is not None]
    gone = [c.plan_item for c in changes if c.kind == "gone" and c.plan_item]

    frame, new_bodies = _frame(version, [c.item for c in changes if c.item is not None], actor)
    findings = _findings_of(touched)
    lines = _change(before, changed, findings, frame, actor)
    lines += _withdraw([findings[key] for key in gone], frame, actor)
    accepted, new_lines = file_items(
        plan.inspection, [item for _at, item in new], frame, [at for at, _item in new]
    )
    told = {
        "title": facts.title,
        "version": version.number,
        "new": len(accepted),
        "changed": len(changed),
        "gone": len(gone),
    }
    lines += [*new_lines, Line(("plan", str(plan.pk)), "plan.revised", told)]
    record_all(lines, actor)
    return Acceptance(
        inspection=plan.inspection_id,
        plan=plan.pk,
        version=version.number,
        findings=tuple(accepted) + _accepted(changed, findings),
        completed_before_plan=sum(item.status == "completed" for _at, item in new),
        changed=len(changed),
        gone=len(gone),
        new_bodies=new_bodies,
    )


def _change(
    before: PlanVersion,
    changed: Sequence[tuple[int, ItemChange]],
    findings: Mapping[int, Finding],
    frame: Frame,
    actor: Person,
) -> list[Line]:
    items = {change.plan_item: change.item for _at, change in changed if change.item is not None}
    tree = ensure_categories(frame.version.plan.inspection, list(items.values()))
    said = dict(before.items.filter(item__in=items).values_list("item", "content"))
    lines, steps = [], []
    for at, change in changed:
        item, key = change.item, change.plan_item
        assert item is not None
        assert key is not None
        content, finding = frozen(item), findings[key]
        PlanItemVersion.objects.create(
            item_id=key, version=frame.version, printed_no=item.printed_no, ordinal=at, content=content
        )
        former = None if change.whole else said[key]
        step, facts = revising.apply(finding, item, former, tree.get(item.category), frame, actor)
        steps.append(step)
        facts |= {**step.facts, "content_sha256": fingerprint(content)}
        lines.append(Line(("finding", str(finding.pk)), "finding.revised", facts))
    Step.objects.bulk_create(steps, batch_size=500)
    return lines


def _withdraw(findings: Sequence[Finding], frame: Frame, actor: Person) -> list[Line]:
    lines, steps = [], []
    reason = kept(gettext_lazy("修订后的方案（第%s版）不再列入")) % frame.version.number
    for finding in findings:
        step, facts = revising.withdraw(finding, reason, frame, actor)
        steps.append(step)
        told = {**step.facts, "reason": reason, **facts}
        lines.append(Line(("finding", str(finding.pk)), "finding.withdrawn_by_plan", told))
    Step.objects.bulk_create(steps, batch_size=500)
    return lines


def _findings_of(plan_items: Collection[int]) -> dict[int, Finding]:
    """The locked findings, all at once and in one order, so that nobody who holds several waits for somebody who waits
    for her."""
    rows = Finding.objects.select_for_update(of=("self",)).select_related("inspection__region")
    found = rows.filter(plan_item__in=plan_items).order_by("pk")
    return {row.plan_item_id: row for row in found if row.plan_item_id is not None}


def _accepted(
    changed: Sequence[tuple[int, ItemChange]], findings: Mapping[int, Finding]
) -> tuple[Accepted, ...]:
    return tuple(
        Accepted(change.item.ref, change.plan_item, row.pk, row.number)
        for _at, change in changed
        if change.item is not None and change.plan_item is not None and (row := findings[change.plan_item])
    )
