"""Lists of units and of leaders, as printed and as understood."""

from __future__ import annotations

from .statement import Scene
from .words import AGENCIES, DEPARTMENTS, PARKS, PARTY_DEPARTMENTS, TOWN_OFFICES, person

OFFICES = ("人民政府", "政府", "党委政府", "党委、政府", "党委和政府", "党委和人民政府")
PARK_OFFICES = ("管委会", "管理委员会", "党工委、管委会")
#: What may follow the last unit of a list and belongs to none.
TAILS = (*[""] * 22, "等部门", "按职责分工负责", "等单位")
COLLECTIVE = {
    "市": ("各县市区", "各县(市、区)", "各县区", "市直有关部门", "有关县区", "各相关县(市、区)"),
    "县": ("各乡镇", "各乡镇(街道)", "县直有关部门", "相关乡镇", "各村居"),
    "区": ("各街道", "各镇街", "区直有关部门", "有关镇街"),
}


class Parties:
    """Writes unit lists for one document. ``marked`` lists are the truth."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.rng = scene.rng
        self.mark = scene.draft.marks
        self.level = scene.world.level

    def leaders(self) -> tuple[str, list[str]]:
        names = [self.mark(person(self.rng)) for _ in range(self.rng.choice((1, 1, 1, 2)))]
        return "、".join(names), names

    def one(self) -> tuple[str, list[str]]:
        return self._departments(1) if self.rng.random() < 0.6 else self._places(1)

    def listing(self) -> tuple[str, list[str]]:
        """A role's parties: one to three groups, 、 inside a group, and a wider mark between groups."""
        kinds = self.rng.choice(("d", "d", "p", "pd", "pd", "c", "cd", "a", "da", "h", "pda", "k", "kd", "g"))
        parts = [self._group(kind) for kind in kinds]
        wide = self.rng.choice((",", ",", ";", "、", "、"))
        tail = self.rng.choice(TAILS) if parts[-1][0][-1] == parts[-1][1][-1][-1] else ""
        return wide.join(text for text, _ in parts) + tail, [name for _, names in parts for name in names]

    def _group(self, kind: str) -> tuple[str, list[str]]:
        return {
            "d": lambda: self._departments(self.rng.randint(1, 4)),
            "p": lambda: self._places(self.rng.randint(1, 3)),
            "c": self._collective, "a": self._agency, "h": self._shared_head,
            "k": self._park, "g": self._party_departments,
        }[kind]()  # fmt: skip

    def _departments(self, count: int) -> tuple[str, list[str]]:
        world = self.scene.world
        pool = list(DEPARTMENTS)
        self.rng.shuffle(pool)
        names = [self.level + name for name in pool[:count]]
        if self.rng.random() < 0.12:
            names[-1] = (
                f"{world.city if self.rng.random() < 0.3 else '市'}生态环境局{self._short_county()}分局"
            )
        if self.rng.random() < 0.02:
            names[0] = "****" + names[0][1:]
        marked = [self.mark(name) for name in names]
        return "、".join(marked), marked

    def _short_county(self) -> str:
        name = self.scene.world.county()
        return name[:-1] if len(name) > 2 else name

    def _places(self, count: int) -> tuple[str, list[str]]:
        """Places with an office each, or with one office for all of them."""
        world = self.scene.world
        pool = list(world.counties if self.level == "市" else world.towns)
        self.rng.shuffle(pool)
        names = [self.mark(name) for name in pool[:count]]
        office = self.rng.choice(OFFICES)
        if self.rng.random() < 0.3 and "、" not in office:
            return "、".join(name + office for name in names), names
        if self.rng.random() < 0.15:
            return "、".join(names), names
        return "、".join(names) + office, names

    def _collective(self) -> tuple[str, list[str]]:
        name = self.mark(self.rng.choice(COLLECTIVE[self.level]))
        with_office = self.rng.random() < 0.5 and "部门" not in name
        return name + (self.rng.choice(OFFICES) if with_office else ""), [name]

    def _agency(self) -> tuple[str, list[str]]:
        name = self.rng.choice(AGENCIES)
        prefix = self.scene.world.home if name.endswith("公司") else self.level
        marked = self.mark(self.scene.world.firm() if self.rng.random() < 0.3 else prefix + name)
        return marked, [marked]

    def _shared_head(self) -> tuple[str, list[str]]:
        """市发改委、财政局: the head stands before the first only, and is not spread."""
        pool = [name for name in DEPARTMENTS if len(name) <= 6]
        self.rng.shuffle(pool)
        head = self.rng.choice((self.level, self.scene.world.home))
        names = [self.mark(head + pool[0]), *(self.mark(name) for name in pool[1:3])]
        return "、".join(names), names

    def _park(self) -> tuple[str, list[str]]:
        world = self.scene.world
        if self.rng.random() < 0.25:
            parks = [self.mark(name) for name in self.rng.sample(PARKS, 2)]
            return "、".join(parks) + "管委会", parks
        name = self.mark(self.rng.choice(("", world.home.rstrip("市县区"))) + world.park)
        return name + self.rng.choice(PARK_OFFICES), [name]

    def _party_departments(self) -> tuple[str, list[str]]:
        names = [self.mark(self.level + name) for name in self.rng.sample(PARTY_DEPARTMENTS, 2)]
        return "、".join(names), names

    def town_offices(self) -> tuple[str, list[str]]:
        names = [self.mark(name) for name in self.rng.sample(TOWN_OFFICES, self.rng.randint(1, 3))]
        if self.rng.random() < 0.4:
            names.append(self.mark(self.rng.choice(("各村居", "各村", "有关村支部"))))
        return "、".join(names), names
