"""How the steps of the life cycle read in the record. A step with facts worth telling has a sentence of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal import names
from duban.journal.sentences import Facts, known, sentence
from duban.ledger.lifecycle import MOVES, Move, Stage


@sentence("finding.assign")
def _assign(facts: Facts) -> str:
    units = _("、").join(facts["units"])
    return _("交办给%s编制方案。") % units if units else _("交办，进入方案编制。")


def _plain(step: Move) -> None:
    """Steps without a sentence of their own say their name, where they led and why."""

    @sentence(f"finding.{step.verb}")
    def tell(facts: Facts) -> str:
        told = str(step.name)
        if facts.get("start") != facts.get("end"):
            told += _("，由“%(start)s”转为“%(end)s”") % {
                "start": Stage(facts["start"]).label,
                "end": Stage(facts["end"]).label,
            }
        return told + (_("。理由：%s") % facts["reason"] if facts.get("reason") else _("。"))


for _step in MOVES:
    names.VERBS.setdefault(f"finding.{_step.verb}", _step.name)
    if not known(f"finding.{_step.verb}"):
        _plain(_step)
