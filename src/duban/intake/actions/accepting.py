"""A reviewed set, or its confirmed part, becomes findings: everything in one transaction, and only once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.intake.actions.changing import NotPossible, PlanStands
from duban.intake.content import open_doubts, text_of
from duban.intake.filing import Filer
from duban.intake.models import AcceptedPart, DraftItem, IntakeSet, ItemState
from duban.intake.presenting import SetView
from duban.ledger.actions import register_plan, revise_plan, supplement_plan
from duban.ledger.errors import MasterStands, Refused
from duban.ledger.inputs import Acceptance, InspectionInput, ItemChange, PlanInput
from duban.ledger.models import Finding, Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """What the acceptance page asks for. ``token`` is made when the page is drawn: the same one acts once.
    ``seen`` is what the page showed (see :func:`fingerprint`); if it is no longer so, a person looks again."""

    token: uuid.UUID
    everything: bool
    seen: str


def candidates(view: SetView, everything: bool) -> list[DraftItem]:
    """The items that an acceptance would take."""
    waiting = [item for item in view.items if item.state == ItemState.ACTIVE and item.finding_id is None]
    return waiting if everything else [item for item in waiting if item.confirmed_at]


def fingerprint(items: Sequence[DraftItem]) -> str:
    return f"{len(items)}:{sum(item.version for item in items)}:{max((item.pk for item in items), default=0)}"


def missing(items: Sequence[DraftItem]) -> list[DraftItem]:
    """Items that cannot be accepted because they state no problem."""
    return [item for item in items if not text_of(item.content["problem"]).strip()]


def doubts_in(items: Sequence[DraftItem]) -> int:
    return sum(len(open_doubts(item.content)) for item in items)


@transaction.atomic
def accept(
    person: Person, intake_set: IntakeSet, asked: Asked, inspection: InspectionInput, plan: PlanInput
) -> AcceptedPart:
    held, done = hold(person, intake_set, asked.token)
    if done is not None:
        return done
    view, items = _checked(held, asked)
    filer = Filer(items, view.roles)
    source = _source(inspection, view)
    inputs = [filer.plan_item(item, source) for item in items]
    try:
        if held.plan is not None:
            result = supplement_plan(held.plan, plan, inputs, person)
        else:
            result = register_plan(inspection, plan, inputs, person)
    except MasterStands as refusal:
        raise PlanStands(refusal.plan, str(refusal)) from refusal
    except Refused as refusal:
        raise NotPossible(" ".join(refusal.reasons)) from refusal
    return _note(person, held, asked, result, {item.pk: item for item in items})


def _source(inspection: InspectionInput, view: SetView) -> str:
    """Where the problems come from: the inspection itself, a patrol, or the petitions that it handed over."""
    if any(file.reading and file.reading.summary.get("kind") == "petitions" for file in view.read_files):
        return "petition"
    return "patrol" if inspection.type == "patrol" else "inspection"


@transaction.atomic
def revise(
    person: Person,
    intake_set: IntakeSet,
    asked: Asked,
    plan: Plan,
    facts: PlanInput,
    changes: Sequence[ItemChange],
    base: int | None = None,
) -> AcceptedPart:
    """The accepted changes of a comparison with version ``base`` become the plan's next version. Items that stayed
    the same are linked."""
    held, done = hold(person, intake_set, asked.token)
    if done is not None:
        return done
    _view, items = _checked(held, asked, may_be_empty=True)
    if not any(change.kind != "same" for change in changes):
        raise NotPossible(_("没有接受任何变化，方案没有改动；请至少勾选一处变化。"))
    try:
        result = revise_plan(plan, facts, changes, person, base=base)
    except Refused as refusal:
        raise NotPossible(" ".join(refusal.reasons)) from refusal
    held.is_revision = True
    part = _note(person, held, asked, result, {item.pk: item for item in items})
    _link_same(changes, items)
    return part


def _link_same(changes: Sequence[ItemChange], items: Sequence[DraftItem]) -> None:
    """Items that say what the ledger has already stand for its findings."""
    same = {change.item.ref: change.plan_item for change in changes if change.kind == "same" and change.item}
    findings = dict(Finding.objects.filter(plan_item__in=same.values()).values_list("plan_item_id", "pk"))
    for item in items:
        found = findings.get(same.get(str(item.pk)) or 0)
        if found is not None:
            item.finding_id = found
            item.save(update_fields=["finding"])


def hold(
    person: Person, intake_set: IntakeSet, token: uuid.UUID | None
) -> tuple[IntakeSet, AcceptedPart | None]:
    """The set, locked; and what this very request did already, if it came twice."""
    if not may_review(person):
        raise NotPossible(_("只有整改办人员可以把文件登记入台账，请联系整改办经办人。"))
    held = (
        IntakeSet.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan", "inspection")
        .get(pk=intake_set.pk)
    )
    if held.withdrawn_at is not None:
        raise NotPossible(_("这组文件已经撤下，不能登记；请重新上传。"))
    return held, AcceptedPart.objects.filter(token=token, intake_set=held).first() if token else None


def _checked(held: IntakeSet, asked: Asked, may_be_empty: bool = False) -> tuple[SetView, list[DraftItem]]:
    # Nobody types in an item between the look at it and its place in the ledger.
    list(held.items.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    view = SetView(held)
    items = candidates(view, asked.everything)
    if fingerprint(items) != asked.seen:
        raise NotPossible(
            _("打开这一页之后校核稿有了改动，还没有登记任何内容；请核对下面更新后的数字，再登记一次。")
        )
    if not items and not may_be_empty:
        raise NotPossible(_("没有可以登记的项；请先在校核页确认至少一项。"))
    if missing(items):
        raise NotPossible(_("有的项没有问题表述，没有登记任何内容；请先补全或移除这些项。"))
    return view, items


def _note(
    person: Person, held: IntakeSet, asked: Asked, result: Acceptance, items: dict[int, DraftItem]
) -> AcceptedPart:
    for accepted in result.findings:
        item = items.get(int(accepted.ref)) if accepted.ref.isdigit() else None
        if item is not None:
            item.finding_id = accepted.finding
            item.save(update_fields=["finding"])
    held.inspection_id, held.plan_id = result.inspection, result.plan
    held.save(update_fields=["inspection", "plan", "is_revision"])
    return AcceptedPart.objects.create(
        intake_set=held, token=asked.token, person=person, at=timezone.now(), result=_plain(result)
    )


def _plain(result: Acceptance) -> dict[str, Any]:
    return {
        **asdict(result),
        "new_bodies": list(result.new_bodies),
        "findings": [asdict(f) for f in result.findings],
    }
