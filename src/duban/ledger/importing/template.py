"""An empty table for offices that begin one: the heads that an import knows, with an example and what each wants."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from duban.ledger.importing.columns import FIELDS
from duban.organizations.sheets import write

#: How the example begins, in every language: it is known again where somebody forgot to delete it.
EXAMPLE = "（示例，导入前请删去）"


def template() -> bytes:
    heads = [str(column.name) for column in FIELDS.values()]
    example = _example()
    notes = [
        [str(column.name), _notes().get(code, ""), _("、").join(column.heads)]
        for code, column in FIELDS.items()
    ]
    return write(
        [
            (_("台账"), heads, [[example.get(code, "") for code in FIELDS]]),
            (_("填写说明"), [_("列"), _("怎样填"), _("也认得这些表头")], notes),
        ]
    )


def _example() -> Mapping[str, str]:
    return {
        "inspection": _("2026年市级生态环境保护督察"),
        "category": _("一、水环境方面"),
        "printed_no": "1",
        "problem": _("%s石溪区砂场物料露天堆放，扬尘污染严重。") % EXAMPLE,
        "goal": _("物料全部入棚，颗粒物浓度达标。"),
        "measures": _("1.建设封闭料棚。\n2.硬化厂区道路。"),
        "milestones": _("2026-06-30 完成料棚主体"),
        "deadline": _("2026年9月底前"),
        "main": _("石溪区政府"),
        "lead": _("市住房城乡建设局"),
        "supervising": _("市生态环境局"),
        "leader": _("程砚秋（副市长）"),
        "person": _("陆明（局长）"),
    }


def _notes() -> Mapping[str, str]:
    opening = _("接管正在运行的台账时填写，需写明由谁证明。")
    return {
        "number": _("新问题空着，由系统编号；更改已有问题时填它的台账编号。"),
        "inspection": _("来自哪次督察。整张表属于同一次的，可以不要这一列，上传后再选。"),
        "category": _("上下级之间用“/”分开。"),
        "problem": _("必填。照反馈意见原文。"),
        "measures": _("一条一行，或写上序号。"),
        "milestones": _("一个一行：日期、空格、内容。"),
        "deadline": _("日期（2026-09-30、2026年9月底前）、立行立改、长期坚持。"),
        "sites": _("一行一个，或用顿号分开；要写区域和位置的，写成“名称｜区域｜位置”。"),
        "main": _("几个单位用顿号分开。"),
        "leader": _("姓名（职务）。"),
        "person": _("一个问题只有一名责任人。"),
        "priority": _("重点问题或共性问题。"),
        "old_number": opening,
        "stage": opening + _("例如：整改中、已完成、已销号。"),
        "closed_on": opening,
    }
