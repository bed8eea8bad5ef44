"""A later document meets its finding: attached once, told in the record, taken back without a trace being lost."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from duban.files.models import Document
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.journal.verification import verify_all
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.mentioning import MentionInput, Paper, attach, take_back
from duban.ledger.models import Finding, Mention
from tests.duban.conftest import Cast, Filer, ItemMaker

PAPER = Paper("close_out", "第一项整改任务整改结果公示", datetime.date(2026, 5, 20))


@pytest.fixture
def finding(item: ItemMaker, file_plan: Filer) -> Finding:
    return Finding.objects.get(pk=file_plan(item()).findings[0].finding)


def place(finding: Finding, document: Document, **more: object) -> MentionInput:
    return MentionInput(
        finding.pk, document.uuid, 3, 13, "鹿鸣县沿河排口直排。", "第一项", "completed", **more
    )  # type: ignore[arg-type]


def test_the_document_stands_at_its_finding_and_in_the_record(
    cast: Cast, finding: Finding, document: Document
) -> None:
    stage = finding.stage
    made = attach(PAPER, [place(finding, document)], cast.clerk)

    assert [each.finding for each in made] == [finding]
    finding.refresh_from_db()
    assert finding.stage == stage
    told = tell(journal.stream("finding", finding.pk).last())  # type: ignore[arg-type]
    assert (
        told
        == "附上整改结果公示《第一项整改任务整改结果公示》（文中序号 第一项），文中称已完成整改。办理阶段不变。"
    )
    assert verify_all().holds


def test_the_same_place_again_does_nothing(cast: Cast, finding: Finding, document: Document) -> None:
    twice = [place(finding, document), place(finding, document)]
    first, same = attach(PAPER, twice, cast.clerk)
    assert first == same == attach(PAPER, twice, cast.head)[0]
    assert Mention.objects.get() == first
    assert journal.stream("finding", finding.pk).filter(verb="finding.mentioned").count() == 1


def test_what_was_attached_by_mistake_is_taken_back_and_may_come_again(
    client: Client, cast: Cast, finding: Finding, document: Document
) -> None:
    mention = attach(PAPER, [place(finding, document)], cast.clerk)[0]
    with pytest.raises(Refused, match="写明取消的理由"):
        take_back(mention, "  ", cast.clerk)
    take_back(mention, "附错了问题", cast.head)

    assert "附错了问题" in tell(journal.stream("finding", finding.pk).last())  # type: ignore[arg-type]
    client.force_login(cast.clerk)
    assert 'id="mentions"' not in client.get(f"/ledger/{finding.number}/").content.decode()
    assert len(attach(PAPER, [place(finding, document)], cast.clerk)) == 1


def test_nothing_chosen_attaches_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="没有选定任何问题"):
        attach(PAPER, [], cast.clerk)


def test_a_finding_that_is_not_there_stops_all(cast: Cast, finding: Finding, document: Document) -> None:
    gone = MentionInput(finding.pk + 1000, document.uuid, 0, 3)
    with pytest.raises(Refused, match="已经不在台账中"):
        attach(PAPER, [place(finding, document), gone], cast.clerk)
    assert not Mention.objects.exists()


@pytest.mark.parametrize("name", ["luming", "reader", "leader", "admin", "outsider"])
def test_others_attach_and_take_back_nothing(
    cast: Cast, finding: Finding, document: Document, name: str
) -> None:
    with pytest.raises(NotAllowed):
        attach(PAPER, [place(finding, document)], getattr(cast, name))
    mention = attach(PAPER, [place(finding, document)], cast.clerk)[0]
    with pytest.raises(NotAllowed):
        take_back(mention, "不是我的", getattr(cast, name))


def test_the_office_reads_the_document_a_unit_only_that_there_is_one(
    client: Client, cast: Cast, finding: Finding, document: Document
) -> None:
    attach(PAPER, [place(finding, document)], cast.clerk)
    client.force_login(cast.clerk)
    page = client.get(f"/ledger/{finding.number}/").content.decode()
    assert f"/documents/{document.uuid}/?at=3-13#at" in page
    assert "文中称已完成整改" in page
    client.force_login(cast.luming)
    page = client.get(f"/ledger/{finding.number}/").content.decode()
    assert 'id="mentions"' in page
    assert str(document.uuid) not in page


def test_names_of_documents_are_for_those_who_may_open_them(
    client: Client, cast: Cast, finding: Finding, document: Document
) -> None:
    inspection = f"/ledger/inspections/{finding.inspection_id}/"
    client.force_login(cast.clerk)
    assert document.name in client.get(f"{inspection}plans/").content.decode()
    for name in ("luming", "reader", "leader"):
        client.force_login(getattr(cast, name))
        for address in (inspection, f"{inspection}plans/", f"/ledger/{finding.number}/"):
            answer = client.get(address)
            assert answer.status_code in (200, 404)
            assert document.name not in answer.content.decode()
