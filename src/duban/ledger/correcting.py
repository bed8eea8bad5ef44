"""Which values of a finding can hold a typing error, and how one is put right.

A name, a post: a clerk may have mistyped them, and the words of a problem that she typed herself. Goal, measures, dated
steps and the deadline are what the plan promised, and the words of a problem that was read are what the inspectors found:
they are corrected only where the quotation of the document shows the other value, so that it was the clerk who misread;
the words of a problem also by the head of the office, for a scan may be misread as a whole. Everything else is a change, and asked for as one."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.accounts.models import Role
from duban.accounts.permissions import roles_of
from duban.ledger import sites, ways
from duban.ledger.drafting import flat
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import Deadline, DeadlineSource, Finding, Provenance
from duban.ledger.plan_lines import milestone
from duban.ledger.protected import is_protected
from duban.ledger.stepping import Act
from duban.ledger.words import words_of

#: So much of a quotation the corrected text has to be.
_NEARLY_ALL = 0.8
_DAY = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may be corrected. ``source`` names its place in the document; ``promised``: only by quotation."""

    name: str
    label: str
    text: str
    row: Any
    attribute: str
    source: str = ""
    promised: bool = False


def values(finding: Finding) -> Iterator[Value]:
    yield from _own(finding)
    yield from _measures(finding)
    yield from _milestones(finding)
    yield from _deadline(finding)
    yield from _charges(finding)
    yield from _sites(finding)
    for row in finding.remarks.filter(superseded_by__isnull=True):
        if is_protected(row.label):
            continue
        yield Value(f"remark.{row.pk}", row.label or _("其他内容"), row.text, row, "text")


def _measures(finding: Finding) -> Iterator[Value]:
    for at, row in enumerate(finding.measures.filter(superseded_by__isnull=True), start=1):
        source = f"measures.{row.ordinal}"
        yield Value(f"measure.{row.pk}", _("措施%s") % at, row.text, row, "text", source, promised=True)


def _milestones(finding: Finding) -> Iterator[Value]:
    for row in finding.milestones.filter(superseded_by__isnull=True):
        text, source = f"{row.date} {row.what}", f"milestones.{row.ordinal}"
        yield Value(f"milestone.{row.pk}", _("节点 %s") % row.date, text, row, "what", source, promised=True)


def _own(finding: Finding) -> Iterator[Value]:
    yield Value("problem", _("问题"), finding.problem, finding, "problem", "problem")
    yield Value("printed_no", _("文中序号"), finding.printed_no, finding, "printed_no")
    yield Value("status_text", _("文中完成情况"), finding.status_text, finding, "status_text")
    yield Value("goal", _("整改目标"), finding.goal, finding, "goal", "goal", promised=True)


def _deadline(finding: Finding) -> Iterator[Value]:
    row = finding.deadlines.filter(purpose="complete").last()
    if row is not None and row.source in {DeadlineSource.PLAN, DeadlineSource.ERRATUM}:
        text = row.raw or str(row.date or "")
        yield Value("deadline", _("整改时限"), text, row, "date", "deadline", promised=True)


def _charges(finding: Finding) -> Iterator[Value]:
    for row in finding.charges.filter(until__isnull=True, via__isnull=True):
        name = f"{row.get_role_display()}“{row.printed}”"
        if row.person_name:
            label = _("%s的职务") % name
            yield Value(f"post.{row.pk}", label, row.post, row, "post")
        else:
            label = _("%s的部门") % name
            yield Value(f"office.{row.pk}", label, row.office, row, "office")


def _sites(finding: Finding) -> Iterator[Value]:
    for at, row in enumerate(finding.sites.filter(ended_at__isnull=True), start=1):
        yield Value(f"site.{row.pk}", _("点位%s的名称") % at, row.name, row, "name")
        yield Value(f"site_place.{row.pk}", _("点位%s的位置") % at, row.place, row, "place")


def present(finding: Finding) -> list[tuple[str, str, str]]:
    """For a form: name and label of each place, and the whole of the words as they stand."""
    return [(each.name, str(each.label), each.text) for each in values(finding)]


def find(act: Act, name: str) -> Value:
    if not name:
        raise Refused(_("请先选择更正哪一处。没有任何改动。"))
    for each in values(act.finding):
        if each.name == name:
            return each
    raise Refused(
        _(
            "“%s”不能作为笔误更正。可以更正的是问题正文、序号、职务、点位等录入的文字，以及与原文不符的目标、措施、节点和时限；"
            "单位在方案备案前用“明确责任”，备案后随修订方案调整；人员用“更换责任人员”；方案内容的改动用“申请调整”。没有任何改动。"
        )
        % name
    )


