"""Who is charged, and "none, with reason": the right people, the wrong ones, and what is told of it."""

from __future__ import annotations

import pytest

from duban.accounts.actions.naming import answer
from duban.accounts.models import Membership, NamedPerson, Person, Role
from duban.ledger import queries
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, UnknownNames, Unseen
from duban.ledger.models import Charge, Finding, Step, Waiver
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, known, told, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    known("石溪区", "市交通运输局")
    return file_plan(item(charges=CHARGES)).findings[0].number


def holders(number: str, role: str) -> list[str]:
    rows = get(number).charges.filter(role=role, until=None)
    return [row.printed for row in rows]


def test_a_role_is_set_as_a_whole_and_who_stays_keeps_her_row(number: str, cast: Cast) -> None:
    kept = get(number).charges.get(role="main")
    act("charge", number, cast.clerk, role="main", names=("鹿鸣县", "石溪区"))
    assert holders(number, "main") == ["鹿鸣县", "石溪区"]
    assert get(number).charges.get(role="main", printed="鹿鸣县").pk == kept.pk
    act("charge", number, cast.clerk, role="main", names=("石溪区",))
    ended = Charge.objects.get(pk=kept.pk)
    assert (ended.until is not None, holders(number, "main")) == (True, ["石溪区"])
    assert "主体责任单位明确为石溪区；不再是：鹿鸣县。" in told(number)


def test_the_search_finds_who_is_charged(number: str, cast: Cast) -> None:
    act("charge", number, cast.clerk, role="supporting", names=("市交通运输局",))
    assert [row.number for row in Finding.objects.mentioning("交通运输局")] == [number]


def test_a_name_that_nobody_knows_is_asked_and_never_taken_as_new(number: str, cast: Cast) -> None:
    before = Body.objects.count()
    with pytest.raises(UnknownNames, match="组织名录中没有“市水利局”，是不是市水务局") as refused:
        act("charge", number, cast.clerk, role="supporting", names=("市水利局", "市交通运输局"))
    assert refused.value.names == ("市水利局",)
    assert (holders(number, "supporting"), Body.objects.count()) == ([], before)


def test_nothing_typed_strikes_nobody_off(number: str, cast: Cast) -> None:
    for names in ((), (" ",)):
        with pytest.raises(Refused, match="没有填写主体责任单位，没有任何改动"):
            act("charge", number, cast.clerk, role="main", names=names)
    assert holders(number, "main") == ["鹿鸣县"]


def test_striking_off_is_said_by_name_and_with_a_reason(number: str, cast: Cast) -> None:
    act("charge", number, cast.clerk, role="main", names=("鹿鸣县", "石溪区"))
    gone = {"role": "main", "strike": ("石溪区",)}
    for wrong, told_of in (
        (gone, "请写明不再列有石溪区的理由"),
        ({**gone, "reason": "误列", "names": ("鹿鸣县",)}, "请单独办理"),
        ({**gone, "reason": "误列", "strike": ("棠溪县",)}, "主体责任单位中没有棠溪县"),
    ):
        with pytest.raises(Refused, match=told_of):
            act("charge", number, cast.clerk, **wrong)
    act("charge", number, cast.clerk, **gone, reason="误列")
    assert holders(number, "main") == ["鹿鸣县"]
    assert told(number)[-1] == "主体责任单位明确为鹿鸣县；不再是：石溪区；理由：误列。"
    act("charge", number, cast.clerk, role="main", strike=("鹿鸣县",), reason="移交")
    assert told(number)[-1] == "不再列有主体责任单位鹿鸣县；理由：移交。"


def test_lead_and_supporting_unit_at_once_is_told_not_refused(number: str, cast: Cast) -> None:
    step = act("charge", number, cast.clerk, role="supporting", names=("市水务局",))
    assert step.facts["warnings"] == ["“市水务局”既是牵头单位又是配合单位，请核对。"]
    assert "市水务局”既是牵头单位又是配合单位" in told(number)[-1]


