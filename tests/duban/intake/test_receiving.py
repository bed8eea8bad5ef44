"""Files arrive all together or not at all; each is read, or says why not and leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duban.files.models import Document, StoredFile
from duban.intake import child
from duban.intake.actions import NotPossible, receiving, settling
from duban.intake.actions.receiving import Incoming
from duban.intake.models import DraftItem, FileState, IntakeSet, Reading, Role, SetFile
from duban.intake.reading import Outcome
from duban.jobs.models import Job
from duban.jobs.worker import run_all
from tests.duban.conftest import Cast
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker

JSON = {"HTTP_ACCEPT": "application/json"}


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def send(client: Client, *files: tuple[str, bytes], **more: str) -> object:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/documents/new/", {"files": uploads, **more}, **JSON)


def test_several_files_are_one_set(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = send(
        client, ("整改方案.txt", b"one"), ("附件1 已完成问题清单.txt", b"two"), ("组成人员名单.txt", b"3")
    )
    made = IntakeSet.objects.get()
    assert answer.json()["url"] == made.get_absolute_url()  # type: ignore[attr-defined]
    assert [file.role for file in made.files.all()] == [Role.MAIN, Role.FINISHED, Role.MEMBERS]
    assert Job.objects.count() == 3
    assert len(on_disk()) == 3


def test_the_role_that_was_chosen_stands(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    send(client, ("整改方案.txt", b"one"), roles="measures")
    assert SetFile.objects.get().role == Role.MEASURES


def test_pasted_text_is_a_file(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    client.post("/documents/new/", {"text": "一、问题\r\n二、措施"}, **JSON)
    file = SetFile.objects.get()
    assert file.name == receiving.PASTED
    assert on_disk()[0].read_text() == "一、问题\n二、措施"


def test_a_read_document_is_kept_once(reviewed: IntakeSet) -> None:
    file = reviewed.files.get()
    assert file.state == FileState.READ
    assert reviewed.title == "澜州市整改方案"
    assert on_disk() == [StoredFile.objects.get().path]
    assert [item.position for item in reviewed.items.all()] == [1, 2, 3]


def test_a_file_that_cannot_be_read_leaves_only_its_sentence(read_set: SetMaker) -> None:
    made = read_set(("坏文件.docx", Outcome(None, "broken", "文件已损坏，没有读取；请重新上传。")))
    file = made.files.get()
    assert (file.state, file.sentence) == (FileState.FAILED, "文件已损坏，没有读取；请重新上传。")
    assert on_disk() == []
    assert not Document.objects.exists()


def test_one_bad_file_does_not_stop_the_others(read_set: SetMaker) -> None:
    broken = Outcome(None, "broken", "文件已损坏，没有读取；请重新上传。")
    made = read_set(("附件.docx", broken), ("整改方案.txt", plans.answer()))
    assert made.items.count() == 3
    assert {file.state for file in made.files.all()} == {FileState.FAILED, FileState.READ}


def test_a_secret_document_leaves_nothing_at_all(client: Client, cast: Cast, read_set: SetMaker) -> None:
    secret = Outcome(None, "secret", "文件带有密级标志“机密”，不能读取。")
    made = read_set(("关于某专项行动的方案.docx", secret))
    assert on_disk() == []
    assert not Document.objects.exists()
    assert not Reading.objects.exists()
    file = made.files.get()
    assert (file.state, file.sha256, file.size) == (FileState.REFUSED, "", 0)
    client.force_login(cast.clerk)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "没有保存" in page
    assert "专项行动" not in page + made.title + file.name


@pytest.mark.parametrize("data", [b"", "整改方案".encode(), b"PK\x03\x04broken"])
def test_a_name_with_a_mark_is_refused_whatever_the_file_holds(data: bytes) -> None:
    assert child.read(data, "机密-附件2整改清单.docx")["error"] == "secret"


def test_a_secret_among_others_takes_only_itself_away(read_set: SetMaker) -> None:
    secret = Outcome(None, "secret", "")
    made = read_set(("机密.docx", secret), ("整改方案.txt", plans.answer()))
    assert made.items.count() == 3
    assert len(on_disk()) == 1
    assert "机密" not in made.files.get(position=0).name


def test_the_same_file_again_says_so_and_does_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    send(client, ("整改方案.txt", b"one"))
    before = len(on_disk()), IntakeSet.objects.count(), Job.objects.count()
    answer = send(client, ("改了名的方案.txt", b"one"))
    told = answer.json()  # type: ignore[attr-defined]
    assert told["url"] == ""
    assert told["known"][0]["url"] == IntakeSet.objects.get().get_absolute_url()
    assert (len(on_disk()), IntakeSet.objects.count(), Job.objects.count()) == before


def test_of_a_set_only_what_is_new_is_taken(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    send(client, ("整改方案.txt", b"one"))
    told = send(client, ("整改方案.txt", b"one"), ("附件.txt", b"two"), ("又一份附件.txt", b"two")).json()  # type: ignore[attr-defined]
    assert [file["name"] for file in told["known"]] == ["整改方案.txt"]
    assert [file.name for file in IntakeSet.objects.latest("pk").files.all()] == ["附件.txt"]


def test_a_file_that_failed_may_come_again(client: Client, cast: Cast, read_set: SetMaker) -> None:
    read_set(("a.txt", Outcome(None, "crashed", "识读时意外中断。")))
    made = receiving.receive(cast.clerk, [Incoming("a.txt", 6, [b"a.txt0"])])
    assert made.intake_set is not None


def test_too_many_files_are_refused_before_anything_is_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    files = [(f"{n}.txt", str(n).encode()) for n in range(receiving.MAX_FILES + 1)]
    answer = send(client, *files)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "最多上传20个文件" in answer.json()["error"]  # type: ignore[attr-defined]
    assert on_disk() == []
    assert not IntakeSet.objects.exists()


def test_a_request_too_large_is_refused_by_its_length(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = client.post("/documents/new/", {"text": "短"}, CONTENT_LENGTH=str(10**9), **JSON)
    assert answer.status_code == 413
    assert not IntakeSet.objects.exists()


def test_without_scripts_it_is_refused_on_a_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = client.post("/documents/new/", {"text": "短"}, CONTENT_LENGTH=str(10**9))
    page = answer.content.decode()
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("text/html")
    assert "一次上传合计不能超过300MB，这次没有保存任何文件" in page


def test_a_file_that_grows_while_it_comes_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MAX_BYTES", 10)
    with pytest.raises(NotPossible, match="没有保存任何文件"):
        receiving.receive(cast.clerk, [Incoming("a.txt", 3, [b"abc"]), Incoming("b.txt", 3, [b"x" * 11])])
    assert on_disk() == []


def test_when_the_database_fails_no_bytes_stay(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("database gone")

    monkeypatch.setattr(receiving, "enqueue", fail)
    with pytest.raises(RuntimeError):
        receiving.receive(cast.clerk, [Incoming("a.txt", 3, [b"abc"])])
    assert on_disk() == []
    assert not IntakeSet.objects.exists()


@pytest.mark.parametrize("installed", [True, False])
def test_the_page_says_whether_pictures_are_read(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    monkeypatch.setattr("gongwen.formats.ocr.is_installed", lambda: installed)
    client.force_login(cast.clerk)
    page = client.get("/documents/new/").content.decode()
    assert ("也可以是扫描件和照片" in page) == installed
    assert ("要先由系统管理员装好识别组件" in page) != installed


def test_nothing_is_no_upload(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    assert client.post("/documents/new/", {"text": "  "}, **JSON).status_code == 422


def test_the_form_token_is_asked_for(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk)
    assert client.post("/documents/new/", {"text": "x"}, **JSON).status_code == 403


def test_reading_twice_does_nothing_new(reviewed: IntakeSet) -> None:
    file = reviewed.files.get()
    settling.settle(file.pk, plans.answer())
    assert Document.objects.count() == 1
    assert DraftItem.objects.count() == 3
    assert settling.begin(file.pk) is None


def test_a_text_goes_through_the_real_reading_child(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    client.post("/documents/new/", {"text": plans.PLAN}, **JSON)
    run_all()
    file = SetFile.objects.get()
    assert file.state == FileState.READ
    assert Document.objects.get().text == plans.PLAN.rstrip()


def test_noise_goes_through_the_real_reading_child(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    send(client, ("方案.docx", bytes(range(256)) * 40))
    run_all()
    file = SetFile.objects.get()
    assert file.state == FileState.FAILED
    assert file.sentence.endswith("。")
    assert on_disk() == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\evil/方案.docx", "方案.docx"),
        ("\u202e\n方案.txt", "方案.txt"),
        ("", "未命名"),
        ("“回头看”%22方案%22.docx", '“回头看”"方案".docx'),
        ("完成50%.docx", "完成50%.docx"),
    ],
)
def test_names_are_bare(name: str, clean: str) -> None:
    assert receiving.clean_name(name) == clean


def test_long_names_keep_their_ending() -> None:
    assert receiving.clean_name("长" * 400 + ".docx").endswith(".docx")
    assert len(receiving.clean_name("长" * 400 + ".docx")) == 200


@pytest.mark.parametrize("mark", ["机密★1年", "秘密", "绝密★长期"])
def test_a_secrecy_mark_goes_through_the_real_reading_child(client: Client, cast: Cast, mark: str) -> None:
    client.force_login(cast.clerk)
    client.post("/documents/new/", {"text": f"{mark}\n{plans.PLAN}"}, **JSON)
    run_all()
    assert SetFile.objects.get().state == FileState.REFUSED
    assert on_disk() == []
    assert not Document.objects.exists()
    assert "鹿鸣县" not in str(list(Job.objects.values())) + str(list(IntakeSet.objects.values()))


def test_a_child_that_takes_too_long_is_stopped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from duban.intake import reading

    monkeypatch.setattr(reading, "COMMAND", ("-c", "import time; time.sleep(60)"))
    outcome = reading.read_file(tmp_path / "x", "x.txt", limits=reading.Limits(1, 2**30))
    assert (outcome.answer, outcome.code) == (None, "timeout")
    assert "没有保存" in outcome.sentence


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os._exit(3)", "memory"),
        ("import os; os.kill(os.getpid(), 9)", "memory"),
        ("raise SystemExit(1)", "crashed"),
        ("print('this is no JSON')", "crashed"),
    ],
)
def test_a_child_that_dies_gives_a_sentence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, code: str
) -> None:
    from duban.intake import reading

    monkeypatch.setattr(reading, "COMMAND", ("-c", program))
    outcome = reading.read_file(tmp_path / "x", "x.txt")
    assert (outcome.answer, outcome.code) == (None, code)
    assert outcome.sentence.endswith("。")


def test_the_child_has_a_limit_of_memory(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = "import resource, duban.intake.child as c; c.read = lambda d, n: bytearray(4 * 2**30); exit(c.main(['/dev/null', 'x', str(3 * 2**30)]))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode == 3


def test_an_upload_that_broke_off_is_swept_away(cast: Cast) -> None:
    import os

    from duban.files import storage
    from duban.intake.handlers import FORGOTTEN_AFTER, sweep

    made = receiving.receive(cast.clerk, [Incoming("a.txt", 3, [b"abc"])]).intake_set
    assert made is not None
    lost, recent = (storage.spool([name], 10) for name in (b"lost", b"recent"))
    waiting = storage.spool_path(made.files.get().token)
    for path in (waiting, storage.spool_path(lost.token)):
        os.utime(path, (0, os.path.getmtime(path) - 2 * FORGOTTEN_AFTER))
    assert sweep() == 1
    assert sorted(on_disk()) == sorted([waiting, storage.spool_path(recent.token)])


class TestWithdrawing:
    def test_a_mistaken_set_leaves_the_list_and_may_come_again(
        self, client: Client, cast: Cast, reviewed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        answer = client.post(
            f"/documents/sets/{reviewed.uuid}/withdraw/", {"reason": "传错了文件"}, follow=True
        )
        assert "已撤下" in answer.content.decode()
        assert "还没有文件" in answer.content.decode()
        again = receiving.receive(cast.clerk, [Incoming("x.txt", 9, ["澜州市整改方案.txt0".encode()])])
        assert again.intake_set is not None
        page = client.get(reviewed.get_absolute_url()).content.decode()
        assert "传错了文件" in page
        assert "逐项校核" not in page

    def test_it_wants_a_reason(self, client: Client, cast: Cast, reviewed: IntakeSet) -> None:
        client.force_login(cast.clerk)
        client.post(f"/documents/sets/{reviewed.uuid}/withdraw/", {"reason": " "})
        reviewed.refresh_from_db()
        assert reviewed.withdrawn_at is None

    def test_its_drafts_stand_still(self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
        from duban.intake.actions import editing, shaping

        receiving.withdraw(cast.clerk, reviewed, "传错了文件")
        with pytest.raises(NotPossible, match="已经撤下"):
            editing.set_text(cast.clerk, items[0], 1, "goal", "x")
        with pytest.raises(NotPossible, match="已经撤下"):
            shaping.add_item(cast.clerk, reviewed, items[0].document, None)

    def test_others_withdraw_nothing(self, client: Client, cast: Cast, reviewed: IntakeSet) -> None:
        client.force_login(cast.luming)
        assert client.post(f"/documents/sets/{reviewed.uuid}/withdraw/", {"reason": "x"}).status_code == 404
        with pytest.raises(NotPossible):
            receiving.withdraw(cast.reader, reviewed, "x")


def test_who_waits_is_told_how_many_are_before_her(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    first = send(client, ("方案一.txt", b"one")).json()["url"]  # type: ignore[attr-defined]
    second = send(client, ("方案二.txt", b"two")).json()["url"]  # type: ignore[attr-defined]
    assert "前面还有1个文件在识读" in client.get(second).content.decode()
    assert "前面还有" not in client.get(first).content.decode()


def test_an_empty_file_has_a_size_and_a_document_without_items_says_so_once(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.clerk)
    made = receiving.receive(cast.clerk, [Incoming("空.txt", 0, [b""])]).intake_set
    assert made is not None
    run_all()
    assert "0\xa0字节" in client.get(f"{made.get_absolute_url()}progress/").content.decode()
    none = receiving.receive(
        cast.clerk, [Incoming("通知.txt", 30, ["关于召开会议的通知\n请准时参加。\n".encode()])]
    )
    run_all()
    assert none.intake_set is not None
    page = client.get(f"{none.intake_set.get_absolute_url()}progress/").content.decode()
    assert page.count("没有读出任何问题或任务") == 1
