"""Which room is open to whom, written from the roles of the field: each address with an object that is there, one that
never was, and who may open it. Everything that is nobody's own and not named here is a mistake of this table."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.duban.rights.people import Someone
from tests.duban.rights.table import (
    ADMINISTRATORS,
    AUDIT,
    CLERK,
    HEAD,
    PETITION,
    READER,
    SECURITY,
    SYSTEM,
)

Opens = Callable[[Someone], bool]
OFFICE = (HEAD, CLERK)
NOBODY = 2**31 - 1
NEVER = uuid.UUID(int=1)


def of_roles(*roles: str) -> Opens:
    return lambda who: any(role in roles for role, _relation in who.counts_as)


def everybody(_who: Someone) -> bool:
    return True


def with_a_role(who: Someone) -> bool:
    return bool(who.counts_as)


def sees_it(who: Someone) -> bool:
    return who.sees()


def nobody(_who: Someone) -> bool:
    return False


office = of_roles(*OFFICE)
#: Who complained is for those who handle complaints, not for whoever is charged with the problem.
protected = of_roles(HEAD, CLERK, PETITION)
directory = of_roles(HEAD, CLERK, SYSTEM)
accounts = of_roles(*ADMINISTRATORS)
rules = of_roles(HEAD, CLERK, SECURITY, AUDIT)
record = of_roles(HEAD, AUDIT)
security = of_roles(SECURITY)
#: Nobody who sees the whole ledger misses a meeting or a plan of it.
everything = of_roles(HEAD, CLERK, READER)


@dataclass(frozen=True, slots=True)
class Room:
    opens: Opens
    #: What is there, by the names that the house of the test gives; what never was.
    there: Mapping[str, str] = field(default_factory=dict)
    never: Mapping[str, Any] = field(default_factory=dict)
    methods: tuple[str, ...] = ("get", "post")


def _one(opens: Opens, key: str, what: str, never: object = NOBODY, **more: Any) -> Room:
    return Room(opens, {key: what}, {key: never}, **more)


GET, POST = ("get",), ("post",)

ROOMS: dict[str, Room] = {
    "pages:home": Room(everybody, methods=GET),
    "accounts:me": Room(everybody, methods=GET),
    "accounts:names": Room(office, methods=GET),
    "accounts:answer_name": _one(office, "pk", "name", methods=POST),
    "accounts:withdraw_name": _one(office, "pk", "name", methods=POST),
    "accounts:end_deputy": _one(nobody, "pk", "deputy", methods=POST),
    "accounts:end_leave": _one(nobody, "pk", "leave", methods=POST),
    "accounts:people": Room(accounts, methods=GET),
    "accounts:new_person": Room(of_roles(SYSTEM)),
    "accounts:import": Room(of_roles(SYSTEM)),
    "accounts:take_over": Room(of_roles(SYSTEM), methods=POST),
    "accounts:import_template": Room(of_roles(SYSTEM), methods=GET),
    "accounts:person": _one(accounts, "pk", "person", methods=GET),
    "accounts:reset_password": _one(of_roles(SYSTEM), "pk", "person", methods=POST),
    "accounts:end_deputy_of": Room(
        security, {"pk": "person", "deputy": "deputy"}, {"pk": NOBODY, "deputy": NOBODY}, methods=POST
    ),
    "accounts:end_leave_of": Room(
        security, {"pk": "away", "leave": "leave"}, {"pk": NOBODY, "leave": NOBODY}, methods=POST
    ),
    "accounts:end_role": Room(
        security,
        {"pk": "person", "membership": "membership"},
        {"pk": NOBODY, "membership": NOBODY},
        methods=POST,
    ),
    "accounts:do": Room(
        accounts, {"pk": "person", "deed": "switch-off"}, {"pk": NOBODY, "deed": "switch-off"}, methods=POST
    ),
    "intake:list": Room(office, methods=GET),
    "intake:upload": Room(office),
    "intake:set": _one(office, "uuid", "set", NEVER, methods=GET),
    "intake:withdraw": _one(office, "uuid", "set", NEVER, methods=POST),
    "intake:progress": _one(office, "uuid", "set", NEVER, methods=GET),
    "intake:file_role": Room(
        office, {"uuid": "set", "file": "file"}, {"uuid": NEVER, "file": NOBODY}, methods=POST
    ),
    "intake:rejoin": _one(office, "uuid", "set", NEVER, methods=POST),
    "intake:review": _one(office, "uuid", "set", NEVER, methods=GET),
    "intake:document_pane": Room(
        office, {"uuid": "set", "document": "set_document"}, {"uuid": NEVER, "document": NEVER}, methods=GET
    ),
    "intake:item": Room(
        office, {"uuid": "set", "item": "item"}, {"uuid": NEVER, "item": NOBODY}, methods=GET
    ),
    "intake:item_act": Room(
        office, {"uuid": "set", "item": "item"}, {"uuid": NEVER, "item": NOBODY}, methods=POST
    ),
    "intake:set_act": _one(office, "uuid", "set", NEVER, methods=POST),
    "intake:presence": _one(office, "uuid", "set", NEVER, methods=GET),
    "intake:changes": _one(office, "uuid", "set", NEVER, methods=GET),
    "intake:accept": _one(office, "uuid", "set", NEVER),
    "intake:meet": _one(office, "uuid", "set", NEVER),
    "intake:take_back": Room(
        office, {"uuid": "set", "item": "item"}, {"uuid": NEVER, "item": NOBODY}, methods=POST
    ),
    "intake:compare": _one(office, "uuid", "set", NEVER),
    "files:document": _one(office, "document", "document", NEVER, methods=GET),
    "files:original": _one(office, "document", "document", NEVER, methods=GET),
    "ledger:list": Room(everybody, methods=GET),
    "ledger:totals": Room(everybody, methods=GET),
    "ledger:choices": Room(everybody, {"name": "body"}, {"name": "nothing"}, methods=GET),
    "ledger:meant": Room(everybody, methods=GET),
    "ledger:panel": _one(sees_it, "number", "number", "2099-9999", methods=GET),
    "ledger:view_remove": _one(nobody, "pk", "view", methods=POST),
    "ledger:bulk_choice": _one(nobody, "token", "run", NEVER, methods=GET),
    "ledger:bulk_run": _one(nobody, "token", "run", NEVER, methods=GET),
    "ledger:bulk_together": _one(nobody, "token", "run", NEVER, methods=GET),
    "ledger:wall": Room(everybody, methods=GET),
    "ledger:load": Room(everybody, methods=GET),
    "ledger:print": Room(everybody, methods=GET),
    "ledger:export": Room(everybody, {"kind": "all"}, {"kind": "nothing"}),
    "ledger:exports": Room(everybody, methods=GET),
    "ledger:export_page": _one(nobody, "uuid", "export", NEVER, methods=GET),
    "ledger:exports_progress": Room(everybody, methods=GET),
    "ledger:export_progress": _one(nobody, "uuid", "export", NEVER, methods=GET),
    "ledger:export_file": _one(nobody, "uuid", "export", NEVER, methods=GET),
    "ledger:export_remove": _one(nobody, "uuid", "export", NEVER, methods=POST),
    "ledger:import_new": Room(office),
    "ledger:import_table": Room(office, methods=GET),
    "ledger:import": _one(office, "pk", "draft", methods=GET),
    "ledger:import_progress": _one(office, "pk", "draft", methods=GET),
    "ledger:import_bad": _one(office, "pk", "draft", methods=GET),
    "ledger:import_columns": _one(office, "pk", "draft", methods=GET),
    "ledger:inspections": Room(everybody, methods=GET),
    "ledger:inspection": _one(sees_it, "pk", "inspection", methods=GET),
    "ledger:lifecycle": Room(everybody, methods=GET),
    "ledger:meetings": Room(everybody, methods=GET),
    "ledger:plan_list": Room(everybody, methods=GET),
    "ledger:new_meeting": Room(office),
    "ledger:meeting": _one(sees_it, "pk", "meeting", methods=GET),
    "ledger:special_plan": _one(sees_it, "pk", "special", methods=GET),
    "ledger:plans": _one(sees_it, "pk", "inspection", methods=GET),
    "ledger:take_verb": Room(
        office,
        {"verb": "begin_special_plan", "pk": "inspection"},
        {"verb": "begin_special_plan", "pk": NOBODY},
    ),
    "ledger:finding": _one(sees_it, "number", "number", "2099-9999", methods=GET),
    "ledger:step": Room(
        lambda who: who.may("coordinate"),
        {"number": "number", "verb": "coordinate"},
        {"number": "2099-9999", "verb": "coordinate"},
    ),
    "ledger:protected": Room(
        lambda who: sees_it(who) and protected(who),
        {"number": "number", "pk": "remark"},
        {"number": "2099-9999", "pk": NOBODY},
    ),
    "ledger:request_paper": Room(
        sees_it,
        {"number": "number", "pk": "letter", "which": "asked"},
        {"number": "2099-9999", "pk": NOBODY, "which": "asked"},
        methods=GET,
    ),
    "ledger:filings": _one(sees_it, "number", "number", "2099-9999", methods=GET),
    "organizations:tree": Room(with_a_role, methods=GET),
    "organizations:new_body": Room(directory),
    "organizations:body": _one(with_a_role, "pk", "body", methods=GET),
    "organizations:leave": Room(
        directory, {"pk": "group", "member": "member"}, {"pk": NOBODY, "member": NOBODY}, methods=POST
    ),
    "organizations:uncover": Room(
        directory, {"pk": "team", "area": "area"}, {"pk": NOBODY, "area": NOBODY}, methods=POST
    ),
    "organizations:do": Room(
        directory, {"pk": "body", "deed": "rename"}, {"pk": NOBODY, "deed": "rename"}, methods=POST
    ),
    "organizations:new_region": Room(directory),
    "organizations:region": _one(with_a_role, "pk", "region", methods=GET),
    "organizations:close_region": _one(directory, "pk", "region", methods=POST),
    "organizations:asked": Room(directory, methods=GET),
    "organizations:answer_new": _one(directory, "pk", "body", methods=POST),
    "organizations:answer_other": _one(directory, "pk", "body", methods=POST),
    "organizations:export": Room(with_a_role, methods=GET),
    "organizations:import": Room(directory),
    "organizations:take_over": Room(directory, methods=POST),
    "rulebook:rules": Room(rules, methods=GET),
    "rulebook:new_profile": Room(rules, methods=POST),
    "rulebook:this_year": Room(rules, methods=GET),
    "rulebook:year": Room(rules, {"number": "year"}, {"number": 1}, methods=GET),
    "rulebook:change_day": Room(rules, {"number": "year"}, {"number": 1}, methods=POST),
    "rulebook:import_year": Room(rules, {"number": "year"}, {"number": 1}, methods=POST),
    "rulebook:profile": _one(rules, "pk", "profile", methods=GET),
    "rulebook:rule": Room(
        rules, {"pk": "profile", "key": "near_days"}, {"pk": NOBODY, "key": "near_days"}, methods=GET
    ),
    "journal:record": Room(record, methods=GET),
    "journal:verify": Room(record, methods=POST),
    "journal:head": Room(record, {"day": "day"}, {"day": date(1999, 1, 1)}, methods=GET),
}

#: A person's own affairs and the door: nothing there is anybody else's, and each has tests of its own.
OF_ONES_OWN = {
    "accounts:sign_in", "accounts:second_step", "accounts:provider_begin", "accounts:provider_back",
    "accounts:sign_out", "accounts:change_password", "accounts:second_factor", "accounts:new_recovery_codes",
    "accounts:leave_second_factor", "accounts:name_deputy", "accounts:take_leave", "ledger:view_save", "ledger:bulk",
    "set_language",
}  # fmt: skip
