"""What a request beside the line asks for, and what its approval does. Nothing is deleted: rows end, others begin."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.ledger import freezing, merging, resting, terms, ways
from duban.ledger.charges import APART
from duban.ledger.errors import GateShut, Refused
from duban.ledger.gates import Place
from duban.ledger.lifecycle import PLANNING, Stage, Standing
from duban.ledger.models import (
    Charge,
    ChargeRole,
    Finding,
    NumberSeries,
    Request,
    RequestKind,
    RequestState,
    StandingChange,
)
from duban.ledger.naming import units_called
from duban.ledger.standings import as_asked, change, in_the_count
from duban.ledger.stepping import Act
from duban.ledger.words import words_of
from duban.organizations.models import Body, BodyKind
from duban.organizations.queries import resolve

Facts = dict[str, Any]

#: A chain of mergers longer than this does not occur in an office; it bounds the walk.
_LONGEST = 100
#: The row that is locked while a merger is approved.
_MERGERS = "mergers"


def proposal(act: Act, said: Any, place: Place) -> Facts:
    makers = {
        RequestKind.WITHDRAW: _withdraw,
        RequestKind.MERGE: _merge,
        RequestKind.TRANSFER: _transfer,
        RequestKind.SUSPEND: resting.ask,
        RequestKind.RESUME: _resume,
    }
    if said.kind not in makers:
        raise Refused(_("请选择申请撤销、并入、移交、中止还是恢复。"))
    return makers[RequestKind(said.kind)](act, said, place)


def _withdraw(act: Act, said: Any, place: Place) -> Facts:
    in_the_count(act)
    return {}


def _merge(act: Act, said: Any, place: Place) -> Facts:
    in_the_count(act)
    target = _seen(said.into.strip(), act.actor)
    final = _seen_at_its_end(target, act.actor)
    merging.demand_a_home(act.finding, final)
    facts = merging.compared(act.finding, act.charges, final)
    gaps = merging.gaps(facts, said)
    if gaps:
        raise GateShut(gaps)
    return {"into": final.number, "asked_into": target.number, "across": said.across.strip(), **facts}


def _seen(number: str, actor: Person) -> Finding:
    if not number:
        raise Refused(_("请填写并入哪个问题的台账编号。"))
    found = Finding.objects.visible_to(actor).filter(number=unicodedata.normalize("NFKC", number)).first()
    if found is None:
        raise Refused(_("没有编号为 %s 的问题，或者它不在您的工作范围内。请核对编号。") % number)
    return found


def _seen_at_its_end(target: Finding, actor: Person) -> Finding:
    """Where the target lives on today; of a problem that she may not see, she is told nothing on the way to it."""
    final = resolved(target)
    if final.pk != target.pk and not Finding.objects.visible_to(actor).filter(pk=final.pk).exists():
        told = _(
            "问题 %s 已并入其他问题，不能再并入它。没有任何改动：请另选一个在册的问题，或请整改办提出申请。"
        )
        raise Refused(told % target.number)
    return final


def chain(finding: Finding) -> Iterator[Finding]:
    """Where a merged finding went, and where that one went."""
    for _step in range(_LONGEST):
        if finding.standing != Standing.MERGED:
            return
        change = finding.standing_changes.filter(after=Standing.MERGED).select_related("into").last()
        if change is None or change.into is None:
            return
        finding = change.into
        yield finding


def resolved(finding: Finding) -> Finding:
    """The finding in which this one lives on today: itself, unless it was merged."""
    return [finding, *chain(finding)][-1]


def _transfer(act: Act, said: Any, place: Place) -> Facts:
    in_the_count(act)
    body = _receiving(said.to_body.strip(), act)
    holders = [row for row in _executing(act) if row.via_id is None]
    if not said.leaves and [row.body_id for row in holders] == [body.pk]:
        raise Refused(_("%s已经承担主体责任，不需要移交。") % body.name)
    if not said.leaves:
        _demand_apart(act, body, holders)
    names = [row.printed for row in holders]
    return {"to_body": body.pk, "to_name": body.name, "leaves": said.leaves, "from_names": names}


def _demand_apart(act: Act, body: Body, old: list[Charge]) -> None:
    """Whoever takes the work over does not go on watching over it, or accepting it."""
    if old and old[0].role != ChargeRole.MAIN:
        return
    held = [row for row in act.charges if row.body_id == body.pk and row.role in APART]
    if held:
        facts = {"unit": body.name, "role": ChargeRole(held[0].role).label}
        told = _("“%(unit)s”是该问题的%(role)s，不能同时承担主体责任。没有任何改动，请先另行明确%(role)s。")
        way = (
            _("现在可以用“明确责任”办理。")
            if act.finding.stage in PLANNING
            else ways.instead("charge", act.finding)
        )
        raise Refused(told % facts, way)


def _receiving(name: str, act: Act) -> Body:
    """A unit of the directory; a word for many of them receives nothing unless it is known whom it means."""
    if not name:
        raise Refused(_("请填写移交给哪个单位。没有任何改动。"))
    body = units_called([name], act.actor)[name]
    if body.kind == BodyKind.GROUP and not resolve(body, act.today):
        told = _("“%s”是统称，名录中没有列出它包括哪些单位，不能接收移交。请写明具体单位，没有任何改动。")
        raise Refused(told % body.name)
    return body


def _executing(act: Act) -> list[Charge]:
    """Who carries out, on the finding itself: the main responsible units, or the lead units where there are none."""
    own = [row for row in act.charges if row.measure_id is None]
    main = [row for row in own if row.role == ChargeRole.MAIN]
    return main or [row for row in own if row.role == ChargeRole.LEAD]


def _resume(act: Act, said: Any, place: Place) -> Facts:
    if act.finding.standing == Standing.ACTIVE:
        raise Refused(_("该问题在册，不需要恢复。"))
    return {"from": act.finding.standing}


def hold_both(number: str, actor: Person) -> None:
    """A merger concerns two findings, and those that they were merged into before. Mergers are approved one after the
    other, so that no two of them make a circle that neither of them sees; within one, the findings are locked in one
    order. What she may not see is not locked either."""
    waiting = Request.objects.filter(
        finding__in=Finding.objects.visible_to(actor).filter(number=number),
        kind=RequestKind.MERGE,
        state=RequestState.OPEN,
    ).first()
    if waiting is not None:
        _one_merger_at_a_time()
        asked = Finding.objects.get(number=waiting.proposal["into"])
        _hold({waiting.finding_id, asked.pk, *(each.pk for each in chain(asked))})


def hold_former(number: str, actor: Person) -> None:
    """Taking back that it came back to the count may merge it again: the same holds for that."""
    before = StandingChange.objects.filter(
        finding__in=Finding.objects.visible_to(actor).filter(number=number), after=Standing.MERGED
    )
    last = before.select_related("into").last()
    if last is not None and last.into is not None:
        _one_merger_at_a_time()
        _hold({last.finding_id, last.into.pk, *(each.pk for each in chain(last.into))})


def _one_merger_at_a_time() -> None:
    """One row for all of them. It is locked before any finding is, so that nobody who holds it waits for somebody who
    wants it."""
    NumberSeries.objects.get_or_create(name=_MERGERS)
    NumberSeries.objects.select_for_update().get(name=_MERGERS)


def _hold(wanted: Collection[int]) -> None:
    held = Finding.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    list(held.order_by("pk").values_list("pk", flat=True))


def carry_out(act: Act, request: Request, place: Place) -> Facts:
    """The new standing with its row; gives back what it ended and began, for whoever takes it back."""
    doing = {
        RequestKind.WITHDRAW: _do_withdraw,
        RequestKind.MERGE: _do_merge,
        RequestKind.TRANSFER: _do_transfer,
        RequestKind.SUSPEND: resting.suspend,
        RequestKind.RESUME: resting.resume,
    }
    as_asked(act, request)
    made = doing[RequestKind(request.kind)](act, request, place)
    act.finding.save()
    return made


def _do_withdraw(act: Act, request: Request, place: Place) -> Facts:
    return change(act, Standing.WITHDRAWN, request)


def _do_merge(act: Act, request: Request, place: Place) -> Facts:
    """Where the other was merged in the meantime, this one goes where that one went."""
    final = resolved(Finding.objects.get(number=request.proposal["into"]))
    merging.demand_a_home(act.finding, final)
    made = change(act, Standing.MERGED, request, into=final)
    return {**made, "into": final.number, **merging.compared(act.finding, act.charges, final)}


def _do_transfer(act: Act, request: Request, place: Place) -> Facts:
    body = Body.objects.get(pk=request.proposal["to_body"])
    if request.proposal["leaves"]:
        return change(act, Standing.TRANSFERRED, request, to_body=body)
    made = change(act, Standing.ACTIVE, request, to_body=body)
    return {**made, **_hand_over(act, body)}


def _hand_over(act: Act, body: Body) -> Facts:
    """The old charges end today, with their groups' members; the new one begins, and where a plan is on file, whoever
    a word for many units means."""
    old = _executing(act)
    _demand_apart(act, body, old)
    ended = [
        *old,
        *(row for row in act.charges if row.via_id in {each.pk for each in old} and row not in old),
    ]
    Charge.objects.filter(pk__in=[row.pk for row in ended]).update(until=act.today)
    act.charges = [row for row in act.charges if row not in ended]
    new = Charge.objects.create(
        finding=act.finding,
        body=body,
        role=old[0].role if old else ChargeRole.MAIN,
        ordinal=max((row.ordinal for row in act.finding.charges.all()), default=-1) + 1,
        printed=body.name,
        since=act.today,
    )
    act.charges.append(new)
    if body.kind == BodyKind.GROUP and act.finding.stage not in PLANNING | {Stage.PLAN_REVIEW}:
        freezing.join_members_of(act, new)
    act.finding.search_text = words_of(act.finding)
    began = [row.pk for row in act.charges if new.pk in {row.pk, row.via_id}]
    return {"ended": [row.pk for row in ended], "began": began}


def put_back(act: Act, request: Request) -> None:
    """The approval is taken back by a step: the finding stands as it did before, where it had gone to included."""
    facts = request.facts
    Charge.objects.filter(pk__in=facts.get("began", ())).update(until=act.today)
    Charge.objects.filter(pk__in=facts.get("ended", ())).update(until=None)
    if "deadline" in facts:
        before = act.finding.deadlines.filter(pk__lt=facts["deadline"], purpose="complete").last()
        terms.say_again(act, before)
    _stand_again(act, request)
    act.finding.search_text = words_of(act.finding)


def _stand_again(act: Act, request: Request) -> None:
    rows = act.finding.standing_changes.filter(pk__lt=request.facts["change"]).select_related("request")
    former = rows.last()
    if former is None or former.after == Standing.ACTIVE:
        change(act, Standing.ACTIVE, request)
    else:
        if former.into is not None:
            _still_another(act.finding, resolved(former.into))
        where = {"into": former.into, "to_body": former.to_body, "until": former.until}
        change(act, Standing(former.after), former.request or request, **where)


def _still_another(finding: Finding, final: Finding) -> None:
    if final.pk == finding.pk:
        raise Refused(
            _(
                "原来并入的问题后来已并入本问题，撤回后两者会互相并入。请先恢复那个问题，再撤回。没有任何改动。"
            )
        )
