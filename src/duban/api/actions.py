"""The verbs on tokens: she makes and takes back her own; the security administrator may take back anybody's."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.errors import NotAllowed, Refused
from duban.accounts.models import Person
from duban.accounts.permissions import may
from duban.api.models import Scope, Token
from duban.api.tokens import draw
from duban.journal.actions import record
from duban.journal.wording import kept
from duban.rulebook import queries as rulebook

#: Of one person at one time; who needs more has lost sight of them.
MOST = 20


@transaction.atomic
def make_token(person: Person, name: str, scope: Scope) -> tuple[Token, str]:
    """A token of her own; the text that comes with it is shown once."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    name = name.replace("\x00", "").strip()
    if not name or len(name) > 60:
        raise Refused(_("请给令牌取一个60字以内的名称，写明给哪个程序使用。"))
    now = timezone.now()
    standing = Token.objects.filter(person=held, revoked_at=None, expires_at__gt=now)
    if standing.filter(name=name).exists():
        raise Refused(_("已有名为“%s”的有效令牌，请换一个名称，或先撤销原来的。") % name)
    if standing.count() >= MOST:
        raise Refused(_("有效的令牌已有%s个，请先撤销不再使用的。") % MOST)
    days = int(rulebook.rule("token_days", on=timezone.localdate(now)).value)
    drawn = draw()
    token = Token.objects.create(
        person=held,
        name=name,
        scope=scope,
        handle=drawn.handle,
        digest=drawn.digest,
        epoch=held.session_epoch,
        expires_at=now + timedelta(days=days),
    )
    facts = {"name": name, "scope": kept(scope.label), "days": days, "handle": drawn.handle}
    record(("person", str(held.pk)), "token.made", person, facts)
    return token, drawn.shown


@transaction.atomic
def revoke_token(token: Token, actor: Person, reason: str = "") -> Token:
    """From now on it does not work. Somebody else's needs the security administrator and a reason."""
    own = token.person_id == actor.pk
    if not own and not may(actor, "revoke_token"):
        raise NotAllowed(_("他人的令牌只能由安全管理员撤销，没有改动。"))
    reason = reason.replace("\x00", "").strip()
    if not own and not reason:
        raise Refused(_("请写明撤销他人令牌的理由，理由会记入这个账号的记录。"))
    held = Token.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    if held.revoked_at is not None:
        raise Refused(_("令牌“%s”已经撤销。") % held.name)
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    facts = {"name": held.name, "reason": reason, "handle": held.handle}
    record(("person", str(held.person_id)), "token.revoked", actor, facts)
    return held
