from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("person.added")
def _added(facts: Facts) -> str:
    return _("建立账号“%(username)s”。") % facts


@sentence("person.role_given")
def _role_given(facts: Facts) -> str:
    return _("授予“%(body)s”的“%(role)s”角色。") % facts
