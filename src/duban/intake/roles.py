"""What a file is within its set, guessed from its name and from what was read in it; a person may choose otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duban.intake.models import Role

#: First match wins; longer and more telling words first. Looked for in the file name, then in the title.
SIGNS: tuple[tuple[re.Pattern[str], Role], ...] = tuple(
    (re.compile(pattern), role)
    for pattern, role in (
        (r"已完成|已整改|完成整改(?:的)?问题|办结(?:情况)?清单|销号清单", Role.FINISHED),
        (r"组成人员|领导小组(?:名单|成员)|成员名单|人员名单", Role.MEMBERS),
        (r"措施清单|任务清单|整改清单|问题清单|任务分解|责任清单|具体措施", Role.MEASURES),
        (r"整改(?:实施)?方案|实施方案|整改报告|整改情况|工作方案|公示|通报|通知", Role.MAIN),
        (r"附件|附表|附录", Role.OTHER),
    )
)


def guess(name: str, title: str = "") -> Role | None:
    """The role that the words point to; None where they say nothing. 附件2 says less than any title."""
    found = [_sign(text) for text in (name, title)]
    telling = next((role for role in found if role not in (None, Role.OTHER)), None)
    return telling or next((role for role in found if role), None)


def _sign(text: str) -> Role | None:
    return next((role for pattern, role in SIGNS if pattern.search(text)), None)


def arrange(guesses: Sequence[Role | None], chosen: Sequence[bool]) -> list[Role]:
    """One main text at least: the first that looks like one, else the first that is not clearly an annex.
    What a person chose is left alone."""
    roles = [role or Role.OTHER for role in guesses]
    open_places = [at for at in range(len(roles)) if not chosen[at]]
    if Role.MAIN in roles or not open_places:
        return roles
    unknown = [at for at in open_places if guesses[at] is None]
    if unknown or len(roles) == 1:
        roles[(unknown or open_places)[0]] = Role.MAIN
    return roles
