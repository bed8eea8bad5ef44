"""Who complained is read only with a reason, and the record keeps who read it."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from duban.journal import queries as journal
from duban.journal.models import Entry
from duban.ledger.correcting import present
from duban.ledger.errors import Refused
from duban.ledger.models import Finding, Remark
from duban.ledger.protected import is_protected
from duban.ledger.searching.folding import fold
from duban.ledger.words import words_of
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import do

pytestmark = pytest.mark.django_db

WHO = "居民甲"


@pytest.fixture
def remark(item: ItemMaker, file_plan: Filer) -> Remark:
    file_plan(item(source="petition", extra={"举报人": WHO, "污染类型": "水"}))
    return Remark.objects.get(label="举报人")


def address(remark: Remark) -> str:
    return f"/ledger/{remark.finding.number}/protected/{remark.pk}/"


@pytest.mark.parametrize("who", ["clerk", "luming", "leader", "reader"])
def test_the_page_names_the_field_and_keeps_it(client: Client, cast: Cast, remark: Remark, who: str) -> None:
    client.force_login(getattr(cast, who))
    text = client.get(f"/ledger/{remark.finding.number}/").content.decode()
    assert "举报人" in text
    assert WHO not in text
    assert (address(remark) in text) is (who == "clerk")
    assert "污染类型" in text


def test_it_is_read_with_a_reason_and_recorded(client: Client, cast: Cast, remark: Remark) -> None:
    client.force_login(cast.clerk)
    assert WHO not in client.get(address(remark)).content.decode()
    refused = client.post(address(remark), {"reason": " "}).content.decode()
    assert "请写明查看的理由" in refused
    assert WHO not in refused
    assert not Entry.objects.filter(verb="journal.read").exists()
    shown = client.post(address(remark), {"reason": "回访举报人。"})
    assert WHO in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = journal.stream("read.finding", remark.finding_id).get()
    assert (entry.actor_name, entry.payload["reason"]) == ("方静", "回访举报人。")
    assert WHO not in str(entry.payload)


@pytest.mark.parametrize("who", ["luming", "tangxi", "leader", "reader", "admin", "outsider"])
def test_for_the_others_there_is_no_such_field(client: Client, cast: Cast, remark: Remark, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(address(remark)).status_code == 404
    assert client.post(address(remark), {"reason": "试。"}).status_code == 404
    assert not Entry.objects.filter(verb="journal.read").exists()


def test_what_a_revised_plan_struck_out_stays_protected(client: Client, cast: Cast, remark: Remark) -> None:
    version = remark.finding.plan_item.versions.get().version  # type: ignore[union-attr]
    Remark.objects.filter(pk=remark.pk).update(superseded_by=version)
    client.force_login(cast.reader)
    text = client.get(f"/ledger/{remark.finding.number}/").content.decode()
    assert "修订后不再列入" in text
    assert WHO not in text


def test_it_is_no_typing_error_either(cast: Cast, remark: Remark) -> None:
    assert WHO not in str(present(remark.finding))
    with pytest.raises(Refused):
        do(
            "correct",
            remark.finding.number,
            cast.clerk,
            what=f"remark.{remark.pk}",
            after="居民乙",
            reason="录入有误。",
        )


def test_a_field_that_is_not_protected_has_no_such_page(client: Client, cast: Cast, remark: Remark) -> None:
    client.force_login(cast.clerk)
    other = Remark.objects.get(label="污染类型")
    assert client.get(address(other)).status_code == 404


@pytest.mark.parametrize(
    ("label", "protected"),
    [
        ("举报人", True),
        ("举报人联系电话", True),
        ("联系方式", True),
        ("受理编号", False),
        ("污染类型", False),
    ],
)
def test_which_fields_are_protected(label: str, protected: bool) -> None:
    assert is_protected(label) is protected


def test_texts_written_before_lose_it_as_well(remark: Remark) -> None:
    """What a search looks through held it once; the migration leaves every other word."""
    module = import_module("duban.ledger.migrations.0021_protected_words_not_searched")
    finding = remark.finding
    right = finding.search_text = words_of(finding)
    assert WHO not in right
    finding.search_text = right.replace("\n水", f"\n{WHO}\n水")
    finding.save()
    assert Finding.objects.mentioning(WHO).exists()
    module.take_out(apps, SimpleNamespace(connection=connection))
    assert not Finding.objects.mentioning(WHO).exists()
    assert Finding.objects.get().search_text == fold(right)
