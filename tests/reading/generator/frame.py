"""What stands around the items: furniture of the page, preamble, general sections, signature."""

from __future__ import annotations

from datetime import date, timedelta

from .dates import spoken
from .draft import Draft, Marks
from .numbering import mark
from .statement import Scene

GENERAL = {
    "指导思想": (
        "以习近平新时代中国特色社会主义思想为指导,深入贯彻习近平生态文明思想,完整、准确、全面贯彻新发展理念,坚决扛起政治责任,推动问题整改落地见效。",
        "坚持问题导向、目标导向、结果导向,统筹发展和保护,以钉钉子精神抓好督察反馈意见整改。",
    ),
    "总体要求": (
        "提高政治站位,坚持党政同责、一岗双责,能够立即整改的立行立改,需要一定时间的明确时间表、路线图,确保事事有着落、件件有回音。",
    ),
    "工作原则": ("坚持实事求是、依法依规;坚持突出重点、分类施策;坚持标本兼治、长效长治。",),
    "工作目标": ("通过整改,使突出环境问题得到有效解决,生态环境质量持续改善,人民群众满意度不断提升。",),
}
SUPPORT = (
    (
        "加强组织领导",
        "成立由主要负责同志任组长的整改工作领导小组,领导小组下设办公室,负责统筹协调、督促检查和信息报送。",
    ),
    ("落实工作责任", "各责任单位要按照方案要求,细化整改措施、明确整改时限,主要负责同志亲自部署、亲自过问。"),
    (
        "严格督导检查",
        "对整改工作实行清单化管理、项目化推进,定期调度通报;对敷衍整改、虚假整改的,严肃追责问责。",
    ),
    ("强化信息公开", "充分利用报刊、电视、网络等媒体,及时公开整改进展情况,主动接受社会监督。"),
    ("建立长效机制", "坚持当下改与长久立相结合,完善制度体系,巩固整改成果。"),
)
NEXT = (
    "提高认识,持续抓好整改落实,确保整改任务全面完成。",
    "对已完成的整改任务适时组织“回头看”,严防问题反弹。",
    "完善长效机制,加强日常监管和执法检查。",
    "及时总结经验,把整改成果转化为工作成效。",
)
SITES = (
    "市政府门户网站",
    "政务公开",
    "专题专栏",
    "督察整改",
    "公示公告",
    "边督边改",
    "法定主动公开内容",
    "环境保护督察",
)


def page_top(scene: Scene, title: str) -> None:
    """Breadcrumbs and source lines of a saved page; the title sometimes twice."""
    draft, rng = scene.draft, scene.rng
    day = scene.clock.published.isoformat()
    if draft.maybe(0.5):
        sep = rng.choice((" > ", " >> ", ">", " / "))
        draft.p(
            rng.choice(("您的位置:", "当前位置:", "您当前所在位置 "))
            + sep.join(("首页", *rng.sample(SITES, 2)))
        )
    draft.p(title, heading=1)
    form = rng.randrange(9)
    issuer = f"{scene.world.home}生态环境局"
    if form == 0:
        draft.p(f"来源:{issuer} 发布时间:{day} 浏览量:{rng.randint(40, 9000)} 字体:[ 大 ][ 中 ][ 小 ]")
    elif form == 1:
        draft.p(f"发布日期:{day} 来源:{issuer} 【打印】【关闭】")
    elif form == 2:
        draft.p(f"信息来源:{issuer}")
        draft.p(f"信息时间:{day} 10:{rng.randint(10, 59)} 阅读次数:")
    elif form == 6:
        rows = (
            (
                "索引号",
                f"0000000{rng.randint(10, 99)}/{scene.clock.published.year}-00{rng.randint(100, 999)}",
            ),
            ("文件名称", title),
            ("发布机构", issuer),
            ("成文日期", day),
            ("公开方式", "主动公开"),
        )
        for name, value in rows:
            draft.p(f"• {name}:")
            draft.p(value)
    elif form == 7:
        draft.p(
            f"【信息来源:【信息时间:{day} 10:{rng.randint(10, 59)}  阅读次数: 】【字号 】【我要打印】【关闭"
        )
    elif form == 8 and not scene.clock.bare:
        later = scene.clock.published + timedelta(days=rng.randint(40, 400))
        draft.p(f"上传人:某某 上传时间:{later.isoformat()} 第1页/共{rng.randint(2, 40)}页")
    elif form == 3:
        draft.p(f"时间:{scene.clock.full(scene.clock.published)}")
    if form != 5 and draft.maybe(0.25):
        draft.p(title)


def inspection_sentence(scene: Scene) -> str:
    """When who inspected; all years are the year of publication where the document is bare."""
    rng, clock, home = scene.rng, scene.clock, scene.world.home
    body = rng.choice(
        (
            f"{scene.world.province}第{'一二三四五'[rng.randrange(5)]}生态环境保护督察组",
            "省委生态环境保护督察组",
            "中央第四生态环境保护督察组",
        )
    )
    back = 60 if clock.bare else rng.randint(120, 500)
    feedback = max(
        clock.published - timedelta(days=back),
        date(clock.published.year, 1, 2) if clock.bare else date(2000, 1, 1),
    )
    kind = rng.choice(("开展了生态环境保护督察", "开展了生态环境保护督察“回头看”", "开展了专项督察"))
    if clock.bare:
        return f"{spoken(feedback)},{body}向我{scene.world.level}反馈了督察意见。"
    start = feedback - timedelta(days=rng.randint(60, 120))
    return f"{spoken(start)}至{spoken(start + timedelta(days=20))},{body}对{home}{kind},并于{spoken(feedback)}反馈了督察意见。"


