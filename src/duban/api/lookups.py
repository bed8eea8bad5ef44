"""What a request names by its number, as the pages would offer it; what they would not is no choice."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from duban.accounts.models import Person, Role
from duban.accounts.permissions import STEPS, may
from duban.api.problems import Stop
from duban.organizations.models import Body, Region

Row = TypeVar("Row", bound=Model)


def chosen(rows: QuerySet[Row], pk: int, field: str) -> Row:
    """The row of this number among those that can be chosen, or a word about the field."""
    found = rows.filter(pk=pk).first()
    if found is None:
        sentence = _("没有编号为%s的可选项，请先读取列表。") % pk
        raise Stop(422, "bad_input", sentence, fields={field: [sentence]})
    return found


def body_of(pk: int, field: str = "body") -> Body:
    """A unit that stands and that somebody has looked at."""
    return chosen(Body.objects.filter(valid_to__isnull=True, unconfirmed=False), pk, field)


def region_of(pk: int, field: str = "region") -> Region:
    return chosen(Region.objects.filter(valid_to__isnull=True), pk, field)


def person_of_number(pk: int, field: str = "person") -> Person:
    return chosen(Person.objects.filter(is_active=True), pk, field)


def demand_power(request: HttpRequest, power: str) -> Any:
    """A room of the house opens to who holds its power."""
    if not request.user.has_perm(power):
        raise PermissionDenied(_("您的角色不能使用这一项；没有任何改动。"))
    return request.user


def demand_step(request: HttpRequest, step: str) -> Person:
    if not may(request.user, step):
        who = _("、").join(str(role.label) for role in Role if role in STEPS[step])
        raise PermissionDenied(_("这一步由%s办理，没有任何改动。") % who)
    person: Person = request.user  # type: ignore[assignment]
    return person
