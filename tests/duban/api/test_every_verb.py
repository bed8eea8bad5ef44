"""Whatever the pages can do the interface can: each verb of each room has an operation, or a reason why it has none."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

import duban
from duban.api.house import ROOMS
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.verbs import VERBS

#: A verb names who acts by one of these.
_WHO = frozenset({"actor", "person", "by"})

_INSIDE = "a part of other verbs, never taken by itself"
_DOOR = "the door: who comes in by a token does not pass it"
_PROOF = "what proves a person is changed by herself, where she shows it; a token must not outlast it"
_AGAIN = "the pages' form of what an idempotency key does here"
_ASKED = "a question of the import's page, kept with its draft; a program sends the words of the directory"
_PAGES = "a page of the import; here one request brings table and answers"

#: Verbs without an operation, and why.
WITHOUT: dict[str, str] = {
    "accounts.actions.common.demand_another": _INSIDE,
    "accounts.actions.common.locked": _INSIDE,
    "accounts.actions.common.tell": _INSIDE,
    "accounts.actions.credentials.begin_second_factor": _PROOF,
    "accounts.actions.credentials.change_password": _PROOF,
    "accounts.actions.credentials.check_second_factor": _PROOF,
    "accounts.actions.credentials.confirm_second_factor": _PROOF,
    "accounts.actions.credentials.expire_password": _DOOR,
    "accounts.actions.credentials.leave_second_factor": _PROOF,
    "accounts.actions.credentials.new_recovery_codes": _PROOF,
    "accounts.actions.deputies.tell_ended": _INSIDE,
    "accounts.actions.deputies.tell_named": _INSIDE,
    "accounts.actions.naming.settle": _INSIDE,
    "accounts.actions.people.add_person": "first administrators and the demo city, on the command line",
    "accounts.actions.people.request_accounts": "taken by the import of accounts",
    "accounts.actions.signing.came_in": _DOOR,
    "accounts.actions.signing.went_out": _DOOR,
    "api.actions.make_token": "a token makes no token: she applies where she has signed in herself",
    "intake.actions.accepting.hold": _AGAIN,
    "intake.actions.changing.change": _INSIDE,
    "intake.actions.changing.check_fresh": _INSIDE,
    "intake.actions.changing.check_open": _INSIDE,
    "intake.actions.changing.hand_of": _INSIDE,
    "intake.actions.changing.record": _INSIDE,
    "intake.actions.changing.write": _INSIDE,
    "intake.actions.receiving.check_limits": _INSIDE,
    "intake.actions.undoing.last_act": _INSIDE,
    "journal.actions.erase": "no page does it either: where the law demands it, by hand",
    "journal.actions.record": _INSIDE,
    "journal.actions.record_all": _INSIDE,
    "journal.actions.record_read": _INSIDE,
    "ledger.actions.register_plan": "taken by the acceptance of a set of documents",
    "ledger.actions.revise_plan": "taken by the acceptance of a revised plan",
    "ledger.actions.supplement_plan": "taken by the acceptance of a set of documents",
    "ledger.exporting.telling.fetched": _INSIDE,
    "ledger.exporting.telling.taken": _INSIDE,
    "ledger.importing.answering.answer": _ASKED,
    "ledger.importing.answering.ask_again": _ASKED,
    "ledger.importing.drafting.match": _PAGES,
    "ledger.importing.drafting.receive": _PAGES,
    "ledger.mentioning.attach": "taken by the meeting of a notice with the findings",
    "ledger.mentioning.take_back": "taken by the meeting of a notice with the findings",
    "ledger.naming.introduce": "beside a form of a page; here a unit is entered (/bodies) before it is charged",
    "ledger.taking.take_once": _AGAIN,
    "ledger.verbs.bulk.choose": "what a page keeps between choosing rows and acting on them",
    "ledger.verbs.bulk.open_run": "the pages' way to go through many rows; here one request names them all",
    "organizations.actions.answering.remember": _INSIDE,
    "organizations.actions.changing.tell": _INSIDE,
    "organizations.actions.listing.add_bodies": "taken by the import of the directory",
    "organizations.actions.listing.ensure_bodies": _INSIDE,
}


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not {"migrations", "management", "demo"} & set(found.name.split(".")):
            yield import_module(found.name)


def _verbs() -> dict[str, FunctionType]:
    """Public functions that say who acts, in the modules of verbs or in one transaction."""
    found = {}
    for module in _modules(duban):
        for name, function in vars(module).items():
            if _is_verb(module, name, function):
                found[f"{module.__name__.removeprefix('duban.')}.{name}"] = inspect.unwrap(function)
    return found


def _is_verb(module: ModuleType, name: str, function: Any) -> bool:
    if not isinstance(function, FunctionType) or name.startswith("_"):
        return False
    within = inspect.unwrap(function)
    acts = _WHO & set(inspect.signature(within).parameters)
    whole = within is not function or ".actions" in module.__name__
    return bool(acts) and whole and function.__module__ == module.__name__


def _called() -> set[FunctionType]:
    """What the modules of operations name, through whatever module they name it, and the verbs of the registries, each
    of which has an operation (``test_description``)."""
    found: list[Any] = []
    for name in {name for _title, names in ROOMS for name in names}:
        module = import_module(f"duban.api.routes.{name}")
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Name | ast.Attribute):
                found.append(_meant(node, module))
    found += [verb.act for verb in (*VERBS.values(), *PLAN_VERBS.values())]
    return {inspect.unwrap(each) for each in found if isinstance(each, FunctionType)}


def _meant(node: ast.expr, module: ModuleType) -> Any:
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    inner = _meant(node.value, module) if isinstance(node, ast.Attribute) else None
    return getattr(inner, node.attr, None) if isinstance(inner, ModuleType) else None  # type: ignore[attr-defined]


def test_every_verb_has_an_operation_or_a_reason() -> None:
    verbs, called = _verbs(), _called()
    assert len(verbs) > 100
    without = {name for name, function in verbs.items() if function not in called}
    assert without - set(WITHOUT) == set(), "verbs that the interface cannot take"
    assert set(WITHOUT) - without == set(), "reasons for verbs that have an operation, or are none"
