"""Numbers of series: no gap and no double, whoever asks at the same time."""

from __future__ import annotations

from duban.ledger.models import NumberSeries


def take(year: int, count: int) -> list[str]:
    """The next ``count`` ledger numbers of a year."""
    first = _next(f"finding-{year}", count)
    return [f"{year}-{serial:04d}" for serial in range(first, first + count)]


def receipt(year: int) -> str:
    """The next receipt number of plans put on file (备案号)."""
    return f"整改备〔{year}〕{_next(f'filing-{year}', 1)}号"


def _next(name: str, count: int) -> int:
    """The first of the next ``count`` numbers. The series row stays locked until the caller's transaction ends."""
    NumberSeries.objects.get_or_create(name=name)
    series = NumberSeries.objects.select_for_update().get(name=name)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return first
