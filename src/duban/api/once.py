"""A change happens once: under a key that its caller chose, asking again gives the answer again.

Key, change, answer and the line in the record are one transaction. Where two come at once with the same key, the second
waits for the first at the key's row and then gets its answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duban.api.models import Answer, Token
from duban.api.problems import problem
from duban.journal.actions import acting_through, record

HEADER = "Idempotency-Key"
#: Longer answers are not kept for another time; what was done is told in their place.
_KEPT = 2_000_000

Run = Callable[..., HttpResponse]


class KeyProblem(Exception):
    """The key cannot be used; carries the answer."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


def once(what: str) -> Callable[[Run], Run]:
    """Around the operation of a change: one transaction with its key, its answer and its line in the record."""

    def around(run: Run) -> Run:
        @wraps(run)
        def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
            # Read to its end before the transaction: nobody waits for a slow sender.
            mark = fingerprint(request)
            try:
                with transaction.atomic():
                    return _inside(run, request, given, what, mark)
            except KeyProblem as wrong:
                return wrong.answer

        return guarded

    return around


def _inside(run: Run, request: HttpRequest, given: dict[str, Any], what: str, mark: str) -> HttpResponse:
    token = cast("Token", request.token)  # type: ignore[attr-defined]
    kept = _held(token, request, mark)
    if kept is not None and kept.status:
        return _again(kept)
    with acting_through(token.name):
        response = run(request, **given)
        if response.status_code >= 400:
            # The operation has turned its exception into an answer; what it wrote before goes all the same.
            transaction.set_rollback(True)
            return response
        facts = {"name": token.name, "what": what, "method": request.method, "path": request.path[:300]}
        record(("token", str(token.pk)), "token.used", token.person, facts)
    if kept is not None:
        _keep(kept, response, getattr(request, "answers_secret", False))
    return response


def _held(token: Token, request: HttpRequest, mark: str) -> Answer | None:
    """The row of the key, ours until the transaction ends; None where no key was given."""
    key = request.headers.get(HEADER, "")
    if not key:
        return None
    if len(key) > 200 or not key.isascii() or not key.isprintable():
        sentence = _("Idempotency-Key 应为200个以内的可见 ASCII 字符，没有任何改动。")
        raise KeyProblem(problem(422, "bad_key", sentence, fields={HEADER: [sentence]}))
    row, _made = Answer.objects.get_or_create(token=token, key=key, defaults={"fingerprint": mark})
    if row.fingerprint != mark:
        sentence = _("这个 Idempotency-Key 已用于另一个请求，没有任何改动；不同的请求请用不同的键。")
        raise KeyProblem(problem(409, "key_taken", sentence))
    return row


def _again(kept: Answer) -> HttpResponse:
    if kept.is_secret:
        sentence = _("这个请求已经办理过；口令只在第一次的回答中给出，不再显示。")
        return problem(409, "done_before", sentence)
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    response["Idempotency-Replayed"] = "true"
    return response


def _keep(kept: Answer, response: HttpResponse, is_secret: bool) -> None:
    body = "" if is_secret or response.streaming else response.content.decode()
    kept.is_secret = is_secret or len(body) > _KEPT
    kept.status, kept.body = response.status_code, "" if kept.is_secret else body
    kept.content_type = response.headers.get("Content-Type", "")[:120]
    kept.save(update_fields=["status", "body", "content_type", "is_secret"])


def fingerprint(request: HttpRequest) -> str:
    """Of what is asked: method, address and body. A form with files counts by what it holds, not by how it was cut."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    if (request.content_type or "").startswith("multipart/"):
        for name, values in sorted(request.POST.lists()):
            digest.update(repr((name, values)).encode("utf-8", "replace"))
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(repr((name, file.name, file.size)).encode("utf-8", "replace"))
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
