"""What the stations have to say of a body, on its page."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from duban.ledger.models import Charge, Finding
from duban.ledger.models.charges import ChargeRole
from duban.organizations.models import Body
from duban.organizations.panels import Panel, Row, panel


@panel
def charges(body: Body, request: HttpRequest) -> Panel:
    """In how many findings it is charged, by role: of those that whoever asks may see."""
    seen = Finding.objects.visible_to(request.user)
    counted = (
        Charge.objects.filter(body=body, until__isnull=True, finding__in=seen)
        .values("role")
        .annotate(count=Count("finding", distinct=True))
        .order_by("role")
    )
    address = reverse("ledger:list")
    rows = tuple(
        Row(
            str(ChargeRole(row["role"]).label),
            _("%(n)d个问题") % {"n": row["count"]},
            f"{address}?body={body.pk}&role={row['role']}",
        )
        for row in counted
    )
    return Panel(_("责任"), rows, _("台账中没有由它负责、并且您能看到的问题。"))
