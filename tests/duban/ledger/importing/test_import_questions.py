"""What a table leaves open is asked before anything is imported, once: names that nobody knows, words about the progress."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing import Mode, answering, drafting
from duban.ledger.importing.questions import Questions, questions_of
from duban.ledger.importing.standing_words import proposed
from duban.ledger.models import Charge, Finding, ImportDraft, Stage
from duban.ledger.models.imports import TableWord
from duban.organizations.models import Alias, Body
from duban.organizations.queries import match
from tests.duban.conftest import Cast
from tests.duban.ledger.importing.conftest import Maker

pytestmark = pytest.mark.django_db
SEAT = "2026年市级督察"
HEADS = ("督察", "具体问题", "主体责任单位", "整改进展")
ROWS = (
    (SEAT, "甲问题。", "鹿鸣县政府", "已完成整改并销号"),
    (SEAT, "乙问题。", "市水务局、第三方单位", "达到时序进度。"),
    (SEAT, "丙问题。", "市水务局；石溪区治水办", "达到时序进度"),
    (SEAT, "丁问题。", "", "加强日常巡查"),
)
ANSWERS = {"市水务局": "new:department", "石溪区治水办": "石溪区整改办", "第三方单位": "none"}


@pytest.fixture
def draft(workbook: Maker, cast: Cast) -> ImportDraft:
    Body.objects.create(name="石溪区整改办")
    draft = drafting.receive("台账.xlsx", workbook(HEADS, ROWS), cast.clerk)
    assert drafting.is_plain(draft, cast.clerk)
    return draft


def asked(draft: ImportDraft, cast: Cast) -> Questions:
    draft.refresh_from_db()
    read = drafting.reading(draft)
    return questions_of(read.rows, drafting.trial(read, cast.clerk), draft.stages)


def test_names_that_nobody_knows_are_asked_with_what_they_may_be(draft: ImportDraft, cast: Cast) -> None:
    found = {each.name: each for each in asked(draft, cast).names}
    assert set(found) == {"市水务局", "第三方单位", "石溪区治水办"}
    assert found["市水务局"].rows == [3, 4]
    assert [body.name for body in found["石溪区治水办"].offers] == ["石溪区整改办"]
    assert not Body.objects.filter(name="市水务局").exists()


def test_a_name_is_answered_once_for_every_later_table(
    draft: ImportDraft, cast: Cast, workbook: Maker
) -> None:
    answering.answer(draft, ANSWERS, {}, cast.clerk)
    assert asked(draft, cast).names == []
    assert Body.objects.get(name="市水务局").unconfirmed is False
    assert match("石溪区治水办") == Body.objects.get(name="石溪区整改办")
    again = drafting.receive("又一张.xlsx", workbook(HEADS, ROWS), cast.clerk)
    assert drafting.is_plain(again, cast.clerk)
    assert asked(again, cast).names == []
    read = drafting.reading(again)
    assert drafting.trial(read, cast.clerk).no_units == {"第三方单位": [3]}
    answering.ask_again("第三方单位", cast.clerk)
    assert [each.name for each in asked(again, cast).names] == ["第三方单位"]


def test_words_about_the_progress_are_proposed_and_never_taken(draft: ImportDraft, cast: Cast) -> None:
    stages = asked(draft, cast).stages
    assert [(each.key, each.proposed, each.rows) for each in stages] == [
        ("已完成整改并销号", Stage.CLOSED, [2]),
        ("达到时序进度", Stage.IN_PROGRESS, [3, 4]),
    ]
    answering.answer(draft, ANSWERS, {}, cast.clerk)
    with pytest.raises(Refused, match="还有2个问题没有回答"):
        drafting.complete(draft.pk, Mode.STOP, "据纸质台账。", cast.clerk)
    assert not Finding.objects.exists()
    answering.answer(draft, {}, {"已完成整改并销号": "closed", "达到时序进度": ""}, cast.clerk)
    drafting.complete(draft.pk, Mode.STOP, "据纸质台账。", cast.clerk)
    held = {row.problem: (row.stage, row.status_text) for row in Finding.objects.all()}
    assert held["甲问题。"] == (Stage.CLOSED, "已完成整改并销号")
    assert held["乙问题。"] == (Stage.REGISTERED, "达到时序进度。")
    assert held["丁问题。"] == (Stage.REGISTERED, "加强日常巡查")
    assert not Charge.objects.filter(printed="第三方单位").exists()
    assert Charge.objects.get(printed="石溪区治水办").body == Body.objects.get(name="石溪区整改办")


def test_the_last_answer_is_offered_again_but_asked(draft: ImportDraft, cast: Cast, workbook: Maker) -> None:
    answering.answer(draft, {}, {"已完成整改并销号": "archived", "达到时序进度": ""}, cast.clerk)
    assert asked(draft, cast).stages == []
    again = drafting.receive("又一张.xlsx", workbook(HEADS, ROWS), cast.clerk)
    drafting.is_plain(again, cast.clerk)
    assert [each.chosen for each in asked(again, cast).stages] == ["archived", ""]


def test_a_date_without_a_stage_is_asked_too(workbook: Maker, cast: Cast) -> None:
    data = workbook(("督察", "具体问题", "验收日期"), [(SEAT, "甲问题。", "2026-03-01")])
    draft = drafting.receive("台账.xlsx", data, cast.clerk)
    drafting.is_plain(draft, cast.clerk)
    assert [(each.key, each.proposed) for each in asked(draft, cast).stages] == [
        ("~accepted_on", Stage.ONSITE_CHECK)
    ]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("已验收销号", Stage.CLOSED),
        ("2025年12月30日完成整改并销号。", Stage.CLOSED),
        ("已完成整改，正在申请销号", Stage.SELF_ACCEPTED),
        ("已完成验收，待销号", Stage.ONSITE_CHECK),
        ("已完成", Stage.SELF_ACCEPTED),
        ("已完成80%", Stage.IN_PROGRESS),
        ("未销号", Stage.IN_PROGRESS),
        ("正在推进", Stage.IN_PROGRESS),
        ("未达时序进度", Stage.IN_PROGRESS),
        ("尚未启动", Stage.REGISTERED),
        ("加强巡查", None),
    ],
)
def test_what_words_about_the_progress_speak_of(text: str, stage: Stage | None) -> None:
    assert proposed(text) == stage


@pytest.mark.parametrize("said", ["", "无此单位", "new:nonsense", "is:999999", "is:x"])
def test_an_answer_that_cannot_be_keeps_nothing(draft: ImportDraft, cast: Cast, said: str) -> None:
    with pytest.raises(Refused, match="没有记下任何回答"):
        answering.answer(draft, {**ANSWERS, "石溪区治水办": said}, {}, cast.clerk)
    with pytest.raises(Refused):
        answering.answer(draft, {}, {"达到时序进度": "nonsense"}, cast.clerk)
    assert not Body.objects.filter(name="市水务局").exists()
    assert not TableWord.objects.exists()


@pytest.mark.parametrize("who", ["luming", "leader", "reader", "admin", "outsider"])
def test_only_the_office_answers(draft: ImportDraft, client: Client, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(NotAllowed):
        answering.answer(draft, ANSWERS, {}, actor)
    with pytest.raises(NotAllowed):
        answering.ask_again("第三方单位", actor)
    client.force_login(actor)
    sent = {"answers": "1", "name-0": "第三方单位", "who-0": "none"}
    assert client.post(f"/ledger/import/{draft.pk}/", sent).status_code == 404
    assert not TableWord.objects.exists()
    assert not Alias.objects.exists()


def test_the_page_asks_keeps_what_was_chosen_and_says_what_is_missing(
    draft: ImportDraft, client: Client, cast: Cast
) -> None:
    client.force_login(cast.clerk)
    address = f"/ledger/import/{draft.pk}/"
    told = client.get(address).content.decode()
    assert "就是石溪区整改办" in told
    assert "先回答上面的问题" in told
    sent = {"answers": "1", "name-0": "市水务局", "who-0": "none", "name-1": "石溪区治水办", "who-1": ""}
    refused = client.post(address, sent)
    assert refused.status_code == 400
    assert "请说明“石溪区治水办”是哪个单位" in refused.content.decode()
    assert '<option value="none" selected>' in refused.content.decode()
    client.post(address, {**sent, "other-1": "石溪区整改办"})
    assert set(TableWord.objects.values_list("said", flat=True)) == {"市水务局"}
    assert Alias.objects.get().name == "石溪区治水办"
    client.post(address, {"answers": "1", "again": "市水务局"})
    assert not TableWord.objects.exists()
