"""What a page shows around its document: navigation, breadcrumbs, share bars, footers. It goes; the title,
the publication line and the table with the index number stay.

Two steps: elements that are furniture by their kind, their name or their density of links are pruned from the tree;
then the smallest element with most of the text is found, and of what stands outside it only lines of substance stay.
"""

from __future__ import annotations

import re

from lxml import etree

from gongwen.formats.html.blocks import Block, Grid, text_of

_ALWAYS = ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "map", "nav", "footer",
           "aside", "input", "select", "button", "textarea", "rt", "rp", "del", "audio", "video", "head")  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NAMES = frozenset(
    ["nav", "navbar", "navi", "navigation", "menu", "submenu", "topmenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "bread", "position", "location", "curpos", "dqwz", "footer", "foot", "bottom", "copyright", "share", "bdshare", "bdsharebuttonbox", "sharebox", "toolbar", "tools", "sidebar", "side", "aside", "related", "recommend", "pager", "pagination", "prevnext", "search", "searchbox", "login", "qrcode", "ewm", "erweima", "banner", "topbar", "header", "top", "friendlink", "friendlinks", "links", "comment", "fontsize", "print", "gotop"]
)  # fmt: skip
_DOCUMENT_NAMES = frozenset(["title", "bt", "content", "con", "article", "detail", "zoom", "editor", "text"])
_SITE_NAME = re.compile(r"^(?:欢迎.*|.{0,15}(?:政府|网|网站|门户|局|厅|委员会|办公室)|.{0,3})$")
_SITE_PART = re.compile(r"\s*[_|]\s*|\s+[-—]+\s+|-(?=[^-]{2,15}$)")
_HIDDEN_SHARE = 0.4
_WORDS = re.compile(r"[A-Za-z]+")
_PUBLISHED = re.compile(
    r"(?:发布|发表|成文|公开|生成|更新|印发|信息)\s*(?:日期|时间)|(?:信息)?来\s*源\s*[:\uff1a]|索\s*引\s*号|发布机构|发文(?:字号|机关)|文\s*号"
)
_FURNITURE = re.compile(
    r"""^(?:您?(?:所在|现在|当前|的)*(?:的?位置|所在位置)\s*[:\uff1a>]?.*
        |.{0,4}(?:当前位置|您的位置|所在位置)\s*(?:[:\uff1a>].*|$)
        |(?:【?\s*)?(?:打印(?:本页|此页|本文|文章|页面)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表)?|收藏(?:本页)?|纠错|分享(?:到|至)?.{0,30}|我要纠错)(?:\s*】?)?
        |[【\[\s]*(?:字体|字号)?\s*[:\uff1a]?[【\[\s]*(?:大\s*[】\]]?\s*[【\[]?\s*中\s*[】\]]?\s*[【\[]?\s*小)[】\]\s]*
        |.{0,6}扫一扫.{0,20}
        |(?:上|下)一(?:篇|条|页)\s*[:\uff1a].*
        |(?:相关(?:链接|新闻|文章|信息|阅读|附件下载)|友情链接|网站地图|联系我们|关于我们|无障碍(?:浏览)?|设为首页|加入收藏|登录|注册|首页)[:\uff1a]?
        |(?=.{0,200}$).*(?:ICP备|公网安备|网安备|版权所有|网站标识码|Copyright|技术支持\s*[:\uff1a]|©).*
        )$""",
    re.X | re.I,
)
_HOLDERS = ("div", "section", "article", "main", "td", "form", "body", "center")
_LIST_SHARE = 0.7
_LIST_LINKS = 3
_MAIN_SHARE = 0.75
_NAMED_MAX = 300
_NAMED_SHARE = 0.2
_SUBSTANCE_BEFORE = 12
_SUBSTANCE_AFTER = 25
_ENOUGH_LINK = 0.5
_FOOTER_WORDS = re.compile(
    r"^(?:主办|承办|协办|建设|维护|地址|邮编|网站管理|联系电话|电话|传真)(?:单位)?\s*[:\uff1a]"
)
_DATE = re.compile(r"^\s*(?:19|20)\d\d\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]\s*\d{1,2}\s*日?\s*$")


def prune(body: etree._Element, title: str) -> None:
    """Take furniture out of the tree, in place. ``title``: what the page calls itself."""
    for element in list(body.iter(*_ALWAYS)):
        _remove(element)
    for element in list(body.iter("sup")):
        if next(element.iter("a"), None) is not None:  # the mark of a footnote
            _remove(element)
    lengths = _Lengths(body)
    whole = max(lengths.text(body), 1)
    headline = _SITE_PART.split(title.strip())[0]
    for element in list(body.iter()):
        hidden = _is_hidden(element) and lengths.text(element) <= _HIDDEN_SHARE * whole
        if hidden or _is_running_head(element):
            _remove(element)
    for element in list(body.iter("div", "ul", "ol", "dl", "section", "header", "p", "span", "table")):
        furniture = _is_link_list(element, lengths) or _is_named_furniture(element, lengths, whole)
        if furniture and not _holds_document(element, headline):
            _remove(element)


def _is_running_head(element: etree._Element) -> bool:
    """How office suites mark the header and footer of a document that they save as a page."""
    return element.tag == "div" and (element.get("title") or "").lower() in ("header", "footer")


def _is_hidden(element: etree._Element) -> bool:
    """Hidden for good; some sites hide the document itself until a script shows it, which its size tells."""
    return bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


class _Lengths:
    """Characters of text, and of text in links, of every element; counted once."""

    def __init__(self, body: etree._Element) -> None:
        self._text: dict[etree._Element, int] = {}
        self._links: dict[etree._Element, tuple[int, int]] = {}
        for element in reversed(list(body.iter())):
            own = len((element.text or "").strip())
            text, links, count = own, 0, 0
            for one in element:
                text += self._text.get(one, 0) + len((one.tail or "").strip())
                inner, many = self._links.get(one, (0, 0))
                links, count = links + inner, count + many
            self._text[element] = text
            self._links[element] = (text, 1) if element.tag == "a" else (links, count)

    def text(self, element: etree._Element) -> int:
        return self._text.get(element, 0)

    def links(self, element: etree._Element) -> tuple[int, int]:
        """Characters in links, and how many links."""
        return self._links.get(element, (0, 0))


def _is_link_list(element: etree._Element, lengths: _Lengths) -> bool:
    text = lengths.text(element)
    linked, count = lengths.links(element)
    if element.tag in ("p", "span") or not text:
        return False
    return count >= _LIST_LINKS and linked > _LIST_SHARE * text


def _is_named_furniture(element: etree._Element, lengths: _Lengths, whole: int) -> bool:
    """Furniture by its class or id, unless it is so big that the name must mislead."""
    if element.tag == "table":
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    words = set(_WORDS.findall(names))
    if not words & _NAMES or words & _DOCUMENT_NAMES:
        return False
    own = lengths.text(element) - lengths.links(element)[0]
    return own <= _NAMED_MAX and own <= _NAMED_SHARE * whole


def _holds_document(element: etree._Element, headline: str) -> bool:
    """Whether the title or the publication line stands in it."""
    text = text_of(element)
    if _PUBLISHED.search(text) or (len(headline) >= _SUBSTANCE_BEFORE and headline in text):
        return True
    return any(not _SITE_NAME.match(text_of(one).strip()) for one in element.iter("h1", "h2"))


def _remove(element: etree._Element) -> None:
    """Remove an element but not the text behind it, which belongs to its parent."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def main_blocks(blocks: list[Block], title: str) -> list[Block]:
    """The blocks of the document among those of the page."""
    kept = [block for block in blocks if not _is_furniture(block)]
    first, last = _main_range(kept)
    before = [block for block in kept[:first] if _belongs_before(block, title)]
    after = [block for block in kept[last:] if _belongs_after(block)]
    return before + kept[first:last] + after


def _is_furniture(block: Block) -> bool:
    return not isinstance(block.content, Grid) and bool(_FURNITURE.match(block.content.strip()))


def _main_range(blocks: list[Block]) -> tuple[int, int]:
    """First and last block (exclusive) of the smallest element with most of the text that is not in links."""
    weights = [max(len(block.text) - block.links, 0) for block in blocks]
    wanted = _MAIN_SHARE * sum(weights)
    ranges: dict[etree._Element, list[int]] = {}
    sums: dict[etree._Element, int] = {}
    depths: dict[etree._Element, int] = {}
    for index, block in enumerate(blocks):
        chain = [block.element, *block.element.iterancestors()]
        for depth, element in enumerate(reversed(chain)):
            ranges.setdefault(element, [index, index])[1] = index + 1
            sums[element] = sums.get(element, 0) + weights[index]
            depths[element] = depth
    enough = [element for element, weight in sums.items() if weight >= wanted and element.tag in _HOLDERS]
    if not enough:
        return 0, len(blocks)
    deepest = max(enough, key=lambda element: depths[element])
    return _widened(deepest, ranges, blocks)


def _widened(
    element: etree._Element, ranges: dict[etree._Element, list[int]], blocks: list[Block]
) -> tuple[int, int]:
    """Take in what stands around the element, as far as it looks like text of the same document."""
    first, last = ranges[element]
    for outer in element.iterancestors(*_HOLDERS):
        start, end = ranges[outer]
        added = blocks[start:first] + blocks[last:end]
        if outer.tag == "body" or any(_is_foreign(block) for block in added):
            break
        first, last = start, end
    return first, last


def _is_foreign(block: Block) -> bool:
    text = block.text.strip()
    return block.links >= _ENOUGH_LINK * len(text) or bool(_FOOTER_WORDS.match(text))


def _belongs_before(block: Block, title: str) -> bool:
    text = block.text.strip()
    if block.heading and not _SITE_NAME.match(text):
        return True
    if _PUBLISHED.search(text) or (len(text) > 4 and text in title and not _SITE_NAME.match(text)):
        return True
    return len(text) >= _SUBSTANCE_BEFORE and block.links < _ENOUGH_LINK * len(text)


def _belongs_after(block: Block) -> bool:
    text = block.text.strip()
    if _FOOTER_WORDS.match(text):
        return False
    if _DATE.match(text):
        return True
    return len(text) >= _SUBSTANCE_AFTER and block.links < _ENOUGH_LINK * len(text)
