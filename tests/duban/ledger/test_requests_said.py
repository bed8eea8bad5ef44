"""What a request says is what is asked, before it is typed and where it is signed; and who may take it back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from duban.accounts.models import Membership, Person, Role
from duban.ledger.errors import GateShut, NotAllowed, Refused
from duban.ledger.models import Request, Step
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import do, finding, rule_says, to_work, told

pytestmark = pytest.mark.django_db

LATER = datetime.date(2026, 9, 30)
WHY = {"reason": "雨季施工受阻。", "assessment": "经专家论证，九月底可以完成。"}
LETTER = "岚环督函〔2026〕21号"


def on(day: datetime.date) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.combine(day, datetime.time(2), datetime.UTC), tick=False)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on(datetime.date(2026, 3, 2)):
        yield


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer, cast: Cast) -> str:
    return to_work(file_plan(item()).findings[0].number, cast)


def ask(number: str, who: Person, **said: object) -> Step:
    return do("ask_change", number, who, **{"kind": "deadline", "deadline": LATER, **WHY, **said})


def page(client: Client, who: Person, address: str) -> str:
    client.force_login(who)
    return client.get(address).content.decode()


def test_words_and_day_of_a_deadline_agree(number: str, cast: Cast, client: Client) -> None:
    """Words without a day stand beside it everywhere; words with another day are refused, both named."""
    with pytest.raises(GateShut, match=r"“2028年底前”说的是2028年12月31日.*填的是2026年9月30日"):
        ask(number, cast.luming, deadline_words="2028年底前")
    assert not Request.objects.exists()
    ask(number, cast.luming, deadline_words="汛期结束前")
    words = "时限由“2026年6月底前（2026-06-30）”调整为“汛期结束前（2026-09-30）”"
    assert words in told(number)[-1]
    approve = f"/ledger/{number}/steps/approve_change/?request={Request.objects.get().pk}"
    for address in ("/", f"/ledger/{number}/", approve):
        assert words in page(client, cast.head, address), address
    assert page(client, cast.head, approve).count("批准调整时限") >= 3
    do("approve_change", number, cast.head, letter_no=LETTER)
    assert finding(number).deadlines.latest("pk").raw == "汛期结束前（2026-09-30）"
    assert page(client, cast.luming, f"/ledger/{number}/").count("汛期结束前（2026-09-30） <time") == 0


def test_too_late_is_said_when_the_form_opens(number: str, cast: Cast, client: Client) -> None:
    """To everybody, with what can be done; the other changes are still asked for. The last day is that of the deadline,
    also where it is no working day: lateness is counted from it."""
    with on(datetime.date(2026, 7, 1)):
        for who in (cast.luming, cast.clerk):
            form = page(client, who, f"/ledger/{number}/steps/ask_change/")
            assert "不能再申请延期" in form
            assert "岚江省生态环境保护督察工作领导小组办公室）批准修订后的方案" in form
            assert 'value="deadline"' not in form
            assert 'value="measures"' in form
        with pytest.raises(Refused, match="按逾期继续整改和督办"):
            ask(number, cast.luming)
    finding(number).deadlines.update(date=datetime.date(2026, 10, 31))
    row = finding(number)
    row.due_on = datetime.date(2026, 10, 31)
    row.save()
    with on(datetime.date(2026, 11, 1)), pytest.raises(Refused, match="最迟在2026年10月31日"):
        ask(number, cast.luming)


def test_what_waits_is_said_before_anything_is_typed(number: str, cast: Cast, client: Client) -> None:
    ask(number, cast.luming)
    form = page(client, cast.luming, f"/ledger/{number}/steps/ask_change/")
    assert "鲁晓已于2026-03-02提出“调整时限”的申请，尚未审批" in form
    assert 'value="deadline"' not in form
    request = Request.objects.get()
    do("refuse_change", number, cast.head, reason="科学论证不充分，请补充。")
    for verb, who in (("approve_change", cast.head), ("take_back", cast.luming)):
        dead = page(client, who, f"/ledger/{number}/steps/{verb}/?request={request.pk}")
        assert "未批准，沈知远于2026-03-02办理，不需要再办" in dead
        assert '<button class="button button-next"' not in dead
        assert "没有等待办理的这项申请" in page(client, who, f"/ledger/{number}/steps/{verb}/?request=999")
    home = page(client, cast.luming, "/")
    assert "沈知远 2026-03-02：科学论证不充分，请补充。" in home
    assert "科学论证不充分" not in page(client, cast.tangxi, "/")
    with on(datetime.date(2026, 4, 20)):
        assert "科学论证不充分" not in page(client, cast.luming, "/")


def test_both_goals_are_before_who_signs(number: str, cast: Cast, client: Client) -> None:
    ask(number, cast.luming, kind="goal", goal="有所提升。")
    form = page(client, cast.head, f"/ledger/{number}/steps/approve_change/")
    assert "整改目标由“消除直排，断面水质达到Ⅲ类。”调整为“有所提升。”" in form
    assert "批准调整目标" in form


def test_who_asked_takes_it_back_and_the_office_refuses(number: str, cast: Cast, client: Client) -> None:
    colleague = Person.objects.create(username="luming2", display_name="鲁望")
    Membership.objects.create(person=colleague, body=Body.objects.get(name="鹿鸣县"), role=Role.LIAISON)
    ask(number, cast.luming)
    for who in (cast.head, cast.clerk):
        with pytest.raises(NotAllowed, match="不予批准并写明理由"):
            do("take_back", number, who)
        assert "steps/take_back/" not in page(client, who, f"/ledger/{number}/")
        assert "不予批准并写明理由" in page(client, who, f"/ledger/{number}/steps/take_back/")
    assert "steps/withdraw_step/" not in page(client, cast.luming, f"/ledger/{number}/")
    do("take_back", number, colleague)
    assert told(number)[-1].startswith("撤回鲁晓的申请（时限由")
    ask(number, cast.luming)
    do("take_back", number, cast.luming)
    assert told(number)[-1].startswith("撤回自己的申请（时限由")


def test_a_reason_says_the_points_and_is_folded(number: str, cast: Cast, client: Client) -> None:
    with pytest.raises(Refused, match="理由不超过1000字，现有1001字"):
        ask(number, cast.luming, reason="长" * 1001)
    with pytest.raises(Refused, match="科学论证不超过3000字"):
        ask(number, cast.luming, assessment="长" * 3001)
    ask(number, cast.luming, reason="长" * 900)
    text = page(client, cast.head, f"/ledger/{number}/")
    assert "（全文900字）" in text


def test_one_deadline_for_all_of_a_group(number: str, cast: Cast, client: Client) -> None:
    text = page(client, cast.luming, f"/ledger/{number}/steps/ask_change/")
    assert "调整对这些单位全部生效" in text
    assert "鹿鸣县、市水务局" in text


def test_rules_are_told_as_sentences(number: str, cast: Cast, client: Client) -> None:
    text = page(client, cast.luming, f"/ledger/{number}/steps/ask_change/")
    assert "延期最迟在到期当日提出" in text
    assert "— 0日" not in text
    rule_says("extension_apply_before_days", 30)
    assert "延期应在到期前提出 — 30日" in page(client, cast.luming, f"/ledger/{number}/steps/ask_change/")


@pytest.mark.parametrize("kind", ["withdraw", "transfer"])
def test_what_leaves_an_approved_plan_needs_the_letter_too(number: str, cast: Cast, kind: str) -> None:
    Body.objects.get_or_create(name="棠溪县")
    do("ask_standing", number, cast.clerk, kind=kind, to_body="棠溪县", reason="不属本县。")
    with pytest.raises(GateShut, match="须经同一机关批准：请填写其批准文号"):
        do("approve_standing", number, cast.head)
    assert finding(number).standing == "active"
    do("approve_standing", number, cast.head, letter_no=LETTER)
    assert f"岚江省生态环境保护督察工作领导小组办公室批准，文号{LETTER}" in told(number)[-1]
    assert Request.objects.get().letter_no == LETTER


def test_which_acts_need_the_letter_is_the_rules_to_say(number: str, cast: Cast, client: Client) -> None:
    rest = {"kind": "suspend", "until": datetime.date(2026, 5, 1), "reason": "汛期停工。"}
    do("ask_standing", number, cast.clerk, **rest)
    address = f"/ledger/{number}/steps/approve_standing/"
    assert 'name="letter_no"' not in page(client, cast.head, address)
    rule_says("leaving_by_letter", ["suspend"])
    assert 'name="letter_no"' in page(client, cast.head, address)
    with pytest.raises(GateShut, match="批准文号"):
        do("approve_standing", number, cast.head)
