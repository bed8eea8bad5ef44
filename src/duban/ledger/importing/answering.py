"""What a clerk answers about a table: who a name is, and what its words about the progress mean. Kept at once, for every
later table, whether this one is imported or not."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing.remembering import forget_unit, remember
from duban.ledger.lifecycle import Stage
from duban.ledger.models import ImportDraft
from duban.ledger.models.imports import TableWord
from duban.ledger.naming import is_choice, settle
from duban.organizations.errors import Refused as DirectoryRefused
from duban.organizations.queries import match, match_all

#: What a name in a table may be besides a unit: none.
NO_UNIT = "none"


@transaction.atomic
def answer(draft: ImportDraft, names: Mapping[str, str], stages: Mapping[str, str], actor: Person) -> None:
    """``names``: by name, the answer, or the name of another unit of the directory; ``stages``: by key, a stage or nothing."""
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以回答导入中的问题，没有改动任何内容。"))
    _answerable(names, stages)
    draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    known = match_all(names)
    try:
        for name, said in names.items():
            if known[name.strip()] is None:
                _who(name.strip(), said, actor)
    except DirectoryRefused as refusal:
        raise Refused(*refusal.reasons, _("没有记下任何回答。")) from refusal
    for key, stage in stages.items():
        draft.stages[key] = stage
        if not key.startswith("~"):
            remember(TableWord.STAGE, key, stage, actor)
    draft.save(update_fields=["stages"])


def _answerable(names: Mapping[str, str], stages: Mapping[str, str]) -> None:
    reasons = [
        _("请说明“%s”是哪个单位。") % name for name, said in names.items() if not said or not name.strip()
    ]
    reasons += [
        _("名录里没有“%(said)s”，请从名录里选，或回答“%(name)s”是新单位。") % {"said": said, "name": name}
        for name, said in names.items()
        if said and not _is_choice(said) and match(said) is None
    ]
    if any(stage and stage not in Stage.values for stage in stages.values()):
        reasons.append(_("所处阶段没有完整传到，请刷新后重新选择。"))
    if reasons:
        raise Refused(*reasons, _("没有记下任何回答。"))


def _is_choice(said: str) -> bool:
    return said == NO_UNIT or is_choice(said)


def _who(name: str, said: str, actor: Person) -> None:
    if said == NO_UNIT:
        remember(TableWord.UNIT, name, "", actor)
    else:
        settle(name, said, actor)


@transaction.atomic
def ask_again(name: str, actor: Person) -> None:
    """A name that was said to be no unit is one after all."""
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以回答导入中的问题，没有改动任何内容。"))
    forget_unit(name)
