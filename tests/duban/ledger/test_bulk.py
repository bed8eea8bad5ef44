"""One verb on many findings: each row for itself, each once, the failed ones again."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from duban.jobs.models import Job
from duban.jobs.worker import run_all
from duban.journal.queries import stream
from duban.journal.verification import verify_all
from duban.ledger.errors import NotAllowed, OutOfStep, Refused
from duban.ledger.models import BulkRow, BulkRun, Charge, Finding, Step
from duban.ledger.verbs import VERBS, bulk
from duban.ledger.verbs.bulk import carry_on, offered, open_run
from duban.ledger.verbs.registry import Said
from duban.ledger.views import bulk_choices
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import act
from tests.duban.ledger.walking import charge_all, finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    """Two that are ready to be handed out, and one that is not."""
    made = [each.number for each in file_plan(*(item(printed_no=f"（{at}）") for at in range(3))).findings]
    for number in made[:2]:
        charge_all(number)
    return made


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


Facts = dict[str, str | list[str]]


def confirm(client: Client, numbers: list[str], verb: str = "assign") -> Facts:
    """What the page before it is done would send, and where to."""
    answer = client.post("/ledger/bulk/", {"verb": verb, "numbers": numbers}, follow=True)
    page = answer.content.decode()
    form = page.partition("data-step")[2].partition("</form>")[0]
    facts: Facts = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    ticked = re.findall(r'name="numbers" value="([^"]*)" aria-label="[^"]*" checked', page)
    return facts | {"numbers": ticked, "at": answer.redirect_chain[-1][0]}


def result(client: Client, facts: Facts) -> str:
    at = str(facts.get("at", "/ledger/bulk/"))
    return str(client.post(at, facts, follow=True).content.decode())


def asked(client: Client, numbers: list[str], verb: str = "") -> str:
    said = {"verb": verb, "numbers": numbers}
    return client.post("/ledger/bulk/", said, follow=True).content.decode()


def test_what_can_be_done_is_done_and_the_rest_says_why(office: Client, numbers: list[str]) -> None:
    text = result(office, confirm(office, numbers))
    assert "3 个问题，已办 2 个，没有办成 1 个。" in text
    assert "没有明确牵头单位。" in text
    assert [finding(number).stage for number in numbers] == ["plan_draft", "plan_draft", "registered"]


def test_before_it_is_done_one_reads_what_will_be_done(office: Client, numbers: list[str]) -> None:
    text = asked(office, numbers, "assign")
    for told in ("已选 3 个问题", "鹿鸣县", "方案必须明确的责任", *numbers):
        assert told in text
    assert "其中 1 个还缺内容" in text
    assert "没有明确牵头单位" in text.partition(numbers[2])[2]
    assert not Step.objects.exists()


def test_without_a_verb_one_chooses(office: Client, numbers: list[str]) -> None:
    text = asked(office, ["，".join(numbers)])
    assert 'value="assign"' in text
    assert 'value="approve_change"' not in text


def test_a_form_that_is_sent_twice_is_one_run(office: Client, numbers: list[str]) -> None:
    facts = confirm(office, numbers)
    first, second = result(office, facts), result(office, facts)
    assert BulkRun.objects.count() == 1
    assert Step.objects.count() == 2
    for text in (first, second):
        assert "已办 2 个，没有办成 1 个" in text


def test_only_the_failed_ones_are_tried_again(office: Client, numbers: list[str]) -> None:
    text = result(office, confirm(office, numbers))
    assert "只重试没有办成的 1 个" in text
    charge_all(numbers[2])
    again = re.search(r'name="numbers" value="([^"]*)"', text)
    assert again is not None
    assert again[1] == numbers[2]
    assert "1 个问题，已办 1 个。" in result(office, confirm(office, [again[1]]))
    assert Step.objects.count() == 3


def test_inputs_are_asked_for_and_kept(office: Client, numbers: list[str]) -> None:
    facts = confirm(office, numbers, "waive")
    empty = result(office, {**facts, "what": "lead", "reason": ""})
    assert "请填写这一项。" in empty
    text = result(office, {**facts, "what": "lead", "reason": "方案没有列牵头单位。"})
    assert "已办 1 个，没有办成 2 个" in text
    assert 'value="方案没有列牵头单位。"' in text


def test_a_number_that_one_may_not_see_is_as_one_that_is_not_there(
    client: Client, cast: Cast, numbers: list[str]
) -> None:
    client.force_login(cast.tangxi)
    hidden = [numbers[0], "2026-9999"]
    facts = confirm(client, hidden, "submit_plan")
    assert facts["numbers"] == []
    assert asked(client, hidden, "submit_plan").count("没有这个编号的问题，或者它不在您的工作范围内。") == 2
    text = result(client, {**facts, "numbers": hidden})
    told = re.findall(r"没有编号为 (\S+) 的问题，或者它不在您的工作范围内。", text)
    assert told == [numbers[0], "2026-9999"]
    assert "鹿鸣县沿河排口直排。" not in text


@pytest.mark.parametrize("who", ["reader", "leader", "admin", "outsider"])
def test_whoever_takes_no_step_finds_no_page(
    client: Client, cast: Cast, numbers: list[str], who: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.post("/ledger/bulk/", {"verb": "assign", "numbers": numbers}).status_code == 404
    assert offered(getattr(cast, who)) == []


def test_a_verb_of_others_is_not_offered(client: Client, cast: Cast, numbers: list[str]) -> None:
    client.force_login(cast.luming)
    text = asked(client, numbers, "assign")
    assert "data-step" not in text
    assert 'value="coordinate"' in text
    assert 'value="submit_plan"' not in text
    with pytest.raises(NotAllowed):
        open_run(VERBS["assign"], numbers, {}, cast.luming, uuid.uuid4())


def test_a_run_is_for_whoever_started_it(office: Client, cast: Cast, numbers: list[str]) -> None:
    result(office, confirm(office, numbers))
    address = f"/ledger/bulk/{BulkRun.objects.get().token}/"
    assert office.get(address).status_code == 200
    for who in (cast.head, cast.luming, cast.outsider):
        office.force_login(who)
        assert office.get(address).status_code == 404
    with pytest.raises(NotAllowed):
        open_run(VERBS["assign"], numbers, {}, cast.head, BulkRun.objects.get().token)


def test_the_record_says_that_it_was_one_act_and_tells_nobody_of_what_she_may_not_see(
    office: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    theirs = tuple(replace(row, name="棠溪县") if row.role == "main" else row for row in item().charges)
    made = file_plan(item(), item(), item(charges=theirs), item())
    *numbers, others, lacking = [each.number for each in made.findings]
    for number in (*numbers, others):
        charge_all(number)
    result(office, confirm(office, [*numbers, others, lacking]))
    token = BulkRun.objects.get().token
    address = f"/ledger/bulk/{token}/together/"
    entry = stream("finding", finding(numbers[0]).pk).last()
    assert entry is not None
    assert entry.payload is not None
    assert (entry.payload["bulk"], entry.payload["together"]) == (str(token), 4)
    assert verify_all().holds
    seen = {
        cast.clerk: ("批量办理，选定 4 个", {numbers[0], numbers[1], others}),
        cast.luming: ("批量办理</a>", set(numbers)),
        cast.tangxi: ("批量办理</a>", {others}),
    }
    for who, (mark, shown) in seen.items():
        office.force_login(who)
        page = office.get(f"/ledger/{min(shown)}/").content.decode()
        assert mark in page
        assert f'href="{address}"' in page
        text = office.get(address).content.decode()
        assert set(re.findall(r'href="/ledger/(2026-\d+)/"', text)) == shown
    office.force_login(cast.outsider)
    assert office.get(address).status_code == 404
    act("coordinate", numbers[0], cast.clerk, text="会商。")
    entry = stream("finding", finding(numbers[0]).pk).last()
    assert entry is not None
    assert "together" not in (entry.payload or {})


def test_nothing_chosen_is_said(office: Client, cast: Cast) -> None:
    assert "没有选定任何问题" in result(office, {"verb": "assign"})
    with pytest.raises(Refused, match="没有选定"):
        open_run(VERBS["assign"], [" "], {}, cast.clerk, uuid.uuid4())


def test_an_interrupted_run_goes_on_where_it_stopped(office: Client, cast: Cast, numbers: list[str]) -> None:
    run = open_run(VERBS["assign"], numbers, {"reason": ""}, cast.clerk, uuid.uuid4())
    run.rows.filter(number=numbers[0]).update(tried=True, told={"reasons": ["中断前没有办成。"]})
    text = office.get(f"/ledger/bulk/{run.token}/").content.decode()
    assert "还有 2 个在等待" in text
    assert "接着办理" in text
    text = office.post(f"/ledger/bulk/{run.token}/", follow=True).content.decode()
    assert "已办 1 个，没有办成 2 个" in text
    assert finding(numbers[0]).stage == "registered"


def test_a_row_is_done_once_even_if_two_carry_on(cast: Cast, numbers: list[str]) -> None:
    run = open_run(VERBS["assign"], numbers, {}, cast.clerk, uuid.uuid4())
    for _time in range(2):
        carry_on(run, Said())
    assert Step.objects.count() == 2
    assert not BulkRow.objects.filter(tried=False).exists()


def test_a_role_that_ends_meanwhile_ends_the_run(cast: Cast, numbers: list[str]) -> None:
    run = open_run(VERBS["assign"], numbers[:2], {}, cast.clerk, uuid.uuid4())
    carry_on(
        run, VERBS["assign"].inputs(), lambda _at, _total: cast.clerk.memberships.update(until="2020-01-01")
    )
    first, second = run.rows.order_by("ordinal")
    assert first.step is not None
    assert second.step is None
    assert "不在您的工作范围内" in str(second.told)


def test_many_are_done_in_the_background(
    office: Client, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (bulk, bulk_choices):
        monkeypatch.setattr(place, "AT_ONCE", 2)
    text = result(office, confirm(office, numbers))
    assert "还有 3 个在等待" in text
    assert 'hx-trigger="every 2s"' in text
    assert not Step.objects.exists()
    run_all()
    run = BulkRun.objects.get()
    text = office.get(f"/ledger/bulk/{run.token}/").content.decode()
    assert "已办 2 个，没有办成 1 个" in text
    assert "every 2s" not in text
    assert Job.objects.get(key=f"ledger.bulk:{run.token}").progress_done == 3


def test_the_pages_cost_the_same_for_many(
    office: Client,
    cast: Cast,
    item: ItemMaker,
    file_plan: Filer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    file_plan(*(item(printed_no=f"（{at}）") for at in range(60)))
    every = list(Finding.objects.values_list("number", flat=True))
    with django_assert_max_num_queries(12):
        answer = office.post("/ledger/bulk/", {"verb": "assign", "numbers": every})
    with django_assert_max_num_queries(12):
        assert office.get(answer["Location"]).status_code == 200
    run = open_run(VERBS["assign"], every, {"reason": ""}, cast.clerk, uuid.uuid4())
    carry_on(run, Said())
    with django_assert_max_num_queries(12):
        assert office.get(f"/ledger/bulk/{run.token}/").status_code == 200


def test_what_was_chosen_has_an_address_of_its_own_and_rows_can_be_dropped(
    office: Client, cast: Cast, numbers: list[str]
) -> None:
    facts = confirm(office, numbers)
    assert office.get(str(facts["at"])).status_code == 200
    result(office, {**facts, "numbers": [numbers[0]]})
    assert [finding(number).stage for number in numbers] == ["plan_draft", "registered", "registered"]
    again = confirm(office, numbers)
    assert again["numbers"] == numbers[1:]
    assert "现处于“方案编制”，不能交办。" in asked(office, numbers, "assign")
    office.force_login(cast.head)
    assert office.get(str(facts["at"])).status_code == 404


def test_without_a_selection_the_way_leads_back_to_the_ledger(office: Client) -> None:
    answer = office.get("/ledger/bulk/", follow=True)
    assert answer.redirect_chain == [("/ledger/", 302)]
    assert "请先在台账中勾选" in answer.content.decode()


def test_nobody_is_struck_off_by_an_empty_field_and_a_wrong_name_is_asked_once(
    office: Client, numbers: list[str]
) -> None:
    facts = confirm(office, numbers, "charge")
    text = result(office, {**facts, "role": "main", "names": ""})
    assert "没有填写主体责任单位，没有任何改动。" in text
    wrong = {**facts, "role": "supporting", "names": "市生态环境据"}
    text = result(office, wrong)
    assert "就是市生态环境局" in text
    assert not BulkRun.objects.exists()
    meant = Body.objects.get(name="市生态环境局")
    result(office, {**wrong, "name-0": "市生态环境据", "who-0": f"is:{meant.pk}"})
    assert Charge.objects.filter(role="supporting", body=meant, until=None).count() == 3


def test_a_refusal_names_the_step_that_moved_it_not_the_last_note(cast: Cast, numbers: list[str]) -> None:
    act("assign", numbers[0], cast.clerk)
    act("coordinate", numbers[0], cast.clerk, text="会商。", outcome="议定。")
    with pytest.raises(OutOfStep, match=r"现处于“方案编制”（方静已于.*办理“交办”），不能交办。"):
        act("assign", numbers[0], cast.clerk)
