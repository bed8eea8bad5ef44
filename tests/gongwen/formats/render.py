"""One invented plan in every format, with what real files do to it: automatic numbering, merged cells, running
heads, page numbers, hard wraps, and page breaks inside paragraphs and tables.

``render(plan, "docx")`` gives bytes. ``paragraphs(plan)`` and ``cells(plan)`` say what must come out of them.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from tests.gongwen.formats.docx_parts import numbered, package, paragraph
from tests.gongwen.formats.render_ofd import render_ofd

RUNNING_HEAD = "澜州市人民政府办公室文件"


@dataclass(frozen=True)
class Para:
    """``level``: its number (``label``) comes from Word's automatic numbering, at this level of the list."""

    text: str
    label: str = ""
    level: int | None = None
    title: bool = False

    @property
    def printed(self) -> str:
        """Number and text; a digit right behind ``1.`` is set off, as Word's tab does."""
        apart = " " if self.label.endswith(".") and self.text[0].isdigit() else ""
        return self.label + apart + self.text


@dataclass(frozen=True)
class Merge:
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """A table; texts under a merged cell are empty. Line breaks in a text part its paragraphs."""

    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    widths: tuple[float, ...] = ()

    def merge_at(self, row: int, column: int) -> Merge:
        found = (m for m in self.merges if (m.row, m.column) == (row, column))
        return next(found, Merge(row, column))

    def covered(self) -> set[tuple[int, int]]:
        return {
            (row, column)
            for m in self.merges
            for row in range(m.row, m.row + m.rows)
            for column in range(m.column, m.column + m.columns)
            if (row, column) != (m.row, m.column)
        }

    def placed(self) -> Iterator[tuple[Merge, str]]:
        covered = self.covered()
        for row, texts in enumerate(self.rows):
            for column, text in enumerate(texts):
                if (row, column) not in covered:
                    yield self.merge_at(row, column), text


Plan = Sequence[Para | Grid]


def paragraphs(plan: Plan) -> list[str]:
    return [block.printed for block in plan if isinstance(block, Para)]


def cells(plan: Plan) -> list[list[tuple[int, int, int, int, str]]]:
    """For each table: row, column, rows, columns and text of its cells."""
    return [
        [(m.row, m.column, m.rows, m.columns, text) for m, text in block.placed()]
        for block in plan
        if isinstance(block, Grid)
    ]


def render(plan: Plan, kind: str) -> bytes:
    return {
        "txt": _txt,
        "html": _html,
        "docx": _docx,
        "xlsx": _xlsx,
        "pdf": _pdf,
        "ofd": lambda plan: render_ofd(plan, RUNNING_HEAD),
    }[kind](plan)


def _txt(plan: Plan) -> bytes:
    lines = []
    for block in plan:
        if isinstance(block, Para):
            lines.append(block.printed)
        else:
            lines += [" | ".join(text.replace("\n", " ") for text in row) + " |" for row in block.rows]
    return "\r\n".join(lines).encode("gb18030")


def _html(plan: Plan) -> bytes:
    inner = "".join(_html_grid(block) if isinstance(block, Grid) else _html_para(block) for block in plan)
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(12))
    page = (
        f'<!DOCTYPE html><html><head><meta charset="gb2312"><title>整改方案</title></head><body>'
        f'<div class="top"><ul class="nav">{menu}</ul></div><div class="crumb">当前位置：<a>首页</a> &gt; <a>公开</a></div>'
        f'<div id="content">{inner}</div><div class="share">分享到：<a>微信</a><a>微博</a></div>'
        f'<div class="footer">主办：澜州市人民政府 <a>网站地图</a> <a>联系我们</a> 备案号ICP备0号</div></body></html>'
    )
    return page.encode("gb18030")


