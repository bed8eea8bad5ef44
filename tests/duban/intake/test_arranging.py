"""What a file is within its set is changed after reading: its items are joined anew, and nobody's work is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.intake.actions import NotPossible, accepting, arranging, editing, undoing
from duban.intake.actions.arranging import Joined
from duban.intake.content import text_of
from duban.intake.models import Change, DraftItem, IntakeSet, Role
from duban.intake.presenting import SetView
from tests.duban.conftest import Cast
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker
from tests.duban.intake.test_accepting import accept

ANNEX = """鹿鸣县任务
1.鹿鸣县沿河排口直排。
整改措施：逐口溯源。
2.石溪区餐饮油烟扰民。
整改措施：安装净化设施。
"""


@pytest.fixture
def annexed(read_set: SetMaker) -> IntakeSet:
    """A plan, and an annex of measures that nobody recognised as one."""
    found = [
        plans.item("1.", "鹿鸣县沿河排口直排。", ANNEX, measures=[plans.quote("逐口溯源。", ANNEX)]),
        plans.item("2.", "石溪区餐饮油烟扰民。", ANNEX, measures=[plans.quote("安装净化设施。", ANNEX)]),
    ]
    return read_set(
        ("澜州市整改方案.txt", plans.answer()), ("附件.txt", plans.answer(ANNEX, found, title=None))
    )


def shown(intake_set: IntakeSet) -> list[DraftItem]:
    return SetView(IntakeSet.objects.get(pk=intake_set.pk)).items


def measures(item: DraftItem) -> list[str]:
    return [text_of(part) for part in item.content["measures"]]


def choose(cast: Cast, intake_set: IntakeSet, role: str) -> Joined:
    return arranging.choose_role(cast.clerk, intake_set.files.get(name="附件.txt"), role)


def test_an_annex_of_measures_joins_and_leaves_again(cast: Cast, annexed: IntakeSet) -> None:
    assert len(shown(annexed)) == 5
    assert choose(cast, annexed, Role.MEASURES) == Joined.ANEW
    joined = shown(annexed)
    assert len(joined) == 4
    assert "逐口溯源。" in measures(joined[0])
    assert choose(cast, annexed, Role.OTHER) == Joined.ANEW
    assert [len(measures(item)) for item in shown(annexed)] == [2, 1, 1, 1, 1]
    assert choose(cast, annexed, Role.MEMBERS) == Joined.ANEW
    assert len(shown(annexed)) == 3


def test_the_same_again_does_nothing(cast: Cast, annexed: IntakeSet) -> None:
    before = [item.pk for item in shown(annexed)]
    assert choose(cast, annexed, annexed.files.get(name="附件.txt").role) == Joined.SAME
    assert [item.pk for item in shown(annexed)] == before


def test_a_reviewers_work_is_not_put_aside_unasked(cast: Cast, annexed: IntakeSet) -> None:
    item = shown(annexed)[0]
    editing.set_text(cast.head, item, item.version, "goal", "全部消除。")
    assert choose(cast, annexed, Role.MEASURES) == Joined.ASKED
    assert len(shown(annexed)) == 5
    annexed.refresh_from_db()
    assert annexed.files_stale
    arranging.rejoin(cast.clerk, annexed)
    assert len(shown(annexed)) == 4
    annexed.refresh_from_db()
    assert not annexed.files_stale
    # Asked twice it happens once, and what was put aside comes back with one step.
    arranging.rejoin(cast.clerk, annexed)
    assert Change.objects.filter(verb="rejoin").count() == 1
    undoing.undo(cast.clerk, annexed)
    assert text_of(shown(annexed)[0].content["goal"]) == "全部消除。"
    assert len(shown(annexed)) == 5
    annexed.refresh_from_db()
    assert annexed.files_stale


def test_what_is_in_the_ledger_stays(cast: Cast, annexed: IntakeSet) -> None:
    accept(cast, annexed)
    assert choose(cast, annexed, Role.MEASURES) == Joined.KEPT
    assert len(shown(annexed)) == 5
    with pytest.raises(NotPossible, match="登记入台账"):
        arranging.rejoin(cast.clerk, annexed)


def test_while_files_are_read_it_waits(cast: Cast, annexed: IntakeSet) -> None:
    annexed.files.filter(name="澜州市整改方案.txt").update(state="reading")
    assert choose(cast, annexed, Role.MEASURES) == Joined.LATER
    with pytest.raises(NotPossible, match="正在识读"):
        arranging.rejoin(cast.clerk, annexed)


@pytest.mark.parametrize("name", ["luming", "reader", "leader", "admin", "outsider"])
def test_others_change_nothing(cast: Cast, annexed: IntakeSet, name: str) -> None:
    person = getattr(cast, name)
    with pytest.raises(NotPossible, match="只有整改办人员"):
        arranging.choose_role(person, annexed.files.get(name="附件.txt"), Role.MEASURES)
    with pytest.raises(NotPossible, match="只有整改办人员"):
        arranging.rejoin(person, annexed)


def test_a_joined_set_is_accepted(cast: Cast, annexed: IntakeSet) -> None:
    choose(cast, annexed, Role.MEASURES)
    assert len(accept(cast, annexed).result["findings"]) == 4
    assert not accepting.candidates(SetView(annexed), everything=True)


class TestThePage:
    def address(self, intake_set: IntakeSet) -> str:
        file = intake_set.files.get(name="附件.txt")
        return f"/documents/sets/{intake_set.uuid}/files/{file.pk}/role/"

    def test_it_says_what_happened(self, client: Client, cast: Cast, annexed: IntakeSet) -> None:
        client.force_login(cast.clerk)
        answer = client.post(self.address(annexed), {"role": "measures"}, HTTP_HX_REQUEST="true")
        page = answer.content.decode()
        assert "各项已按新的用途重新归并" in page
        assert "读出 <b>4</b> 项" in page
        told = client.get(f"/documents/sets/{annexed.uuid}/changes/").content.decode()
        assert "按文件用途重新归并了各项" in told

    def test_it_asks_before_work_is_put_aside(self, client: Client, cast: Cast, annexed: IntakeSet) -> None:
        item = shown(annexed)[0]
        editing.set_text(cast.head, item, item.version, "goal", "全部消除。")
        client.force_login(cast.clerk)
        page = client.post(self.address(annexed), {"role": "measures"}, follow=True).content.decode()
        assert "各项还没有重新归并" in page
        assert f"/documents/sets/{annexed.uuid}/rejoin/" in page
        page = client.post(f"/documents/sets/{annexed.uuid}/rejoin/", follow=True).content.decode()
        assert "各项已按新的用途重新归并" in page
        assert "/rejoin/" not in page

    def test_nonsense_is_refused_with_a_sentence(
        self, client: Client, cast: Cast, annexed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        page = client.post(self.address(annexed), {"role": "boss"}, follow=True).content.decode()
        assert "没有这个选项" in page
