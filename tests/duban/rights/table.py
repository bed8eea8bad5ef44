"""Who may do what with a problem, written a second time from the rules of the field, not from the code of the house.

Sources: the transitions T1 to T19 and the roles of the field's rules, and what the office was promised. Where they are
silent, the line says ``silent`` and what an office would expect. The code has a table of its own; the two must agree.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD, CLERK, LIAISON, LEADER, SUPERVISING = "office_head", "office_clerk", "liaison", "leader", "supervising"
ACCEPTING, INSPECTOR, DISCIPLINE, PUBLISHER = "accepting", "inspector", "discipline", "publisher"
PETITION, READER = "petition_clerk", "reader"
SYSTEM, SECURITY, AUDIT = "system_admin", "security_admin", "audit_admin"
BUSINESS = (
    HEAD,
    CLERK,
    LIAISON,
    LEADER,
    SUPERVISING,
    ACCEPTING,
    INSPECTOR,
    DISCIPLINE,
    PUBLISHER,
    PETITION,
    READER,
)
ADMINISTRATORS = (SYSTEM, SECURITY, AUDIT)
ROLES = BUSINESS + ADMINISTRATORS

#: What the holder's unit is to the problem; ``leader`` and ``watcher`` is she herself, ``area`` lies in the care of her team, ``member``
#: is one of a group party (各县市区) that is charged as a whole and was resolved at filing.
RELATIONS = (
    "lead", "main", "supporting", "supervising", "accepting", "leader", "member", "watcher", "area", "none",
)  # fmt: skip

#: The line as T1 to T19 draw it, and where a problem starts that was finished before the plan.
STAGES = (
    "registered", "plan_draft", "plan_review", "plan_filed", "in_progress", "self_accepted", "applied", "doc_review",
    "onsite_check", "public_notice", "objection", "sign_off", "closed", "archived", "monitoring", "reopened",
    "finished_before",
)  # fmt: skip
STANDINGS = ("active", "suspended", "withdrawn", "merged", "transferred")

PLANNING = ("registered", "plan_draft")
UNDER_PLAN = ("plan_filed", "in_progress", "reopened")
#: Struck off: what was decided there is not unmade by a request (T16 to T18: a reopening is a decision of its own).
STRUCK_OFF = ("closed", "archived", "monitoring")
OPEN = tuple(each for each in STAGES if each not in STRUCK_OFF)

Pairs = tuple[tuple[str, str], ...]


def _of(roles: tuple[str, ...], relations: tuple[str, ...]) -> Pairs:
    return tuple((role, relation) for role in roles for relation in relations)


#: The office acts on every problem, whatever its own body is charged with.
OFFICE = _of((HEAD, CLERK), RELATIONS)
ITS_HEAD = _of((HEAD,), RELATIONS)
#: The keeper (专人、联络员) of the unit that leads or carries out; a member of a group carries out as the group would.
THE_UNIT = _of((LIAISON,), ("lead", "main", "member"))


@dataclass(frozen=True, slots=True)
class Line:
    who: Pairs
    stages: tuple[str, ...]
    standings: tuple[str, ...] = ("active",)
    rule: str = ""
    silent: str = ""
    #: Who of the others may take it on what somebody else did (her request, her step): pairs of ``who``, or nobody.
    on_others: Pairs = ()


VERBS: dict[str, Line] = {
    "charge": Line(
        OFFICE,
        PLANNING,
        rule="T2: the office assigns; T3 wants the accepting unit named",
        silent="while the plan is looked at (review) it is returned first",
    ),
    "assign": Line(OFFICE, ("registered",), rule="T2"),
    "set_sites": Line(
        OFFICE + THE_UNIT,
        (*PLANNING, "finished_before"),
        rule="aspect > item > task > concrete site: both levels are counted",
        silent="the unit knows its places; once a plan is on file a request is decided by another person",
    ),
    "draft_plan": Line(
        OFFICE + THE_UNIT,
        ("plan_draft",),
        rule="T3: the lead unit; specific cases: the responsible unit writes its own plan",
        silent="the office types what a unit hands in on paper",
    ),
    "submit_plan": Line(
        OFFICE + THE_UNIT, ("plan_draft",), rule="T3", silent="the office for a unit without an account"
    ),
    "return_plan": Line(OFFICE, ("plan_review",), rule="T4: office review"),
    "file_plan": Line(OFFICE, ("plan_review",), rule="T4"),
    "start_work": Line(
        OFFICE + THE_UNIT, ("plan_filed",), rule="T5: unit", silent="the office for a unit without an account"
    ),
    "waive": Line(
        OFFICE,
        ("registered", "plan_draft", "plan_review", "plan_filed"),
        rule="tasks 36 and 37: none, with reason; T5: published except secret parts",
        silent="the office answers for it, not the unit that profits",
    ),
    "set_deadline": Line(
        OFFICE,
        OPEN,
        standings=("active", "suspended"),
        rule="T9: acceptance ends by a day, tasks are accepted, closed and filed by a day",
        silent="the office says it, by the plan or on demand from above; not of what is struck off",
    ),
    "record_event": Line(
        OFFICE,
        OPEN,
        standings=("active", "suspended"),
        rule="three months after the interview: the day of the interview is a fact that somebody enters",
        silent="the office, which holds the interview's minutes",
    ),
    "change_people": Line(
        OFFICE,
        (
            "plan_filed",
            "in_progress",
            "self_accepted",
            "applied",
            "doc_review",
            "onsite_check",
            "public_notice",
            "objection",
            "sign_off",
            "monitoring",
            "reopened",
            "finished_before",
        ),
        standings=("active", "suspended"),
        silent="a post changes hands at any time between filing and closing, while it is watched, and while it rests",
    ),
    "join_group": Line(
        OFFICE,
        UNDER_PLAN,
        rule="a later member joins by a recorded act",
        silent="not once completion was declared: the member would not have worked",
    ),
    "coordinate": Line(
        OFFICE
        + _of((LIAISON,), ("lead", "main", "supporting", "supervising", "member"))
        + _of((SUPERVISING,), ("supervising",)),
        STAGES,
        standings=("active", "suspended"),
        rule="a coordination log where several share a task; supervising units supervise",
        silent="at any stage; a suspended problem is talked about so that it can go on",
    ),
    "ask_change": Line(
        OFFICE + THE_UNIT,
        UNDER_PLAN,
        rule="T7: lead unit, from a plan in force",
        silent="who carries out may ask too, and the office on a unit's paper",
    ),
    "approve_change": Line(ITS_HEAD, UNDER_PLAN, rule="T7: who approved the plan; two persons"),
    "refuse_change": Line(
        ITS_HEAD,
        UNDER_PLAN,
        standings=STANDINGS,
        rule="T7; two persons",
        silent="also of a problem that left the count while somebody waited for the answer",
    ),
    "take_back": Line(
        OFFICE + THE_UNIT,
        OPEN,
        standings=STANDINGS,
        silent="who asked takes it back, or another of her unit, as long as nobody has decided; the office refuses",
        # In the scene it is the unit that carries out who asked.
        on_others=_of((LIAISON,), ("main",)),
    ),
    "ask_standing": Line(
        OFFICE + THE_UNIT,
        OPEN,
        standings=STANDINGS,
        rule="withdrawn, merged, transferred, suspended with reason and approval",
        silent="and back again the same way",
    ),
    "approve_standing": Line(
        ITS_HEAD,
        OPEN,
        standings=STANDINGS,
        rule="with approval; two persons; by the letter of who approved the plan",
    ),
    "refuse_standing": Line(ITS_HEAD, OPEN, standings=STANDINGS, rule="with approval; two persons"),
    "withdraw_step": Line(
        OFFICE + THE_UNIT,
        STAGES,
        standings=STANDINGS,
        rule="a wrong step is withdrawn by a step",
        silent="who took it, before anybody built on it; the head of the office for whoever has left",
        on_others=ITS_HEAD,
    ),
    "correct": Line(
        OFFICE,
        STAGES,
        rule="a clerk's typing error, corrected by a recorded erratum",
        silent="of what is out of the count too: the record stays read",
        standings=STANDINGS,
    ),
}

ANY = "any"


@dataclass(frozen=True, slots=True)
class Announced:
    """A step of the line that is written down before anybody can take it: nobody has a form for it, or it is done by
    accepting a document. ``who``: role, and what her unit must be charged with (``any``: nothing in particular)."""

    who: Pairs
    stages: tuple[str, ...]
    end: str | None
    standings: tuple[str, ...] = ("active",)
    rule: str = ""
    silent: str = ""


_THE_OFFICE = ((HEAD, ANY), (CLERK, ANY))
_ITS_UNIT = ((LIAISON, "lead"), (LIAISON, "main"))
_ACCEPTS = ((ACCEPTING, "accepting"),)

ANNOUNCED: dict[str, Announced] = {
    "register": Announced(_THE_OFFICE, (), "registered", rule="T1: office clerk"),
    "register_finished": Announced(
        _THE_OFFICE, (), "finished_before", rule="T1", silent="the plan says it is done"
    ),
    "take_over": Announced(
        _THE_OFFICE, (), "registered", rule="T1", silent="an office brings its running ledger"
    ),
    "revised": Announced(_THE_OFFICE, STAGES, None, STANDINGS, rule="T7: a new version of the plan"),
    "withdrawn_by_plan": Announced(_THE_OFFICE, STAGES, None, STANDINGS, rule="T7"),
    "self_accept": Announced(
        ((LIAISON, "main"),), ("in_progress",), "self_accepted", rule="T8: main responsible unit"
    ),
    "apply": Announced(
        _ITS_UNIT,
        ("self_accepted", "finished_before"),
        "applied",
        rule="T9: lead unit",
        silent="who carries out where no unit leads; what was finished before the plan is still accepted",
    ),
    "review_documents": Announced(_ACCEPTS, ("applied",), "doc_review", rule="T10: accepting unit"),
    "return_application": Announced(
        _ACCEPTS, ("applied", "doc_review"), "self_accepted", rule="T10: else returned"
    ),
    "check_onsite": Announced(_ACCEPTS, ("doc_review",), "onsite_check", rule="T10"),
    "fail_check": Announced(_ACCEPTS, ("onsite_check",), "in_progress", rule="T12: accepting unit"),
    "announce": Announced(
        (*_ACCEPTS, (PUBLISHER, ANY)),
        ("onsite_check",),
        "public_notice",
        rule="T11, T13: accepting unit, publisher",
    ),
    "object": Announced(_THE_OFFICE, ("public_notice",), "objection", rule="T14: office"),
    "answer_objection": Announced(_THE_OFFICE, ("objection",), "public_notice", rule="T14"),
    "uphold_objection": Announced(_THE_OFFICE, ("objection",), "in_progress", rule="T14"),
    "send_to_sign": Announced(
        (*_THE_OFFICE, (PUBLISHER, ANY)),
        ("public_notice",),
        "sign_off",
        rule="T13: publisher",
        silent="or the office",
    ),
    "close": Announced(
        ((HEAD, ANY),), ("sign_off",), "closed", rule="T15: main leader signs, the head enters it"
    ),
    "archive": Announced((*_THE_OFFICE, *_ITS_UNIT), ("closed",), "archived", rule="T16: lead unit, office"),
    "monitor": Announced(
        (*_THE_OFFICE, (INSPECTOR, ANY)),
        ("archived",),
        "monitoring",
        rule="T17: area team; the office draws the sample",
    ),
    "reopen": Announced(((HEAD, ANY),), STRUCK_OFF, "reopened", rule="T18: office, two-person decision"),
    "resume_work": Announced(
        _THE_OFFICE, ("reopened",), "in_progress", rule="T18", silent="the office sends it back"
    ),
}

#: Who sees a problem: her units' rows and what she is charged with, nothing else. What is tied to her own account is hers
#: whatever her role (an administrator excepted). A leader hangs her own name on problems (silent: that her unit, often
#: the city's government, is charged somewhere does not make them hers).
_OF_UNIT = ("lead", "main", "supporting", "supervising", "accepting", "member")
_HERSELF = ("leader", "watcher")
SEES: Pairs = (
    _of((HEAD, CLERK, READER), RELATIONS)  # silent: a reader (查阅人员) reads everything, and changes nothing
    + _of((LIAISON, SUPERVISING, ACCEPTING, DISCIPLINE, PUBLISHER, PETITION), _OF_UNIT + _HERSELF)
    + _of((INSPECTOR,), (*_OF_UNIT, *_HERSELF, "area"))  # visits by area
    + _of((LEADER,), _HERSELF)
)


def sees(role: str, relation: str) -> bool:
    return (role, relation) in SEES


def may(verb: str, role: str, relation: str) -> bool:
    return (role, relation) in VERBS[verb].who


def may_on_others(verb: str, role: str, relation: str) -> bool:
    return (role, relation) in VERBS[verb].on_others


def starts(verb: str, stage: str, standing: str) -> bool:
    line = VERBS[verb]
    return stage in line.stages and standing in line.standings
