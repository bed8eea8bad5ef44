"""A whole file of an office: an announcement, the plan with its general tasks, and the annex that holds the items."""

from __future__ import annotations

from ..dates import spoken
from ..frame import counted, general_sections, inspection_sentence, page_bottom, page_top, support_section
from ..numbering import mark
from ..statement import Scene
from .plans import OUTLINES, Outline, groups, print_items, title
from .registry import layout
from .tables import table_rows

#: General tasks of a plan's body: numbered, dated, with figures, and still no items. {year} is a year ahead.
TASKS = (
    "切实提高思想认识。深入学习贯彻习近平生态文明思想,坚决扛起政治责任。",
    "压实环境保护责任。按照党政同责、一岗双责的原则,健全责任清单,完善协调议事机制。",
    "强化督查考核。将整改情况纳入目标管理绩效考核,考核结果作为干部选拔任用的重要依据。",
    "打赢蓝天保卫战。到{year}年,城市环境空气质量优良率达到{n}%以上,基本消除重污染天气。",
    "打好碧水保卫战。{year}年底前完成县级以上饮用水水源地规范化建设,城区污水处理率达到{n}%左右。",
    "推进净土保卫战。确保到{year}年,受污染耕地安全利用率达到{n}%以上。",
    "优化空间布局。严守生态保护红线,严格执行“三线一单”,科学划定禁养区。",
    "严格环境监管执法。健全网格化监管体系,保持执法高压态势。",
    "加大环保投入。各级财政切实加大资金投入力度,统筹整合专项资金。",
)
HEADS = (
    "提高政治站位,扛起生态环境保护责任",
    "实施精准治污,着力解决突出环境问题",
    "坚持保护优先,推动绿色转型发展",
    "严格铁腕执法,加大监管力度",
)
LISTS = ("{home}督察反馈问题整改措施清单", "{home}督察反馈意见具体问题整改清单", "督察反馈问题整改任务清单")


def body(scene: Scene, number: int) -> int:
    """The section of general tasks; returns the number of the next section."""
    draft, rng = scene.draft, scene.rng
    draft.p(mark("一、", number) + rng.choice(("整改措施", "主要任务", "重点工作")), heading=2)
    tasks = rng.sample(TASKS, rng.randint(4, 7))
    for index, head in enumerate(rng.sample(HEADS, 2), 1):
        draft.p(mark("(一)", index) + head)
        for turn, task in enumerate(tasks[(index - 1) * 3 : index * 3], 1):
            text = task.replace("{year}", str(scene.clock.published.year + 1)).replace(
                "{n}", str(rng.randint(80, 97))
            )
            draft.p(f"{turn}.{text}")
    return number + 1


def announcement(scene: Scene, count: int) -> None:
    """What the page says before the plan itself, with the totals of the annex."""
    draft = scene.draft
    page_top(scene, title(scene))
    draft.p(inspection_sentence(scene) + counted(scene, count) + "按照要求,现将整改方案予以公开。")
    if draft.maybe(0.6):
        draft.p(
            "方案细化了组织保障措施。一是加强组织领导。成立整改工作领导小组,统筹推进整改工作。二是强化责任落实。各责任单位细化整改措施、时间节点和整改责任人。三是严肃责任追究。对整改不力的依规依纪问责。"
        )
    draft.p(f"附件:{draft.title}")
    draft.p(f"{scene.world.home}人民政府")
    draft.p(spoken(scene.clock.published))


def whole_file(scene: Scene, count: int) -> None:
    """Announcement, general sections, general tasks, safeguards, and the heading of the annex."""
    draft = scene.draft
    announcement(scene, count)
    draft.p("附件")
    draft.p(draft.title, heading=1)
    draft.p("为认真抓好督察反馈意见整改,制定本方案。")
    number = body(scene, general_sections(scene, 1))
    support_section(scene, number)
    draft.p(scene.rng.choice(("附:", "附件1", "附表:")))
    draft.p(scene.rng.choice(LISTS).format(home=scene.world.home))


@layout("annex-list")
def annex_list(scene: Scene) -> None:
    """The items stand in the annex, as labelled blocks; the body's numbered tasks are none."""
    scene.clock.bare = False
    todo = groups(scene)
    whole_file(scene, sum(n for _, n in todo))
    heads, items = scene.rng.choice([pair for pair in OUTLINES if pair[0] == "一、"])
    print_items(scene, todo, Outline(heads, items, scene.draft.maybe(0.6)), [])
    page_bottom(scene)


@layout("annex-table")
def annex_table(scene: Scene) -> None:
    """The items stand in a table of the annex."""
    draft = scene.draft
    draft.wrappable = False
    scene.clock.bare = False
    draft.flatten = scene.rng.choice(("pipes", "tabs", "cell-lines"))
    header, rows, count = table_rows(scene, ("", " ", ";"))
    whole_file(scene, count)
    draft.table(header, rows)
