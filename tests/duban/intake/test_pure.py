"""Small pure parts: places and quotes, roles of files, annexes joined to their main text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.intake import joining, quoting, roles
from duban.intake.content import empty, text_of
from duban.intake.models import Role, SetFile
from duban.intake.structure import GROUPS


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("（四）鹿鸣县排口", "（四）"),
        ("(12)鹿鸣县排口", "(12)"),
        ("3.鹿鸣县排口", "3."),
        ("二、鹿鸣县排口", "二、"),
        ("第五项整改任务", "第五项"),
        ("①鹿鸣县排口", "①"),
        ("12.5公里管网未建", ""),
        ("2026年6月底前", ""),
        ("鹿鸣县排口", ""),
    ],
)
def test_leading_numbers(text: str, number: str) -> None:
    assert quoting.leading_number(text)[0] == number


@given(st.text(alphabet="甲乙𠮷 \n\u3000\t", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_every_character_of_a_quote_has_its_place(text: str, one: int, other: int) -> None:
    start, end = quoting.trim(text, min(one, other), max(one, other))
    quote = quoting.quote(text, start, end)
    for offset, character in enumerate(quote):
        place = quoting.place_of(text, start, end, offset)
        assert place is not None
        assert text[place] == character


@pytest.mark.parametrize(
    ("name", "title", "role"),
    [
        ("整改方案.docx", "", Role.MAIN),
        ("附件2.xlsx", "澜州市督察反馈问题整改措施清单", Role.MEASURES),
        ("附件1：已完成整改问题清单.docx", "", Role.FINISHED),
        ("附件3.docx", "", Role.OTHER),
        ("领导小组组成人员名单.doc", "", Role.MEMBERS),
        ("扫描件001.pdf", "澜州市整改方案", Role.MAIN),
        ("扫描件001.pdf", "", None),
    ],
)
def test_roles_are_guessed(name: str, title: str, role: Role | None) -> None:
    assert roles.guess(name, title) == role


def test_one_file_at_least_is_the_main_text() -> None:
    assert roles.arrange([None, Role.MEASURES], [False, False]) == [Role.MAIN, Role.MEASURES]
    assert roles.arrange([Role.MEASURES], [False]) == [Role.MAIN]
    assert roles.arrange([Role.MEASURES], [True]) == [Role.MEASURES]
    assert roles.arrange([Role.MEMBERS, Role.FINISHED], [False, False]) == [Role.MEMBERS, Role.FINISHED]


def content(problem: str, no: str = "", *measures: str) -> dict[str, object]:
    made = empty()
    made["problem"] = {"text": problem}
    made["no"] = {"text": no} if no else None
    made["measures"] = [{"id": str(at), "text": text} for at, text in enumerate(measures)]
    return made


MAIN = SetFile(name="方案.docx", role=Role.MAIN)
ANNEX = SetFile(name="措施清单.docx", role=Role.MEASURES)


def test_measures_of_an_annex_join_their_problem() -> None:
    drafts = [
        (MAIN, content("鹿鸣县沿河排口直排问题突出。", "（一）")),
        (MAIN, content("棠溪县扬尘管控不力。", "（二）")),
        (ANNEX, content("棠溪县扬尘管控不力", "2.", "安装喷淋。")),
        (ANNEX, content("霁川县秸秆焚烧屡禁不止。", "3.", "加强巡查。")),
    ]
    joined = joining.join_annexes(drafts)
    assert [text_of(found["problem"]) for _file, found in joined] == [
        "鹿鸣县沿河排口直排问题突出。",
        "棠溪县扬尘管控不力。",
        "霁川县秸秆焚烧屡禁不止。",
    ]
    assert [text_of(m) for m in joined[1][1]["measures"]] == ["安装喷淋。"]
    assert joined[1][1]["doubts"][-1]["code"] == "joined-annex"
    assert joined[1][0] is MAIN


def test_an_annex_of_another_kind_is_not_joined() -> None:
    finished = SetFile(name="已完成.docx", role=Role.FINISHED)
    drafts = [(MAIN, content("棠溪县扬尘管控不力。")), (finished, content("棠溪县扬尘管控不力。"))]
    assert len(joining.join_annexes(drafts)) == 2


def test_every_group_can_be_addressed() -> None:
    from duban.intake.content import parts_of

    made = empty()
    for name in GROUPS:
        parts_of(made, name).append({"id": "1", "text": name})
    assert {name for name in GROUPS if parts_of(made, name)} == set(GROUPS)