def _html_para(block: Para) -> str:
    whole = block.printed
    middle = len(whole) // 2
    text = html.escape(whole[:middle]) + "<span>" + html.escape(whole[middle:]) + "</span>"
    text = text.replace("，", "，\n")  # the editor's own line ends, which no browser shows
    tag = "h1" if block.title else "p"
    return f"<{tag}>&nbsp;&nbsp;&nbsp;&nbsp;{text}</{tag}>\n"


def _html_grid(grid: Grid) -> str:
    rows: dict[int, str] = {}
    for m, text in grid.placed():
        inner = "<br/>".join(html.escape(line) for line in text.split("\n"))
        rows[m.row] = (
            rows.get(m.row, "") + f'<td rowspan="{m.rows}" colspan="{m.columns}"><p>{inner}</p></td>'
        )
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows.values()) + "</tbody></table>"


_FORMS = [
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
]


def _docx(plan: Plan) -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(_FORMS)
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = "".join(_docx_grid(block) if isinstance(block, Grid) else _docx_para(block) for block in plan)
    return package(body, numbering=numbering, header1=paragraph(RUNNING_HEAD), footer1=paragraph("— 1 —"))


def _docx_para(block: Para) -> str:
    text = html.escape(block.text)
    return (
        numbered(text, block.level) if block.level is not None else paragraph(html.escape(block.label) + text)
    )


def _docx_grid(grid: Grid) -> str:
    covered = grid.covered()
    rows = []
    for row, texts in enumerate(grid.rows):
        inner, column = "", 0
        while column < len(texts):
            merge, properties = _docx_merge(grid, row, column, covered)
            lines = "".join(paragraph(html.escape(line)) for line in texts[column].split("\n"))
            inner += f'<w:tc><w:tcPr><w:gridSpan w:val="{merge.columns}"/>{properties}</w:tcPr>{lines}</w:tc>'
            column += merge.columns
        rows.append(f"<w:tr>{inner}</w:tr>")
    widths = "".join(f'<w:gridCol w:w="{int(width * 56.7)}"/>' for width in grid.widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _docx_merge(grid: Grid, row: int, column: int, covered: set[tuple[int, int]]) -> tuple[Merge, str]:
    if (row, column) not in covered:
        merge = grid.merge_at(row, column)
        return merge, '<w:vMerge w:val="restart"/>' if merge.rows > 1 else ""
    above = next(m for m in grid.merges if m.column == column and m.row < row < m.row + m.rows)
    return above, "<w:vMerge/>"


def _xlsx(plan: Plan) -> bytes:
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    at = 2
    for block in plan:
        if isinstance(block, Para):
            sheet.write(at, 1, block.printed)
            at += 1
            continue
        for m, text in block.placed():
            place = at + m.row, 1 + m.column
            if m.rows * m.columns > 1:
                sheet.merge_range(*place, place[0] + m.rows - 1, place[1] + m.columns - 1, text)
            else:
                sheet.write(*place, text)
        at += len(block.rows)
    book.close()
    return buffer.getvalue()


def _pdf(plan: Plan) -> bytes:
    from reportlab.lib.colors import black
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    common = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=16, leading=28, firstLineIndent=32, **common)
    title = ParagraphStyle("title", fontSize=22, leading=34, alignment=1, **common)
    small = ParagraphStyle("small", fontSize=10.5, leading=15, **common)

    def flow(block: Para | Grid) -> object:
        if isinstance(block, Para):
            return Paragraph(html.escape(block.printed), title if block.title else body)
        grid = [[Paragraph(html.escape(t).replace("\n", "<br/>"), small) for t in row] for row in block.rows]
        spans = [
            ("SPAN", (m.column, m.row), (m.column + m.columns - 1, m.row + m.rows - 1)) for m in block.merges
        ]
        widths = [w * 2.835 for w in block.widths] or None
        return Table(
            grid, colWidths=widths, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, black), *spans]
        )

    def furniture(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(80, 800, RUNNING_HEAD)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")

    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=79, rightMargin=73, topMargin=100, bottomMargin=90
    )
    document.build([flow(block) for block in plan], onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()
