"""Scans and photographs go through OCR where it is installed, and say how to install it where it is not."""

import sys
from importlib.util import find_spec
from io import BytesIO

import pytest

from gongwen.errors import BrokenDocument, DocumentTooLarge, MissingExtra
from gongwen.formats import ocr, read_source, scan
from gongwen.source import Table
from tests.gongwen.formats.docx_parts import pack
from tests.gongwen.formats.plans import PLAN
from tests.gongwen.formats.render import paragraphs, render

HAS_OCR = find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def scanned(pages, kind="PNG"):
    """The first pages of the plan as pictures: a PDF of them, or the picture itself."""
    import pypdfium2

    document = pypdfium2.PdfDocument(render(PLAN, "pdf"))
    pictures = [document[number].render(scale=200 / 72).to_pil() for number in range(pages)]
    buffer = BytesIO()
    pictures[0].save(
        buffer, kind, **({"save_all": True, "append_images": pictures[1:]} if kind == "PDF" else {})
    )
    return buffer.getvalue()


def plain(line):
    """Roman numerals come back as Latin letters, and narrow spaces are not seen."""
    return line.replace(" ", "").replace("Ⅴ", "V").replace("Ⅳ", "IV")


@pytest.fixture
def no_engine(monkeypatch):
    def missing():
        raise MissingExtra(ocr.MISSING)

    monkeypatch.setattr(scan, "engine_or_refusal", missing)


@pytest.mark.usefixtures("no_engine")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "PDF"])
def test_without_the_extra_the_refusal_names_the_command(kind):
    with pytest.raises(MissingExtra, match="make ocr"):
        read_source(scanned(1, kind), "扫描件")


@pytest.mark.usefixtures("no_engine")
def test_picture_pages_of_a_pdf_with_text_are_named_in_a_doubt():
    import pypdfium2

    document = pypdfium2.PdfDocument(render(PLAN, "pdf"))
    document.import_pages(pypdfium2.PdfDocument(scanned(1, "PDF")))
    buffer = BytesIO()
    document.save(buffer)
    source = read_source(buffer.getvalue(), "方案.pdf")
    assert [doubt.code for doubt in source.doubts] == ["pages-not-read"]
    assert "第 4 页" in source.doubts[0].message
    assert source.text.startswith(PLAN[0].text)


def test_a_huge_picture_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(scan, "engine_or_refusal", lambda: None)
    monkeypatch.setattr(scan, "MAX_PIXELS", 1000)
    monkeypatch.setitem(sys.modules, "numpy", object())
    with pytest.raises(DocumentTooLarge):
        read_source(scanned(1), "a.png")


def test_a_truncated_picture_is_broken(monkeypatch):
    monkeypatch.setattr(scan, "engine_or_refusal", lambda: None)
    monkeypatch.setitem(sys.modules, "numpy", object())
    with pytest.raises(BrokenDocument):
        read_source(scanned(1)[:60], "a.png")


@pytest.mark.ocr
@pytest.mark.skipif(not HAS_OCR, reason="the ocr extra is not installed (make ocr)")
@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_a_scan_gives_the_paragraphs_of_its_page(kind):
    source = read_source(scanned(1, kind), "扫描件")
    found = [plain(line) for line in source.text.split("\n")]
    assert found[:10] == [plain(line) for line in paragraphs(PLAN)[:10]]
    assert source.doubts[0].code == "ocr"


@pytest.mark.ocr
@pytest.mark.skipif(not HAS_OCR, reason="the ocr extra is not installed (make ocr)")
def test_a_ruled_table_in_a_scan_is_a_table():
    source = read_source(scanned(2, "PDF"), "扫描件.pdf")
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    assert [source.quote((c.start, c.end)) for c in table.cells][:5] == [
        "序号",
        "县区",
        "问题",
        "整改措施",
        "完成时限",
    ]


def ofd_of_pictures(picture):
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    image = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="9"/>'
    return pack(
        {
            "OFD.xml": f"<ofd:OFD {names}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {names}><ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
            f'</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/DocumentRes.xml": f'<ofd:Res {names} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image">'
            "<ofd:MediaFile>image.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
            "Doc_0/Res/image.png": picture,
            "Doc_0/P.xml": f"<ofd:Page {names}><ofd:Content><ofd:Layer>{image}</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


@pytest.mark.usefixtures("no_engine")
def test_an_ofd_of_pictures_needs_the_extra():
    with pytest.raises(MissingExtra):
        read_source(ofd_of_pictures(scanned(1)), "扫描件.ofd")


@pytest.mark.ocr
@pytest.mark.skipif(not HAS_OCR, reason="the ocr extra is not installed (make ocr)")
def test_an_ofd_of_pictures_is_read():
    assert PLAN[0].text in read_source(ofd_of_pictures(scanned(1)), "扫描件.ofd").text
