"""What a document says of all its items at once, and what only sounds like it."""

import pytest

from .test_layouts import read

_ITEMS = """三、整改任务
(一)河道采砂管理不严。
整改措施：划定可采区。
整改期限：2022年12月底
责任单位：县水利局
(二)秸秆焚烧时有发生。
整改措施：推广还田。
整改期限：长期坚持
责任单位：县农业农村局
"""


def _statuses(before: str, title: str) -> list[str | None]:
    return [item.status for item in read(f"{title}\n{before}{_ITEMS}").items]


@pytest.mark.parametrize("aim", ["整改目标", "总体要求", "工作原则"])
def test_an_aim_states_nothing(aim: str) -> None:
    before = f"二、{aim}\n反馈意见指出的问题全部整改到位，环境质量得到明显改善。\n"
    assert _statuses(before, "霁川县督察反馈意见整改方案") == [None, None]
    assert _statuses(before, "霁川县督察反馈意见整改情况") == [None, None]


def test_a_statement_for_all_is_one_for_each() -> None:
    assert _statuses("上述问题均已完成整改。\n", "霁川县督察反馈意见整改情况") == ["completed"] * 2


def test_a_quoted_problem_does_not_turn_its_state_round() -> None:
    lead = "霁川县反馈问题“园区污水处理设施不完善”已完成整改任务，拟予以销号，现公示如下：\n"
    text = f"{lead}整改任务：园区污水处理设施不完善。\n整改目标：应接尽接。\n责任单位：霁川县人民政府\n"
    assert [item.status for item in read(text).items] == ["completed"]