def checked(act: Act, value: Value, said: str) -> str:
    after = said.replace("\x00", "").strip()
    if not after and value.promised:
        raise Refused(_("请写明更正为什么。"))
    if flat(after) == flat(value.text):
        raise Refused(_("更正前后相同，没有需要更正的内容。"))
    if value.name == "problem" and not after:
        raise Refused(_("问题正文不能为空。"))
    _fits(value, after)
    quotes = _quotes(act.finding, value)
    shown = _stands_in(quotes, value, after)
    # What was found is the inspectors' own words. A scan may be misread in its quotation too, so the head may.
    if value.name == "problem" and quotes and not shown and Role.OFFICE_HEAD not in roles_of(act.actor):
        raise NotAllowed(
            _(
                "问题正文照抄督察反馈的原文，引文中没有“%s”；确系识别错误的，由整改办负责人对照原件更正。没有任何改动。"
            )
            % flat(after)[:60]
        )
    if value.promised and not shown:
        raise Refused(
            _("%(label)s是方案的内容。原文引文中没有“%(after)s”，不能当作笔误更正，没有任何改动。%(way)s")
            % {"label": value.label, "after": flat(after)[:60], "way": ways.content(act.finding)}
        )
    return after


def _quotes(finding: Finding, value: Value) -> list[str]:
    if not value.source:
        return []
    rows = Provenance.objects.filter(finding=finding, field=value.source).exclude(quote="")
    return list(rows.values_list("quote", flat=True))


def _fits(value: Value, after: str) -> None:
    most = value.row._meta.get_field(value.attribute).max_length
    if most and len(after) > most:
        raise Refused(_("%(label)s不超过%(most)s字，没有任何改动。") % {"label": value.label, "most": most})
    if value.name.startswith("site.") and not after:
        raise Refused(_("点位的名称不能为空；不再列入的点位请用“申请调整”。没有任何改动。"))
    if value.name.startswith("site") and sites.BETWEEN.search(after):
        raise Refused(_("点位的名称和位置中不能有“｜”或制表符，没有任何改动。"))


def _stands_in(quotes: list[str], value: Value, after: str) -> bool:
    """Does what was quoted of the document, when the value was confirmed, say so, and not merely a part of it?"""
    if value.name == "deadline":
        return any(_bare(after) in _bare(quote) for quote in quotes)
    if value.name.startswith("milestone."):
        return any(_dated(after, quote) for quote in quotes)
    return any(_whole(_bare(after), _bare(quote)) for quote in quotes)


def _whole(wanted: str, quote: str) -> bool:
    """A misread text is as long as what it misread: a piece of a promise is less than the promise."""
    return wanted in quote and len(wanted) >= len(quote) * _NEARLY_ALL


def _dated(after: str, quote: str) -> bool:
    """Both the day and the words of a dated step stand in the quotation."""
    said = milestone(after, 0)
    return _bare(said.what) in _bare(quote) and said.date in days_in(quote)


def _bare(text: str) -> str:
    """Without blanks, which scans and typists scatter."""
    return re.sub(r"\s+", "", text)


def put(act: Act, value: Value, after: str) -> None:
    """Write it. A deadline is never overwritten: the right one is a row after the misread one."""
    special: dict[str, Callable[[Act, Value, str], None]] = {"deadline": _put_deadline}
    kind = value.name.partition(".")[0]
    if kind == "milestone":
        _put_milestone(act, value, after)
    elif kind in special:
        special[kind](act, value, after)
    else:
        setattr(value.row, value.attribute, after)
        target = act.finding if value.row is act.finding else value.row
        target.save(update_fields=[value.attribute])
    act.finding.search_text = words_of(act.finding)


def _put_milestone(act: Act, value: Value, after: str) -> None:
    said = milestone(after, 0)
    value.row.date, value.row.what = said.date, said.what
    value.row.save(update_fields=["date", "what"])


def _put_deadline(act: Act, value: Value, after: str) -> None:
    days = days_in(after)
    if not days:
        raise Refused(_("“%s”看不出日期，请照原文写出年月，如“2026年9月底前”。") % after)
    before: Deadline = value.row
    Deadline.objects.create(
        finding=act.finding,
        purpose=before.purpose,
        kind=before.kind,
        date=days[-1],
        raw=after,
        source=DeadlineSource.ERRATUM,
        plan_version=before.plan_version,
        approver=act.actor,
        created_at=act.now,
    )
    act.finding.due_on = days[-1]


def days_in(words: str) -> list[datetime.date]:
    """The days that are written; of a month alone its last."""
    return [day for found in _DAY.finditer(words) if (day := _day(found)) is not None]


def _day(found: re.Match[str]) -> datetime.date | None:
    try:
        year, month = int(found["year"]), int(found["month"])
        day = int(found["day"] or calendar.monthrange(year, month)[1])
        return datetime.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