def counted(scene: Scene, count: int, done: int | None = None, noun: str = "问题") -> str:
    """A sentence with the totals of the document, which are kept as truth."""
    draft, rng = scene.draft, scene.rng
    unit = {"问题": "个", "任务": "项", "整改任务": "项", "信访件": "件"}[noun]
    head = draft.marks(f"{count}{unit}{noun}")
    draft.total(noun, count, head)
    opening = rng.choice(
        ("督察反馈意见共涉及我{0}{1}", "梳理出{1}", "反馈意见指出{1}", "此次公开的清单共{1}")
    ).format(scene.world.level, head)
    if done is None:
        return opening + "。"
    finished, rest = draft.marks(f"已完成整改{done}{unit}"), draft.marks(f"正在整改{count - done}{unit}")
    draft.total("已完成整改", done, finished)
    draft.total("正在整改", count - done, rest)
    return f"{opening},目前{finished},{rest}{_more_totals(scene, count, done)}。"


def _more_totals(scene: Scene, count: int, done: int) -> str:
    """A rate, or what else was done, now and then."""
    draft, rng = scene.draft, scene.rng
    if draft.maybe(0.65):
        return ""
    if draft.maybe(0.5):
        rate = round(100 * done / count, 1)
        text = draft.marks(f"整改完成率{rate:g}%")
        draft.total("整改完成率", rate, text)
        return "," + text
    systems = rng.randint(3, 40)
    text = draft.marks(f"制定完善制度{systems}项")
    draft.total("制定完善制度", systems, text)
    return ";" + text


def preamble(scene: Scene, closing: str) -> None:
    draft = scene.draft
    text = inspection_sentence(scene) if draft.maybe(0.7) else ""
    text += draft.pick(("高度重视,", "我们深刻认识到问题的严重性,", "")) + closing
    draft.p(text)


def general_sections(scene: Scene, first: int, style: str = "一、") -> int:
    """指导思想 and the like; returns the number of the next section."""
    draft, rng = scene.draft, scene.rng
    if style == "一、" and draft.maybe(0.2):
        _nested_section(scene, first)
        first += 1
    for name in rng.sample(list(GENERAL), rng.randint(0, 2)):
        draft.p(mark(style, first) + name, heading=2)
        draft.p(rng.choice(GENERAL[name]))
        first += 1
    return first


def _nested_section(scene: Scene, number: int) -> None:
    """总体要求 with numbered parts and dashed principles: none of them is an item."""
    draft = scene.draft
    draft.p(mark("一、", number) + "总体要求及目标", heading=2)
    draft.p("(一)指导思想")
    draft.p(scene.rng.choice(GENERAL["指导思想"]))
    draft.p("(二)基本原则")
    for line in scene.rng.sample(PRINCIPLES, 2):
        draft.p("——" + line)
    draft.p("(三)主要目标。" + GENERAL["工作目标"][0])


PRINCIPLES = (
    "坚持问题导向、全面整改。对照反馈意见,逐一细化整改措施,逐件明确整改责任。",
    "坚持标本兼治、远近结合。既立足当前解决突出问题,又着眼长远建立长效机制。",
    "坚持依法依规、从严从实。严格执行法律法规,对整改不力的责任单位严肃问责。",
)


def support_section(scene: Scene, number: int, style: str = "一、") -> None:
    """组织保障 with its own (一)(二): paragraphs that are no items."""
    draft, rng = scene.draft, scene.rng
    if draft.maybe(0.35):
        return
    if draft.maybe(0.3):
        draft.p(mark(style, number) + rng.choice(("下一步工作打算", "下步工作安排")), heading=2)
        for i, line in enumerate(rng.sample(NEXT, 3), 1):
            draft.p(mark("(一)", i) + line)
        return
    draft.p(mark(style, number) + rng.choice(("组织保障", "保障措施", "工作要求")), heading=2)
    for i, (name, line) in enumerate(rng.sample(SUPPORT, rng.randint(2, 4)), 1):
        draft.p(f"{mark('(一)', i)}{name}。{line}")


def signature(scene: Scene, always: bool = False) -> None:
    draft = scene.draft
    if not always and draft.maybe(0.4):
        return
    home = scene.world.home
    office = draft.pick((f"{home}人民政府", f"{home}生态环境局", f"{home}整改工作领导小组办公室"))
    if draft.maybe(0.08):  # as saved pages split it
        office = f"{office[:-2]}\n{office[-2:]}"
    draft.p(office)
    draft.p(scene.clock.full(scene.clock.published))


def page_bottom(scene: Scene) -> None:
    draft = scene.draft
    if draft.maybe(0.3):
        draft.p(
            draft.pick(
                (
                    "上一篇:关于召开整改工作推进会的通知",
                    "【打印本页】【关闭窗口】",
                    "主办:政府办公室 网站标识码:0000000001",
                    "扫一扫在手机打开当前页",
                    "责任编辑:某某",
                )
            )
        )


__all__ = [
    "Draft",
    "Marks",
    "counted",
    "general_sections",
    "inspection_sentence",
    "page_bottom",
    "page_top",
    "preamble",
    "signature",
    "support_section",
]
