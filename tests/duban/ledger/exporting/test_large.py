"""A long list: asked for, found again, made once, fetched by whoever asked and by nobody else, and gone when its days are
over."""

from __future__ import annotations

import datetime
import os
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duban.accounts.models import Membership, Role
from duban.jobs import actions as jobs
from duban.jobs.models import Job, Lane, State
from duban.jobs.worker import run_all
from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.journal.verification import verify_all
from duban.ledger.errors import Refused
from duban.ledger.exporting import asking, making, removing
from duban.ledger.exporting.asking import Wanted
from duban.ledger.models import Charge, Export, ExportState
from tests.duban.conftest import Cast
from tests.duban.ledger.exporting.conftest import Pages, asked_by, file_of, sheets

pytestmark = pytest.mark.django_db


def _files() -> list[str]:
    return sorted(path.name for path in making.folder().iterdir())


def _told(verb: str) -> list[str]:
    return [tell(entry) for entry in Entry.objects.filter(verb=verb).order_by("pk")]


def test_the_whole_way(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.clerk)
    shown = page.get("/ledger/export/all/?q=鹿鸣县").content.decode()
    assert "符合条件的有 <b>4</b> 个问题" in shown
    assert not Export.objects.exists()
    export = asked_by(page, "/ledger/export/all/?q=鹿鸣县")
    assert (export.expected, export.kind, export.question) == (4, "all", {"q": "鹿鸣县", "sort": "order"})
    waiting = page.get(export.get_absolute_url()).content.decode()
    assert 'hx-trigger="every' in waiting
    assert "包含：“鹿鸣县”" in waiting
    assert "下载文件" not in waiting
    assert page.get(f"/ledger/exports/{export.uuid}/file/")["Location"] == export.get_absolute_url()
    run_all()
    made = page.get(export.get_absolute_url()).content.decode()
    assert "下载文件" in made
    assert 'hx-trigger="every' not in made
    found = sheets(file_of(page, export))
    assert list(found) == ["问题清单", "整改清单", "责任清单", "效果清单"]
    for rows in found.values():
        assert str(rows[1][0]).startswith("共4个问题")
        assert [row[1] for row in rows[3:]] == many[:4]
    assert _told("export.made") == ["导出四个清单，共4个问题，后台制成文件（包含：“鹿鸣县”）。"]
    assert _told("export.fetched") == ["下载导出的四个清单，共4个问题（包含：“鹿鸣县”）。"]
    assert verify_all().holds
    assert "可以下载" in page.get("/ledger/exports/").content.decode()


def test_a_short_one_comes_at_once_and_is_a_look_too(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.clerk)
    for ask in (page.get, page.post):
        assert len(sheets(ask("/ledger/export/problems/?q=棠溪县").content)["问题清单"]) == 4
    assert _told("export.taken") == ["导出问题清单，共1个问题（包含：“棠溪县”）。"] * 2
    assert Entry.objects.filter(stream__kind="export", stream__key=str(cast.clerk.pk)).count() == 2
    assert not Export.objects.exists()


def test_the_same_question_twice_is_the_same_work(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.clerk)
    first = asked_by(page, "/ledger/export/problems/?q=鹿鸣县&open=x")
    assert asked_by(page, "/ledger/export/problems/?q=%20鹿鸣县") == first
    assert asked_by(page, "/ledger/export/whole/?q=鹿鸣县") != first
    assert asked_by(page) != first
    assert asked_by(pages(cast.reader), "/ledger/export/problems/?q=鹿鸣县") != first
    assert Job.objects.filter(kind="ledger.export").count() == 4
    run_all()
    assert asked_by(page, "/ledger/export/problems/?q=鹿鸣县") != first


def test_nobody_else_has_it(cast: Cast, many: list[str], pages: Pages) -> None:
    export = asked_by(pages(cast.clerk))
    run_all()
    for person in (cast.head, cast.reader, cast.luming, cast.admin, cast.outsider):
        page = pages(person)
        for address in ("", "file/"):
            assert page.get(f"/ledger/exports/{export.uuid}/{address}").status_code == 404
        assert page.post(f"/ledger/exports/{export.uuid}/remove/").status_code == 404
        assert str(export.uuid) not in page.get("/ledger/exports/").content.decode()
    assert Client().get(f"/ledger/exports/{export.uuid}/file/").status_code == 302
    assert Export.objects.filter(pk=export.pk).exists()


