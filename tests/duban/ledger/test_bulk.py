"""One verb on many findings: each row for itself, each once, the failed ones again."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from duban.jobs.models import Job
from duban.jobs.worker import run_all
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import BulkRow, BulkRun, Finding, Step
from duban.ledger.verbs import VERBS, bulk
from duban.ledger.verbs.bulk import carry_on, offered, open_run
from duban.ledger.verbs.registry import Said
from tests.duban.conftest import Cast, Filer, ItemMaker
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


def confirm(client: Client, numbers: list[str], verb: str = "assign") -> dict[str, str]:
    """What the page before it is done would send."""
    page = client.post("/ledger/bulk/", {"verb": verb, "numbers": numbers}).content.decode()
    form = page.partition("data-step")[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def result(client: Client, facts: dict[str, str]) -> str:
    return str(client.post("/ledger/bulk/", facts, follow=True).content.decode())


def test_what_can_be_done_is_done_and_the_rest_says_why(office: Client, numbers: list[str]) -> None:
    text = result(office, confirm(office, numbers))
    assert "3 个问题，已办 2 个，没有办成 1 个。" in text
    assert "没有明确牵头单位。" in text
    assert [finding(number).stage for number in numbers] == ["plan_draft", "plan_draft", "registered"]


def test_before_it_is_done_one_reads_what_will_be_done(office: Client, numbers: list[str]) -> None:
    text = office.post("/ledger/bulk/", {"verb": "assign", "numbers": numbers}).content.decode()
    for told in ("已选 3 个问题", "鹿鸣县", "方案必须明确的责任", *numbers):
        assert told in text
    assert not Step.objects.exists()


def test_without_a_verb_one_chooses(office: Client, numbers: list[str]) -> None:
    text = office.post("/ledger/bulk/", {"numbers": " ".join(numbers)}).content.decode()
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
    assert "1 个问题，已办 1 个。" in result(office, confirm(office, again[1].split()))
    assert Step.objects.count() == 3


def test_inputs_are_asked_for_and_kept(office: Client, numbers: list[str]) -> None:
    facts = confirm(office, numbers, "waive")
    empty = office.post("/ledger/bulk/", {**facts, "what": "lead", "reason": ""}).content.decode()
    assert "请填写这一项。" in empty
    text = result(office, {**facts, "what": "lead", "reason": "方案没有列牵头单位。"})
    assert "已办 1 个，没有办成 2 个" in text
    assert 'value="方案没有列牵头单位。"' in text


def test_a_number_that_one_may_not_see_is_as_one_that_is_not_there(
    client: Client, cast: Cast, numbers: list[str]
) -> None:
    client.force_login(cast.tangxi)
    text = result(client, confirm(client, [numbers[0], "2026-9999"], "submit_plan"))
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
    text = client.post("/ledger/bulk/", {"verb": "assign", "numbers": numbers}).content.decode()
    assert 'name="confirmed"' not in text
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


def test_many_are_done_in_the_background(
    office: Client, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (bulk, __import__("duban.ledger.views.bulk", fromlist=["AT_ONCE"])):
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
        office.post("/ledger/bulk/", {"verb": "assign", "numbers": every})
    run = open_run(VERBS["assign"], every, {"reason": ""}, cast.clerk, uuid.uuid4())
    carry_on(run, Said())
    with django_assert_max_num_queries(12):
        assert office.get(f"/ledger/bulk/{run.token}/").status_code == 200
