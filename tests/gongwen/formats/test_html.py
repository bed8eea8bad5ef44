"""Pages as saved from government sites: the document stays, what the site shows around it goes."""

import base64

import pytest

from gongwen.errors import BrokenDocument
from gongwen.formats import read_source
from gongwen.source import Table

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>棠溪县整改情况公示_棠溪县人民政府</title>
<style>p{color:red}</style><script>var a="<p>脚本</p>";</script></head><body>
<div class="header"><img src="logo.png"><a href="/">首页</a><a href="/zw">政务公开</a><a href="/fw">政务服务</a></div>
<ul class="nav"><li><a>走进棠溪</a></li><li><a>新闻中心</a></li><li><a>互动交流</a></li><li><a>数据开放</a></li></ul>
<div class="wrap"><div class="position">您当前的位置：<a>首页</a> &gt; <a>法定主动公开</a> &gt; <a>环保督察</a></div>
<div class="main"><h1>关于棠溪县省级督察反馈问题整改情况的公示</h1>
<div class="info">发布日期：2020-11-06 来源：县水务局 浏览量：123 字体：[<a>大</a> <a>中</a> <a>小</a>]</div>
<div id="zoom"><p>&nbsp;&nbsp;依照《临汀市督察整改销号工作细则》有关规定，现将我县认领的问题完成情况向社会
公示。</p><p>一、整改目标</p><p>四个村污水<span>全部</span>纳管，<b>断面水质</b>稳定达到Ⅲ类。</p>
<table><tr><th>序号</th><th>措施</th></tr><tr><td rowspan="2">1</td><td>铺设主管<br>11.4公里</td></tr><tr><td>封堵排口</td></tr></table>
<p>特此公示。</p><p style="text-align:right">棠溪县水务局</p><p>2020年11月6日</p></div>
<div class="share">分享到：<a>微信</a><a>微博</a></div><p>【打印本页】</p><p>上一篇：<a>关于某事的公示</a></p></div></div>
<div class="footer"><p>主办：棠溪县人民政府办公室</p><p>闽ICP备00000000号 网站标识码：0000000000</p><p>地址：棠溪县人民路1号</p></div>
<div style="display:none">隐藏的文字</div></body></html>"""

EXPECTED = [
    "关于棠溪县省级督察反馈问题整改情况的公示",
    "发布日期：2020-11-06 来源：县水务局 浏览量：123 字体：[大 中 小]",
    "依照《临汀市督察整改销号工作细则》有关规定，现将我县认领的问题完成情况向社会公示。",
    "一、整改目标",
    "四个村污水全部纳管，断面水质稳定达到Ⅲ类。",
    "序号\t措施",
    "1\t铺设主管",
    "11.4公里",
    "封堵排口",
    "特此公示。",
    "棠溪县水务局",
    "2020年11月6日",
]


def lines(text, encoding="utf-8", name="页面.html"):
    return read_source(text.encode(encoding), name).text.split("\n")


def cells(text):
    source = read_source(text.encode(), "a.html")
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    return [(c.row, c.column, c.row_span, c.column_span, source.text[c.start : c.end]) for c in table.cells]


def test_the_document_stays_and_the_site_goes():
    assert lines(PAGE) == EXPECTED


def test_headings_of_the_page_are_headings():
    source = read_source(PAGE.encode(), "a.html")
    assert source.blocks[0].heading == 1
    assert {block.heading for block in source.blocks[1:] if not isinstance(block, Table)} == {None}


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", "不详"])
def test_gb_pages_are_read_whatever_they_declare(declared):
    assert lines(PAGE.replace('charset="utf-8"', f'charset="{declared}"'), "gb18030") == EXPECTED


def test_a_page_in_big5_is_read_by_its_declaration():
    text = "棲湖市環境整改方案,關於水污染的說明。"
    page = f'<html><head><meta charset="big5"></head><body><p>{text}</p></body></html>'
    assert lines(page, "big5") == [text]


def test_old_sites_lay_out_with_tables():
    menu = "<td><a>首页</a><a>新闻</a><a>公开</a><a>互动</a></td>"
    body = "".join(f"<p>第{n}段：澜州市生态环境局对排口开展排查并完成整治工作。</p>" for n in range(8))
    page = f"<html><body><table><tr>{menu}</tr><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table></body></html>"
    assert lines(page) == [f"第{n}段：澜州市生态环境局对排口开展排查并完成整治工作。" for n in range(8)]


def test_merged_cells_have_their_spans():
    page = (
        "<table><thead><tr><th rowspan=2>区县</th><th colspan=2>整改</th></tr><tr><th>目标</th><th>时限</th></tr></thead>"
        "<tr><td>望汀区</td><td>达标</td><td>2020年底</td></tr></table>"
    )
    assert cells(page) == [
        (0, 0, 2, 1, "区县"),
        (0, 1, 1, 2, "整改"),
        (1, 1, 1, 1, "目标"),
        (1, 2, 1, 1, "时限"),
        (2, 0, 1, 1, "望汀区"),
        (2, 1, 1, 1, "达标"),
        (2, 2, 1, 1, "2020年底"),
    ]


def test_nested_table_is_flattened_into_its_cell():
    page = (
        "<table><tr><td>措施</td><td>如下<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table></td></tr>"
        + "<tr><td>责任单位</td><td>石溪区人民政府、区生态环境局、区水务局</td></tr>" * 3
        + "</table>"
    )
    assert cells(page)[1][4] == "如下\n甲 乙\n丙 丁"


def test_absurd_spans_do_no_harm():
    page = '<table><tr><td colspan="99999999" rowspan="99999999">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>'
    assert [cell[4] for cell in cells(page)] == ["甲", "乙", "丙"]


def test_line_breaks_and_spaces_as_a_browser_shows_them():
    page = "<p>甲<br/>乙&nbsp;丙  丁\n戊 <br>  </p><div>己<p>庚</p>辛</div><pre>壬\n癸</pre>"
    assert lines(page) == ["甲", "乙 丙 丁戊", "己", "庚", "辛", "壬", "癸"]


def test_lists_get_their_numbers():
    page = '<ol start="3"><li>甲</li><li><p>2020年</p><p>续</p></li></ol><ul><li>丙</li></ul>'
    assert lines(page) == ["3.甲", "4. 2020年", "续", "丙"]


def test_marks_of_footnotes_go_and_exponents_stay():
    assert lines('<p>指标<sup><a href="#n1">1</a></sup>为9m<sup>3</sup></p>') == ["指标为9m3"]


def test_numbers_of_pages_saved_by_word_lose_their_padding():
    page = "<p><span style='mso-list:Ignore'>一、<span style='font:7.0pt'>&nbsp;&nbsp; </span></span>指导思想</p>"
    assert lines(page) == ["一、指导思想"]


def test_short_lines_around_a_big_table_stay():
    rows = "".join(
        f"<tr><td>{n}</td><td>鹿鸣县第{n}号排口污水直排河道，已责令整改</td></tr>" for n in range(30)
    )
    page = f"<body><div id=c><p>一、任务</p><div><table>{rows}</table></div><p>特此公示。</p></div></body>"
    assert lines(page)[0] == "一、任务"
    assert lines(page)[-1] == "特此公示。"


def test_deep_pages_keep_their_text():
    assert lines("<div>" * 1000 + "甲<p>乙</p>" + "</div>" * 1000 + "<p>丙</p>") == ["甲乙", "丙"]


def test_pages_deeper_than_any_are_refused():
    with pytest.raises(BrokenDocument, match="嵌套"):
        read_source(("<div>" * 5000 + "正文" + "</div>" * 5000).encode(), "a.html")


def test_a_web_archive_is_read():
    archive = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        '--b\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    archive += base64.encodebytes(PAGE.encode("gb18030")).decode() + "\r\n--b--\r\n"
    source = read_source(archive.encode(), "a.mht")
    assert source.text.split("\n") == EXPECTED
    assert source.media_type == "multipart/related"


def test_html_under_a_word_ending_is_read_by_its_content():
    assert lines(PAGE, name="公示.doc") == EXPECTED


def page(body, title="关于石溪区黑臭水体整治情况的公示 - 石溪区人民政府门户网站"):
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


TEXTS = [f"第{n}项任务已经完成整改，各责任单位按照方案要求落实到位，长期坚持。" for n in range(6)]
MAIN = "".join(f"<p>{text}</p>" for text in TEXTS)


def test_title_and_index_table_outside_the_main_text_stay():
    body = (
        '<div class="top"><h1>石溪区人民政府门户网站</h1><p>今天是2021年5月1日</p></div>'
        "<table><tr><td>索引号：</td><td>000-2021-1</td></tr><tr><td>发布日期：</td><td>2021-04-30</td></tr></table>"
        '<div class="top-bt">关于石溪区黑臭水体整治情况的公示</div>'
        f'<div class="wrap"><div class="TRS_Editor">{MAIN}</div></div>'
        '<div class="side"><a>要闻</a><a>公告</a><a>图解</a></div><p>主办单位：石溪区人民政府</p>'
    )
    assert lines(page(body)) == [
        "索引号：\t000-2021-1",
        "发布日期：\t2021-04-30",
        "关于石溪区黑臭水体整治情况的公示",
        *TEXTS,
    ]


def test_text_that_a_script_would_show_is_kept():
    assert lines(page(f'<div id="js_content" style="visibility: hidden; opacity: 0">{MAIN}</div>')) == TEXTS


def test_a_short_notice_keeps_all_its_lines():
    body = '<div class="content"><p>公示</p><p>已销号。</p><p>联系人：章工</p><p>石溪区环委办</p></div>'
    assert lines(page(body)) == ["公示", "已销号。", "联系人：章工", "石溪区环委办"]


def test_a_page_saved_by_word_is_read_whole():
    body = (
        "<div class=WordSection1><p class=MsoNormal align=center><b><span>整改<o:p></o:p></span></b></p>"
        "<table class=MsoTableGrid><tr><td><p class=MsoNormal><span lang=EN-US>1</span></p></td><td><p>甲<o:p></o:p></p></td></tr>"
        "<tr><td>2</td><td>乙</td></tr></table><p class=MsoNormal>完<![if !supportEmptyParas]>&nbsp;<![endif]></p></div>"
    )
    assert lines(page(body)) == ["整改", "1\t甲", "2\t乙", "完"]


def test_running_heads_of_office_suites_go():
    body = f'<div title="header"><p>澜州市文件</p></div>{MAIN}<div title="footer"><p>— 1 —</p></div>'
    assert lines(page(body)) == TEXTS


def test_lists_of_links_inside_the_main_column_go():
    related = "<div><p>相关阅读</p>" + "".join(f"<li><a>{text}</a></li>" for text in TEXTS) + "</div>"
    assert lines(page(f'<div class="main"><div id="zoom">{MAIN}</div>{related}</div>')) == TEXTS
