"""Pages that break words, cells and numbers where no office meant to."""

from gongwen import read_text


def test_a_word_with_a_number_that_was_broken_before_it() -> None:
    reading = read_text(
        "望汀县整改任务清单\n1.危险废物台账不规范。\n责任单位：县生态环境局\n"
        "整改措施：每月更新危险废物管理台账，做到账物相符，并做到举一反\n三、标本兼治。\n"
        "2.餐饮油烟扰民。\n责任单位：县城管局\n整改措施：安装净化设施。\n"
    )
    assert [item.no for item in reading.items] == ["1.", "2."]


def test_a_number_right_behind_a_telephone() -> None:
    reading = read_text(
        "整改清单一、水环境方面1.排口直排。责任单位：县水利局整改时限：2024年6月底前社会监督电话：0000-8001234"
        "2.管网破损。责任单位：县住建局整改时限：立行立改社会监督电话：0000-8001234\n"
    )
    assert [item.no for item in reading.items] == ["1.", "2."]


def test_an_office_that_was_broken_between_two_lines() -> None:
    reading = read_text(
        "整改任务清单\n1.料场未封闭。\n整改措施：建设围挡。\n责任单位：石溪区政府\n督导单位：市生态环境局石溪\n分局\n"
    )
    assert [party.text for party in reading.items[0].units.regulator] == ["市生态环境局石溪\n分局"] or [
        party.text for party in reading.items[0].units.regulator
    ] == ["市生态环境局石溪分局"]


def test_marks_of_a_web_page_inside_a_cell() -> None:
    reading = read_text(
        "| 序号 | 问题 | 整改措施 | 责任单位 |\n| --- | --- | --- | --- |\n"
        "| 1 | 堆放垃圾。 | 1.清运垃圾;<br>2.设置围挡 | 某镇政府 |\n| 2 | 油烟扰民。 | 安装净化器 | 县城管局 |\n"
    )
    assert [measure.text for measure in reading.items[0].measures] == ["清运垃圾;", "设置围挡"]


def test_heads_that_nobody_listed_stand_between_others() -> None:
    head = ["序号", "编号", "交办问题基本情况", "行政区域", "是否属实", "整改处理情况", "责任人被处理情况"]
    row = ["1", "0019", "反映某搅拌站洗车废水乱排。", "岫墟县", "属实", "清理废水池。信访件已办结。", "无"]
    reading = read_text("举报办理情况表\n\n" + "\n\n".join([*head, *row]) + "\n")
    (item,) = reading.items
    assert item.problem is not None
    assert item.problem.text == "反映某搅拌站洗车废水乱排。"
    assert item.status == "completed"
