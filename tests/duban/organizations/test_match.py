"""Names of documents find their bodies: by name, short form, former name; what is not one body is none."""

from __future__ import annotations

import pytest

from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.actions import BodyInput, add_bodies, ensure_bodies, kind_of
from duban.organizations.models import Body, BodyKind
from duban.organizations.queries import match, match_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bodies() -> None:
    add_bodies(
        [
            BodyInput(
                "市生态环境局",
                short_name="市环境局",
                former_names=(("市环境保护局", None), ("市环保局", None)),
            ),
            BodyInput("市水务局", former_names=(("市水利局", None),)),
            BodyInput("市农业农村局", former_names=(("市农林水利局", None),)),
            BodyInput("市林业局", former_names=(("市农林水利局", None),)),
            BodyInput("鹿鸣县", BodyKind.PLACE),
        ],
        None,
    )


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("市生态环境局", "市生态环境局"),
        (" 市生态环境局 ", "市生态环境局"),
        ("市环境局", "市生态环境局"),
        ("市环保局", "市生态环境局"),
        ("市水利局", "市水务局"),
        ("鹿鸣县", "鹿鸣县"),
        ("鹿鸣县人民政府", "鹿鸣县"),
        ("鹿鸣县党委政府", "鹿鸣县"),
        ("市农林水利局", None),
        ("市教育局", None),
        ("", None),
    ],
)
def test_match(printed: str, found: str | None) -> None:
    body = match(printed)
    assert (body.name if body else None) == found


def test_many_names_cost_four_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        match_all(["市环保局", "市水务局", "鹿鸣县政府", "没有的局"])


def test_unknown_names_become_bodies_by_a_recorded_act() -> None:
    bodies, new = ensure_bodies(["市环保局", "市教育局", "市教育局 "], None)
    assert new == ("市教育局",)
    assert bodies["市环保局"].name == "市生态环境局"
    made = Body.objects.get(name="市教育局")
    assert made.unconfirmed
    assert "待核对" in tell(journal.stream("body", made.pk)[0])


def test_what_is_there_is_not_added_again() -> None:
    assert add_bodies([BodyInput("市水务局")], None) == []
    assert Body.objects.filter(name="市水务局").count() == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("鹿鸣县", BodyKind.PLACE),
        ("各县区", BodyKind.GROUP),
        ("有关乡镇", BodyKind.GROUP),
        ("澜州经开区", BodyKind.ZONE),
        ("市财政局", BodyKind.DEPARTMENT),
        ("澜州水务集团有限公司", BodyKind.COMPANY),
        ("市纪委监委", BodyKind.DEPARTMENT),
    ],
)
def test_what_a_name_looks_like(name: str, kind: BodyKind) -> None:
    assert kind_of(name) == kind
