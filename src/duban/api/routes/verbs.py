"""The life cycle: its table, and one operation for each verb of the registry, for one finding and for many."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema
from pydantic import BaseModel, Field, TypeAdapter, create_model

from duban.accounts.models import Role
from duban.api.fields import Number
from duban.api.routes.common import changes, person_of, reads
from duban.api.saying import schema_of
from duban.api.shapes.common import Coded, option
from duban.ledger.errors import Refused, Unseen
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models import Step
from duban.ledger.moves import MOVES, Relation
from duban.ledger.stepping import together
from duban.ledger.verbs import VERBS, Verb

router = Router()
#: Findings of one request; more come in several.
MOST = 500


class WhoShape(Schema):
    role: Coded
    relation: Coded


class MoveShape(Schema):
    """生命周期表的一行。"""

    verb: str
    name: str
    start: list[str] = Field(description="可以从哪些阶段办理；登记类为空")
    end: str | None = Field(description="办理后到哪个阶段；为空表示阶段不变")
    standings: list[str] = Field(description="在册情况须是其中之一")
    who: list[WhoShape] = Field(description="哪些角色可以办理，与问题须是什么关系")
    needs: list[str] = Field(description="须先具备的条件")
    reason: bool = Field(description="是否须写明理由")
    is_return: bool
    station: str
    operation: str | None = Field(description="本接口中办理它的地址")


class LifeCycle(Schema):
    stages: list[Coded]
    standings: list[Coded]
    moves: list[MoveShape]


@reads(router, "/lifecycle", LifeCycle, "生命周期表")
def read_lifecycle(request: HttpRequest) -> Any:
    """阶段、在册情况和全部步骤：从哪里、谁、凭什么、到哪里。"""
    return {
        "stages": [option(stage) for stage in Stage],
        "standings": [option(standing) for standing in Standing],
        "moves": [_move(move) for move in MOVES],
    }


def _move(move: Any) -> dict[str, Any]:
    return {
        "verb": move.verb,
        "name": str(move.name),
        "start": [stage.value for stage in Stage if stage in move.start],
        "end": move.end.value if move.end else None,
        "standings": [standing.value for standing in Standing if standing in move.standings],
        "who": [
            {"role": option(Role(who.role)), "relation": option(Relation(who.relation))} for who in move.who
        ],
        "needs": list(move.needs),
        "reason": move.reason,
        "is_return": move.is_return,
        "station": str(move.station),
        "operation": f"/api/v1/findings/{{number}}/{move.verb}" if move.verb in VERBS else None,
    }


class Taken(Schema):
    """步骤已办。"""

    number: str
    verb: str
    start: str
    end: str
    step_count: int


class TakenRow(Schema):
    """一个问题的办理结果。"""

    number: str
    done: bool
    code: str = Field("", description="没有办成时的代码")
    sentence: str
    end: str = Field("", description="办成后所处的阶段")


class InBulk(Schema):
    done: int
    refused: int
    rows: list[TakenRow]


def _taken(step: Step, number: str) -> dict[str, Any]:
    return {
        "number": number,
        "verb": step.verb,
        "start": step.start,
        "end": step.end,
        "step_count": step.ordinal,
    }


def _on_one(verb: Verb, said: type[BaseModel], make: TypeAdapter[Any]) -> None:
    def operation(request: Any, number: Any, said: Any) -> Any:
        step = verb.act(number, make.validate_python(said.model_dump()), person_of(request))
        return _taken(step, number)

    operation.__annotations__ = {"request": HttpRequest, "number": Path[Number], "said": said}
    _put(operation, f"take_{verb.name}", f"/findings/{{number}}/{verb.name}", Taken, str(verb.title))


def _on_many(verb: Verb, said: type[BaseModel], make: TypeAdapter[Any]) -> None:
    def operation(request: Any, said: Any) -> Any:
        given = said.model_dump()
        numbers = dict.fromkeys(given.pop("numbers"))
        with together(len(numbers)):
            rows = [_attempt(request, verb, number, make.validate_python(given)) for number in numbers]
        done = sum(row["done"] for row in rows)
        return {"done": done, "refused": len(rows) - done, "rows": rows}

    operation.__annotations__ = {"request": HttpRequest, "said": _for_many(said)}
    title = f"{verb.title}（批量）"
    _put(operation, f"take_{verb.name}_in_bulk", f"/findings/bulk/{verb.name}", InBulk, title)


def _for_many(said: type[BaseModel]) -> type[BaseModel]:
    numbers = (list[Number], Field(min_length=1, max_length=MOST, description="台账编号，最多500个"))
    return create_model(f"{said.__name__}InBulk", __base__=said, numbers=numbers)


def _attempt(request: HttpRequest, verb: Verb, number: str, said: Any) -> dict[str, Any]:
    """One of many: what stands in the way of it does not hold up the others."""
    try:
        with transaction.atomic():
            step = verb.act(number, said, person_of(request))
    except (Unseen, ObjectDoesNotExist):
        sentence = _("没有找到，或者不在您的权限范围内。")
        return {"number": number, "done": False, "code": "not_found", "sentence": sentence}
    except Refused as refusal:
        return {"number": number, "done": False, "code": "refused", "sentence": " ".join(refusal.reasons)}
    facts = {"step": verb.title, "stage": Stage(step.end).label}
    sentence = _("已办理“%(step)s”，现处于“%(stage)s”。") % facts
    return {"number": number, "done": True, "sentence": sentence, "end": step.end}


def _put(operation: Any, name: str, path: str, answer: Any, title: str) -> None:
    operation.__name__ = name
    changes(router, path, answer, title)(operation)


for _verb in VERBS.values():
    _said = schema_of(_verb.inputs, f"{_verb.name.title().replace('_', '')}Said")
    _make: TypeAdapter[Any] = TypeAdapter(_verb.inputs)
    if _verb.in_bulk:
        _on_many(_verb, _said, _make)
    _on_one(_verb, _said, _make)
