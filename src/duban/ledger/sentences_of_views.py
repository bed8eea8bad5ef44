"""How the record of saved views reads."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("view.saved")
def _saved(facts: Facts) -> str:
    if facts["shared"]:
        return _("保存共用视图“%(name)s”。") % facts
    return _("保存自己的视图“%(name)s”。") % facts


@sentence("view.removed")
def _removed(facts: Facts) -> str:
    return _("删除视图“%(name)s”。") % facts
