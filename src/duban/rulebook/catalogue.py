"""Every rule the house knows: its key, its Chinese name, its type, what holds without a profile, and where it is used.

The values here are those of the nation profile as well; where no source was found they are marked unverified, and
a province or city says its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.rulebook.catalogue_security import SECURITY
from duban.rulebook.definitions import Rule, Source, options
from duban.rulebook.errors import RuleRefused
from duban.rulebook.kinds import Kind

_FEEDBACK = Source("中央生态环境保护督察整改有关要求", "反馈后30个工作日", "high")
_PLAN_2019 = Source("地市整改方案（2019年）实例", "", "high")
_LADDER = Source("地市督办预警办法实例", "", "high")
_INTERVIEW = Source("地市约谈办法实例", "", "high")
_LISTED = Source("省级挂牌督办办法实例", "", "high")
_DISCLOSURE = Source("中华人民共和国政府信息公开条例", "", "unverified")
_CODE = Source("中华人民共和国民法典", "第二百零一条至第二百零三条", "unverified")


_PLAN = gettext_lazy("方案与备案")
_REPORTING = gettext_lazy("调度与报告")
_CLOSURE = gettext_lazy("验收销号")
_ESCALATION = gettext_lazy("预警与督办")
_PETITION = gettext_lazy("信访举报")
_STATISTICS = gettext_lazy("统计与评价")
_TIME = gettext_lazy("期限计算")
_PUBLICATION = gettext_lazy("信息公开")

_ROLES = options(
    lead=gettext_lazy("牵头单位"), main=gettext_lazy("主体责任单位"), supervising=gettext_lazy("监管责任单位"), accepting=gettext_lazy("验收责任单位"), leader=gettext_lazy("督办领导"),
    person=gettext_lazy("责任人"),
)  # fmt: skip
_LEAVING = options(
    withdraw=gettext_lazy("撤销问题"), merge=gettext_lazy("并入其他问题"), transfer=gettext_lazy("移交其他单位"),
    suspend=gettext_lazy("中止整改"), resume=gettext_lazy("恢复")
)  # fmt: skip
_LEVELS = options(county=gettext_lazy("县级"), city=gettext_lazy("市级"), province=gettext_lazy("省级"))
_SHIFTS = options(
    next=gettext_lazy("顺延至节后第一个工作日"),
    previous=gettext_lazy("提前至节前最后一个工作日"),
    none=gettext_lazy("不调整"),
)
_CLOCKS = options(working_day=gettext_lazy("工作日"), day=gettext_lazy("自然日"))


def _rule(key: str, name: Any, kind: Kind, default: Any, group: Any, used_in: str, **more: Any) -> Rule:
    return Rule(key, name, kind, default, group, used_in, **more)


BUSINESS: tuple[Rule, ...] = (
    _rule("plan_due_wd", gettext_lazy("总体方案编制期限"), Kind.WORKING_DAYS, 30, _PLAN, "T3", source=_FEEDBACK,
          note=gettext_lazy("自收到督察反馈意见次日起计算。")),
    _rule("unit_plan_filing_wd", gettext_lazy("单位方案报备期限"), Kind.WORKING_DAYS, 10, _PLAN, "T4", source=_PLAN_2019),
    _rule("plan_approval_required", gettext_lazy("方案须经上级批复"), Kind.BOOL, True, _PLAN, "T4", source=_PLAN_2019),
    _rule("plan_meeting_required", gettext_lazy("方案须经会议审定"), Kind.BOOL, True, _PLAN, "T4", source=_PLAN_2019),
    _rule("plan_required_roles", gettext_lazy("方案必须明确的责任"), Kind.LIST,
          ["lead", "main", "supervising", "leader", "person"], _PLAN, "T2", choices=_ROLES,
          note=gettext_lazy("有的方案只列牵头单位；确无某类责任单位的，可写明“无”及理由。")),
    _rule("filing_required_roles", gettext_lazy("方案备案时必须落实的责任"), Kind.LIST,
          ["lead", "main", "supervising", "accepting", "leader", "person"], _PLAN, "T4", choices=_ROLES,
          source=_PLAN_2019, note=gettext_lazy("有的方案只列牵头单位，可只留一项；确无某类责任单位的，可写明“无”及理由。")),
    _rule("publish_before_start", gettext_lazy("方案公开后方可开始整改"), Kind.BOOL, True, _PLAN, "T5",
          source=_DISCLOSURE, note=gettext_lazy("公开的期限见“方案公开期限”；涉密内容除外。")),
    _rule("extension_apply_before_days", gettext_lazy("延期应在到期前提出"), Kind.DAYS, 0, _PLAN, "T7",
          note=gettext_lazy("0 表示到期日前均可提出。")),
    _rule("change_assessment_required", gettext_lazy("调整措施或时限须有科学论证"), Kind.BOOL, True, _PLAN, "T7",
          source=Source("中央生态环境保护督察整改有关要求", "调整整改方案须说明理由、科学论证，报原批准机关同意", "medium")),
    _rule("requester_may_approve", gettext_lazy("申请人可以批准自己的申请"), Kind.BOOL, False, _PLAN, "T7",
          source=Source("GB/T 22239-2019 网络安全等级保护基本要求", "重要操作逐级审批", "medium")),
    _rule("suspension_rests_deadline", gettext_lazy("中止期间整改时限顺延"), Kind.BOOL, False, _PLAN, "T7",
          note=gettext_lazy("否：中止期间时限照常计算；是：恢复时按中止的天数顺延。")),
    _rule("suspension_longest_months", gettext_lazy("中止整改的最长期限"), Kind.MONTHS, 24, _PLAN, "T7", minimum=1,
          maximum=120, note=gettext_lazy("自提出之日起计算；期满恢复整改，或重新申请。")),
    _rule("leaving_by_letter", gettext_lazy("须经原批准机关批准的事项"), Kind.LIST, ["withdraw", "merge", "transfer"], _PLAN,
          "T7", choices=_LEAVING, note=gettext_lazy("方案经上级批复的问题，这些事项须有批复机关的批准文号。")),
    _rule("immediate_default_days", gettext_lazy("立行立改的默认期限"), Kind.DAYS, 30, _PLAN, "T2"),
    _rule("implementation_report_months", gettext_lazy("整改落实情况报告期限"), Kind.MONTHS, 6, _REPORTING, "T6",
          source=Source("省级督察整改要求实例", "任务清单印发后6个月", "high")),
    _rule("monthly_report_day", gettext_lazy("月报截止日（每月几日前）"), Kind.COUNT, 2, _REPORTING, "T6",
          source=Source("地市实施方案（2017年）实例", "每月2日前", "high"), minimum=1, maximum=28),
    _rule("weekly_report", gettext_lazy("实行周报"), Kind.BOOL, False, _REPORTING, "T6"),
    _rule("bulletin_months", gettext_lazy("通报间隔"), Kind.MONTHS, 1, _REPORTING, "T6", source=_PLAN_2019, minimum=1),
    _rule("supervision_months", gettext_lazy("督导间隔"), Kind.MONTHS, 2, _REPORTING, "T6", source=_PLAN_2019, minimum=1),
    _rule("evaluation_months", gettext_lazy("评议间隔"), Kind.MONTHS, 3, _REPORTING, "T6", source=_PLAN_2019, minimum=1),
    _rule("city_study_months", gettext_lazy("市政府研究间隔"), Kind.MONTHS, 3, _REPORTING, "T6", source=_PLAN_2019, minimum=1),
    _rule("county_study_months", gettext_lazy("县政府研究间隔"), Kind.MONTHS, 1, _REPORTING, "T6", source=_PLAN_2019, minimum=1),
    _rule("same_as_last_allowed", gettext_lazy("“同上期”可连续使用次数"), Kind.COUNT, 1, _REPORTING, "T6"),
    _rule("answer_remind_days", gettext_lazy("填报到期前提醒"), Kind.DAYS, 3, _REPORTING, "T6"),
    _rule("notice_amount", gettext_lazy("销号公示期"), Kind.COUNT, 10, _CLOSURE, "T13",
          source=Source("区县销号公示实例", "10个工作日、5个工作日和7日均有", "high"), minimum=1,
          note=gettext_lazy("单位见“公示期按何种日计算”。")),
    _rule("notice_clock", gettext_lazy("公示期按何种日计算"), Kind.CHOICE, "working_day", _CLOSURE, "T13", choices=_CLOCKS,
          source=Source("区县销号公示实例", "", "high")),
    _rule("acceptance_levels", gettext_lazy("验收层级"), Kind.LIST, ["county", "city"], _CLOSURE, "T9", choices=_LEVELS),
    _rule("apply_after_completion_days", gettext_lazy("完成后申请验收期限"), Kind.DAYS, 30, _CLOSURE, "T9"),
    _rule("document_review_wd", gettext_lazy("材料审核期限"), Kind.WORKING_DAYS, 15, _CLOSURE, "T10"),
    _rule("onsite_verifiers", gettext_lazy("现场核查最少人数"), Kind.COUNT, 2, _CLOSURE, "T11", minimum=1),
    _rule("sample_ratio", gettext_lazy("复核抽取比例"), Kind.RATIO, 0.10, _CLOSURE, "T17",
          source=Source("地市整改通报（2022年）实例", "按照10%的比例抽取复核", "high")),
    _rule("continuous_check_months", gettext_lazy("长期坚持类复查间隔"), Kind.MONTHS, 12, _CLOSURE, "T19", minimum=1),
    _rule("closing_checklist", gettext_lazy("关停取缔验收要点"), Kind.LIST,
          ["断水", "断电", "清原料", "清设备", "清场地"], _CLOSURE, "T11", source=_PLAN_2019),
    _rule("acceptance_checklist", gettext_lazy("验收要点"), Kind.LIST,
          ["方案措施全部落实", "违法行为依法查处", "整改效果符合要求", "举一反三到位", "长效机制建立"], _CLOSURE, "T11",
          source=Source("省级验收销号办法（2019年）实例", "", "high")),
    _rule("near_days", gettext_lazy("临近到期预警"), Kind.DAYS, 30, _ESCALATION, "§7"),
    _rule("behind_tolerance", gettext_lazy("落后序时进度的容许差"), Kind.RATIO, 0.0, _ESCALATION, "§9"),
    _rule("colour_blue", gettext_lazy("蓝色的含义"), Kind.CHOICE, "near_due", _ESCALATION, "§7", source=_LADDER,
          choices=options(near_due=gettext_lazy("临近到期提醒"), praise=gettext_lazy("表扬"), off=gettext_lazy("不使用"))),
    _rule("colour_yellow_when", gettext_lazy("黄色预警条件"), Kind.CHOICE, "behind", _ESCALATION, "§7", source=_LADDER,
          choices=options(behind=gettext_lazy("落后序时进度"), late=gettext_lazy("已经逾期"), off=gettext_lazy("不使用"))),
    _rule("colour_red_when", gettext_lazy("红色预警条件"), Kind.CHOICE, "late", _ESCALATION, "§7", source=_LADDER,
          choices=options(late=gettext_lazy("已经逾期"), hopeless=gettext_lazy("逾期且难以完成"), off=gettext_lazy("不使用"))),
    _rule("yellow_before_letter", gettext_lazy("累计几次黄牌发督办函"), Kind.COUNT, 2, _ESCALATION, "§7", source=_LADDER, minimum=1),
    _rule("red_before_interview", gettext_lazy("累计几次红牌约谈"), Kind.COUNT, 1, _ESCALATION, "§7", source=_LADDER, minimum=1),
    _rule("letter_answer_wd", gettext_lazy("督办函答复期限"), Kind.WORKING_DAYS, 10, _ESCALATION, "§7"),
    _rule("interview_fix_months", gettext_lazy("约谈问题整改期限"), Kind.MONTHS, 3, _ESCALATION, "§7", source=_INTERVIEW),
    _rule("interview_report_months", gettext_lazy("约谈整改报告期限"), Kind.MONTHS, 3, _ESCALATION, "§7", source=_INTERVIEW),
    _rule("listed_supervision_months", gettext_lazy("挂牌督办期限"), Kind.MONTHS, 6, _ESCALATION, "§7", source=_LISTED),
    _rule("listed_supervision_max_months", gettext_lazy("挂牌督办最长期限"), Kind.MONTHS, 12, _ESCALATION, "§7", source=_LISTED),
    _rule("listed_extension_before_months", gettext_lazy("挂牌督办延期提前申请"), Kind.MONTHS, 1, _ESCALATION, "§7", source=_LISTED),
    _rule("petition_reply_days", gettext_lazy("信访件办结报送期限"), Kind.DAYS, 7, _PETITION, "§6",
          source=Source("省级督察信访办理要求实例", "7日、10日均有", "high")),
    _rule("sample_untrue_petitions", gettext_lazy("不属实信访件复核比例"), Kind.RATIO, 1.0, _PETITION, "§6",
          source=Source("省级信访抽查要求实例", "不属实件全部核查", "high")),
    _rule("close_rate_includes_phased", gettext_lazy("办结率计入阶段性办结"), Kind.BOOL, False, _PETITION, "§9",
          source=Source("各省公布口径不一", "", "high")),
    _rule("score_full", gettext_lazy("考核满分"), Kind.COUNT, 100, _STATISTICS, "§9",
          source=Source("地市考核办法（2022年）实例", "", "high")),
    _rule("score_pass", gettext_lazy("合格分数线"), Kind.COUNT, 90, _STATISTICS, "§9",
          source=Source("地市考核办法（2022年）实例", "", "high")),
    _rule("score_basic_pass", gettext_lazy("基本合格分数线"), Kind.COUNT, 60, _STATISTICS, "§9",
          source=Source("地市考核办法（2022年）实例", "", "high")),
    _rule("score_second_yellow", gettext_lazy("第二次黄牌扣分"), Kind.COUNT, 1, _STATISTICS, "§7", source=_LADDER),
    _rule("score_red", gettext_lazy("红牌扣分"), Kind.COUNT, 2, _STATISTICS, "§7", source=_LADDER),
    _rule("holiday_shift", gettext_lazy("期限末日遇节假日"), Kind.CHOICE, "next", _TIME, "§12", choices=_SHIFTS, source=_CODE),
    _rule("report_holiday_shift", gettext_lazy("月报截止日遇节假日"), Kind.CHOICE, "next", _TIME, "§8", choices=_SHIFTS),
    _rule("publish_plan_wd", gettext_lazy("方案公开期限"), Kind.WORKING_DAYS, 20, _PUBLICATION, "T5",
          source=_DISCLOSURE),
    _rule("publish_channels", gettext_lazy("公开渠道"), Kind.LIST, ["政府网站", "生态环境局网站"], _PUBLICATION, "§13",
          source=_PLAN_2019),
)  # fmt: skip

CATALOGUE: dict[str, Rule] = {rule.key: rule for rule in (*BUSINESS, *SECURITY)}


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rules: tuple[Rule, ...]


def find(key: str) -> Rule:
    try:
        return CATALOGUE[key]
    except KeyError:
        raise RuleRefused(_("没有名为“%s”的规则。") % key) from None


def groups() -> list[Group]:
    """The catalogue as pages show it."""
    found: dict[str, list[Rule]] = {}
    for rule in CATALOGUE.values():
        found.setdefault(str(rule.group), []).append(rule)
    return [Group(name, tuple(rules)) for name, rules in found.items()]
