"""Title, issuer, date and inspection of invented documents."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, guess_kind, read_header
from gongwen.source import Paragraph, SourceText

PLAN = """您的位置：首页 > 公示公告

《澜州市贯彻落实云岭省委省政府环境保护督察“回头看”反馈意见整改方案》的公示

发布日期：2019-02-13 作者：督查中心 访问量：415 字体：[ 大 ]

澜州市贯彻落实云岭省委省政府环境保护
督察“回头看”反馈意见整改方案

2018年4月23日—5月10日，省委、省政府环境保护督察“回头看”督察组对我市开展了“回头看”。2018年10月20日，省委办公厅印发了《关于向澜州市反馈有关情况的函》（云环督察领办〔2018〕20号），指出了我市存在的问题。
"""

PATROL = """    中共望汀区水务局党组关于巡察整改情况的通报

    日期：2023-08-18 10:20:15 来源：区水务局 浏览量：

    按区委安排，区委第四巡察组自2022年11月7日至12月16日巡察区水务局党组，2023年2月24日反馈意见。
"""

NOTICE = """棠溪县人民政府 2020-11-06 15:20 来源: 县水务局
关于棠溪县省级生态环境保护督察反馈问题(序号二十三)整改情况的公示
整改任务:柏塘河下游生活污水直排。
公示时间:2020年11月6日至2020年11月12日,共5个工作日。
棠溪县水务局
2020年11月5日
"""

LETTERS = """公布!中央生态环境保护督察群众信访举报转办和边督边改公开情况(第五批)
时间:2024-11-09 16:30:11
截至2024年11月8日,中央第二生态环境保护督察组移交云岭省的第五批群众信访举报件14件全部按时反馈。
"""


def source(text: str) -> SourceText:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Paragraph(at, at + len(line)))
        at += len(line) + 1
    return SourceText("文件.txt", "0" * 64, "text/plain", "text/1", text, tuple(lines))


def header(text: str):  # type: ignore[no-untyped-def]
    return read_header(source(text), None, Years(text))


def test_a_plan_names_its_inspection() -> None:
    found = header(PLAN)
    assert found.title.text == "《澜州市贯彻落实云岭省委省政府环境保护督察“回头看”反馈意见整改方案》的公示"
    assert found.published == date(2019, 2, 13)
    assert found.jurisdiction.text == "澜州市"
    assert found.issuer.text == "督查中心"
    about = found.inspection
    assert (about.type, about.level) == ("lookback", "provincial")
    assert about.body.text == "省委、省政府环境保护督察“回头看”督察组"
    assert about.letter_no.text == "云环督察领办〔2018〕20号"
    assert (about.onsite_start, about.onsite_end) == (date(2018, 4, 23), date(2018, 5, 10))
    assert about.feedback_date == date(2018, 10, 20)


def test_a_patrol_report_is_issued_by_its_title() -> None:
    found = header(PATROL)
    assert found.title.text == "中共望汀区水务局党组关于巡察整改情况的通报"
    assert found.issuer.text == "中共望汀区水务局党组"
    assert found.jurisdiction.text == "望汀区"
    assert found.published == date(2023, 8, 18)
    about = found.inspection
    assert (about.type, about.level, about.body.text) == ("patrol", "municipal", "区委第四巡察组")
    assert (about.onsite_start, about.onsite_end, about.feedback_date) == (
        date(2022, 11, 7),
        date(2022, 12, 16),
        date(2023, 2, 24),
    )


def test_a_notice_is_signed_below() -> None:
    found = header(NOTICE)
    assert found.title.text == "关于棠溪县省级生态环境保护督察反馈问题(序号二十三)整改情况的公示"
    assert found.issuer.text == "棠溪县水务局"
    assert found.published == date(2020, 11, 5)
    assert found.inspection.level == "provincial"
    assert found.inspection.onsite_start is None
    assert found.inspection.feedback_date is None


def test_a_list_of_letters_names_the_central_team() -> None:
    found = header(LETTERS)
    assert found.inspection.level == "central"
    assert found.inspection.body.text == "中央第二生态环境保护督察组"
    assert found.published == date(2024, 11, 9)
    assert found.jurisdiction.text == "云岭省"


def test_every_text_of_a_header_stands_at_its_place() -> None:
    for text in (PLAN, PATROL, NOTICE, LETTERS):
        found = header(text)
        for said in (
            found.title,
            found.issuer,
            found.jurisdiction,
            found.inspection.body,
            found.inspection.letter_no,
        ):
            assert said is None or text[slice(*said.span)] == said.text


def test_a_title_broken_over_two_lines_is_one() -> None:
    text = "澜州市贯彻落实省环境保护督察\n反馈意见整改措施清单\n\n一、水\n"
    assert header(text).title.text == "澜州市贯彻落实省环境保护督察反馈意见整改措施清单"


def test_a_title_that_begins_with_the_inspection_names_no_place() -> None:
    text = """关于省生态环境保护督察反馈意见整改任务(第十二项)完成情况的公示

整改任务:柏塘河下游生活污水直排。
鹿鸣县生态环境保护督察整改工作领导小组办公室
2021年8月2日
"""
    found = header(text)
    assert found.jurisdiction.text == "鹿鸣县"
    assert header(text.replace("鹿鸣县生态环境保护督察整改工作领导小组办公室", "")).jurisdiction is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "****建设局:\n按照方案,现将情况报告如下:\n",
        "整改时限:2025年6月底\n二、整改措施\n",
        "一、水\n(一)问题\n",
    ],
)
def test_no_title_is_invented(text: str) -> None:
    assert header(text).title is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("澜州市贯彻落实省环境保护督察反馈意见整改方案", "plan"), ("《澜州市整改方案》的公示", "plan"), ("青棠州反馈意见问题整改措施清单", "plan"),
        ("临江新区反馈问题整改任务分解表", "plan"), ("棠溪县突出环境问题排查整治工作方案", "plan"),
        ("澜州市贯彻落实省委督察整改情况的报告", "report"), ("中共望汀区水务局党组关于巡察整改情况的通报", "report"),
        ("关于审计查出问题整改情况的报告", "report"), ("臨汀市人民政府關于審計調查發現問題整改情況的函", "report"),
        ("省级督察《整改方案》第八项整改任务整改结果公示", "notice"), ("关于信访件整改销号情况公示", "notice"), ("督办通知〔2019〕8号", "notice"),
        ("关于省生态环境保护督察反馈意见整改任务(第十二项)完成情况的公示", "notice"),
        ("群众信访举报转办和边督边改公开情况一览表", "petitions"), ("中央督察组交办群众信访举报件办理情况(第五批)", "petitions"),
    ],
)  # fmt: skip
def test_the_title_tells_the_kind(title: str, kind: str) -> None:
    assert guess_kind(title, "") == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、水。整改目标:达标。整改时限:2020年底前", "plan"), ("现将自查自验情况报告如下:该问题已完成整改。整改时限:2020年底", "report"),
        ("序号 受理编号 交办问题基本情况", "petitions"), ("今天天气很好。", "unknown"),
        ("整改任务:某镇污水直排。整改时限:2020年底。整改完成情况:已完成整改,拟予以销号,现予公示。", "notice"),
    ],
)  # fmt: skip
def test_without_a_title_the_words_tell_it(text: str, kind: str) -> None:
    assert guess_kind(None, text) == kind
