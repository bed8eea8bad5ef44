"""What went wrong is put right by a further step: a step is withdrawn, a clerk's typing error corrected on record."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from duban.accounts.models import Person
from duban.ledger import correcting, leaving, undoing
from duban.ledger.models import Erratum, Step
from duban.ledger.stepping import begin
from duban.ledger.verbs.registry import Said, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawStep(Said):
    step: int | None = field(default=None, metadata={"label": _("撤回哪一步"), "hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Said):
    what: str = field(
        default="",
        metadata={"label": _("更正哪一处"), "words_of": correcting.present, "fills": "after"},
    )
    after: str = field(
        default="",
        metadata={
            "label": _("更正为"),
            "long": True,
            "help": _("写出更正后的全部内容，不是只写改动的字。"),
        },
    )


@verb("withdraw_step", WithdrawStep)
def withdraw_step(number: str, said: WithdrawStep, actor: Person) -> Step:
    """撤回步骤: the last step is taken back by a step; what was recorded stays recorded."""
    leaving.hold_former(number, actor)
    act = begin(number, "withdraw_step", actor, seen=said.seen, reason=said.reason)
    last = undoing.last_step(act, said.step)
    undoing.may_withdraw(act, last)
    undoing.nothing_built(act, last)
    facts = {"verb": last.verb, "step": last.ordinal, "by": last.by.display_name}
    undoing.take_back(act, last)
    step = act.done(facts, said.reason, back=last)
    undoing.void_filing(last, step)
    return step


@verb("correct", Correct)
def correct(number: str, said: Correct, actor: Person) -> Step:
    """更正笔误: one value, with what stood there before; never what the plan promised, unless its own words show it."""
    act = begin(number, "correct", actor, seen=said.seen, reason=said.reason)
    value = correcting.find(act, said.what)
    after = correcting.checked(act, value, said.after)
    correcting.put(act, value, after)
    Erratum.objects.create(
        finding=act.finding,
        field=value.name,
        before=value.text,
        after=after,
        reason=said.reason.strip(),
        by=act.actor,
        at=act.now,
    )
    facts = {"field": value.name, "label": value.label, "before": value.text, "after": after}
    return act.done(facts, said.reason)
