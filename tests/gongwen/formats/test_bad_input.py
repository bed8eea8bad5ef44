"""Whatever cannot be read is refused with one sentence of one known error, and quickly."""

import random
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from gongwen.errors import (
    BrokenDocument,
    DocumentTooLarge,
    EmptyDocument,
    ProtectedDocument,
    ReadError,
    UnknownFormat,
)
from gongwen.formats import MAX_BYTES, archive, check_size, read_source, registry, xml
from gongwen.formats.numerals import numeral
from gongwen.formats.ofd import marks
from gongwen.formats.pdf import streams
from gongwen.formats.xlsx import cells
from tests.gongwen.formats.docx_parts import W, pack, package, paragraph, relationships, root
from tests.gongwen.formats.plans import PLAN
from tests.gongwen.formats.render import render

KINDS = ["docx", "xlsx", "pdf", "ofd"]


def refusal(data, name="文件.docx"):
    """The one sentence with which a document is refused."""
    with pytest.raises(ReadError) as caught:
        read_source(data, name)
    message = str(caught.value)
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "\n" not in message
    return caught.value


def ole(*names):
    """A compound file with a directory and nothing else."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name, kind in [("Root Entry", 5), *[(name, 2) for name in names]]:
        entry = bytearray(128)
        encoded = name.encode("utf-16-le")
        entry[: len(encoded)] = encoded
        struct.pack_into("<HB", entry, 64, len(encoded) + 2, kind)
        struct.pack_into("<I", entry, 116, 0xFFFFFFFE)
        directory += bytes(entry)
    return bytes(header) + table + directory.ljust(512, b"\0")


def bomb(name, size, **others):
    """A package in which one part unpacks to much more than it takes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for other, content in others.items():
            target.writestr(other, content)
        with target.open(name, "w") as stream:
            for _ in range(size // 1_000_000):
                stream.write(b" " * 1_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_truncated_files_are_broken(kind, share):
    data = render(PLAN, kind)
    assert isinstance(refusal(data[: int(len(data) * share)]), BrokenDocument)


@pytest.mark.parametrize("kind", [*KINDS, "html", "txt"])
def test_damaged_files_never_raise_anything_else(kind):
    data = render(PLAN, kind)
    chance = random.Random(kind)
    for _ in range(30):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(ReadError):
            assert read_source(bytes(damaged), f"方案.{kind}").text


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.txt", "a.bin", "a"])
@pytest.mark.parametrize("size", [3, 100, 5000])
def test_noise_is_refused(name, size):
    assert isinstance(refusal(random.Random(size).randbytes(size), name), UnknownFormat)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"{\\rtf1\\ansi \xb7\xbd\xb0\xb8}", "RTF"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 50, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "7z"),
        (b"GIF89a" + b"\0" * 50, "GIF"),
        (b"MZ\x90\0" + b"\0" * 50, "程序"),
        (b'<?xml version="1.0"?><a>\xe7\x94\xb2</a>', "XML"),
        (pack({"a.txt": "甲"}), "压缩包"),
        (pack({"ppt/presentation.xml": "<a/>", "[Content_Types].xml": "<a/>"}), "演示文稿"),
        (ole("PowerPoint Document"), "旧版"),
    ],
)
def test_known_but_unreadable_formats_say_what_they_are(data, word):
    error = refusal(data, "文件")
    assert isinstance(error, UnknownFormat)
    assert word in str(error)


def test_files_are_read_by_content_whatever_their_ending():
    for kind, ending in [("docx", "doc"), ("pdf", "docx"), ("html", "doc"), ("ofd", "pdf"), ("xlsx", "xls")]:
        assert read_source(render(PLAN, kind), f"方案.{ending}").reader == f"{kind}/1"


@pytest.mark.parametrize("names", [("EncryptedPackage", "EncryptionInfo"), ("EncryptionInfo",)])
def test_office_files_with_a_password_are_protected(names):
    assert isinstance(refusal(ole(*names)), ProtectedDocument)


def test_a_pdf_with_a_password_is_protected():
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "text")
    canvas.save()
    assert isinstance(refusal(buffer.getvalue(), "a.pdf"), ProtectedDocument)


