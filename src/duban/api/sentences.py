"""The sentences of what happens to tokens, and of what is done by them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("token.made")
def _made(facts: Facts) -> str:
    return _("申领接口令牌“%(name)s”（%(scope)s），有效期%(days)s日。") % facts


@sentence("token.revoked")
def _revoked(facts: Facts) -> str:
    said = _("撤销接口令牌“%(name)s”") % facts
    return said + (_("，理由：%(reason)s") % facts if facts["reason"] else _("。"))


@sentence("token.used")
def _used(facts: Facts) -> str:
    return _("经接口办理：%(what)s（%(method)s %(path)s）。") % facts
