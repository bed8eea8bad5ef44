from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.journal.sentences import Facts, sentence
from duban.organizations.models import BodyKind


@sentence("body.created")
def _created(facts: Facts) -> str:
    return _("文件中出现的单位“%(name)s”列入组织名录，待核对。") % facts


@sentence("body.added")
def _added(facts: Facts) -> str:
    return _("单位“%(name)s”列入组织名录。") % facts


@sentence("body.renamed")
def _renamed(facts: Facts) -> str:
    return _("自%(on)s起由“%(old)s”更名为“%(new)s”，理由：%(reason)s") % facts


@sentence("body.closed")
def _closed(facts: Facts) -> str:
    return _("“%(name)s”存续到%(on)s，理由：%(reason)s") % facts


@sentence("body.merged")
def _merged(facts: Facts) -> str:
    return _("“%(name)s”于%(on)s并入“%(into)s”，理由：%(reason)s") % facts


@sentence("body.absorbed")
def _absorbed(facts: Facts) -> str:
    return _("“%(name)s”于%(on)s并入本单位，理由：%(reason)s") % facts


@sentence("body.confirmed")
def _confirmed(facts: Facts) -> str:
    return _("核对“%(name)s”：确认为单独的单位，类别为%(kind)s。") % facts


@sentence("body.alias")
def _alias(facts: Facts) -> str:
    return _("确认文件中的“%(alias)s”就是“%(name)s”，以后按此认定。") % facts


@sentence("group.joined")
def _joined(facts: Facts) -> str:
    return _("“%(member)s”自%(since)s起成为成员。") % facts


@sentence("group.left")
def _left(facts: Facts) -> str:
    return _("“%(member)s”作为成员到%(until)s为止，理由：%(reason)s") % facts


@sentence("team.covers")
def _covers(facts: Facts) -> str:
    return _("自%(since)s起包片“%(region)s”。") % facts


@sentence("team.uncovers")
def _uncovers(facts: Facts) -> str:
    return _("包片“%(region)s”到%(until)s为止，理由：%(reason)s") % facts


@sentence("region.added")
def _region_added(facts: Facts) -> str:
    return _("区划“%(name)s”（代码%(code)s）列入名录。") % facts


@sentence("region.closed")
def _region_closed(facts: Facts) -> str:
    said = _("区划“%(name)s”（代码%(code)s）使用到%(on)s，理由：%(reason)s") % facts
    return said + (_("，由“%(successor)s”接续") % facts if facts["successor"] else "")


@sentence("body.former_name")
def _former_name(facts: Facts) -> str:
    said = _("登记曾用名“%(old)s”") % facts
    return said + (_("，用到%(until)s。") % facts if facts["until"] else "。")


@sentence("directory.imported")
def _imported(facts: Facts) -> str:
    return (
        _(
            "从表格导入组织名录：新增区划%(regions)s个、单位%(bodies)s个，更改%(changes)s个，成员和片区%(parts)s条。"
        )
        % facts
    )


#: What the facts of a body are called.
_CALLED = {
    "kind": gettext_lazy("类别"),
    "short_name": gettext_lazy("简称"),
    "region": gettext_lazy("所在区划"),
    "parent": gettext_lazy("上级单位"),
    "valid_from": gettext_lazy("成立日期"),
}


@sentence("body.changed")
def _changed(facts: Facts) -> str:
    parts = [
        _("%(what)s由“%(old)s”改为“%(new)s”") % {"what": _CALLED[what], "old": _word(old), "new": _word(new)}
        for what, (old, new) in facts["changes"].items()
    ]
    return _("；").join(parts) + _("。")


def _word(said: str) -> str:
    """Older lines keep the code of a kind."""
    return str(dict(BodyKind.choices).get(said, said)) or "—"
