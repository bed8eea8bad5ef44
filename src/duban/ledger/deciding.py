"""What every request shares, whatever it asks for: that it is open, that two people do it, and how it is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.wording import kept
from duban.ledger import gates, papers
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import Request, RequestKind, RequestState
from duban.ledger.stepping import Act, demand_short

#: Requests that change what was approved; the others ask to leave the count, or to come back to it.
CHANGES: frozenset[str] = frozenset(
    {RequestKind.DEADLINE, RequestKind.MEASURES, RequestKind.GOAL, RequestKind.SITES}
)
STANDINGS: frozenset[str] = frozenset(RequestKind.values) - CHANGES

#: An assessment argues; the report it rests on is a paper beside it.
_LONGEST_ASSESSMENT = 3000


def place_of(act: Act) -> gates.Place:
    return gates.Place(act.finding, act.charges, act.today)


def keep_rules(act: Act, place: gates.Place) -> None:
    """The decision keeps every rule it followed, the gates' and its own."""
    if place.rulings:
        act.facts["rules"] = [*act.facts.get("rules", ()), *place.rulings]


def not_asked_yet(act: Act, kinds: Collection[str]) -> None:
    """One at a time: the second of two would be decided without knowing of the first."""
    row = open_requests(act, kinds).first()
    if row is not None:
        raise Refused(
            _("%(who)s已于%(when)s提出“%(kind)s”的申请，尚未审批。请等待审批，或先撤回该申请。")
            % {
                "who": row.asked_by.display_name,
                "when": f"{timezone.localdate(row.asked_at)}",
                "kind": row.get_kind_display(),
            }
        )


#: Both move the day by which the work is owed, each reckoning from the day that holds: the second would be decided on a
#: day that the first is about to change.
_SAME_DAY: Mapping[str, str] = {
    RequestKind.DEADLINE: RequestKind.SUSPEND,
    RequestKind.SUSPEND: RequestKind.DEADLINE,
}


def in_the_way(kind: str, requests: Iterable[Any]) -> Any:
    """Of the requests of a finding, the open one beside which this kind is not asked for; none where there is none."""
    other = _SAME_DAY.get(kind)
    return next((row for row in requests if row.state == RequestState.OPEN and row.kind == other), None)


def one_day_at_a_time(who: str, day: str, kind: str) -> str:
    """Why it is not asked for now, and the way out."""
    told = _(
        "%(who)s已于%(day)s提出“%(kind)s”的申请，尚未审批；调整时限和中止整改都改变整改时限，不同时申请。"
        "请等待审批，或先撤回该申请，再提出本申请。"
    )
    return told % {"who": who, "day": day, "kind": kind}


def demand_one_day(act: Act, kind: str) -> None:
    row = in_the_way(kind, act.finding.requests.select_related("asked_by").order_by("pk"))
    if row is not None:
        facts = (row.asked_by.display_name, f"{timezone.localdate(row.asked_at)}", row.get_kind_display())
        raise Refused(one_day_at_a_time(*facts), _("没有任何改动。"))


def demand_deadline_first(act: Act, request: Request) -> None:
    """Where both wait all the same, the day is settled before the work rests: while it rests no day is approved."""
    row = (
        in_the_way(request.kind, act.finding.requests.all()) if request.kind == RequestKind.SUSPEND else None
    )
    if row is not None:
        raise Refused(
            _("“%s”的申请尚未审批，请先批准或不予批准，再审批中止。没有任何改动。") % row.get_kind_display()
        )


def open_requests(act: Act, kinds: Collection[str]) -> Any:
    rows = act.finding.requests.filter(state=RequestState.OPEN, kind__in=list(kinds))
    return rows.select_related("asked_by").order_by("pk")


def pick(act: Act, wanted: int | None, kinds: Collection[str]) -> Request:
    """The open request that is meant: the one she names, or the only one there is."""
    rows: list[Request] = list(open_requests(act, kinds))
    if wanted is not None:
        rows = [row for row in rows if row.pk == wanted]
    if not rows:
        raise Refused(_("没有待审批的申请：它可能已经批准、退回或撤回。没有任何改动，请刷新后查看。"))
    if len(rows) > 1:
        names = _("、").join(str(row.get_kind_display()) for row in rows)
        raise Refused(_("有多项申请待审批（%s），请指明是哪一项。") % names)
    return rows[0]


def two_people(act: Act, request: Request, place: gates.Place) -> None:
    """Who asked does not decide, unless the rule of the place lets her; then the record says so."""
    allowed = bool(place.rule("requester_may_approve", asked_by=request.asked_by_id).value)
    if request.asked_by_id != act.actor.pk:
        return
    if not allowed:
        raise NotAllowed(_("申请由您本人提出，须由另一位整改办负责人审批。没有任何改动。"))
    request.one_person = True


def asked(act: Act, kind: str, said: Any, proposal: dict[str, Any], original: dict[str, Any]) -> Request:
    assessment = getattr(said, "assessment", "").strip()
    demand_short(_("科学论证"), assessment, _LONGEST_ASSESSMENT)
    return Request.objects.create(
        finding=act.finding,
        kind=kind,
        reason=said.reason.strip(),
        assessment=assessment,
        proposal=proposal,
        original=original,
        facts={"rules": act.facts.get("rules", [])},
        due_at_request=act.finding.due_on,
        document=papers.named(said.document, act.actor),
        asked_by=act.actor,
        asked_at=act.now,
    )


def decide(act: Act, request: Request, state: RequestState, words: str, paper: str = "") -> None:
    demand_short(_("审批意见"), words)
    request.decision_document = papers.named(paper, act.actor)
    request.state, request.decision = state, words.strip()
    request.decided_by, request.decided_at = act.actor, act.now
    request.save()


def letter(request: Request) -> dict[str, Any]:
    """By whose letter it was approved, where the office alone does not."""
    return {"approver": request.approver.name if request.approver else "", "letter_no": request.letter_no}


def told(request: Request) -> dict[str, Any]:
    """What the record keeps of a request."""
    return {
        "request": request.pk,
        "kind": request.kind,
        "kind_name": kept(request.get_kind_display),
        "proposal": request.proposal,
        "original": request.original,
        "asked_by": request.asked_by.display_name,
        **_papers(request),
    }


def _papers(request: Request) -> dict[str, str]:
    known = {"document": request.document, "decision_document": request.decision_document}
    return {name: paper.name for name, paper in known.items() if paper is not None}
