"""Ledger numbers: one series a year, no gap and no double, whoever registers at the same time."""

from __future__ import annotations

from duban.ledger.models import NumberSeries


def take(year: int, count: int) -> list[str]:
    """The next ``count`` numbers of a year. The series row stays locked until the caller's transaction ends."""
    NumberSeries.objects.get_or_create(name=f"finding-{year}")
    series = NumberSeries.objects.select_for_update().get(name=f"finding-{year}")
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [f"{year}-{serial:04d}" for serial in range(first, first + count)]
