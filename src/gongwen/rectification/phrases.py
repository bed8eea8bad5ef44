"""The phrases of ``vocabulary/phrases.toml`` as compiled patterns, made when they are first needed."""

from __future__ import annotations

import re
from functools import cache

from gongwen.vocabulary import load


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """Any phrase of one list."""
    return re.compile("|".join(load("phrases")[table][key]))


#: A sentence that says nothing but how far the matter has got.
@cache
def bare_status() -> re.Pattern[str]:
    state = (
        r"(?:均|全部|全面|基本|部分|阶段性|正在|已经|已|尚未|未|持续|长期|立行立改|立即)*"
        r"(?:完成整改|整改完成|整改到位|整改完毕|整改落实|完成|整改|办结|销号|推进|坚持|立行立改"
        r"|(?:达到|达|滞后于?|落后于?|未达到?|超过|快于)(?:序时|时序)进度)(?:任务|工作|到位|完毕|中|并销号|要求)?"
    )
    return re.compile(
        r"(?:目前|现|截至目前)?[,,]?"
        r"(?:(?:该|此|上述|以上|反馈|本)?(?:项|个)?(?:整改)?(?:问题|任务)|整改情况|整改进展|完成情况|状态|整改工作|整改)?[:,,]?(?:目前)?"
        rf"{state}(?:[,,、]+(?:并|将)?{state}|[,,]+整改时限为?[^。;,]{{4,16}})*[,、]?[。;;.]"
    )


@cache
def still_to_come() -> re.Pattern[str]:
    """Words that make 完成整改 a demand: 10月底前完成整改, 经验收合格后方可恢复."""
    return re.compile(
        r"^(?!.*已).*(?:\d ?[月日]|底)(?:底|末)?(?:之?前|以前)?[^,。]{0,8}(?:完成|整改|通过|完工|办结)|方可|确保|力争|限期|督促|后再|是否",
        re.DOTALL,
    )
