"""What a piece of a table looks like: a number, a case code, a region, a verdict, a date, a unit, prose."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

Look = Callable[[str], float]

CODE = r"(?:[信电来网转访微]\d{6,}|[^\W\x00-\xff]{1,3}〔\d{4}〕\d+号|[A-Z]{1,2}\d?[A-Z]{0,2}\d*[\d*]{3,}(?:[-—]\d+)?[*#△★]?|\d{4,}[-—]\d+)"
REGION = (
    r"[^\W\x00-\xff]{1,6}?(?:自治州|自治县|开发区|经开区|高新区|示范区|管理区|新区|市|县|区|州|旗|镇|乡|街道)"
)
POLLUTION = r"(?:大气|水|土壤|噪声|噪音|固废|固体废物|生态|辐射|油烟|扬尘|恶臭|异味|垃圾|其他|海洋|重金属|危废|光|养殖|生态破坏|自然生态)(?:污染|环境|破坏)?"
POLLUTIONS = rf"{POLLUTION}(?:[、,,/ ]\s?{POLLUTION})*"
VERDICT = r"(?:基本|部分|大部分|均|全部|不|未|情况)?属实|是|否|部分|不实|失实|待核实"
DONE = r"(?:已|未|阶段性|阶段|正在|基本)?(?:办结|办理|完成|销号|整改)(?:完成|完毕|中)?|是|否|办理中|整改中|达到序时进度|滞后"
EMPTY = r"无|/|-|—|\\|暂无|不涉及"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "no": re.compile(r"\d{1,4}[.、]?|[一二三四五六七八九十百]{1,4}"),
        "code": re.compile(rf"{CODE}|\d{{1,6}}"),
        "region": re.compile(rf"(?:{REGION}){{1,3}}"),
        "pollution": re.compile(POLLUTIONS),
        "verdict": re.compile(VERDICT),
        "done": re.compile(DONE),
        "empty": re.compile(EMPTY),
        "way": re.compile(r"来电|来信|来访|电话|信件|网络|微信|邮件|转办|网上"),
    }


def is_kind(kind: str, text: str) -> bool:
    return bool(_patterns()[kind].fullmatch(text))


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(
        r"(?:\d{2,4}年|\d{1,2}月|\d{1,8}日|年底|月底|立行立改|立即整改|长期坚持|持续|已完成|即知即改|常态|到位后|\d+日内|\d+个(?:工作日|月)内|[按根依][^。;]{0,12}(?:部署|安排|要求)|采暖季|汛期|同步(?:完成|实施|推进)|规定时间|(?<![\d-])(?:19|20)\d\d[-./]\d{1,2}(?!\d))"
    )


@cache
def _unit_end() -> re.Pattern[str]:
    return re.compile(
        r"(?:局|委|委员会|政府|党委|管委会|公司|集团|办|办公室|中心|街道|镇|乡|县|区|市|州|站|队|支队|大队|部门|单位|院|厂|部|村|社区|村居|街镇|镇街|县区|学校|各.{1,8}|有关.{1,8}|厅|处|科|会|段|分局|组)(?:等)?(?:部门|单位)?(?:按照?职责分工负责)?$"
    )


def looks(kind: str, text: str) -> float:
    """How well a text without white space fits a column of a kind: -3 … 3."""
    return _LOOKS[kind](text)


def _closed(kind: str) -> Look:
    return lambda text: 3.0 if _patterns()[kind].fullmatch(text) else -3.0


def _deadline(text: str) -> float:
    if len(text) > 30 or re.match(r"(?:1|①|一是|首先)[、.]?\D*\d{4}年|1[、.]", text):
        return -3.0
    return 2.5 if _dated().search(text) else -1.5


def _units(text: str) -> float:
    if (
        len(text) > 160
        or "。" in text[:-1]
        or re.search(r"\d[年月日]", text)
        or re.search(r"[\d.、]{2}", text[:3])
    ):
        return -3.0
    parts = [part for part in re.split(r"[、,;:. ]", text.strip("。")) if part]
    if not parts:
        return -3.0
    fit = sum(bool(_unit_end().search(part)) and len(part) <= 24 for part in parts) / len(parts)
    return 4.5 * fit - 2.0


def _people(text: str) -> float:
    parts = [part for part in re.split(r"[、,;/]", text) if part]
    if not parts or len(text) > 40:
        return -3.0
    named = sum(
        bool(re.fullmatch(r"(?:[^\W\x00-\xff]|·){2,4}", part)) and not _unit_end().search(part)
        for part in parts
    )
    return 4.0 * named / len(parts) - 1.5


def _prose(text: str) -> float:
    if len(text) >= 12 or text[-1:] in "。;":
        return 0.5
    return -1.0 if len(text) >= 5 else -2.0


def _short(kind: str) -> Look:
    """A closed kind whose words cannot all be listed: any few characters may belong to it."""
    return lambda text: (
        3.0
        if _patterns()[kind].fullmatch(text)
        else 0.3
        if len(text) <= 8 and not _STOP.search(text)
        else -3.0
    )


_STOP = re.compile(r"[,。;:!?\d]")


def _name(text: str) -> float:
    return 0.9 if len(text) <= 40 and not _PROSE.search(text) else -2.0


_PROSE = re.compile(r"[。;:!?]")

_LOOKS: dict[str, Look] = {
    "no": _closed("no"),
    "code": _closed("code"),
    "region": _short("region"),
    "pollution": _short("pollution"),
    "verdict": _closed("verdict"),
    "done": _closed("done"),
    "way": _closed("way"),
    "deadline": _deadline,
    "units": _units,
    "people": _people,
    "name": _name,
}


def kind_of_column(field: str, name: str) -> str | None:
    """The kind of a column with a closed look; None for prose."""
    if field == "no":
        return "no"
    if field == "deadline":
        return "deadline"
    if field in ("responsible", "lead", "support", "regulator"):
        return "units"
    if field == "leader":
        return "people"
    if field == "status":
        return "done"
    for words, kind in _BY_NAME.items() if field == "extra" else ():
        if any(word in name for word in words.split()):
            return kind
    return None


_BY_NAME = {
    "编号": "code",
    "受理方式 来电来信 举报方式 信访方式": "way",
    "区域 县区 区县 市州 县市 地市 市、区 辖区 地区 属地 乡镇": "region",
    "污染类型 问题类型 环境类型 污染类别 问题类别 环境要素 污染因素": "pollution",
    "属实": "verdict",
    "是否完成 办结": "done",
    "时间 日期": "deadline",
    "责任人 联系人 单位 部门 名称 点位 企业": "name",
}
