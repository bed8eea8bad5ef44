"""The pages of the ledger as they are asked for every day."""

from __future__ import annotations

import datetime

from duban.journal.verification import verify_all
from tests.bench._house.scenarios import scenario, task

YEAR = datetime.date.today().year
_FILTERS = {
    "stage": "stage=in_progress",
    "rare stage": "stage=objection",
    "station": "station=3",
    "progress": "progress=late",
    "near": "progress=near",
    "on schedule": "progress=good",
    "undated": "progress=undated",
    "done": "progress=done",
    "window": "window=quarter",
    "days": "due_from=2026-01-01&due_to=2027-12-31",
    "late by how much": "lateness=over",
    "category": "category=1",
    "category by name": "category=水环境方面",
    "key or common": "priority=key",
    "region": "region=石溪区",
    "unit": "body=鹿鸣县",
    "unit and role": "body=市水务局&role=lead",
    "role": "role=accepting",
    "role nobody has": "role=watcher",
    "leader": "leader=程砚秋",
    "deadline class": "deadline=ongoing",
    "source": "source=petition",
    "rare source": "source=patrol",
    "inspection": "inspection=1",
    "standing": "standing=withdrawn",
    "before the plan": "before_plan=yes",
    "waiting for me": "waiting=me",
    "many at once": "progress=late&priority=key&body=鹿鸣县&leader=程砚秋",
    "in the plan's order": "sort=order",
    "by number": "sort=number",
}
#: Statements as clerk and as liaison officer: session, person, roles, views, rows and their charges; for hard questions the
#: place of the rows in front, those among them, and the whole question where these are too few; names that must be looked up.
_USUAL = (7, 9)
_PINNED = {
    "region": (10, 10),
    "unit": (10, 10),
    "unit and role": (10, 10),
    "role": (9, 9),
    "role nobody has": (9, 9),
    "leader": (9, 9),
    "waiting for me": (9, 9),
    "category": (10, 11),
    "category by name": (9, 11),
    "inspection": (8, 10),
    "many at once": (10, 10),
}
_WORDS = {
    "1 character": "水",
    "1 rare character": "甬",
    "2 characters": "整治",
    "2 rare characters": "瓯剡",
    "4 characters": "督察发现",
    "4 rare characters": "木业有限",
    "5 characters": "饮用水水源",
    "two words": "扬尘 鹿鸣县",
    "letters and digits": "pm2.5",
    "nothing found": "不存在的词",
}

scenario("ledger", "/ledger/", 7, 9, is_first_rows=True, with_others=True)
for _name, _query in _FILTERS.items():
    _most = _PINNED.get(_name, _USUAL)
    scenario(f"filter: {_name}", f"/ledger/?{_query}", *_most, is_first_rows=True, times=8)
for _name, _word in _WORDS.items():
    _many = _name in {"2 characters", "4 rare characters"}
    scenario(f"search: {_name}", f"/ledger/?q={_word}", 9, 10, is_first_rows=True, times=8, with_others=_many)
    scenario(f"count: {_name}", f"/ledger/totals/?q={_word}", 5, 5, is_count=True, times=5)
scenario("count", "/ledger/totals/", 5, 5, is_count=True, with_others=True)
scenario("count: late of a unit", "/ledger/totals/?progress=late&body=鹿鸣县", 6, 6, is_count=True, times=5)
scenario("next rows", "/ledger/?after=739000~1~1", 7, 9, is_first_rows=True)
scenario("names of units", "/ledger/choices/body/?body=水", 6, 6, times=5)
scenario("names of leaders", "/ledger/choices/leader/", 6, 6, times=5)
scenario("names of all units", "/ledger/choices/body/", 6, 6, times=5)
scenario("names of regions", "/ledger/choices/region/", 6, 6, times=5)
scenario("a finding beside the list", f"/ledger/panel/{YEAR}-000042/", 12, None, times=8)
scenario("finding", f"/ledger/{YEAR}-000042/", 12, None, times=8, with_others=True)
scenario("wall chart of an inspection", "/ledger/wall/?inspection=1", 12, 12, times=3)
scenario("load of leaders", "/ledger/load/", 12, 12, times=3)
scenario("load of units", "/ledger/load/?by=unit", 12, 12, times=3)
scenario("printing what is late", "/ledger/print/?progress=late&body=鹿鸣县", 12, 12, times=3)
scenario("four lists of a unit as Excel", "/ledger/export/all/?body=鹿鸣县&progress=late", 12, 12, times=2)


@task("verifying the journal")
def _verify() -> str:
    report = verify_all()
    if not report.holds:
        raise SystemExit(f"the generated journal does not verify: {report.breaks[:3]}")
    return f"{report.entries:,} entries, {report.rate:,} a second"
