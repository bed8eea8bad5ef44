"""What is wrong with the record, as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.journal.verification import Break

_REASONS = {
    "altered": gettext_lazy("内容或次序被改动"),
    "payload": gettext_lazy("事项内容被改动"),
    "missing": gettext_lazy("缺失"),
    "inserted": gettext_lazy("为后来插入"),
    "head": gettext_lazy("与链尾不符"),
    "place": gettext_lazy("与日封所记不符"),
    "erased": gettext_lazy("内容被清除而没有清除记录"),
    "daily": gettext_lazy("日封与记录不符或前后不连续"),
    "exported": gettext_lazy("日封与另存的文件不符"),
    "orphan": gettext_lazy("有记录不属于任何对象，对象的记录链已被删除"),
    "guard": gettext_lazy("防改动的触发器缺失，运行 duban migrate 可恢复"),
}


def told(found: Break) -> str:
    kind, key = found.stream
    reason = _REASONS[found.reason]
    if found.sequence == 0:
        return _("%(kind)s %(key)s：%(reason)s。") % {"kind": kind, "key": key, "reason": reason}
    facts = {"stream": f"{kind}/{key}", "sequence": found.sequence, "reason": reason}
    return _("%(stream)s 第%(sequence)s条：%(reason)s。") % facts
