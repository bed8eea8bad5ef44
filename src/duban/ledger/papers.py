"""Papers of requests: what is put to them when they are asked for and decided, and who may open it.

Whoever sees the finding sees its requests, and may download what belongs to them; nobody else learns of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import Someone, roles_of
from duban.files.attaching import NotAttached, attach
from duban.files.models import Document
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import Finding, Request
from duban.ledger.moves import move

#: Verbs to which a file may be put.
_VERBS = ("ask_change", "ask_standing", "approve_change", "approve_standing")


def hand_in(actor: Person, name: str, size: int, chunks: Iterable[bytes]) -> Document:
    """Keep a file of hers, to be named in what she asks for or decides next."""
    wanted = frozenset(role for verb in _VERBS for role in move(verb).roles)
    if not roles_of(actor) & wanted:
        raise NotAllowed(_("附件由申请或审批的人提交，没有保存。"))
    try:
        return attach(actor, name, size, chunks)
    except NotAttached as refused:
        raise Refused(str(refused)) from None


def named(said: str, actor: Person) -> Document | None:
    """The file that is meant: one that she handed in herself, or, for the office, one of the files room."""
    if not said.strip():
        return None
    found = its_own(said, actor) or _of_the_room(said, actor)
    if found is None:
        raise Refused(_("所附的文件不在文件库中，或者不是您提交的。请重新选择文件，没有任何改动。"))
    return found


def its_own(said: str, actor: Someone) -> Document | None:
    uuid = _uuid(said)
    if uuid is None:
        return None
    return Document.objects.filter(uuid=uuid, created_by=actor.pk).defer("text", "blocks").first()


def _of_the_room(said: str, actor: Person) -> Document | None:
    uuid = _uuid(said)
    return Document.objects.visible_to(actor).filter(uuid=uuid).first() if uuid else None


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said.strip())
    except ValueError:
        return None


def of_request(person: Someone, number: str, pk: int, *, decision: bool) -> Document | None:
    """The paper of a request on a finding that she may see."""
    seen = Finding.objects.visible_to(person).filter(number=number)
    rows = Request.objects.filter(pk=pk, finding__in=seen)
    row = rows.select_related("document__stored_file", "decision_document__stored_file").first()
    if row is None:
        return None
    return row.decision_document if decision else row.document
