from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("rule.set")
def _set(facts: Facts) -> str:
    return (
        _("“%(profile)s”的规则“%(name)s”自%(valid_from)s起由“%(before)s”改为“%(after)s”，理由：%(reason)s。")
        % facts
    )


@sentence("rule.inherited")
def _inherited(facts: Facts) -> str:
    return (
        _(
            "“%(profile)s”的规则“%(name)s”自%(valid_from)s起改为沿用上级的“%(after)s”（原为“%(before)s”），理由：%(reason)s。"
        )
        % facts
    )


@sentence("rule_profile.added")
def _added(facts: Facts) -> str:
    return _("建立规则方案“%(name)s”，沿用“%(parent)s”。") % facts


@sentence("rule_profile.seeded")
def _seeded(facts: Facts) -> str:
    return _("系统为“%(name)s”载入%(count)s条规则的初始值。") % facts


@sentence("calendar.day_set")
def _day_set(facts: Facts) -> str:
    told = _("工作日历：%(date)s定为%(kind)s（%(name)s），理由：%(reason)s。") % facts
    return told + (_("原为%(before)s。") % facts if facts["before"] else "")


@sentence("calendar.day_cleared")
def _day_cleared(facts: Facts) -> str:
    return _("工作日历：%(date)s恢复按星期计算（原为%(before)s），理由：%(reason)s。") % facts


@sentence("calendar.year_published")
def _year_published(facts: Facts) -> str:
    return (
        _(
            "工作日历：按《%(notice)s》载入%(year)s年，放假%(holidays)s天，调休上班%(workdays)s天，理由：%(reason)s。"
        )
        % facts
    )
