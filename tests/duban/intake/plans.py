"""Small invented plans as the reading child would answer them, made by finding the words in the text."""

from __future__ import annotations

from typing import Any

from duban.files.blocks import lines_of, to_json
from duban.intake.reading import Outcome

Json = dict[str, Any]

PLAN = """澜州市整改方案
督察反馈的2类3个具体问题，按期整改。
一、水环境方面
（一）鹿鸣县沿河排口直排。
整改目标：消除直排。
整改措施：1.封堵排口12个。2.2026年3月底前建成管网。
整改时限：20266月底前
主体责任单位：鹿鸣县党委、政府
（二）望汀区𠮷田沟黑臭，石溪区青石沟水质超标。
整改措施：开展清淤。
整改时限：2026年9月底前
牵头单位：市水务局
二、大气环境方面
（三）棠溪县扬尘管控不力，已完成整改。
整改措施：安装喷淋。
"""


def quote(words: str, text: str = PLAN, after: int = 0) -> Json:
    start = text.index(words, after)
    return {"text": words, "span": [start, start + len(words)]}


def item(no: str, problem: str, text: str = PLAN, **more: Any) -> Json:
    blank: Json = {
        "no": no,
        "no_span": quote(no, text)["span"],
        "path": [],
        "problem": quote(problem, text),
        "goal": None,
        "measures": [],
        "deadline": {"raw": None, "kind": None, "date": None},
        "milestones": [],
        "units": {"responsible": [], "lead": [], "support": [], "regulator": [], "leader": []},
        "status": None,
        "status_text": None,
        "context": [],
        "indicators": [],
        "extra": {},
        "doubts": [],
    }
    return {**blank, **more}


def fixed(raw: str, date: str | None, text: str = PLAN) -> Json:
    return {"raw": quote(raw, text), "kind": "fixed", "date": date}


def units(text: str = PLAN, **roles: list[str]) -> Json:
    found = {role: [quote(name, text) for name in roles.get(role, [])] for role in ("responsible", "lead")}
    return {**found, "support": [], "regulator": [], "leader": []}


def items() -> list[Json]:
    water, air = quote("一、水环境方面"), quote("二、大气环境方面")
    first = item(
        "（一）",
        "鹿鸣县沿河排口直排。",
        path=[water],
        goal=quote("消除直排。"),
        measures=[quote("封堵排口12个。"), quote("2026年3月底前建成管网。")],
        deadline=fixed("20266月底前", "2026-06-30"),
        milestones=[{"date": "2026-03-31", "what": quote("建成管网")}],
        units=units(responsible=["鹿鸣县"]),
        indicators=[{"name": "排口", "op": "=", "value": 12, "unit": "个", "by": None, "span": None}],
        doubts=[
            {
                "code": "date-repaired",
                "message": "“20266月底前”少了字，按2026年6月底前读。",
                "span": quote("20266月底前")["span"],
                "field": "deadline",
            }
        ],
    )
    first["units"]["responsible"] = [{**quote("鹿鸣县", after=PLAN.index("主体")), "office": "党委、政府"}]
    second = item(
        "（二）",
        "望汀区𠮷田沟黑臭，石溪区青石沟水质超标。",
        path=[water],
        measures=[quote("开展清淤。")],
        deadline=fixed("2026年9月底前", "2026-09-30"),
        units=units(lead=["市水务局"]),
    )
    third = item(
        "（三）",
        "棠溪县扬尘管控不力",
        path=[air],
        measures=[quote("安装喷淋。")],
        status="completed",
        status_text=quote("已完成整改"),
    )
    return [first, second, third]


def answer(text: str = PLAN, found: list[Json] | None = None, **summary: Any) -> Outcome:
    """What the child prints for a text that was read."""
    result: Json = {
        "kind": "plan",
        "title": quote("澜州市整改方案", text) if "澜州市整改方案" in text else None,
        "jurisdiction": None,
        "published": "2026-01-20",
        "inspection": {"type": "routine", "level": "provincial", "onsite_start": "2025-09-01"},
        "totals": [
            {"what": "具体问题", "value": 3, "raw": quote("2类3个具体问题", text)},
            {"what": "问题类别", "value": 2, "raw": quote("2类3个具体问题", text)},
        ]
        if "2类3个具体问题" in text
        else [],
        "doubts": [],
        "items": items() if found is None else found,
        **summary,
    }
    return Outcome(
        {
            "text": text,
            "blocks": to_json(lines_of(text)),
            "page_starts": [],
            "media_type": "text/plain",
            "reader": "text/1",
            "result": result,
        }
    )
