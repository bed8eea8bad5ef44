"""How the record tells of documents that were attached to findings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("finding.mentioned")
def _mentioned(facts: Facts) -> str:
    told = _("附上%(kind)s《%(title)s》") % facts
    if facts["printed_no"]:
        told += _("（文中序号 %s）") % facts["printed_no"]
    if facts["status"]:
        told += _("，文中称%s") % facts["status"]
    return told + _("。办理阶段不变。")


@sentence("finding.mention_taken_back")
def _taken_back(facts: Facts) -> str:
    return _("取消附上的《%(title)s》：%(reason)s。") % facts
