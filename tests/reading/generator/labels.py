"""What offices call the fields: the common names first, rarer ones after."""

from __future__ import annotations

import random

LABELS: dict[str, tuple[str, ...]] = {
    "problem": ("整改任务", "问题描述", "反馈问题", "存在问题", "问题表现", "具体问题", "整改任务概述", "主要问题", "督察反馈问题", "问题具体情况", "检查发现"),
    "goal": ("整改目标", "整改目标", "整改目标", "整治目标", "目标任务", "整改工作目标", "预期目标"),
    "measures": ("整改措施", "整改措施", "整改措施", "具体整改措施", "主要整改措施", "工作措施", "整治措施", "整改举措", "具体整治措施"),
    "deadline": ("整改时限", "整改时限", "完成时限", "整改期限", "完成时间", "办理时限", "整改完成时限", "计划完成整治时间", "时限要求", "整改时间"),
    "responsible": ("责任单位", "责任单位", "整改责任单位", "主体责任单位", "责任部门", "整改主体责任单位"),
    "lead": ("牵头单位", "牵头单位", "牵头部门", "整改牵头单位", "牵头责任单位"),
    "support": ("配合单位", "配合单位", "配合部门", "协助单位"),
    "regulator": ("监管责任单位", "督导单位", "监管单位", "行业监管单位", "督导责任单位"),
    "leader": ("督办市领导", "包案领导", "牵头领导", "督办领导", "责任领导", "包保领导", "分管市领导"),
    "progress": ("整改完成情况", "整改进展情况", "整改情况", "整改进展", "整改落实情况", "完成情况", "整改成效", "整改措施落实情况"),
}  # fmt: skip
#: Labels that belong to no role, and what stands under them.
EXTRAS = {
    "验收单位": ("市整改办", "市生态环境局", "县整改办"),
    "责任人": ("各单位主要负责人", "市水务局、市财政局主要负责人", "县政府分管负责人"),
    "问题来源": ("省级督察反馈", "“回头看”反馈", "信访举报", "审计移交"),
    "备注": ("无", "重点督办事项"),
    "社会监督电话": ("0000-8001234",),
    "销号单位": ("市督察整改办公室",),
}


def choose(rng: random.Random, level: str) -> dict[str, str]:
    """One document's names for its fields; leaders are of the document's level."""
    names = {role: rng.choice(options) for role, options in LABELS.items()}
    names["leader"] = names["leader"].replace("市领导", {"市": "市", "县": "县", "区": "区"}[level] + "领导")
    return names
