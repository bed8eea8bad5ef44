"""A plain reader: regular expressions at line starts. What we build must beat it by far.

It knows the common numbers and the common labels, takes a line that starts with one for that field, and
everything else as more of the same. It is kept as a measure of how hard the invented documents are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Any

ASCII = str.maketrans("\uff0c\uff1a\uff1b\uff08\uff09\u3000\u00a0", ",:;()  ")
LEVELS = (r"[一二三四五六七八九十]+、", r"\([一二三四五六七八九十]+\)", r"\d+[.、]", r"\(\d+\)")
LABELS = {
    "problem": "交办问题基本情况|整改任务|问题描述|反馈问题|存在问题|举报事项",
    "goal": "整改目标|办结目标|整治目标",
    "measures": "具体整改措施|整改措施及成效|整改措施|处理和整改情况|整改落实情况|整改情况|整改举措|整改进展情况",
    "deadline": "整改时限|整改期限|完成时限|完成时间|办理时限|整改时间",
    "responsible": "整改责任单位|主体责任单位|责任单位|责任部门",
    "lead": "整改牵头单位|牵头单位|牵头部门",
    "support": "配合单位|配合部门",
    "regulator": "监管责任单位|监管单位|督导单位",
    "leader": "督办市领导|包案领导|牵头领导|督办领导|责任领导",
    "other": "调查核实情况|是否属实|是否办结|行政区域|污染类型|受理编号|问责情况|备注|责任人|验收单位|公示时间|联系电话|整改完成情况|验收情况",
}
LABEL = re.compile(
    "^(?:[一二三四五六七八九十]+、)?【?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items())
    + r")】?(?:[:\s|]+|$)"
)
ROLE = re.compile(r"(牵头单位|牵头部门|责任单位|配合单位|督导单位|监管责任单位|牵头领导|包案领导):([^;()]+)")
ROLES = {
    "牵": "lead",
    "责": "responsible",
    "配": "support",
    "督": "regulator",
    "监": "regulator",
    "包": "leader",
}
PART = re.compile(r"(?:^|(?<=[。;\n ]))\s*(?:\d+[.、](?!\d)|\(\d+\)|[一二三四五六七八九]是)")
DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
FIGURE = re.compile(
    r"(\d+(?:\.\d+)?)(%|万?[元吨亩株]|万?平方米|公里|[家个座处套台户份辆米期次名])(以上|以内|以下)?"
)
TOTAL = re.compile(r"(\d+)(?:个|项|件)(?:具体)?(?:问题|任务|整改任务)|(?:已完成整改|正在整改)(\d+)(?:个|项)")
END_UNIT = re.compile(r"[、和]?(?:党委|政府|人民政府|管委会)$")


def read(text: str) -> dict[str, Any]:
    """A reading in the contract's form; every text is given the whole document as its span's search."""
    plain = text.translate(ASCII)
    totals = [{"value": int(m.group(1) or m.group(2))} for m in TOTAL.finditer(plain)]
    return {"text": text, "totals": totals, "items": [_item(plain, text, *entry) for entry in _split(plain)]}


def _level(line: str) -> int | None:
    return next((n for n, pattern in enumerate(LEVELS) if re.match(pattern, line)), None)


def _split(text: str) -> Iterator[tuple[list[str], str | None, list[str]]]:
    """(headings, number, lines): an item is a numbered line that a label follows, or that ends a sentence."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    heads: dict[int, str] = {}
    item: tuple[list[str], str | None, list[str]] | None = None
    depth = 9
    for index, line in enumerate(lines):
        level = _level(line)
        label = LABEL.match(line)
        following = lines[index + 1] if index + 1 < len(lines) else ""
        starts = (
            level is not None
            and level <= depth
            and not label
            and bool(LABEL.match(following) or "单位:" in line + following)
        )
        if starts or (label and label.lastgroup == "problem"):
            if item:
                yield item
            depth = level if level is not None else 9
            item = ([heads[n] for n in sorted(heads) if n < depth], None, [line])
        elif level is not None and (item is None or level < depth):
            if item:
                yield item
            item = None
            heads = {n: head for n, head in heads.items() if n < level} | {level: line}
        elif item:
            item[2].append(line)
    if item:
        yield item


def _item(plain: str, text: str, path: list[str], _: None, lines: list[str]) -> dict[str, Any]:
    number = next((m for pattern in LEVELS if (m := re.match(pattern, lines[0]))), None)
    fields: dict[str, str] = {}
    current = "problem"
    for index, line in enumerate(lines):
        if index == 0 and number:
            line = line[number.end() :]
        label = LABEL.match(line)
        if label:
            current = str(label.lastgroup)
            line = line[label.end() :]
        fields[current] = (fields.get(current, "") + "\n" + line.rstrip("| ")).strip()
    return _read(plain, text, path, number.group() if number else "", fields, "\n".join(lines))


def _read(
    plain: str, text: str, path: list[str], no: str, fields: dict[str, str], whole: str
) -> dict[str, Any]:
    units = {
        role: _names(fields.get(role, ""))
        for role in ("responsible", "lead", "support", "regulator", "leader")
    }
    for match in ROLE.finditer(whole):
        units[ROLES[match.group(1)[0]] if "领导" not in match.group(1) else "leader"] = _names(match.group(2))
    problem = re.sub(r"\([^()]*单位:[^()]*\)", "", fields.get("problem", ""))
    measures = re.sub(r"\([^()]*单位:[^()]*\)", "", fields.get("measures", ""))
    body = fields.get("goal", "") + measures
    quote = lambda value: {"text": value, "span": _find(plain, value)}  # noqa: E731
    return {
        "no": no, "path": path, "problem": quote(problem), "goal": quote(fields["goal"]) if "goal" in fields else None,
        "measures": [quote(part.strip()) for part in PART.split(measures) if part.strip()], "deadline": _deadline(fields.get("deadline") or body),
        "status": "completed" if re.search("已完成整改|已办结|已整改", whole) else "in_progress" if "正在整改" in whole else None,
        "milestones": [{"date": day} for day in _dates(body)], "indicators": [_indicator(m) for m in FIGURE.finditer(body)],
        "units": {role: [quote(name) for name in names] for role, names in units.items()},
    }  # fmt: skip


def _find(plain: str, value: str) -> list[int]:
    start = max(plain.find(value), 0)
    return [start, start + len(value)]


def _names(text: str) -> list[str]:
    names = [END_UNIT.sub("", name.strip()) for name in re.split(r"[、,;\n]", text)]
    return [name for name in names if len(name) > 1]


def _dates(text: str) -> list[str]:
    days = []
    for match in DATE.finditer(text):
        year, month, day = int(match.group(1)), int(match.group(2) or 12), match.group(3)
        if 1 <= month <= 12 and 1900 < year < 2100:
            last = monthrange(year, month)[1]
            days.append(f"{year}-{month:02d}-{min(int(day or last), last):02d}")
    return days


def _deadline(text: str) -> dict[str, Any]:
    days = _dates(text)
    if days:
        return {"kind": "fixed", "date": days[-1]}
    now, on = "立行立改" in text, bool(re.search("长期坚持|持续推进", text))
    return {
        "kind": "immediate_ongoing" if now and on else "immediate" if now else "ongoing" if on else None,
        "date": None,
    }


def _indicator(match: re.Match[str]) -> dict[str, Any]:
    op = {"以上": ">=", "以内": "<=", "以下": "<="}.get(match.group(3) or "", "=")
    return {"op": op, "value": float(match.group(1))}
