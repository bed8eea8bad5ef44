"""``duban read``: what it prints, for whom, and what it says of files that cannot be read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gongwen.cli import main
from gongwen.terminal import columns

PLAN = "一、河道淤积问题突出。\n整改目标：恢复行洪。\n整改时限：2024年6月底\n责任单位：鹿鸣县人民政府\n"
KEYS = {
    "source",
    "text",
    "kind",
    "title",
    "issuer",
    "jurisdiction",
    "published",
    "inspection",
    "totals",
    "items",
    "doubts",
}
ITEM_KEYS = {
    "no",
    "path",
    "problem",
    "goal",
    "measures",
    "deadline",
    "milestones",
    "units",
    "status",
    "status_text",
    "context",
    "indicators",
    "extra",
    "doubts",
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, "utf-8")
    return path


def test_one_object_with_the_keys_of_the_contract(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(plan)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) >= KEYS
    item = printed["items"][0]
    assert set(item) >= ITEM_KEYS
    assert item["deadline"] == {
        "raw": {"text": "2024年6月底", "span": item["deadline"]["raw"]["span"]},
        "kind": "fixed",
        "date": "2024-06-30",
    }
    assert item["units"]["responsible"] == [
        {"text": "鹿鸣县", "span": item["units"]["responsible"][0]["span"], "office": "人民政府"}
    ]
    start, end = item["problem"]["span"]
    assert printed["text"][start:end] == item["problem"]["text"]


def test_several_files_one_object_a_line_in_order(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "b.txt"
    other.write_text("没有问题清单的通知。\n", "utf-8")
    assert main([str(plan), str(other)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["方案.txt", "b.txt"]
    assert [doubt["code"] for doubt in json.loads(lines[1])["doubts"]] == ["no-items"]


def test_the_table_for_a_person(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "table", str(plan)]) == 0
    printed = capsys.readouterr().out
    assert "河道淤积问题突出" in printed
    assert "2024年6月底(2024-06-30)" in printed
    assert all(columns(line) <= 120 for line in printed.splitlines())


def test_a_file_that_is_not_there_does_not_keep_the_others_from_being_read(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["/nowhere/a.txt", str(plan)]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["items"]
    assert captured.err.count("\n") == 1
    assert "找不到" in captured.err


@pytest.mark.parametrize("content", [b"", b"   \n\n  ", b"\x00\x01\x02\xff" * 200])
def test_what_cannot_be_read_is_said_in_one_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert main([str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().count("\n") == 0
    assert "Traceback" not in captured.err


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_a_file_without_permission(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(name: str, mode: str) -> None:
        raise PermissionError(name)

    monkeypatch.setattr("builtins.open", refused)
    assert main([str(plan)]) == 2
    assert "权限" in capsys.readouterr().err


def test_reading_loads_neither_django_nor_the_web() -> None:
    code = "import sys; from duban.cli import main; main(['read', sys.argv[1]]); assert 'django' not in sys.modules"
    run = subprocess.run([sys.executable, "-c", code, __file__], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_wide_characters_take_two_columns() -> None:
    assert columns("a局b") == 4
