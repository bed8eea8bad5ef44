"""What the record says of itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("journal.read")
def _read(facts: Facts) -> str:
    return _("查阅受保护内容“%(what)s”，事由：%(reason)s。") % facts


@sentence("journal.erased")
def _erased(facts: Facts) -> str:
    return _("按规定清除第%(sequence)s条记录的内容，校验值保留，理由：%(reason)s。") % facts
