"""How imports and taking over read in the record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence
from duban.ledger.lifecycle import Stage


@sentence("finding.take_over")
def _taken_over(facts: Facts) -> str:
    told = _("接管《%(table)s》第%(row)s行：接管时处于“%(stage)s”") % {
        "table": facts["table"],
        "row": facts["row"],
        "stage": Stage(facts["stage"]).label,
    }
    named = {
        "old_number": _("原编号%s"),
        "registered_on": _("%s登记"),
        "finished_on": _("%s完成"),
        "accepted_on": _("%s验收"),
        "closed_on": _("%s销号"),
        "closing_no": _("销号文号%s"),
    }
    parts = [words % facts[name] for name, words in named.items() if facts.get(name)]
    told += "".join(_("，") + part for part in parts)
    return str(told + _("。证明：%s") % facts["attestation"])
