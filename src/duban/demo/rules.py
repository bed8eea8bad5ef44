"""The rules of the invented province and city: a few of their own, all else as the nation has it."""

from __future__ import annotations

from datetime import date

from duban.organizations.models import Region
from duban.rulebook.actions import NewValue, add_profile, set_value
from duban.rulebook.definitions import Source
from duban.rulebook.models import Level, Profile

PROVINCE, CITY = "岚江省", "澜州市"
_SINCE = date(2024, 1, 1)
_PROVINCE_RULES = Source("岚江省生态环境保护督察整改工作办法（示例）", "第十二条", "high")
_CITY_RULES = Source("澜州市督察整改验收销号细则（示例）", "第八条", "high")

#: (whose, rule, value, source, reason)
_OWN = (
    (PROVINCE, "petition_reply_days", 10, _PROVINCE_RULES, "省里统一为10日"),
    (
        PROVINCE,
        "acceptance_levels",
        ["county", "city", "province"],
        _PROVINCE_RULES,
        "省级督察问题由省级核验",
    ),
    (CITY, "notice_amount", 7, _CITY_RULES, "本市公示7日"),
    (CITY, "notice_clock", "day", _CITY_RULES, "本市公示7日"),
    (CITY, "monthly_report_day", 5, _CITY_RULES, "与市里调度会同日"),
)


def load() -> None:
    """What is there already is left alone."""
    if Profile.objects.filter(name=CITY).exists():
        return
    nation = Profile.objects.get(level=Level.NATION)
    province = add_profile(PROVINCE, Level.PROVINCE, nation, None)
    city = add_profile(CITY, Level.CITY, province, None, Region.objects.get(name=CITY))
    profiles = {PROVINCE: province, CITY: city}
    for whose, key, value, source, reason in _OWN:
        set_value(profiles[whose], key, NewValue(value, _SINCE, source=source), None, reason)
