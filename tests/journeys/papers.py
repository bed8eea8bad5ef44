"""Invented documents that the journeys upload."""

from __future__ import annotations

import io
from functools import cache

from docx import Document

PLAN = """澜州市贯彻落实省生态环境保护督察“回头看”反馈意见整改方案
2026年3月2日至3月20日，岚江省第二生态环境保护督察组对澜州市开展了督察“回头看”。督察反馈的2个具体问题，制定本方案。
一、水环境方面
（一）望汀区白鹭沟沿线排口溢流，雨季污水入河。
整改目标：消除沿线排口溢流。
整改措施：
1.改造截流井9座。
2.建成调蓄池1座。
整改时限：20279月底前
主体责任单位：望汀区党委、政府
监管责任单位：市水务局
督办市领导：程砚秋
（二）石溪区两家采石场未落实抑尘措施。棠溪县渣土运输车辆沿途抛洒。
整改目标：扬尘得到有效管控。
整改措施：
1.安装喷淋设施并联网。
2.开展渣土运输专项执法。
整改时限：2026年12月底前
主体责任单位：石溪区党委、政府
监管责任单位：市城市管理局
督办市领导：程砚秋
"""


@cache
def docx(text: str = PLAN) -> bytes:
    """The same text gives the same bytes: built anew, a Word file would bear another time and be another file."""
    document = Document()
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


#: Its statement is the plan's, so that it finds its way to it.
NOTICE = """关于省级督察反馈问题（第一项）整改完成情况的公示
第一项：望汀区白鹭沟沿线排口溢流，雨季污水入河。
整改完成情况：该问题已完成整改，达到销号条件。
公示时间：2026年5月4日至5月15日
"""
ANNEX = """反馈问题整改清单
（一）望汀区白鹭沟沿线排口溢流，雨季污水入河。
整改措施：
1.封堵混接点3处。
"""
