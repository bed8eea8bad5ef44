"""The text of a paragraph from its runs: fields, breaks, symbols, tracked changes, text boxes."""

from __future__ import annotations

from lxml import etree

from gongwen.formats.xml import attribute, child, name_of, switched_on

_SKIPPED = frozenset(
    {
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "rt",
        "sdtPr",
        "sdtEndPr",
        "binData",
    }
)
_LITERAL = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_PICTURES = frozenset({"drawing", "pict", "object"})
#: What the usual symbol fonts draw at a private code.
_SYMBOLS = {
    "F0FC": "✓",
    "F0FE": "☑",
    "F0A8": "□",
    "F06F": "□",
    "F052": "☑",
    "F0A3": "□",
    "F0B7": "•",
    "F06C": "●",
    "F06E": "■",
}
_MAX_DEPTH = 200


class Runs:
    """Reads paragraphs one after another; a field may be open from one to the next."""

    def __init__(self) -> None:
        self.footnotes: list[str] = []
        self.endnotes: list[str] = []
        self._in_code: list[bool] = []  # for each open field, whether we are still in its instruction
        self._text: list[str] = []
        self._boxes: list[etree._Element] = []

    def read(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """The text, and the text boxes anchored in it."""
        outer = self._text, self._boxes
        self._text, self._boxes = [], []
        self._walk(paragraph, 0)
        # An instruction never runs over a paragraph's end; a file that forgot to close it must not swallow the rest.
        self._in_code = [code for code in self._in_code if not code]
        text, boxes = "".join(self._text), self._boxes
        self._text, self._boxes = outer
        return text, boxes

    def _walk(self, element: etree._Element, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        for one in element:
            name = name_of(one)
            if name in _SKIPPED or (name == "r" and _hidden(one)):
                continue
            if name == "t":
                self._say(one.text or "")
            elif name in _LITERAL:
                self._say(_LITERAL[name])
            elif name in _PICTURES:
                self._find_boxes(one, depth + 1)
            elif name == "AlternateContent":
                self._alternative(one, depth + 1)
            elif not self._mark(one, name):
                self._walk(one, depth + 1)

    def _say(self, text: str) -> None:
        if text and not any(self._in_code):
            self._text.append(text)

    def _mark(self, element: etree._Element, name: str) -> bool:
        """Elements that stand for something; False where only their children do."""
        if name == "br":
            self._say("\n")
        elif name == "sym":
            self._say(_symbol(element))
        elif name == "fldChar":
            self._field(attribute(element, "fldCharType"))
        elif name == "footnoteReference":
            self.footnotes.append(attribute(element, "id") or "")
        elif name == "endnoteReference":
            self.endnotes.append(attribute(element, "id") or "")
        else:
            return False
        return True

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._in_code.append(True)
        elif kind == "separate" and self._in_code:
            self._in_code[-1] = False
        elif kind == "end" and self._in_code:
            self._in_code.pop()

    def _alternative(self, element: etree._Element, depth: int) -> None:
        """One thing drawn in two ways: read the first that says anything."""
        for branch in ("Choice", "Fallback"):
            found = child(element, branch)
            if found is None:
                continue
            before = len(self._text), len(self._boxes)
            self._walk(found, depth)
            if (len(self._text), len(self._boxes)) != before:
                return

    def _find_boxes(self, element: etree._Element, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        for one in element:
            name = name_of(one)
            if name == "txbxContent":
                self._boxes.append(one)
            elif name == "AlternateContent":
                self._alternative_box(one, depth + 1)
            else:
                self._find_boxes(one, depth + 1)

    def _alternative_box(self, element: etree._Element, depth: int) -> None:
        before = len(self._boxes)
        for branch in element:
            if len(self._boxes) == before:
                self._find_boxes(branch, depth)


def _hidden(run: etree._Element) -> bool:
    return switched_on(run, "rPr", "vanish")


def _symbol(element: etree._Element) -> str:
    code = (attribute(element, "char") or "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= sign <= "\uf8ff" else sign
