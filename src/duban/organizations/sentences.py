from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("body.created")
def _created(facts: Facts) -> str:
    return _("文件中出现的单位“%(name)s”列入组织名录，待核对。") % facts


@sentence("body.added")
def _added(facts: Facts) -> str:
    return _("单位“%(name)s”列入组织名录。") % facts
