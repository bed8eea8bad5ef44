"""The table of the life cycle in words: each gate as people read it, and the English of states, verbs and roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from duban.accounts.models import Role
from duban.ledger.lifecycle import Public, Stage
from duban.ledger.models import RequestKind
from duban.ledger.moves import Relation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Need:
    """A gate in both languages; ``rules``: keys of the rulebook that it asks."""

    name: StrOrPromise
    english: str
    rules: tuple[str, ...] = ()


NEEDS: Mapping[str, Need] = {
    "problem": Need(_("有问题正文"), "the problem in its own words"),
    "origin": Need(_("有出处"), "where it comes from"),
    "status_text": Need(_("文件载明已完成"), "the document says that it is finished"),
    "attested": Need(_("有人证明期初情况"), "somebody vouches for what was true before"),
    "charged": Need(
        _("规则要求的责任已明确，或说明“无”及理由；监管、验收单位不是主体责任单位"),
        "everybody whom the rule wants is charged, or “none, with reason”; who supervises or accepts is not who carries out",
        ("plan_required_roles",),
    ),
    "four_ones": Need(
        _("四个一：一个问题、一套方案、一名责任人、一抓到底"),
        "the four ones: one problem, one plan, one responsible person, seen through",
    ),
    "goal": Need(_("目标明确"), "clear goal"),
    "measurable": Need(
        _("目标可考核：有量化指标，或说明“无”及理由"), "a measurable target, or “none, with reason”"
    ),
    "measures": Need(_("措施明确"), "clear measures, numbered"),
    "deadline": Need(
        _("时限明确：类别和日期；长期坚持的有阶段性目标；按条件确定的写明条件"),
        "clear deadline: class and date; for ongoing work a goal for the phase; else what the date hangs on",
    ),
    "accepting": Need(
        _("备案须落实的责任（验收责任单位等）已明确，或说明“无”及理由"),
        "the roles that filing asks for, the accepting unit among them, or “none, with reason”",
        ("filing_required_roles",),
    ),
    "decided": Need(
        _("方案经会议审定"), "a meeting decided on this plan version", ("plan_meeting_required",)
    ),
    "approved": Need(
        _("方案经上级批复，且目标、措施、时限与批复一致"),
        "a higher body approved this plan version, and the plan still says what it let pass",
        ("plan_approval_required",),
    ),
    "groups": Need(_("所列群体都有具体成员"), "every group that is charged has members today"),
    "published": Need(
        _("方案已公开，或说明不公开的理由"),
        "the plan is published, or the reason why not is given",
        ("publish_before_start",),
    ),
    "same_approver": Need(
        _("由批准原方案的一级批准"),
        "approved by whoever approved the plan",
        ("requester_may_approve", "leaving_by_letter"),
    ),
    "measures_done": Need(_("措施全部落实"), "every measure is done"),
    "indicators_met": Need(_("指标全部达到"), "every target is met"),
    "similar_checked": Need(_("已举一反三排查同类问题"), "similar cases were checked"),
    "application": Need(_("申请表经主要领导签字"), "an application signed by the head of the unit"),
    "collective_discussion": Need(_("有集体研究记录"), "the unit discussed it as a body"),
    "materials": Need(_("材料齐全真实"), "the materials are complete and true"),
    "independent": Need(_("核查单位不是整改单位"), "whoever checks is not who carried out"),
    "two_verifiers": Need(
        _("现场核查人数符合规定"), "as many verifiers as the rule wants", ("onsite_verifiers",)
    ),
    "verdicts": Need(_("每项措施有核查结论"), "a verdict for every measure"),
    "objection_answered": Need(_("异议已书面答复"), "the objection was answered in writing"),
    "notice_over": Need(_("公示期满"), "the notice has run its days", ("notice_amount", "notice_clock")),
    "no_open_objection": Need(_("没有未答复的异议"), "no objection is open"),
    "signed": Need(_("主要领导已审签"), "signed by the leader in charge"),
    "rechecked": Need(_("上级已复核"), "re-checked by the higher level"),
    "filing_no": Need(_("有销号备案号"), "a number under which the closing is filed"),
    "archive_index": Need(_("一问一档目录齐全"), "the index of the file is complete"),
    "two_people": Need(_("两人确认"), "two people say so"),
    "evidence": Need(_("有反弹或虚假整改的证据"), "evidence of rebound or false rectification"),
    "new_deadline": Need(_("有新的整改时限"), "a new deadline"),
}

STAGES: Mapping[str, str] = {
    Stage.REGISTERED: "registered",
    Stage.PLAN_DRAFT: "plan being drafted",
    Stage.PLAN_REVIEW: "plan under review",
    Stage.PLAN_FILED: "plan on file",
    Stage.IN_PROGRESS: "in progress",
    Stage.FINISHED_BEFORE: "finished before the plan",
    Stage.SELF_ACCEPTED: "accepted by the unit itself",
    Stage.APPLIED: "acceptance applied for",
    Stage.DOC_REVIEW: "documents under review",
    Stage.ONSITE_CHECK: "check on site",
    Stage.PUBLIC_NOTICE: "public notice",
    Stage.OBJECTION: "objection being handled",
    Stage.SIGN_OFF: "signing off",
    Stage.CLOSED: "closed",
    Stage.ARCHIVED: "archived",
    Stage.MONITORING: "watched for rebound",
    Stage.REOPENED: "reopened",
}

PUBLIC: Mapping[str, str] = {
    Public.NOT_STARTED: "not started",
    Public.BEHIND: "behind schedule",
    Public.ON_SCHEDULE: "on schedule",
    Public.COMPLETED: "completed",
    Public.CLOSED: "accepted and closed",
}

VERBS: Mapping[str, str] = {
    "register": "register",
    "register_finished": "register one finished before the plan",
    "take_over": "take over from a running ledger",
    "charge": "say who is charged",
    "waive": "say “none, with reason”",
    "set_sites": "set the sites",
    "assign": "hand out",
    "draft_plan": "draft the plan",
    "submit_plan": "hand the plan in",
    "return_plan": "return the plan",
    "file_plan": "put the plan on file",
    "start_work": "begin the work",
    "ask_change": "ask for a change",
    "approve_change": "approve the change",
    "refuse_change": "refuse the change",
    "revised": "brought to what a revised plan says",
    "withdrawn_by_plan": "the revised plan has it no more",
    "ask_standing": "ask to %s",
    "approve_standing": "approve: %s",
    "refuse_standing": "refuse: %s",
    "take_back": "take a request back",
    "join_group": "add a member of a group",
    "set_deadline": "set when it is to be accepted or closed",
    "record_event": "enter the day of what a term counts from",
    "change_people": "change responsible people",
    "correct": "correct a slip of the pen",
    "withdraw_step": "withdraw a step",
    "coordinate": "note what was coordinated",
    "self_accept": "check and accept oneself",
    "apply": "apply for acceptance",
    "review_documents": "review the documents",
    "return_application": "return the application",
    "check_onsite": "check on site",
    "fail_check": "fail the check",
    "announce": "give public notice",
    "object": "take up an objection",
    "answer_objection": "answer the objection",
    "uphold_objection": "uphold the objection",
    "send_to_sign": "send to be signed",
    "close": "close",
    "archive": "archive",
    "monitor": "watch for rebound",
    "reopen": "reopen",
    "resume_work": "take the work up again",
}

#: The acts for which the verbs of standing stand.
ACTS: Mapping[str, str] = {
    RequestKind.SUSPEND: "suspend, or let it rest for longer",
    RequestKind.TRANSFER: "transfer to another unit",
    RequestKind.MERGE: "merge into another problem",
    RequestKind.WITHDRAW: "withdraw",
    RequestKind.RESUME: "resume, or bring back to the count",
}

ROLES: Mapping[str, str] = {
    Role.OFFICE_HEAD: "office head",
    Role.OFFICE_CLERK: "office clerk",
    Role.LIAISON: "liaison officer",
    Role.SUPERVISING: "supervising staff",
    Role.ACCEPTING: "accepting staff",
    Role.INSPECTOR: "inspector",
    Role.PUBLISHER: "publisher",
}

RELATIONS: Mapping[str, str] = {
    Relation.LEAD: "lead unit",
    Relation.MAIN: "main responsible unit",
    Relation.SUPPORTING: "supporting unit",
    Relation.SUPERVISING: "supervising unit",
    Relation.ACCEPTING: "accepting unit",
    Relation.LEADER: "leader in charge",
}
