"""From the registered problem to work under a plan that is on file (T2 to T5)."""

from __future__ import annotations

from duban.accounts.models import Person
from duban.ledger.models import Step
from duban.ledger.stepping import begin
from duban.ledger.verbs.registry import Said, verb


@verb("assign", in_bulk=True)
def assign(number: str, said: Said, actor: Person) -> Step:
    """交办: hand the problem to those who are charged with it, to write the plan."""
    act = begin(number, "assign", actor, seen=said.seen, reason=said.reason)
    act.demand()
    units = [row.printed for row in act.charges if row.role in {"lead", "main"}]
    return act.done({"units": units}, said.reason)
