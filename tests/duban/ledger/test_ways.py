"""A refusal says the way: what does not start here, what cannot be withdrawn, what only a revised plan puts right."""

from __future__ import annotations

from typing import Any

import pytest

from duban.ledger.actions import revise_plan
from duban.ledger.errors import OutOfStep, Refused
from duban.ledger.inputs import ItemChange, PlanInput
from duban.ledger.models import Plan
from duban.organizations.models import Body, BodyKind, GroupMember
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item(charges=CHARGES)).findings[0].number


@pytest.mark.parametrize(
    ("verb", "said", "station", "way"),
    [
        ("charge", {"role": "main", "names": ("石溪区",)}, "working", "责任单位只随修订方案调整"),
        ("charge", {"role": "main", "names": ("石溪区",)}, "submitted", "请先退回方案，再明确责任"),
        ("draft_plan", {"goal": "消除。"}, "working", "请用“申请调整”写明理由"),
        ("draft_plan", {"goal": "消除。"}, "submitted", "请先退回方案，改写后重新报送"),
        ("set_sites", {"sites": ("北门",)}, "filed", "请用“申请调整”写明理由"),
        ("ask_change", {"kind": "goal", "goal": "消除。"}, "assigned", "请用“编制方案”改写"),
        ("change_people", {"role": "person", "names": ("韩雪 局长",)}, "assigned", "请用“明确责任”"),
    ],
)
def test_what_does_not_start_here_names_what_does(
    number: str, cast: Cast, verb: str, said: dict[str, Any], station: str, way: str
) -> None:
    getattr(Road(number, cast), station)()
    with pytest.raises(OutOfStep, match=way):
        act(verb, number, cast.clerk, reason="需要。", **said)


def test_a_revision_is_put_right_by_a_revision(number: str, cast: Cast, item: ItemMaker) -> None:
    Road(number, cast).working()
    plan = Plan.objects.get()
    change = ItemChange("changed", plan.items.get().pk, item(charges=CHARGES, goal="误写的目标。"))
    revise_plan(plan, PlanInput(title="修订稿"), [change], cast.clerk)
    with pytest.raises(Refused, match=r"只能由下一次修订改正.*登记一份改正后的修订方案"):
        act("withdraw_step", number, cast.head, reason="误登。")
    revise_plan(plan, PlanInput(title="再次修订"), [ItemChange("gone", plan.items.get().pk)], cast.clerk)
    with pytest.raises(Refused, match="确需保留的请申请恢复"):
        act("withdraw_step", number, cast.head, reason="误登。")


def test_who_was_added_to_a_group_by_mistake_is_taken_out_by_a_step(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    for name in ("鹿鸣县", "石溪区"):
        body = Body.objects.get_or_create(name=name, defaults={"kind": BodyKind.PLACE})[0]
        GroupMember.objects.create(group=group, body=body, since="2020-01-01")
    number = file_plan(item(charges=named("main", "各县市区"))).findings[0].number
    Road(number, cast).working()
    GroupMember.objects.create(group=group, body=Body.objects.get(name="棠溪县"), since="2020-01-01")
    act("join_group", number, cast.clerk, member="棠溪县", reason="新设。")
    assert get(number).charges.filter(printed="棠溪县", until=None).exists()
    act("withdraw_step", number, cast.clerk, reason="误列。")
    assert not get(number).charges.filter(printed="棠溪县", until=None).exists()
    assert get(number).charges.filter(printed="石溪区", until=None).exists()
