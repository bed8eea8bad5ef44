"""Word documents give the text that a reader of the final version sees, tables and numbers included."""

import pytest

from gongwen.formats import read_source
from gongwen.source import Table
from tests.gongwen.formats.docx_parts import levels, numbered, pack, package, paragraph, root


def lines(data):
    source = read_source(data, "方案.docx")
    return source.text.split("\n")


def only_table(data):
    source = read_source(data, "方案.docx")
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    return source, table


def cells(data):
    source, table = only_table(data)
    return [(c.row, c.column, c.row_span, c.column_span, source.text[c.start : c.end]) for c in table.cells]


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*inner, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(inner)}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_paragraphs_and_tables_keep_their_order():
    grid = table(row(cell("序号"), cell("问题")), row(cell("1"), cell("污水直排")))
    assert lines(package(paragraph("前") + grid + paragraph("后"))) == [
        "前",
        "序号\t问题",
        "1\t污水直排",
        "后",
    ]


def test_strict_office_namespace_is_read():
    assert lines(package(paragraph("鹿鸣县"), strict=True)) == ["鹿鸣县"]


def test_merged_cells_come_once_with_their_spans():
    grid = table(
        row(cell("望汀区", '<w:vMerge w:val="restart"/>'), cell("问题", '<w:gridSpan w:val="2"/>')),
        row(cell("", "<w:vMerge/>"), cell("甲"), cell("乙")),
    )
    assert cells(package(grid)) == [
        (0, 0, 2, 1, "望汀区"),
        (0, 1, 1, 2, "问题"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "乙"),
    ]


def test_header_rows_are_those_marked():
    grid = table(row(cell("序号"), cell("问题"), properties="<w:tblHeader/>"), row(cell("1"), cell("直排")))
    assert only_table(package(grid))[1].header_rows == 1


def test_rows_that_begin_later_keep_their_columns():
    grid = table(row(cell("一"), cell("二")), row(cell("三"), properties='<w:gridBefore w:val="1"/>'))
    assert cells(package(grid))[-1] == (1, 1, 1, 1, "三")


def test_nested_table_is_flattened_into_its_cell():
    inner = table(row(cell("子甲"), cell("子乙")), row(cell("子丙"), cell("子丁")))
    outer = table(row(cell("措施"), f"<w:tc>{paragraph('如下')}{inner}<w:p/></w:tc>"))
    assert cells(package(outer))[1][4] == "如下\n子甲 子乙\n子丙 子丁"


def test_a_frame_of_one_cell_is_no_table():
    source = read_source(package(table(row(cell("澜州市"))) + paragraph("正文")), "a.docx")
    assert [type(block).__name__ for block in source.blocks] == ["Paragraph", "Paragraph"]


CHINESE = levels(
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def test_numbers_are_counted_and_restart_under_their_parent():
    body = "".join(
        numbered(text, level)
        for text, level in [
            ("甲", 0),
            ("乙", 1),
            ("丙", 1),
            ("丁", 2),
            ("戊", 3),
            ("己", 0),
            ("庚", 1),
            ("辛", 2),
        ]
    )
    expected = ["一、甲", "（一）乙", "（二）丙", "1.丁", "①戊", "二、己", "（一）庚", "1.辛"]
    assert lines(package(body, numbering=CHINESE)) == expected


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 9, "IX"),
        ("ideographTraditional", 2, "乙"),
        ("decimalFullWidth", 12, "\uff11\uff12"),
    ],
)
def test_formats_of_numbers(form, number, printed):
    numbering = levels((form, "%1)")).replace('w:start w:val="1"', f'w:start w:val="{number}"')
    assert lines(package(numbered("甲"), numbering=numbering)) == [f"{printed})甲"]


def test_a_list_with_an_override_starts_anew_once():
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = (
        numbered("甲") + numbered("乙") + numbered("丙", number=2) + numbered("丁", number=2) + numbered("戊")
    )
    numbering = levels(("decimal", "%1."), extra=again)
    assert lines(package(body, numbering=numbering)) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_lists_that_share_a_definition_go_on_counting():
    numbering = levels(("decimal", "%1."), extra='<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>')
    assert lines(package(numbered("甲") + numbered("乙", number=2), numbering=numbering)) == ["1.甲", "2.乙"]


def test_numbers_of_several_levels_and_legal_form():
    numbering = levels(("chineseCounting", "第%1章"), ("decimal", "%1.%2"))
    numbering = numbering.replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    body = numbered("总则") + numbered("目标", 1)
    assert lines(package(body, numbering=numbering)) == ["第一章总则", "1.1 目标"]


