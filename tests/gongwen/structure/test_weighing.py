"""Competing readings: the one that makes most of the whole document wins."""

from gongwen.formats import read_source
from gongwen.rectification.assembling import assemble
from gongwen.rectification.page import Page
from gongwen.rectification.weighing import choose, stated_counts, weigh

from . import documents


def page_of(text: str) -> Page:
    return assemble(read_source(text.encode(), "a.txt"))


def chosen(text: str) -> str | None:
    best = choose(page_of(text))
    return best.layout if best else None


def test_every_layout_is_told_apart() -> None:
    assert chosen(documents.LABELLED) == "labelled"
    assert chosen(documents.ASIDES) == "sections"
    assert chosen(documents.PARALLEL) == "parallel"
    assert chosen(documents.EXPOSED) == "exposure"
    assert chosen(documents.TOPICS) == "topics"
    assert chosen(documents.NEWS) == "news"
    assert chosen(documents.flattened("a cell a line")) == "tables"


def test_nothing_is_chosen_where_nobody_found_anything() -> None:
    assert chosen("今天天气很好。\n") is None


def test_several_readings_compete() -> None:
    layouts = {proposal.layout for proposal in weigh(page_of(documents.PATROL))}
    assert {"labelled", "sections"} <= layouts


def test_a_plan_with_its_list_annexed_gives_the_list_only() -> None:
    plan = "某市整改方案\n一、指导思想\n坚持问题导向。\n二、整改措施\n(一)推进绿色转型\n1.优化布局。加快产业升级。\n2.推进减排。削减排放。\n三、组织保障\n(一)加强领导。成立专班。\n附件\n"
    reading = choose(page_of(plan + documents.LABELLED))
    assert reading is not None
    assert len(reading.drafts) == 3


def test_counts_that_a_document_states() -> None:
    assert stated_counts("督察反馈8类40个具体问题,涉及我县整改任务12项,信访件3件。") >= {40, 12, 3}
