"""What stands behind the last item of a document, and between its chapters, is part of no item."""

import pytest

from .test_layouts import measures, parties, problems, read

_PROGRESS = """霁川县巡察整改进展情况的通报
九、关于“取缔砂场不力”问题
整改进展情况：已完成整改。取缔采砂点5处。
十、关于“河道采砂监管缺位”问题
整改进展情况：正在推进。取缔采砂点3处。
"""
_TABLE = """霁川县重点任务分解表
序号\n\n重点任务\n\n目标\n\n措施\n\n牵头单位\n\n配合单位\n\n完成时限\n
8\n\n规范垃圾清运\n\n垃圾日产日清。\n\n配齐车辆12辆。\n\n县城管局\n\n各乡镇\n\n2022年6月底\n
9\n\n组织宣传引导\n\n知晓率明显提升。\n\n用好村村响广播、宣传栏。\n\n县委宣传部\n\n各乡镇\n\n持续推进\n
"""


@pytest.mark.parametrize(
    "ending",
    [
        "下一步，我县将持续深入推进整改，倒排工期。",
        "欢迎广大干部群众对整改情况进行监督。联系电话：0000-1234567。",
        "联系人：沈知远　联系电话：0000-1234567",
        "（供稿：沈知远　责编：陆青禾）",
        "抄送：县委办公室，县人大常委会办公室。",
        "霁川县人民政府办公室　　　2022年3月2日印发",
        "主办：霁川县人民政府办公室　承办：霁川县大数据中心　网站标识码：0000000001",
        "备案序号：某ICP备00000000号",
    ],
)
def test_the_last_measure_ends_where_the_document_does(ending: str) -> None:
    reading = read(_PROGRESS + ending + "\n")
    assert [measures(item) for item in reading.items] == [["取缔采砂点5处"], ["取缔采砂点3处"]]
    assert not reading.items[1].extra


def test_what_every_item_says_of_next_steps_belongs_to_it() -> None:
    text = _PROGRESS.replace("5处。\n", "5处。\n下一步，我县将复绿。\n") + "下一步，我县将验收。\n"
    assert ["下一步" in measures(item)[-1] for item in read(text).items] == [True, True]


@pytest.mark.parametrize(
    "imprint",
    [
        "抄送：县委办公室，县人大常委会办公室。\n霁川县人民政府办公室　　　2022年3月2日印发\n",
        "霁川县人民政府办公室　　　2022年3月2日印发\n",
    ],
)
def test_an_imprint_is_no_cell_of_the_last_row(imprint: str) -> None:
    last = read(_TABLE + imprint).items[1]
    assert last.goal is not None
    assert last.goal.text == "知晓率明显提升。"
    assert measures(last) == ["用好村村响广播、宣传栏"]
    assert parties(last.units.lead) == ["县委宣传部"]
    assert last.deadline.kind == "ongoing"


def test_a_signature_behind_bars_is_no_cell_and_a_rule_no_row() -> None:
    text = """| 序号 | 问题 | 整改目标 | 整改措施 | 牵头单位 | 责任单位 | 备注 |
| --- | --- | --- | --- | --- | --- | --- |
| 8 | 校车管理不规范。 | 规范管理。 | 开展检查。 | 区教育局 | 区公安分局 | |
| 9 | 食堂设施老化。 | 更新设施。 | 更换灶具12台。 | 区教育局 | 区文旅局、区卫健局 | |
石溪区人民政府办公室
"""
    reading = read(text)
    assert problems(reading) == ["校车管理不规范。", "食堂设施老化。"]
    assert parties(reading.items[1].units.responsible) == ["区文旅局", "区卫健局"]
    assert not reading.items[1].extra


def test_next_steps_with_a_telephone_number_are_no_item() -> None:
    text = (
        _PROGRESS + "四、下一步工作打算\n局党组将持续巩固成果。\n欢迎广大群众监督。联系电话：0000-1234567。\n"
    )
    assert len(read(text).items) == 2


def test_sentences_on_organisation_are_no_tasks_beside_tasks_that_name_their_units() -> None:
    text = """霁川县农村饮水整治实施方案
一、重点任务
(一)开展水源保护。划定保护区12个。(责任单位：县水利局；完成时限：2022年6月底)
(二)改造老旧管网。更换管网31公里。(责任单位：县住建局；完成时限：2022年10月底)
二、饮水工作机构
(一)成立饮水整治专班，由县水利局负责同志任召集人。
(二)专班办公室设在县水利局，承担日常工作。
"""
    assert problems(read(text)) == ["开展水源保护。", "改造老旧管网。"]
