"""The forms of steps: for the right person, with what was typed kept after a refusal, taken once, told when late."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from duban.accounts.models import Person
from duban.ledger.models import CoordinationNote, Request, Step
from duban.ledger.verbs import VERBS
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import charge_all, do, finding, let_pass, to_draft, to_filed, to_work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item()).findings[0].number


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


def form(client: Client, number: str, verb: str, query: str = "") -> dict[str, str]:
    """What a browser would send back of the form as it stands."""
    page = client.get(f"/ledger/{number}/steps/{verb}/{query}").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    return hidden


def send(client: Client, number: str, verb: str, facts: dict[str, object], **headers: str) -> str:
    response = client.post(f"/ledger/{number}/steps/{verb}/", facts, follow=True, headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_step_is_taken_from_its_page_and_told(office: Client, number: str) -> None:
    charge_all(number)
    text = send(office, number, "assign", form(office, number, "assign"))
    assert "交办给鹿鸣县、市水务局编制方案。" in text
    assert finding(number).stage == "plan_draft"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_a_form_that_opens(
    office: Client, item: ItemMaker, file_plan: Filer, cast: Cast, verb: str
) -> None:
    number = to_work(file_plan(item()).findings[0].number, cast)
    allowed = VERBS[verb].move.roles & {"office_clerk"}
    for headers in ({}, {"HX-Request": "true"}):
        response = office.get(f"/ledger/{number}/steps/{verb}/", headers=headers)
        assert response.status_code == (200 if allowed else 404)


@pytest.mark.parametrize("verb", sorted(VERBS))
@pytest.mark.parametrize("who", ["tangxi", "reader", "leader", "admin", "outsider"])
def test_whoever_may_not_finds_no_form_and_changes_nothing(
    client: Client, number: str, cast: Cast, verb: str, who: str
) -> None:
    client.force_login(getattr(cast, who))
    address = f"/ledger/{number}/steps/{verb}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "试。", "seen": "0"}).status_code == 404
    assert not Step.objects.exists()


def test_an_unknown_verb_and_an_unknown_finding_are_not_there(office: Client, number: str) -> None:
    assert office.get(f"/ledger/{number}/steps/register/").status_code == 404
    assert office.get("/ledger/2026-9999/steps/assign/").status_code == 404


def test_what_is_missing_is_said_before_and_after(office: Client, number: str) -> None:
    opened = office.get(f"/ledger/{number}/steps/assign/").content.decode()
    sent = send(office, number, "assign", form(office, number, "assign"))
    for text in (opened, sent):
        assert "没有明确牵头单位。" in text
        assert "没有明确责任人。" in text
        assert "由整改办补齐" in text
    assert finding(number).stage == "registered"


def test_what_was_typed_stays_after_a_refusal(client: Client, number: str, cast: Cast) -> None:
    to_work(number, cast)
    client.force_login(cast.luming)
    facts: dict[str, object] = {
        **form(client, number, "ask_change"),
        "kind": "deadline",
        "deadline": "2026-09-30",
    }
    text = send(client, number, "ask_change", {**facts, "reason": "雨季施工受阻。", "assessment": ""})
    assert "没有写明科学论证" in text
    assert "雨季施工受阻。" in text
    assert 'value="2026-09-30"' in text
    text = send(client, number, "ask_change", {**facts, "reason": "", "assessment": "专家论证。"})
    assert "请填写这一项。" in text
    assert "专家论证。" in text
    assert not Request.objects.exists()


def test_a_form_that_is_sent_twice_is_taken_once(office: Client, number: str) -> None:
    charge_all(number)
    facts = form(office, number, "assign")
    for _time in range(2):
        assert "交办给鹿鸣县、市水务局编制方案。" in send(office, number, "assign", dict(facts))
    assert Step.objects.count() == 1


def test_a_token_that_marks_another_step_marks_no_second_one(client: Client, number: str, cast: Cast) -> None:
    said = {"text": "会商管网走向。", "happened_on": "2026-01-05", "token": str(uuid.uuid4())}
    for person in (cast.clerk, cast.head):
        client.force_login(person)
        assert client.post(f"/ledger/{number}/steps/coordinate/", said).status_code == 302
    tokens = Step.objects.filter(verb="coordinate").order_by("pk").values_list("token", flat=True)
    assert [token is None for token in tokens] == [False, True]


def test_the_same_words_from_another_form_are_another_step(office: Client, number: str) -> None:
    for _time in range(2):
        facts = form(office, number, "coordinate")
        send(office, number, "coordinate", {**facts, "text": "与县里会商。"})
    assert CoordinationNote.objects.count() == 2


def test_a_form_from_before_is_told_what_happened_and_may_be_sent_after_all(
    office: Client, number: str, cast: Cast
) -> None:
    facts = form(office, number, "coordinate")
    charge_all(number)
    do("assign", number, cast.head)
    text = send(office, number, "coordinate", {**facts, "text": "与县里会商。"})
    assert "沈知远已于" in text
    assert "与县里会商。" in text
    assert not CoordinationNote.objects.exists()
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert again["seen"] == "1"
    send(office, number, "coordinate", {**facts, "seen": again["seen"], "text": "与县里会商。"})
    assert CoordinationNote.objects.count() == 1


def test_in_place_the_browser_is_sent_back_to_the_file(office: Client, number: str) -> None:
    charge_all(number)
    response = office.post(
        f"/ledger/{number}/steps/assign/", form(office, number, "assign"), headers={"HX-Request": "true"}
    )
    assert response["HX-Redirect"] == f"/ledger/{number}/"


def test_whoever_loses_sight_by_a_step_lands_on_her_list(client: Client, number: str, cast: Cast) -> None:
    do("ask_standing", number, cast.clerk, kind="transfer", to_body="棠溪县", reason="属地不符。")
    client.force_login(cast.head)
    request = Request.objects.get()
    facts = form(client, number, "approve_standing", f"?request={request.pk}")
    assert facts["request"] == str(request.pk)
    assert "移交棠溪县办理" in send(client, number, "approve_standing", dict(facts))


def test_the_form_says_where_it_leads_who_will_see_it_and_which_rule_holds(
    office: Client, number: str, cast: Cast
) -> None:
    to_draft(number, cast)
    text = office.get(f"/ledger/{number}/steps/submit_plan/").content.decode()
    assert "方案编制 → 方案审核" in text
    assert "鹿鸣县、市生态环境局、程砚秋" in text
    assert "方案必须明确的责任" in text


def test_before_an_extension_is_asked_for_its_last_day_is_said(
    client: Client, number: str, cast: Cast
) -> None:
    to_filed(number, cast)
    client.force_login(cast.luming)
    text = client.get(f"/ledger/{number}/steps/ask_change/").content.decode()
    assert "现行时限为2026年6月30日，调整时限最迟在2026年6月30日提出" in text


def test_before_a_step_is_withdrawn_it_is_named(office: Client, number: str, cast: Cast) -> None:
    to_draft(number, cast)
    text = office.get(f"/ledger/{number}/steps/withdraw_step/").content.decode()
    assert "将撤回方静于 2026-03-02 办理的“交办”" in text
    assert "方案编制 → 已登记" in text


def test_a_form_opens_with_what_holds(client: Client, number: str, cast: Cast) -> None:
    to_work(number, cast)
    client.force_login(cast.luming)
    text = client.get(f"/ledger/{number}/steps/ask_change/").content.decode()
    assert "封堵排口。\n建成污水管网12公里。" in text
    assert 'value="2026-06-30"' in text


@pytest.mark.parametrize("day", ["0226-09-30", "9999-12-31"])
def test_a_year_out_of_all_reason_is_asked_for_again(
    office: Client, number: str, cast: Cast, day: str
) -> None:
    to_work(number, cast)
    said = {"kind": "deadline", "deadline": day, "reason": "雨季受阻。", "assessment": "论证可行。"}
    text = send(office, number, "ask_change", form(office, number, "ask_change") | said)
    assert "请核对年份" in text
    assert "雨季受阻。" in text
    assert not Request.objects.exists()


@pytest.mark.parametrize("line", ["1026-03-31 完成封堵", "2926-03-31 完成封堵"])
def test_so_is_the_year_of_a_milestone(office: Client, number: str, cast: Cast, line: str) -> None:
    to_draft(number, cast)
    text = send(office, number, "draft_plan", form(office, number, "draft_plan") | {"milestones": line})
    assert "看不出日期" in text
    assert not finding(number).milestones.filter(what="完成封堵").exists()


def test_a_name_that_nobody_knows_is_asked_beside_the_form_and_who_is_struck_off_is_ticked(
    office: Client, number: str
) -> None:
    blank = form(office, number, "charge")
    text = send(office, number, "charge", blank | {"role": "supporting", "names": "市生态环境据"})
    assert "就是市生态环境局" in text
    meant = Body.objects.get(name="市生态环境局")
    answer = {"name-0": "市生态环境据", "who-0": f"is:{meant.pk}"}
    send(office, number, "charge", blank | {"role": "supporting", "names": "市生态环境据", **answer})
    assert finding(number).charges.get(role="supporting", until=None).body == meant
    text = office.get(f"/ledger/{number}/steps/charge/").content.decode()
    assert re.search(r'type="checkbox" name="strike" value="鹿鸣县"', text)
    said = {"role": "main", "strike": ["鹿鸣县"], "reason": "移交"}
    send(office, number, "charge", form(office, number, "charge") | said)
    assert not finding(number).charges.filter(role="main", until=None).exists()


def test_a_persons_name_that_is_nearly_an_accounts_is_asked_before_it_is_taken(
    office: Client, number: str, cast: Cast
) -> None:
    """程砚丘 may be 程砚秋, who has an account; 陆明 is like nobody, and most who answer in person need none."""
    blank = form(office, number, "charge") | {"role": "leader", "names": "程砚丘 市长\n柳依 副市长"}
    asked = send(office, number, "charge", blank)
    assert "没有账号，按所填姓名登记" in asked
    assert "就是程砚秋（澜州市整改办 督办领导）" in asked
    assert re.findall(r'name="line-\d" value="([^"]*)"', asked) == ["程砚丘 市长"]
    assert not Step.objects.exists()
    kept = {"line-0": "程砚丘 市长", "whose-0": "as-typed"}
    send(office, number, "charge", blank | kept)
    standing = finding(number).charges.filter(role="leader", until=None)
    assert set(standing.values_list("person_name", "person")) == {("程砚丘", None), ("柳依", None)}
    again = form(office, number, "charge") | {"role": "leader", "names": "程砚丘 市长\n程砚秌 副市长"}
    assert re.findall(r'name="line-\d" value="([^"]*)"', send(office, number, "charge", again)) == [
        "程砚秌 副市长"
    ]
    send(office, number, "charge", again | {"line-0": "程砚秌 副市长", "whose-0": "程砚秋"})
    told = set(standing.values_list("person_name", "post", "person"))
    assert told == {("程砚丘", "市长", None), ("程砚秋", "副市长", cast.leader.pk)}
    sounds = form(office, number, "charge") | {"role": "person", "names": "方敬 局长"}
    assert "就是方静" in send(office, number, "charge", sounds)
    send(office, number, "charge", form(office, number, "charge") | {"role": "person", "names": "陆明 局长"})
    assert finding(number).charges.filter(role="person", person_name="陆明").exists()


def test_only_what_can_be_taken_back_is_offered_to_be(office: Client, number: str, cast: Cast) -> None:
    """Who filed a plan as a clerk, or whose last step changed no stage, is offered nothing that would be refused."""

    def offered(who: Person) -> bool:
        office.force_login(who)
        return f"/ledger/{number}/steps/withdraw_step/" in office.get(f"/ledger/{number}/").content.decode()

    to_draft(number, cast)
    assert [offered(who) for who in (cast.clerk, cast.head, cast.luming)] == [True, True, False]
    do("set_sites", number, cast.clerk, sites=("北门排口",))
    assert [offered(who) for who in (cast.clerk, cast.head)] == [False, False]
    let_pass(cast)
    do("submit_plan", number, cast.luming)
    assert [offered(who) for who in (cast.clerk, cast.head, cast.luming)] == [False, True, True]
    do("file_plan", number, cast.clerk)
    assert [offered(who) for who in (cast.clerk, cast.head)] == [False, True]
