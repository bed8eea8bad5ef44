"""The invented city 澜州市: its regions, its bodies with their former names, its people. Nobody of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban.accounts.models import Role
from duban.organizations.actions import BodyInput
from duban.organizations.models import BodyKind

#: Codes beginning with 99 belong to no province; the development zone carries one of its own.
REGIONS: tuple[tuple[str, str], ...] = (
    ("990100", "澜州市"),
    ("990102", "望汀区"),
    ("990103", "石溪区"),
    ("990104", "金雀区"),
    ("990121", "鹿鸣县"),
    ("990122", "棠溪县"),
    ("990123", "霁川县"),
    ("LZJK01", "澜州经开区"),
)

_REFORM = date(2019, 2, 28)
_OFFICE = "澜州市整改办"


def _place(name: str) -> BodyInput:
    return BodyInput(name, BodyKind.PLACE, region=name)


def _department(name: str, short: str = "", *former: str) -> BodyInput:
    return BodyInput(name, BodyKind.DEPARTMENT, short, "澜州市", tuple((old, _REFORM) for old in former))


BODIES: tuple[BodyInput, ...] = (
    BodyInput("中共澜州市委", BodyKind.PARTY, "市委", "澜州市"),
    BodyInput("澜州市人民政府", BodyKind.GOVERNMENT, "市政府", "澜州市"),
    _department(_OFFICE, "市整改办"),
    BodyInput("岚江省督察整改工作领导小组办公室", BodyKind.LEADING_GROUP),
    *(_place(name) for _code, name in REGIONS[1:7]),
    BodyInput("澜州经开区", BodyKind.ZONE, "经开区", "澜州经开区"),
    BodyInput("霁川工业园", BodyKind.ZONE, region="霁川县"),
    BodyInput("各县区", BodyKind.GROUP, region="澜州市"),
    BodyInput("各有关县区", BodyKind.GROUP, region="澜州市"),
    BodyInput("市督察整改工作领导小组", BodyKind.LEADING_GROUP, "领导小组", "澜州市"),
    BodyInput("沿河排口整治工作专班", BodyKind.TASK_FORCE, "排口专班", "澜州市"),
    BodyInput("第一包片督导组", BodyKind.AREA_TEAM, region="澜州市"),
    BodyInput("第二包片督导组", BodyKind.AREA_TEAM, region="澜州市"),
    _department("市生态环境局", "市环境局", "市环境保护局", "市环保局"),
    _department("市自然资源和规划局", "市资规局", "市国土资源局", "市规划局"),
    _department("市住房和城乡建设局", "市住建局"),
    _department("市水务局", "", "市水利局"),
    _department("市农业农村局", "", "市农业局", "市农业委员会"),
    _department("市城市管理局", "市城管局"),
    _department("市工业和信息化局", "市工信局", "市经济和信息化委员会"),
    _department("市应急管理局", "市应急局", "市安全生产监督管理局"),
    _department("市市场监督管理局", "市市场监管局", "市工商行政管理局"),
    _department("市林业局"),
    _department("市公安局"),
    _department("市财政局"),
    _department("市信访局"),
    _department("市卫生健康委员会", "市卫健委", "市卫生和计划生育委员会"),
)


_PLACES = tuple(name for _code, name in REGIONS[1:7])
#: Who belongs to a group, and which regions a team watches.
MEMBERS: dict[str, tuple[str, ...]] = {
    "各县区": _PLACES,
    "各有关县区": _PLACES[2:],
    "市督察整改工作领导小组": ("中共澜州市委", "澜州市人民政府", "市生态环境局", "市水务局", *_PLACES),
    "沿河排口整治工作专班": ("市生态环境局", "市水务局", "市住房和城乡建设局", "鹿鸣县"),
}
AREAS: dict[str, tuple[str, ...]] = {"第一包片督导组": _PLACES[:3], "第二包片督导组": _PLACES[3:]}
BEGUN = date(2025, 12, 8)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    username: str
    name: str
    body: str
    role: Role


PASSWORD = "duban-demo"
PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("clerk", "方静", _OFFICE, Role.OFFICE_CLERK),
    DemoPerson("head", "宋明澈", _OFFICE, Role.OFFICE_HEAD),
    DemoPerson("leader", "程砚秋", "澜州市人民政府", Role.LEADER),
    DemoPerson("luming", "鲁晓禾", "鹿鸣县", Role.LIAISON),
    DemoPerson("tangxi", "唐见微", "棠溪县", Role.LIAISON),
    DemoPerson("reader", "余清和", "市生态环境局", Role.READER),
    DemoPerson("sysadmin", "管其维", _OFFICE, Role.SYSTEM_ADMIN),
    DemoPerson("secadmin", "安守恒", _OFFICE, Role.SECURITY_ADMIN),
    DemoPerson("auditor", "申明察", _OFFICE, Role.AUDIT_ADMIN),
)
