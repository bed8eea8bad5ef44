"""Where a problem stands, from what its progress column says of it (已完成整改并销号). Never taken, only proposed: a person
says what the words mean here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duban.ledger.importing.sheets import SheetRow
from duban.ledger.lifecycle import Stage
from gongwen.cells import status_cell

#: Up to here the words are a set phrase that means the same in every row.
_PHRASE = 20
_CLOSED = re.compile(r"(?<!未)(?<!待)(?<!拟)(?:已|完成|予以|并|通过|同意)[^，。；未待拟]{0,12}销号")
_ON_THE_WAY = re.compile(
    r"(?:未|待|正在|申请|拟|准备|尚需|推进)[^，。；]{0,8}销号|销号[^，。；]{0,4}(?:中|材料|申请)"
)
_ACCEPTED = re.compile(r"(?:已|通过|完成)[^，。；未待拟]{0,10}验收(?!申请|材料|准备)|验收(?:合格|通过)")
_NOT_BEGUN = re.compile(r"(?:尚未|未|没有)(?:启动|开始|开展|动工|开工)")
_UNDER_WAY = re.compile(r"时序进度|序时进度|正在|推进|进行中|整改中|施工中|持续|基本完成|部分完成")
_DATED = (("accepted_on", Stage.ONSITE_CHECK), ("finished_on", Stage.SELF_ACCEPTED))


def proposed(text: str) -> Stage | None:
    """The stage that these words seem to speak of; nothing where they speak of none."""
    flat = re.sub(r"\s+", "", text)
    status = status_cell(flat)
    if status == "completed" or (status is None and _CLOSED.search(flat)):
        return _of_completed(flat)
    if _NOT_BEGUN.search(flat):
        return Stage.REGISTERED
    return Stage.IN_PROGRESS if status or _UNDER_WAY.search(flat) else None


def _of_completed(flat: str) -> Stage:
    if _CLOSED.search(flat) and not _ON_THE_WAY.search(flat):
        return Stage.CLOSED
    return Stage.ONSITE_CHECK if _ACCEPTED.search(flat) else Stage.SELF_ACCEPTED


def question_of(cells: Mapping[str, str]) -> tuple[str, Stage] | None:
    """What a row without a stage gives to ask: rows with the same key are asked together."""
    if cells.get("stage") or cells.get("closed_on"):
        return None
    text = cells.get("status_text", "")
    if stage := proposed(text) if text else None:
        flat = re.sub(r"\W+", "", text)
        return (flat if len(flat) <= _PHRASE else f"~{stage}"), stage
    dated = next(((name, stage) for name, stage in _DATED if cells.get(name)), None)
    return (f"~{dated[0]}", dated[1]) if dated else None


def with_stages(rows: Sequence[SheetRow], answers: Mapping[str, str]) -> list[SheetRow]:
    """The rows as if they had a stage column, filled as it was answered."""
    return [_with_stage(row, answers) for row in rows]


def _with_stage(row: SheetRow, answers: Mapping[str, str]) -> SheetRow:
    asked = question_of(row.cells)
    stage = answers.get(asked[0], "") if asked else ""
    if not stage:
        return row
    places = {**row.places, "stage": row.places.get("status_text", "")}
    return replace(row, cells={**row.cells, "stage": stage}, places=places)