def test_a_zip_with_a_password_is_protected():
    data = bytearray(package(paragraph("甲")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert isinstance(refusal(bytes(data)), ProtectedDocument)


def test_an_encrypted_ofd_is_protected():
    assert isinstance(
        refusal(pack({"OFD.xml": "<a/>", "Encryptions.xml": "<a/>"}), "a.ofd"), ProtectedDocument
    )


def test_a_zip_bomb_is_stopped_while_it_unpacks():
    data = bomb("word/document.xml", 60_000_000, **{"[Content_Types].xml": "<a/>"})
    assert len(data) < 200_000
    assert isinstance(refusal(data), DocumentTooLarge)


def test_a_zip_bomb_with_a_lying_header_is_stopped_too():
    data = bytearray(bomb("xl/worksheets/sheet1.xml", 30_000_000, **{"xl/workbook.xml": "<a/>"}))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rfind(magic)
        struct.pack_into("<I", data, at + offset, 1000)
    assert isinstance(refusal(bytes(data), "a.xlsx"), (DocumentTooLarge, BrokenDocument))


def test_one_endless_text_is_too_large_and_not_broken():
    whole = package(paragraph("X" * 12_000_000))
    assert isinstance(refusal(whole), DocumentTooLarge)


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    assert isinstance(refusal(package(paragraph("甲"))), DocumentTooLarge)


def test_all_parts_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    assert isinstance(refusal(package(paragraph("甲" * 500))), DocumentTooLarge)


def pdf_with_stream(packed, dictionary=""):
    head = f"%PDF-1.4\n1 0 obj\n<</Length {len(packed)}/Filter/FlateDecode{dictionary}>>\nstream\n".encode()
    return head + packed + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def test_a_pdf_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr(streams, "MAX_STREAM", 3_000_000)
    once = zlib.compress(b"0" * 5_000_000, 9)
    assert isinstance(refusal(pdf_with_stream(once), "a.pdf"), DocumentTooLarge)
    assert isinstance(refusal(pdf_with_stream(zlib.compress(once)), "a.pdf"), DocumentTooLarge)


def test_a_big_picture_in_a_pdf_is_no_bomb(monkeypatch):
    monkeypatch.setattr(streams, "MAX_STREAM", 3_000_000)
    streams.refuse_bombs(pdf_with_stream(zlib.compress(b"0" * 5_000_000, 9), "/Subtype/Image"))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    part = LAUGHS.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
    data = pack(
        {
            "_rels/.rels": relationships({"word/document.xml": "officeDocument"}),
            "word/document.xml": part,
            "[Content_Types].xml": "<a/>",
        }
    )
    error = refusal(data)
    assert isinstance(error, BrokenDocument)
    assert "实体" in str(error)


def test_entities_behind_a_long_comment_are_refused():
    part = LAUGHS.replace("<!DOCTYPE", f"<!--{'x' * 100_000}--><!DOCTYPE")
    data = pack({"word/document.xml": part, "[Content_Types].xml": "<a/>"})
    assert isinstance(refusal(data), BrokenDocument)


def test_entities_reach_no_file():
    part = LAUGHS.replace('<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/hostname">')
    assert isinstance(
        refusal(pack({"word/document.xml": part, "[Content_Types].xml": "<a/>"})), BrokenDocument
    )


@pytest.mark.parametrize("kind", ["xlsx", "ofd"])
def test_entities_are_refused_in_every_package(kind):
    part = {"xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}[kind]
    assert isinstance(refusal(pack({part: LAUGHS, "[Content_Types].xml": "<a/>"})), BrokenDocument)


def test_a_docx_without_a_body_is_broken():
    data = pack({"word/document.xml": root("document", ""), "[Content_Types].xml": "<a/>"})
    assert "没有正文" in str(refusal(data))
    assert isinstance(refusal(pack({"[Content_Types].xml": "<a/>"})), BrokenDocument)


@pytest.mark.parametrize(
    "target", ["../../etc/passwd", "/../etc/passwd", "http://example.invalid/a.xml", "file:///etc/passwd"]
)
def test_a_docx_whose_main_part_is_elsewhere_is_broken(target):
    data = pack(
        {
            "[Content_Types].xml": "<a/>",
            "_rels/.rels": relationships({target: "officeDocument"}),
            "word/document.xml": root("document", "<w:body/>"),
        }
    )
    assert isinstance(refusal(data), BrokenDocument)


def test_outside_parts_are_refused_and_outside_links_are_not():
    def with_relation(kind):
        files = {
            "[Content_Types].xml": "<a/>",
            "word/document.xml": root("document", f"<w:body>{paragraph('甲')}</w:body>"),
            "word/_rels/document.xml.rels": relationships({"http://example.invalid/x": kind}).replace(
                "/>", ' TargetMode="External"/>'
            ),
        }
        return pack(files)

    assert read_source(with_relation("hyperlink"), "a.docx").text == "甲"
    assert isinstance(refusal(with_relation("styles")), BrokenDocument)


@pytest.mark.parametrize("data", [package(""), package(paragraph(" ")), pack({"OFD.xml": "<OFD/>"})])
def test_documents_without_text_are_empty(data):
    assert isinstance(refusal(data), EmptyDocument)


def test_size_is_checked_before_anything_else():
    check_size(MAX_BYTES)
    with pytest.raises(DocumentTooLarge, match="100 MB"):
        check_size(MAX_BYTES + 1)


def test_an_unexpected_failure_of_a_library_is_a_broken_document(monkeypatch):
    def fails(data):
        raise KeyError("boom")

    monkeypatch.setattr(registry.Format, "reader", lambda self: fails)
    error = refusal(b"text", "a.txt")
    assert isinstance(error, BrokenDocument)
    assert isinstance(error.__cause__, KeyError)


def test_a_part_too_big_to_be_held_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_TREE", 100)
    assert isinstance(refusal(package(paragraph("甲"), styles="<w:style/>" * 50)), DocumentTooLarge)


def test_endlessly_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr(xml, "MAX_EVENTS", 100)
    assert isinstance(refusal(package("<w:p/>" * 200)), DocumentTooLarge)


def test_one_string_in_very_many_cells_is_counted_each_time(monkeypatch):
    monkeypatch.setattr(cells, "MAX_CHARS", 1000)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join('<row><c t="s"><v>0</v></c></row>' for _ in range(30))
    files = {
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="甲" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<R><Relationship Id="r1" Type="{office}/worksheet" Target="s.xml"/></R>',
        "xl/s.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}><si><t>{'甲' * 100}</t></si></sst>",
    }
    assert isinstance(refusal(pack(files), "a.xlsx"), DocumentTooLarge)


def test_a_page_of_an_ofd_with_too_many_characters_is_refused(monkeypatch):
    monkeypatch.setattr(marks, "MAX_PAGE_CHARS", 50)
    assert isinstance(refusal(render(PLAN, "ofd"), "a.ofd"), DocumentTooLarge)


def test_absurd_numbers_print_as_digits():

    assert numeral(10**9, "lowerLetter") == numeral(10**9, "upperRoman") == "1000000000"
    assert numeral(10**9, "chineseCounting") == "1000000000"