def test_numbers_come_through_styles_and_headings_are_known():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="整改标题"/><w:basedOn w:val="a1"/></w:style>'
    )
    body = paragraph("指导思想", '<w:pStyle w:val="a2"/>') + paragraph(
        "无号", '<w:pStyle w:val="a2"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    source = read_source(package(body, styles=styles, numbering=CHINESE), "a.docx")
    assert source.text == "一、指导思想\n无号"
    assert [block.heading for block in source.blocks] == [1, 1]


def test_level_follows_from_the_style_that_the_list_names():
    styles = '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = CHINESE.replace(
        '<w:lvlText w:val="（%2）"/>', '<w:pStyle w:val="h2"/><w:lvlText w:val="（%2）"/>'
    )
    body = numbered("甲") + paragraph("乙", '<w:pStyle w:val="h2"/>')
    assert lines(package(body, styles=styles, numbering=numbering)) == ["一、甲", "（一）乙"]


def test_bullets_and_empty_paragraphs_print_no_number():
    assert lines(package(numbered("甲"), numbering=levels(("bullet", "\uf0b7")))) == ["甲"]
    body = numbered("甲") + numbered("") + numbered("乙")
    assert lines(package(body, numbering=CHINESE)) == ["一、甲", "三、乙"]


def test_a_column_of_automatic_numbers_is_read():
    number = "<w:tc>" + numbered("") + "</w:tc>"
    grid = table(row(number, cell("甲")), row(number, cell("乙")))
    assert lines(package(grid, numbering=levels(("decimal", "%1")))) == ["1\t甲", "2\t乙"]


def test_insertions_stay_and_deletions_go():
    body = (
        "<w:p><w:r><w:t>整改</w:t></w:r><w:ins><w:r><w:t>方案</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>报告</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(package(body)) == ["整改方案移来"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    body = paragraph("污水", "<w:rPr><w:del/></w:rPr>") + paragraph("直排")
    assert lines(package(body)) == ["污水直排"]


def test_fields_give_their_results():
    body = (
        '<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>2020年</w:t></w:r></w:fldSimple>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>内码</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>6月</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert lines(package(body)) == ["2020年6月"]


def test_a_field_that_never_ends_swallows_nothing():
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>甲</w:t></w:r></w:p>' + paragraph(
        "乙"
    )
    assert lines(package(body)) == ["乙"]


BOX = "<w:txbxContent>" + paragraph("框内") + "</w:txbxContent>"


@pytest.mark.parametrize(
    "drawn",
    [
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
        f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>",
        f"<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
    ],
    ids=["both", "old", "fallback"],
)
def test_text_boxes_come_once_after_their_paragraph(drawn):
    body = f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{drawn}</w:r></w:p>" + paragraph("后")
    assert lines(package(body)) == ["前", "框内", "后"]


def test_footnotes_come_at_the_end_and_only_those_referred_to():
    notes = "".join(
        f'<w:footnote w:id="{i}">{paragraph(t)}</w:footnote>'
        for i, t in [(0, "线"), (1, "未引"), (2, "见附件")]
    )
    body = '<w:p><w:r><w:t>指标</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>完成</w:t></w:r></w:p>'
    assert lines(package(body + paragraph("尾"), footnotes=notes)) == ["指标完成", "尾", "见附件"]


def test_content_controls_are_read_and_tables_of_contents_are_not():
    contents = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    body = (
        contents % paragraph("一、总体要求 3")
        + paragraph("二、目标 4", '<w:pStyle w:val="t"/>')
        + f"<w:sdt><w:sdtContent>{paragraph('控件内')}</w:sdtContent></w:sdt>"
        + "<w:p><w:sdt><w:sdtContent><w:r><w:t>行内</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert lines(package(body, styles=styles)) == ["控件内", "行内"]


def test_breaks_tabs_hyphens_and_symbols():
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:softHyphen/>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:char="F123"/></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>guān</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>关</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    )
    assert lines(package(body)) == ["甲", "乙\t丙-☑关x"]


def test_running_heads_are_left_out_unless_they_bear_a_secrecy_mark():
    assert lines(package(paragraph("正文"), header1=paragraph("澜州市文件"), footer1=paragraph("— 1 —"))) == [
        "正文"
    ]
    assert lines(package(paragraph("正文"), header1=paragraph("机密★3年"))) == ["机密★3年", "正文"]


def test_a_web_page_taken_in_by_reference_is_read():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relation = f'<Relationship Id="c1" Type="{kind}" Target="page.htm"/>'
    data = pack(
        {
            "[Content_Types].xml": "<a/>",
            "word/document.xml": root(
                "document", f'<w:body>{paragraph("前")}<w:altChunk r:id="c1"/></w:body>'
            ),
            "word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>",
            "word/page.htm": "<html><body><p>整改</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>",
        }
    )
    assert lines(data) == ["前", "整改", "甲\t乙"]


def test_radicals_become_the_characters_they_look_like():
    assert lines(package(paragraph("⻓期坚持⽔污染⺠生"))) == ["长期坚持水污染民生"]