def test_it_holds_what_she_sees_when_it_is_made(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.luming)
    export = asked_by(page)
    assert export.expected == 4
    Charge.objects.filter(finding__number=many[0]).update(until=timezone.localdate())
    run_all()
    assert [row[1] for row in sheets(file_of(page, export))["问题清单"][3:]] == many[1:4]
    assert (
        "要求导出时有 4 个问题符合条件，制作时有 3 个" in page.get(export.get_absolute_url()).content.decode()
    )


def test_what_is_hers_no_longer_is_not_given_out(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.luming)
    export = asked_by(page)
    run_all()
    assert file_of(page, export)
    Charge.objects.filter(finding__number=many[0], role="main").update(until=timezone.localdate())
    answer = page.get(f"/ledger/exports/{export.uuid}/file/", follow=True)
    assert "不再提供下载" in answer.content.decode()
    assert len(_told("export.fetched")) == 1
    again = asked_by(page)
    run_all()
    assert len(sheets(file_of(page, again))["问题清单"]) == 3 + 3


def test_who_loses_her_role_loses_the_file(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.reader)
    export = asked_by(page)
    run_all()
    assert file_of(page, export)
    Membership.objects.filter(person=cast.reader).update(role=Role.SYSTEM_ADMIN)
    assert page.get(f"/ledger/exports/{export.uuid}/file/").status_code == 302
    cast.reader.is_active = False
    cast.reader.save()
    assert "/sign-in/" in page.get(f"/ledger/exports/{export.uuid}/file/")["Location"]
    removing.forget(timezone.now())
    assert not Export.objects.exists()
    assert _files() == []


def test_nothing_is_made_for_whom_it_is_no_longer(cast: Cast, many: list[str], pages: Pages) -> None:
    gone, blind = asked_by(pages(cast.reader)), asked_by(pages(cast.luming))
    cast.reader.is_active = False
    cast.reader.save()
    Charge.objects.filter(body__name="鹿鸣县").update(until=timezone.localdate())
    run_all()
    gone.refresh_from_db()
    blind.refresh_from_db()
    assert gone.state == blind.state == ExportState.FAILED
    assert "账号已停用" in gone.sentence
    page = pages(cast.luming).get(blind.get_absolute_url()).content.decode()
    assert "已没有符合条件的问题" in page
    assert "重新导出" in page
    assert _files() == []
    assert _told("export.made") == []


class _Killed(BaseException):
    """As when the process is gone: nothing of ours runs after it."""


