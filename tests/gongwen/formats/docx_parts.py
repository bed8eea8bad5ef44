"""Small Word packages from hand-written XML, for the things that libraries do not write."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = " ".join(
    [
        f'xmlns:w="{W}"',
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
    ]
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraph(text: str, properties: str = "") -> str:
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{ppr}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def root(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMES}>{inner}</w:{name}>'


def relationships(kinds: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{index}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for index, (target, kind) in enumerate(kinds.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def package(body: str, strict: bool = False, **parts: str) -> bytes:
    """A docx with this body and, by name, the inner XML of further parts."""
    files = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": relationships({"word/document.xml": "officeDocument"}),
        "word/document.xml": root("document", f"<w:body>{body}{_section(parts)}</w:body>"),
    }
    kinds = {}
    for name, inner in parts.items():
        kind = name.rstrip("123456789")
        kinds[f"{name}.xml"] = kind
        element = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        files[f"word/{name}.xml"] = root(element, inner)
    files["word/_rels/document.xml.rels"] = relationships(kinds)
    if strict:
        files = {
            name: text.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            for name, text in files.items()
        }
    return pack(files)


def _content_types(parts: dict[str, str]) -> str:
    listed = {"document": "document.main"} | {name: name.rstrip("123456789") for name in parts}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{kind}+xml"/>'
        for name, kind in listed.items()
    )
    relations = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    default = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{relations}{default}{overrides}</Types>'


def _section(parts: dict[str, str]) -> str:
    """A page as official papers have it, with the headers and footers that the package holds."""
    used = "".join(
        f'<w:{name[:6]}Reference w:type="default" r:id="r{index}"/>'
        for index, name in enumerate(parts)
        if name.startswith(("header", "footer"))
    )
    size = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/>'
    return f"<w:sectPr>{used}{size}</w:sectPr>"


def pack(files: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def levels(*formats: tuple[str, str], extra: str = "") -> str:
    """An abstract list 0 with these (format, text) levels and a list 1 that uses it."""
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(formats)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}'
    )
