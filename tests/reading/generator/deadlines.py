"""What stands in a deadline field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .dates import month_end
from .statement import Scene

IMMEDIATE = ("立行立改", "立行立改。", "立即整改", "边督边改、立行立改")
ONGOING = ("长期坚持", "持续推进", "持续整改", "长期坚持,持续推进", "持续推进,久久为功")
BOTH = (
    "立行立改,长期坚持",
    "立行立改并长期坚持",
    "立行立改、持续推进",
    "立行立改;长期坚持",
    "立行立改,持续推进",
)
CONDITIONAL = (
    "按省里统一部署", "按照省里统一部署,在规定时间内完成", "收到反馈意见之日起3个月内", "自约谈之日起6个月内", "资金到位后12个月内",
    "采暖季前", "今冬采暖季前", "接到交办单后10个工作日内", "30日内", "X月XX日前", "规划批复后6个月内", "与主体工程同步完成",
)  # fmt: skip


@dataclass
class Limit:
    """A printed deadline with its meaning; ``raw`` is marked."""

    raw: str | None
    kind: str | None
    date: str | None

    def truth(self) -> dict[str, str | None]:
        return {"raw": self.raw, "kind": self.kind, "date": self.date}


NONE = Limit(None, None, None)


class Deadlines:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.rng = scene.rng

    def field(self, steps: list[tuple[date, str]]) -> Limit:
        """A deadline field for an item whose goal and measures hold ``steps``."""
        roll = self.rng.random()
        if roll < 0.62 or (steps and roll < 0.75):
            return self._fixed(steps)
        options, kind = self.rng.choice(
            (
                (IMMEDIATE, "immediate"),
                (ONGOING, "ongoing"),
                (BOTH, "immediate_ongoing"),
                (CONDITIONAL, "conditional"),
            )
        )
        return Limit(self.scene.draft.marks(self.rng.choice(options)), kind, None)

    def _fixed(self, steps: list[tuple[date, str]]) -> Limit:
        latest = max((day for day, _ in steps), default=None)
        day = self.scene.clock.due(latest) if latest is None or self.rng.random() < 0.3 else latest
        form: Callable[[date], str] = self.rng.choices(
            (self._plain, self._lasting, self._range, self._moved, self._bare_month, self._stages),
            (12, 2, 2, 1, 2, 1),
        )[0]
        return Limit(self.scene.draft.marks(form(day)), "fixed", day.isoformat())

    def _plain(self, day: date) -> str:
        return self.scene.clock.by(day)

    def _lasting(self, day: date) -> str:
        tail = self.rng.choice(("完成并长期管护", ",并长期坚持", "取得明显成效", "完成,长期坚持", "完成整改"))
        return self.scene.clock.by(day) + tail

    def _range(self, day: date) -> str:
        clock = self.scene.clock
        if clock.bare or day != month_end(day.year, day.month):
            return self._plain(day)
        start = clock.published
        if (start.year, start.month) >= (day.year, day.month):
            return self._plain(day)
        dash = self.rng.choice(("至", "—", "-", "~"))
        return f"{start.year}年{start.month}月{dash}{day.year}年{day.month}月"

    def _moved(self, day: date) -> str:
        if self.scene.clock.bare:
            return self._plain(day)
        earlier = month_end(day.year - 1, self.rng.choice((6, 9, 12)))
        verb = self.rng.choice(("延期至", "调整为", "延长至"))
        return f"由{earlier.year}年{earlier.month}月底{verb}{day.year}年{day.month}月" + (
            "底" if day == month_end(day.year, day.month) else f"{day.day}日"
        )

    def _stages(self, day: date) -> str:
        """Two stages: the later one counts."""
        first = self.scene.clock.due()
        if first >= day:
            return self._plain(day)
        return f"{self.scene.clock.by(first)}完成方案编制,{self.scene.clock.by(day)}全面完成"

    def _bare_month(self, day: date) -> str:
        if day != month_end(day.year, day.month) or self.scene.clock.bare:
            return self._plain(day)
        return f"{day.year}年{day.month}月"


def from_prose(steps: list[tuple[date, str]]) -> Limit:
    """Without a field the latest limit in goal and measures is the deadline."""
    if not steps:
        return NONE
    day, phrase = max(steps, key=lambda step: step[0])
    return Limit(phrase, "fixed", day.isoformat())
