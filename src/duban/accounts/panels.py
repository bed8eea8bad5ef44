"""Who works for a body, on its page; and names of people that the directory waits to be told of."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import NamedPerson
from duban.accounts.permissions import may
from duban.organizations.models import Body
from duban.organizations.panels import Panel, Question, Row, asks, panel
from duban.organizations.queries import in_force


@panel
def people(body: Body, request: HttpRequest) -> Panel:
    held = body.memberships.filter(in_force(timezone.localdate()), person__is_active=True)
    opens = may(request.user, "see_people")
    rows = tuple(
        Row(
            row.person.display_name,
            f"{row.get_role_display()} {row.post}".strip(),
            reverse("accounts:person", args=[row.person_id]) if opens else "",
        )
        for row in held.select_related("person").order_by("role", "person__display_name")
    )
    return Panel(_("人员"), rows, _("还没有人为这个单位担任角色。"))


@asks
def names(request: HttpRequest) -> Question | None:
    if not may(request.user, "answer_name"):
        return None
    waiting = NamedPerson.objects.filter(answered_at__isnull=True).count()
    if not waiting:
        return None
    sentence = _("文件中有%(n)d个人名待核对账号。") % {"n": waiting}
    return Question(sentence, reverse("accounts:names"))