@pytest.mark.parametrize("role", ["supervising", "accepting"])
def test_nobody_watches_over_or_accepts_her_own_work(number: str, cast: Cast, role: str) -> None:
    before = holders(number, role)
    with pytest.raises(Refused, match="“鹿鸣县”是主体责任单位"):
        act("charge", number, cast.clerk, role=role, names=("鹿鸣县",))
    with pytest.raises(Refused, match="主体责任单位"):
        act("charge", number, cast.clerk, role="main", names=(before[0],))
    assert (holders(number, role), holders(number, "main")) == (before, ["鹿鸣县"])


def test_what_a_document_put_wrongly_stops_at_the_gate(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    charges = (*without("supervising"), CHARGES[1].__class__("supervising", "鹿鸣县"))
    number = file_plan(item(charges=charges)).findings[0].number
    with pytest.raises(GateShut) as shut:
        act("assign", number, cast.clerk)
    assert [gap.what for gap in shut.value.gaps] == ["charge.person", "apart.supervising"]


def test_one_problem_has_one_responsible_person(number: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="只有一名责任人"):
        act("charge", number, cast.clerk, role="person", names=("陆明 局长", "韩雪 副局长"))
    act("charge", number, cast.clerk, role="person", names=("陆明 局长",))
    act("charge", number, cast.clerk, role="person", names=("韩 雪 副局长",))
    row = get(number).charges.get(role="person", until=None)
    assert (row.printed, row.post) == ("韩雪", "副局长")
    act("charge", number, cast.clerk, role="person", names=("韩雪 局长",))
    assert told(number)[-1] == "责任人明确为韩雪；韩雪的职务由副局长改为局长。"


def test_a_leader_is_tied_to_her_account_where_it_is_certain(number: str, cast: Cast) -> None:
    act("charge", number, cast.clerk, role="leader", names=("程砚秋 副市长", "乔木 副市长"))
    rows = {row.printed: row.person for row in get(number).charges.filter(role="leader", until=None)}
    assert rows == {"程砚秋": cast.leader, "乔木": None}


def test_two_of_one_name_are_asked_and_the_answer_ties(number: str, cast: Cast) -> None:
    office = Body.objects.get(name="澜州市整改办")
    other = Person.objects.create_user("leader2", display_name="程砚秋")
    Membership.objects.create(person=other, body=office, role=Role.LEADER)
    step = act("charge", number, cast.clerk, role="leader", names=("程砚秋 市长助理",))
    assert step.facts["warnings"] == ["“程砚秋”是哪个账号还不能确定，已列入待核对的姓名。"]
    row = get(number).charges.get(role="leader", until=None)
    assert row.person is None
    answer(NamedPerson.objects.get(name="程砚秋", post="市长助理"), other, cast.head)
    row.refresh_from_db()
    assert row.person == other
    assert told(number)[-1] == "市长助理程砚秋确认为账号“程砚秋”。"


def test_a_leader_of_a_plan_is_tied_when_it_is_accepted(number: str, cast: Cast) -> None:
    assert get(number).charges.get(role="leader").person == cast.leader


def test_a_charge_on_one_measure(number: str, cast: Cast) -> None:
    act("charge", number, cast.clerk, role="main", names=("石溪区",), measure=2)
    row = get(number).charges.get(role="main", measure__isnull=False)
    assert (row.printed, row.measure and row.measure.ordinal) == ("石溪区", 1)
    assert told(number)[-1] == "第2项措施的主体责任单位明确为石溪区。"
    with pytest.raises(Refused, match="没有第9项措施（现有2项）"):
        act("charge", number, cast.clerk, role="main", names=("石溪区",), measure=9)


def test_who_answers_for_the_whole_and_for_a_measure_is_named_once_in_the_list(
    number: str, cast: Cast
) -> None:
    act("charge", number, cast.clerk, role="main", names=("鹿鸣县",), measure=1)
    shown = queries.with_charges(Finding.objects.filter(number=number)).get()
    assert len(queries.charged(shown, "main")) == 2
    assert queries.charged_names(shown, "main") == ["鹿鸣县"]


def test_saying_the_same_again_is_no_step(number: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="没有需要改动"):
        act("charge", number, cast.clerk, role="main", names=("鹿鸣县",))
    with pytest.raises(Refused, match="没有“boss”这种责任"):
        act("charge", number, cast.clerk, role="boss", names=("鹿鸣县",))
    assert not Step.objects.exists()


@pytest.mark.parametrize("verb", ["charge", "waive"])
def test_only_the_office_charges(number: str, cast: Cast, verb: str) -> None:
    said = {"role": "lead", "names": ("市水利局",)} if verb == "charge" else {"what": "indicator"}
    for who in (cast.luming, cast.leader, cast.reader):
        with pytest.raises(NotAllowed, match="整改办"):
            act(verb, number, who, reason="原因", **said)
    for stranger in (cast.tangxi, cast.admin, cast.outsider):
        with pytest.raises(Unseen):
            act(verb, number, stranger, reason="原因", **said)
    assert not Step.objects.exists()


def test_not_once_the_plan_was_handed_in(number: str, cast: Cast) -> None:
    Road(number, cast).submitted()
    with pytest.raises(OutOfStep, match=r"现处于“方案审核”（方静已于.*办理“报送方案”），不能明确责任"):
        act("charge", number, cast.clerk, role="lead", names=("市水利局",))


def test_people_may_change_while_the_plan_is_in_force(number: str, cast: Cast) -> None:
    Road(number, cast).working()
    with pytest.raises(Refused, match="请写明更换责任人员的理由"):
        act("change_people", number, cast.clerk, role="person", names=("韩雪 局长",))
    act("change_people", number, cast.clerk, role="person", names=("韩雪 局长",), reason="岗位调整")
    assert holders(number, "person") == ["韩雪"]
    assert told(number)[-1] == "责任人明确为韩雪；不再是：陆明；理由：岗位调整。"
    with pytest.raises(Refused, match="只能更换人员"):
        act("change_people", number, cast.clerk, role="main", names=("石溪区",), reason="岗位调整")
    frozen = get(number).filings.get().frozen
    assert [each["name"] for each in frozen["charges"] if each["role"] == "person"] == ["陆明"]


def test_none_with_reason_opens_the_gate_and_may_end(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    number = file_plan(item(charges=without("supervising"))).findings[0].number
    act("charge", number, cast.clerk, role="person", names=("陆明",))
    with pytest.raises(Refused, match="请写明说明“无”的理由"):
        act("waive", number, cast.clerk, what="supervising")
    act("waive", number, cast.clerk, what="supervising", reason="方案未列监管责任单位")
    assert told(number)[-1] == "说明：无监管责任单位；理由：方案未列监管责任单位。"
    with pytest.raises(Refused, match="已经就此说明过"):
        act("waive", number, cast.clerk, what="supervising", reason="再说一次")
    act("waive", number, cast.clerk, what="supervising", end=True, reason="已补列")
    with pytest.raises(GateShut, match="没有明确监管责任单位"):
        act("assign", number, cast.clerk)
    act("waive", number, cast.clerk, what="supervising", reason="方案未列监管责任单位")
    act("assign", number, cast.clerk)
    assert Waiver.objects.count() == 2


def test_whoever_is_named_is_no_longer_none(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    number = file_plan(item(charges=without("supervising"))).findings[0].number
    known("市生态环境局")
    act("waive", number, cast.clerk, what="supervising", reason="方案未列")
    step = act("charge", number, cast.clerk, role="supervising", names=("市生态环境局",))
    assert step.facts["waiver_ended"] is True
    assert not Waiver.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused, match="已明确这一责任"):
        act("waive", number, cast.clerk, what="supervising", reason="方案未列")


def test_who_holds_the_role_for_one_measure_does_not_fill_it_for_the_problem(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    known("石溪区")
    number = file_plan(item(charges=without("supervising"))).findings[0].number
    act("waive", number, cast.clerk, what="supervising", reason="方案未列")
    act("charge", number, cast.clerk, role="supervising", names=("石溪区",), measure=1)
    assert Waiver.objects.filter(ended_at=None).count() == 1
    Road(number, cast).assigned()


def test_after_handing_in_only_publication_may_be_waived(number: str, cast: Cast) -> None:
    Road(number, cast).submitted()
    with pytest.raises(Refused, match="只能就公开作说明"):
        act("waive", number, cast.clerk, what="indicator", reason="无法量化")
    act("waive", number, cast.clerk, what="publication", reason="涉密内容")
    assert Waiver.objects.get().what == "publication"
