"""Values that hold what they should not: other fields' names, lists, signatures, page marks, halves of brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.rectification.doubting import cuts
from gongwen.rectification.doubting.scene import CHINESE, Scene, prose_of
from gongwen.rectification.labels import CORE
from gongwen.rectification.phrases import bare_status
from gongwen.results import Doubt, Item, Span
from gongwen.vocabulary import load


def signs(scene: Scene, item: Item) -> Iterator[Doubt]:
    for field, quote in prose_of(item):
        base = field.partition("[")[0]
        reason = _reason(scene.said(quote.span), base)
        reason = reason or cuts.reason(scene, quote, base)
        if reason:
            yield Doubt("boundary-unclear", f"{CHINESE[base]}{reason}，请核对起止位置。", quote.span, field)
            yield from _inside(item, quote.span)
            yield from _beside(item, field)
            if field == "problem" and "措施" in reason:
                yield Doubt("boundary-unclear", f"{CHINESE[base]}{reason}，请核对。", quote.span, "measures")
    yield from _shifted(scene, item)
    yield from _far(scene, item)
    yield from _continued(scene, item)


def _beside(item: Item, field: str) -> Iterator[Doubt]:
    """What a text cut in the wrong place leaves to its neighbour, and what was not read out of it."""
    index = int(field[9:-1]) if field.startswith("measures[") else 0
    if index:
        message = "后面一条措施起止不清，请核对这一条是否完整。"
        yield Doubt("boundary-unclear", message, item.measures[index - 1].span, f"measures[{index - 1}]")
    for name, known in (("milestones", item.milestones), ("indicators", item.indicators)):
        message = f"{CHINESE[name]}所在的文字起止不清，请核对是否读全。"
        yield Doubt("list-unclear", message, item.span, f"{name}[{len(known)}]")


def _inside(item: Item, span: Span) -> Iterator[Doubt]:
    """What was read out of a text that may not belong there."""
    for index, step in enumerate(item.milestones):
        if span[0] <= step.what.span[0] < span[1]:
            message = f"“{step.what.text[:20]}”所在的文字起止不清，请核对这个节点。"
            yield Doubt("milestone-unclear", message, step.what.span, f"milestones[{index}]")
    for index, figure in enumerate(item.indicators):
        if figure.span and span[0] <= figure.span[0] < span[1]:
            message = f"“{figure.name[:20]}”所在的文字起止不清，请核对这个指标。"
            yield Doubt("indicator-unclear", message, figure.span, f"indicators[{index}]")


def _continued(scene: Scene, item: Item) -> Iterator[Doubt]:
    """A list or the rest of a sentence right behind the problem that no field has taken."""
    if item.problem is None:
        return
    end = item.problem.span[1]
    open_ended = scene.folded[end - 1] not in "。!?”"
    for rest in item.context:
        said = scene.said(rest.span)
        listed = re.match(r"(?:1[.、]|\(1\)|①|一是)", said)
        gap = scene.folded[end : max(rest.span[0], end)]
        if (
            rest.span[0] >= end
            and len(gap) <= 8
            and (listed or (open_ended and len(said) > 5 and "\n\n" not in gap))
        ):
            message = f"“{rest.text[:20]}”可能是问题表述的一部分，请核对起止位置。"
            yield Doubt("boundary-unclear", message, rest.span, "problem")


def _far(scene: Scene, item: Item) -> Iterator[Doubt]:
    """The goal of a whole plan taken for that of its only item."""
    if len(scene.items) > 1 or item.goal is None or item.problem is None:
        return
    if not item.problem.span[0] <= item.goal.span[0] < item.span[1]:
        message = "整改目标写在问题之前或这一项之外，可能是全文的目标，请核对。"
        yield Doubt("goal-unclear", message, item.goal.span, "goal")


def _shifted(scene: Scene, item: Item) -> Iterator[Doubt]:
    """A value that is plainly one of another column: then the other columns are shifted as well."""
    for field, quote in prose_of(item):
        text, base = scene.said(quote.span), field.partition("[")[0]
        for pattern, reason in _of_other_columns():
            if pattern.search(text) and not (base == "problem" and "时限" in reason):
                yield Doubt(
                    "item-unclear", f"{CHINESE[base]}{reason}，这一项可能错栏，请逐栏核对。", item.span
                )
                return


@cache
def _of_other_columns() -> tuple[tuple[re.Pattern[str], str], ...]:
    office = r"^[\w*]{2,20}(?:政府|办公室|局|委员会|领导小组|[市县区]委)$|^\w{1,6}[市县区镇乡]$"
    limit = r"(?:^|[。;])[^。;]{0,20}[前底][^,。;]{0,6},[^。;]{0,20}[前底](?:全面|全部|基本)完成"
    begins = r"^(?:按[^,。;]{2,8}部署(?![,。;要])|(?:按照?|根据)[^。;]{2,16}(?:部署|要求|安排),?(?:在规定时间内|按期|按时|如期)完成|X月|与[^,。;]{2,10}同步(?:完成)?|[今明]?[冬年]?采暖季前)"
    return (
        (re.compile(office), "只是一个单位或地方的名称"),
        (re.compile(limit), "里有整改时限"),
        (re.compile(begins), "开头像是整改时限"),
        (re.compile(r"。关于\w{2,16}。"), "里可能连着下一项"),
    )


def _reason(text: str, base: str) -> str | None:
    """What is odd about a text, as the rest of a sentence."""
    if text.count("(") != text.count(")"):
        return "的括号不成对，可能被截断或混入了别的内容"
    if ":" in text and _names_field(text):
        return "里有另一个栏目的名称"
    if base == "measures" and bare_status().match(_doubled().sub("。", text)):
        return "开头像是整改状态"
    if text.endswith(_LAST) and _signed().search(text):
        return "末尾像是落款、日期或页脚"
    if any(word in text for word in _FOOTER):
        return "里像是混入了页脚"
    for pattern, reason in (*_everywhere(), *_of_field().get(base, ())):
        if pattern.search(text):
            return reason
    return None


@cache
def _doubled() -> re.Pattern[str]:
    return re.compile(r",+。")


#: What signatures, dates and imprints end with; what only the foot of a web page says.
_LAST = (*"室府会组局厅委日发)。", *"0123456789")
_FOOTER = (
    "网站标识码", "备案号", "版权所有", "扫一扫", "当前位置", "公网安备", "主办:", "责编", "供稿", "信息来源", "阅读次数",
    "打印本页", "我要打印", "关闭窗口", "【字", "浏览量", "字体:", "发布时间:",
)  # fmt: skip
#: A field's name that no vocabulary has ends with one of these.
_KINDS = ("领导", "时限", "期限", "目标", "责任人", "部门", "电话", "联系人", "负责人")


@cache
def _core_names() -> frozenset[str]:
    return frozenset(
        name
        for field, words in load("labels").items()
        if field in CORE
        for name in words["names"]
        if len(name) > 3
    )


def _names_field(text: str) -> bool:
    """Whether the name of a field stands before a colon, unless a verb makes it an object: 督促责任单位:…"""
    for match in _named().finditer(text):
        words = match["words"]
        for length in range(4, len(words) + 1):
            if words[-length:] in _core_names() and not words[:-length].endswith(
                ("促", "令", "求", "请", "由")
            ):
                return True
        if len(words) < 9 and words.endswith(_KINDS):
            return True
    return "整改时限为" in text or "整改期限为" in text


@cache
def _named() -> re.Pattern[str]:
    return re.compile(r"(?P<words>\w{2,12}):")


@cache
def _signed() -> re.Pattern[str]:
    office = r"[。;)](?:-\d+-)?[\w*]{2,24}(?:办公室|政府|委员会|领导小组|[^布结]局|厅|市委|县委|区委|党组)"
    return re.compile(
        rf"(?:{office}(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日)?|[。;)]\d{{4}}年\d{{1,2}}月\d{{1,2}}日|印发|\d{{3,4}}-\d{{7,8}}|\(此件[^)]*\))[。)]?$"
    )


@cache
def _everywhere() -> tuple[tuple[re.Pattern[str], str], ...]:
    return (
        (re.compile(r"举一反$"), "可能断在了句子中间"),
        (re.compile(r"^[^。;,]{2,14},。"), "开头像是另一栏的内容"),
        (re.compile(r"\||<br"), "里有表格的竖线或换行符号"),
        (re.compile(r"(?<!\d)[-—–]\d{1,3}[-—–](?!\d)|[第共]\d{1,3}页"), "里像是混入了页码"),
        (re.compile(r"^[)、。/;:]"), "开头像是被截断"),
        (re.compile(r":(?:/|无)?$|(?:以下|如下|和|与|及|、)$"), "没有说完"),
    )


@cache
def _of_field() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    verdict = re.compile(
        r"^(?:(?:部分|基本)?属[实實]|反映[^。;]{0,20}属实|不属实|无(?![法证照组人害序偿缝违障主关需])|/|是(?=[一二]是)|否(?![则认决])"
        r"|(?:已|正在|未)(?:完成)?整改(?:完成|到位)?[,。]|[^,。;]{0,16}(?:问责|处分|诫勉|约谈|警告|书面检查)\d+人[。]?$)"
    )
    listed = re.compile(
        r"[。;](?:[2-9][.、)](?!\d)|[2-9]\.(?=20\d\d年)|\([2-9二三四五六七八九]\)|[②-⑩]|第[二三四五],|其次)|[^\d][2-9](?=将|定期|压实|开展|组织)"
    )
    dated = re.compile(
        r"(?:\d月(?:\d{1,2}日|底|末|[上中下]旬)?|\d年底?|年底|\d{6,8}日?)(?:之?前|以前)[^,。;]{0,20}(?:完成|整改|到位|建成|拆除|办结|开工|新建|封堵|安装)"
        r"|(?:^|[。;])(?:(?:\d{4}年)?\d{1,2}月(?:(?:\d{1,2}日|底)?(?:之?前|以前)|底)|\d{5,8}日前)\w\w"
    )
    verdicts = (verdict, "开头像是另一栏的内容")
    started = (
        re.compile(r"^(?:[2-9][.、)](?!\d)|[2-9]\.(?=20\d\d年)|\([2-9]\)|[②-⑨]|[二三四五六]是)"),
        "以编号开头，前面可能漏了一条",
    )
    inner = (
        re.compile(r"^(?!.*(?:一是|首先|第一)).*[。;](?:[二三四五六七八九]是|其次|第[二三四])"),
        "里还有一个编号，可能是几条连在了一起",
    )
    dates = (
        re.compile(r"月[^,。;]{0,6}前[^。;]{2,20},[^,。;]{0,12}月[^,。;]{0,6}前"),
        "里有几个期限，可能混入了整改时限",
    )
    aim = (
        re.compile(
            r"[。;][^。;]*(?:率(?:达到|不低于|保持在|提高到)|全部拆除|恢复[^。;]{0,6}(?:功能|原貌)|明显(?:提升|改善|下降)|得到(?:根治|解决|落实|改善|遏制))[^。;]*。?$"
        ),
        "末尾像是整改目标",
    )
    return {
        "measures": (
            (re.compile(r"[。;](?:基本|部分|不)?属实(?![,。;的])"), "里有另一栏的内容"),
            verdicts,
            started,
            inner,
            (listed, "里还有一个编号，可能是几条连在了一起"),
        ),
        "goal": (
            verdicts,
            dates,
            (re.compile(r"[。;:](?:1[.、](?!\d)|1\.(?=20\d\d年)|\(1\)|①|一是|首先)"), "里有一列措施"),
            (re.compile(r"^.{1,3}$"), "过短"),
        ),
        "problem": (
            (dated, "里有完成期限，可能混入了措施或时限"),
            aim,
            verdicts,
            (
                re.compile(r"^(?:检查发现|反馈问题|存在问题|问题描述|反映):|、$"),
                "的首尾像是被截断或带有栏目名称",
            ),
            (re.compile(r"[。;](?:一是|首先,|第一,|其一)"), "里有一列措施"),
            (
                re.compile(
                    r"[。;][^。;,]{0,8}(?:已(?:全部|基本)?完成整改|整改已完成|已整改到位|正在整改|已办结)(?:[。,]|$)"
                ),
                "里有整改状态",
            ),
        ),
    }
