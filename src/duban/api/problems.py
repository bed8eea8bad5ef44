"""What is answered when something cannot be done: one shape, and a full sentence that a person can be shown."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as BadInput
from pydantic import Field

from duban.api.wording import told
from duban.intake.actions import Conflict, NotPossible
from duban.intake.actions.changing import PlanStands
from duban.ledger import errors as ledger
from duban.organizations import errors as organizations
from duban.organizations.sheets import NoTable
from duban.rulebook.errors import RuleRefused

logger = logging.getLogger("duban.api")

#: Every operation may answer with these.
STATUSES = frozenset({400, 401, 403, 404, 409, 413, 422, 429})


class Missing(Schema):
    """缺少的一项。"""

    what: str = Field("", description="缺什么，供程序判断")
    sentence: str = Field(description="完整的一句话")
    who: str = Field("", description="谁能补上")


class Problem(Schema):
    """没有办成。sentence 是可以直接给人看的完整句子。"""

    code: str = Field(description="问题的代码，供程序判断")
    sentence: str = Field(description="完整的一句话：发生了什么、保留了什么、该怎么办")
    missing: list[Missing] = Field(default_factory=list, description="还缺什么，逐条列出")
    fields: dict[str, list[str]] = Field(default_factory=dict, description="哪个字段不对、怎么不对")


class Stop(Exception):
    """A route stops with this problem."""

    def __init__(self, status: int, code: str, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence, self.more = status, code, sentence, more


def problem(
    status: int,
    code: str,
    sentence: str,
    missing: Iterable[Mapping[str, str]] = (),
    fields: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    told = {"code": code, "sentence": sentence, "missing": list(missing), "fields": dict(fields or {})}
    dumps = {"ensure_ascii": False}
    return JsonResponse(told, status=status, headers=dict(headers or {}), json_dumps_params=dumps)


def not_found() -> HttpResponse:
    return problem(404, "not_found", _("没有找到，或者不在您的权限范围内。"))


def answer_problems(api: NinjaAPI) -> None:
    """From the exceptions of the house to answers. Whatever comes unforeseen is logged and told as ours."""
    for kind, answer in _ANSWERS.items():
        api.add_exception_handler(kind, answer)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, "refused", " ".join(error.reasons), missing=_listed(error.reasons))


def _listed(sentences: Iterable[str]) -> list[dict[str, str]]:
    return [{"what": "", "sentence": sentence, "who": ""} for sentence in sentences]


def _gate_shut(_request: HttpRequest, error: ledger.GateShut) -> HttpResponse:
    gaps = [{"what": gap.what, "sentence": gap.sentence, "who": gap.who} for gap in error.gaps]
    return problem(422, "something_missing", " ".join(error.reasons), missing=gaps)


def _out_of_step(_request: HttpRequest, error: ledger.OutOfStep) -> HttpResponse:
    return problem(409, "out_of_step", " ".join(error.reasons))


def _not_allowed(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, "not_allowed", " ".join(error.reasons))


def _sentence(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(422, "refused", str(error), missing=_listed([str(error)]))


def _plan_stands(_request: HttpRequest, error: PlanStands) -> HttpResponse:
    """The set is a revision of this plan: it is to be compared with it."""
    missing = [{"what": f"plan.{error.plan}", "sentence": str(error), "who": ""}]
    return problem(409, "plan_stands", str(error), missing=missing)


def _conflict(_request: HttpRequest, error: Conflict) -> HttpResponse:
    facts = {"name": error.by, "version": error.item.version}
    sentence = _("“%(name)s”刚刚改过同一处，没有覆盖；请读取第%(version)s版后再改。") % facts
    return problem(409, "changed_meanwhile", sentence)


def _stop(_request: HttpRequest, error: Stop) -> HttpResponse:
    return problem(error.status, error.code, error.sentence, **error.more)


def _bad_input(_request: HttpRequest, error: BadInput) -> HttpResponse:
    fields = told(error.errors)
    sentence = _("填写的内容有%s处不符合要求，没有任何改动；请按 fields 逐处改正。") % len(fields)
    return problem(422, "bad_input", sentence, fields=fields)


def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:
        sentence = _("请求的正文不是可以读取的 JSON（UTF-8，无空字符，嵌套不过深），没有任何改动。")
        return problem(400, "unreadable", sentence)
    if error.status_code == 401:
        return unauthorized()
    return problem(error.status_code, "refused", str(error))


def unauthorized(sentence: str = "") -> HttpResponse:
    said = sentence or _("请在请求头写明 Authorization: Bearer 和您的接口令牌。")
    return problem(401, "no_token", said, headers={"WWW-Authenticate": "Bearer"})


def _gone(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return not_found()


def _forbidden(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, "not_allowed", str(error) or _("您的角色不能使用这一项；没有任何改动。"))


def _too_big(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(413, "too_large", _("请求的正文太大，没有任何改动；请分几次提交。"))


def _odd(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(400, "unreadable", _("请求不完整或不能读取，没有任何改动；请按接口说明检查后重试。"))


def _clash(_request: HttpRequest, _error: Exception) -> HttpResponse:
    sentence = _("同一时刻已有人办理了同一件事，这次没有任何改动；请读取最新内容后再试。")
    return problem(409, "changed_meanwhile", sentence)


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("%s %s failed", request.method, request.path, exc_info=error)
    sentence = _("办理时发生意外，没有任何改动；请稍后重试，仍不成功请联系系统管理员。")
    return problem(500, "unforeseen", sentence)


_ANSWERS: dict[type[Exception], Any] = {
    ledger.Unseen: _gone,
    ledger.OutOfStep: _out_of_step,
    ledger.GateShut: _gate_shut,
    ledger.NotAllowed: _not_allowed,
    ledger.Refused: _refused,
    organizations.NotAllowed: _not_allowed,
    organizations.Refused: _refused,
    RuleRefused: _sentence,
    PlanStands: _plan_stands,
    NotPossible: _sentence,
    NoTable: _sentence,
    Conflict: _conflict,
    Stop: _stop,
    BadInput: _bad_input,
    HttpError: _unreadable,
    Http404: _gone,
    ObjectDoesNotExist: _gone,
    PermissionDenied: _forbidden,
    RequestDataTooBig: _too_big,
    # A form came where JSON is asked for, and was read as one.
    RawPostDataException: _odd,
    SuspiciousOperation: _odd,
    DataError: _odd,
    IntegrityError: _clash,
    Exception: _unforeseen,
}