@pytest.mark.parametrize("place", ["os.replace", "duban.ledger.exporting.telling.made", "os.fsync"])
def test_killed_on_the_way_it_is_made_again(
    place: str, cast: Cast, many: list[str], pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages(cast.clerk)
    export = asked_by(page)
    job = jobs.claim("first", timezone.now())
    assert job is not None

    def killed(*_given: Any, **_more: Any) -> None:
        raise _Killed

    with monkeypatch.context() as broken:
        broken.setattr(place, killed)
        with pytest.raises(_Killed):
            making.make(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.WAITING
    assert page.get(f"/ledger/exports/{export.uuid}/file/").status_code == 302
    Job.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    jobs.reap(timezone.now())
    run_all()
    assert len(sheets(file_of(page, export))["问题清单"]) == 5 + 3
    assert len(_told("export.made")) == 1
    for name in _files():
        os.utime(making.folder() / name, (0, 0))
    removing.forget(timezone.now())
    export.refresh_from_db()
    assert _files() == [export.file]


def test_made_twice_at_once_only_one_counts(cast: Cast, many: list[str], pages: Pages) -> None:
    """Its lease had run out, and another worker was sooner."""
    export = asked_by(pages(cast.clerk))

    def sooner(done: int, total: int) -> None:
        if Export.objects.filter(pk=export.pk, state=ExportState.WAITING).exists():
            assert making.make(export.pk) is not None

    assert making.make(export.pk, sooner) is None
    export.refresh_from_db()
    assert _files() == [export.file]
    assert len(_told("export.made")) == 1


def test_a_failed_disk_leaves_nothing(
    cast: Cast, many: list[str], pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    page = pages(cast.clerk)
    export = asked_by(page)
    monkeypatch.setattr("duban.ledger.exporting.sheets.shutil.copyfileobj", full)
    for _attempt in range(jobs.MAX_ATTEMPTS):
        Job.objects.update(run_after=timezone.now())
        run_all()
    assert _files() == []
    assert Job.objects.get(kind="ledger.export").state == State.FAILED
    assert "制作中断了" in page.get(export.get_absolute_url()).content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(asking, "ALWAYS_AT_ONCE", 1)
    monkeypatch.setattr(asking, "at_once", lambda: 2)
    again = asked_by(page)
    assert again != export
    run_all()
    assert file_of(page, again)


def test_a_ledger_that_loses_rows_meanwhile_is_counted_anew(
    cast: Cast, many: list[str], pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = pages(cast.clerk)
    export = asked_by(page)
    real, calls = making.gathered, []

    def losing(pks: list[int], *more: Any) -> Any:
        calls.append(len(pks))
        return real([10**9, *pks[1:]] if len(calls) == 1 else pks, *more)

    monkeypatch.setattr(making, "gathered", losing)
    run_all()
    assert calls == [5, 5]
    rows = sheets(file_of(page, export))["问题清单"]
    assert str(rows[1][0]).startswith("共5个问题")
    assert len(rows) == 8
    assert len(_files()) == 1


def test_removed_while_it_is_made_it_stops(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.clerk)
    export = asked_by(page)
    answer = page.post(f"/ledger/exports/{export.uuid}/remove/", follow=True).content.decode()
    assert "已停止制作" in answer
    run_all()
    assert Job.objects.get(kind="ledger.export").state == State.DONE
    assert _files() == []
    export = asked_by(page)
    row = Export.objects.get(pk=export.pk)

    def removed(done: int, total: int) -> None:
        removing.remove(row, cast.clerk)

    assert making.make(export.pk, removed) is None
    assert _files() == []


def test_it_goes_when_its_days_are_over(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.clerk)
    export = asked_by(page)
    run_all()
    row = Export.objects.get(pk=export.pk)
    keep = datetime.timedelta(days=removing.keep_days(timezone.now()))
    removing.forget(row.asked_at + keep)
    assert _files() == [row.file]
    with time_machine.travel(row.asked_at + keep + datetime.timedelta(seconds=1), tick=False):
        jobs.enqueue("ledger.nightly", {}, key="ledger.nightly:test")
        run_all()
    assert _files() == []
    assert not Export.objects.exists()
    assert pages(cast.clerk).get(f"/ledger/exports/{export.uuid}/file/").status_code == 404
    assert len(_told("export.made")) == 1


def test_nobody_fills_the_disk(
    cast: Cast, many: list[str], pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_KEPT", 2)
    page = pages(cast.clerk)
    asked_by(page), asked_by(page, "/ledger/export/whole/")
    answer = page.post("/ledger/export/effects/", follow=True).content.decode()
    assert "您的导出已有2份" in answer
    assert Export.objects.count() == 2
    monkeypatch.setattr(asking, "MOST_ROWS", 4)
    monkeypatch.setattr(asking, "MOST_KEPT", 20)
    with pytest.raises(Refused, match="一张工作表能放的4行"):
        asking.ask(cast.clerk, Wanted.of("effects", {}))


def test_little_work_does_not_wait_behind_much(
    cast: Cast, many: list[str], pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_by(pages(cast.clerk))
    monkeypatch.setattr(asking, "QUICK", 4)
    asked_by(pages(cast.clerk), "/ledger/export/whole/")
    lanes = Job.objects.filter(kind="ledger.export").order_by("pk").values_list("lane", flat=True)
    assert list(lanes) == [Lane.QUICK, Lane.MAIN]


def test_pages_ask_a_bounded_number_of_times(cast: Cast, many: list[str], pages: Pages) -> None:
    page = pages(cast.luming)
    exports = [asked_by(page, f"/ledger/export/{kind}/") for kind in ("problems", "measures", "whole")]
    run_all()
    asked_by(page, "/ledger/export/effects/")
    addresses = ["/ledger/exports/", "/ledger/export/effects/", exports[0].get_absolute_url()]
    for address in (*addresses, f"/ledger/exports/{exports[0].uuid}/file/"):
        with CaptureQueriesContext(connection) as asked:
            assert page.get(address).status_code == 200
        statements = [each for each in asked if "SAVEPOINT" not in each["sql"]]
        assert len(statements) <= 12, (address, len(statements))
