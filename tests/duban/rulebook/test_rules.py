"""Rules as data: what holds where and when, who says so, and that nothing that was said is lost."""

from __future__ import annotations

from datetime import date

import pytest

from duban.accounts import rules as accounts_rules
from duban.accounts.models import Membership, Person, Role
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Body, Region
from duban.rulebook import queries
from duban.rulebook.actions import NewValue, add_profile, inherit, set_value
from duban.rulebook.catalogue import CATALOGUE, groups
from duban.rulebook.deadlines import Span, due, resolve
from duban.rulebook.definitions import Source
from duban.rulebook.errors import RuleRefused
from duban.rulebook.kinds import Kind, check, parse, typed
from duban.rulebook.models import Confidence, Level, Profile, RuleValue
from duban.rulebook.seeding import seed_rules
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def nation(cast: Cast) -> Profile:
    return Profile.objects.get(level=Level.NATION)


@pytest.fixture
def province(cast: Cast, nation: Profile) -> Profile:
    return add_profile("岚江省", Level.PROVINCE, nation, cast.head)


@pytest.fixture
def city(cast: Cast, province: Profile) -> Profile:
    region = Region.objects.create(code="990100", name="澜州市")
    return add_profile("澜州市", Level.CITY, province, cast.head, region)


@pytest.fixture
def security(cast: Cast) -> Person:
    person = Person.objects.create_user("security", display_name="安维")
    Membership.objects.create(person=person, body=Body.objects.first(), role=Role.SECURITY_ADMIN)
    return person


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.key)
def test_every_rule_of_the_catalogue_has_a_value_that_a_person_could_type(rule: object) -> None:
    check(rule.kind, rule.default, rule.choices)  # type: ignore[attr-defined]
    assert rule.source.confidence in Confidence.values  # type: ignore[attr-defined]
    assert str(rule.name)  # type: ignore[attr-defined]


def test_the_nation_brings_every_rule_with_its_source_and_its_doubt(nation: Profile) -> None:
    assert nation.values.count() == len(CATALOGUE) == sum(len(group.rules) for group in groups())
    known = queries.rule("plan_due_wd", nation, on=DAY)
    assert (known.value, known.unit, known.is_verified) == (30, "个工作日", True)
    doubtful = queries.rule("document_review_wd", nation, on=DAY)
    assert (doubtful.is_verified, doubtful.confidence_name) == (False, "未核实")
    assert seed_rules() == 0


def test_a_city_inherits_from_its_province_and_this_from_the_nation(
    cast: Cast, nation: Profile, province: Profile, city: Profile
) -> None:
    set_value(province, "petition_reply_days", NewValue(10, DAY), cast.head, "省里规定10日")
    set_value(city, "notice_amount", NewValue(5, DAY), cast.head, "本市惯例")
    found = queries.rules(["petition_reply_days", "notice_amount", "plan_due_wd"], city, on=DAY)
    assert {key: (r.value, r.profile) for key, r in found.items()} == {
        "petition_reply_days": (10, province),
        "notice_amount": (5, city),
        "plan_due_wd": (30, nation),
    }
    assert queries.rule("notice_amount", province, on=DAY).value == 10


def test_the_place_may_be_a_region_or_a_region_within_it(cast: Cast, city: Profile) -> None:
    set_value(city, "notice_amount", NewValue(5, DAY), cast.head, "本市惯例")
    county = Region.objects.create(code="990121", name="鹿鸣县", parent=city.region)
    elsewhere = Region.objects.create(code="980100", name="临汀市")
    assert queries.rule("notice_amount", county, on=DAY).profile == city
    assert queries.rule("notice_amount", on=DAY).profile == city
    add_profile("临汀市", Level.CITY, city.parent, cast.head, elsewhere)  # type: ignore[arg-type]
    assert queries.rule("notice_amount", elsewhere, on=DAY).value == 10
    assert queries.rule("notice_amount", on=DAY).value == 10


def test_what_held_before_a_change_still_holds_for_then(cast: Cast, city: Profile) -> None:
    set_value(city, "notice_amount", NewValue(5, date(2025, 1, 1)), cast.head, "本市惯例")
    set_value(city, "notice_amount", NewValue(7, date(2026, 7, 1)), cast.head, "省里改了")
    values = [
        queries.rule("notice_amount", city, on=on).value
        for on in (date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert values == [10, 5, 5, 7]
    assert [row.value for row in queries.history("notice_amount", [city])] == [7, 5]


def test_a_value_ends_on_its_last_day(cast: Cast, city: Profile) -> None:
    trial = NewValue(5, date(2026, 1, 1), date(2026, 6, 30))
    set_value(city, "notice_amount", trial, cast.head, "试行半年")
    values = [
        queries.rule("notice_amount", city, on=on).value for on in (date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert values == [5, 10]


def test_of_two_values_from_one_day_on_the_later_said_one_holds(cast: Cast, city: Profile) -> None:
    for amount in (5, 7):
        set_value(city, "notice_amount", NewValue(amount, DAY), cast.head, "更正")
    assert queries.rule("notice_amount", city, on=DAY).value == 7


def test_a_profile_follows_its_parent_again(cast: Cast, city: Profile, nation: Profile) -> None:
    set_value(city, "notice_amount", NewValue(5, date(2025, 1, 1)), cast.head, "本市惯例")
    inherit(city, "notice_amount", DAY, cast.head, "与国家一致")
    assert queries.rule("notice_amount", city, on=DAY).profile == nation
    assert queries.rule("notice_amount", city, on=date(2025, 6, 1)).value == 5
    with pytest.raises(RuleRefused, match="本来就沿用"):
        inherit(city, "notice_amount", DAY, cast.head, "再来一次")
    with pytest.raises(RuleRefused, match="没有上级"):
        inherit(nation, "notice_amount", DAY, cast.head, "试试")


def test_the_record_tells_what_changed_and_why(cast: Cast, city: Profile) -> None:
    set_value(city, "sample_ratio", NewValue(0.2, DAY), cast.head, "加强复核")
    inherit(city, "sample_ratio", DAY, cast.head, "恢复原比例")
    told = [tell(entry) for entry in journal.stream("rule_profile", city.pk)]
    assert told == [
        "建立规则方案“澜州市”，沿用“岚江省”。",
        "“澜州市”的规则“复核抽取比例”自2026-03-02起由“10%”改为“20%”，理由：加强复核。",
        "“澜州市”的规则“复核抽取比例”自2026-03-02起改为沿用上级的“10%”（原为“20%”），理由：恢复原比例。",
    ]


def test_of_two_who_change_a_rule_the_second_is_told(cast: Cast, city: Profile) -> None:
    seen = set_value(city, "notice_amount", NewValue(5, DAY), cast.head, "本市惯例").pk
    set_value(city, "notice_amount", NewValue(7, DAY), cast.head, "同事先改了", seen=seen)
    with pytest.raises(RuleRefused, match="沈知远已于"):
        set_value(city, "notice_amount", NewValue(9, DAY), cast.head, "我也要改", seen=seen)
    assert queries.rule("notice_amount", city, on=DAY).value == 7


def test_a_decision_keeps_the_rule_and_what_it_was_applied_to(cast: Cast, city: Profile) -> None:
    source = Source("澜整办发〔2026〕3号", "第二条", "high")
    row = set_value(city, "interview_fix_months", NewValue(2, DAY, source=source), cast.head, "从严")
    facts = queries.rule("interview_fix_months", city, on=DAY).as_facts(finding="A-1")
    assert facts == {
        "rule": "interview_fix_months",
        "value": 2,
        "row": row.pk,
        "profile": "澜州市",
        "document": "澜整办发〔2026〕3号",
        "article": "第二条",
        "confidence": "high",
        "on": "2026-03-02",
        "inputs": {"finding": "A-1"},
    }


def test_without_any_profile_the_catalogue_itself_answers(db: None) -> None:
    RuleValue.objects.all().delete()
    Profile.objects.all().delete()
    found = queries.rule("plan_due_wd", on=DAY)
    assert (found.value, found.profile, found.row) == (30, None, None)


def test_all_rules_cost_few_statements(
    cast: Cast, city: Profile, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(queries.everything(city, on=DAY)) == len(CATALOGUE)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("notice_amount", 0, "之间"),
        ("monthly_report_day", 31, "之间"),
        ("notice_amount", "10", "类型"),
        ("notice_amount", -3, "整数"),
        ("notice_amount", True, "整数"),
        ("sample_ratio", 1.5, "比例"),
        ("weekly_report", "yes", "类型"),
        ("holiday_shift", "sideways", "选项"),
        ("acceptance_levels", ["village"], "只能是"),
        ("no_such_rule", 1, "没有名为"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    cast: Cast, city: Profile, key: str, value: object, said: str
) -> None:
    with pytest.raises(RuleRefused, match=said):
        set_value(city, key, NewValue(value, DAY), cast.head, "试试")
    assert not city.values.exists()


def test_a_change_without_reason_or_ending_before_it_begins_is_refused(cast: Cast, city: Profile) -> None:
    with pytest.raises(RuleRefused, match="理由"):
        set_value(city, "notice_amount", NewValue(5, DAY), cast.head, "  ")
    with pytest.raises(RuleRefused, match="早于"):
        set_value(city, "notice_amount", NewValue(5, DAY, date(2026, 1, 1)), cast.head, "试行")


@pytest.mark.parametrize("who", ["clerk", "luming", "reader", "leader", "admin", "outsider"])
def test_nobody_but_the_office_head_changes_business_rules(cast: Cast, city: Profile, who: str) -> None:
    with pytest.raises(RuleRefused, match="整改办负责人"):
        set_value(city, "notice_amount", NewValue(5, DAY), getattr(cast, who), "试试")
    with pytest.raises(RuleRefused, match="安全管理员"):
        set_value(city, "idle_minutes", NewValue(5, DAY), getattr(cast, who), "试试")
    with pytest.raises(RuleRefused):
        add_profile("石溪市", Level.CITY, city.parent, getattr(cast, who))  # type: ignore[arg-type]


def test_security_rules_are_the_security_administrators(cast: Cast, city: Profile, security: Person) -> None:
    set_value(city, "idle_minutes", NewValue(15, DAY), security, "测评要求")
    assert queries.rule("idle_minutes", city, on=DAY).value == 15
    with pytest.raises(RuleRefused):
        set_value(city, "idle_minutes", NewValue(60, DAY), cast.head, "太短")
    with pytest.raises(RuleRefused):
        set_value(city, "notice_amount", NewValue(5, DAY), security, "试试")


def test_profiles_stand_under_their_own_kind(cast: Cast, nation: Profile, city: Profile) -> None:
    with pytest.raises(RuleRefused, match="上级"):
        add_profile("某省", Level.PROVINCE, city, cast.head)
    with pytest.raises(RuleRefused, match="没有重复建立"):
        add_profile("澜州市", Level.CITY, nation, cast.head)
    with pytest.raises(RuleRefused, match="没有重复建立"):
        add_profile("澜州", Level.CITY, nation, cast.head, city.region)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DAYS, " 30 ", 30),
        (Kind.RATIO, "10%", 0.1),
        (Kind.RATIO, "12.5％", 0.125),
        (Kind.RATIO, "0.3", 0.3),
        (Kind.BOOL, "no", False),
        (Kind.LIST, "断水\n\n 断电 ", ["断水", "断电"]),
    ],
)
def test_what_is_typed_becomes_a_value_and_is_typed_the_same_again(
    kind: Kind, text: str, value: object
) -> None:
    assert parse(kind, text) == value
    assert parse(kind, typed(kind, value)) == value


@pytest.mark.parametrize("text", ["", "十", "1.5", "-1", "1e3", "999999", "NaN"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(RuleRefused, match="整数"):
        parse(Kind.DAYS, text)
    if text not in {"1.5", "-1"}:
        with pytest.raises(RuleRefused, match="比例"):
            parse(Kind.RATIO, text)


@pytest.mark.parametrize(
    ("amount", "unit", "anchor", "expected"),
    [
        (10, "working_day", date(2019, 1, 24), date(2019, 2, 12)),
        (3, "month", date(2026, 7, 1), date(2026, 10, 8)),
        (30, "day", date(2026, 9, 1), date(2026, 10, 8)),
        (2, "week", date(2026, 3, 2), date(2026, 3, 16)),
        (1, "year", date(2025, 3, 3), date(2026, 3, 3)),
    ],
)
def test_relative_deadlines_become_dates(
    cast: Cast, amount: int, unit: str, anchor: date, expected: date
) -> None:
    found = resolve(Span("约谈之日", amount, unit), anchor)
    assert (found.date, found.unconfirmed) == (expected, False)
    assert found.facts["inputs"]["anchor_date"] == anchor.isoformat()
    assert found.ruling.rule.key == "holiday_shift"


def test_how_a_day_off_is_shifted_is_the_citys_to_say(cast: Cast, city: Profile) -> None:
    set_value(city, "holiday_shift", NewValue("previous", DAY), cast.head, "从严")
    assert resolve(Span("约谈之日", 3, "month"), date(2026, 7, 1), city).date == date(2026, 9, 30)


def test_a_deadline_beyond_the_published_years_is_unconfirmed(cast: Cast) -> None:
    assert resolve(Span("反馈之日", 30, "working_day"), date(2026, 12, 1)).unconfirmed


def test_an_unknown_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleRefused, match="不认识"):
        resolve(Span("反馈之日", 1, "moon"), DAY)


@pytest.mark.parametrize(
    ("key", "anchor", "expected"),
    [
        ("unit_plan_filing_wd", date(2019, 1, 24), date(2019, 2, 12)),
        ("plan_due_wd", date(2018, 9, 11), date(2018, 10, 29)),
        ("interview_fix_months", date(2026, 7, 1), date(2026, 10, 8)),
        ("interview_report_months", date(2026, 3, 3), date(2026, 6, 3)),
        ("petition_reply_days", date(2026, 9, 25), date(2026, 10, 8)),
    ],
)
def test_the_terms_that_rules_set_end_on_their_day(
    cast: Cast, key: str, anchor: date, expected: date
) -> None:
    found = due(key, "收文之日", anchor)
    assert found.date == expected
    assert (found.facts["rule"], found.facts["inputs"]["counted"]["rule"]) == (key, "holiday_shift")


def test_a_city_with_a_shorter_term_is_due_earlier(cast: Cast, city: Profile) -> None:
    set_value(city, "unit_plan_filing_wd", NewValue(5, date(2019, 1, 1)), cast.head, "从严")
    assert due("unit_plan_filing_wd", "印发之日", date(2019, 1, 24), city).date == date(2019, 1, 31)
    with pytest.raises(RuleRefused, match="不是期限"):
        due("sample_ratio", "印发之日", DAY, city)


def test_the_door_asks_the_rulebook(cast: Cast, city: Profile, security: Person) -> None:
    assert [accounts_rules.rule(key) for key in accounts_rules.DEFAULTS] == list(
        accounts_rules.DEFAULTS.values()
    )
    set_value(city, "password_min_length", NewValue(12, date(2020, 1, 1)), security, "测评要求")
    assert accounts_rules.rule("password_min_length") == 12
    assert queries.answer("no_such_rule", 7) == 7


def test_role_names_in_the_rules_are_those_of_the_roles() -> None:
    named = {option.value: str(option.name) for option in CATALOGUE["second_factor_roles"].choices}
    assert named == {value: str(Role(value).label) for value in named}


LIFE_CYCLE = {
    "plan_due_wd": 30,
    "unit_plan_filing_wd": 10,
    "implementation_report_months": 6,
    "monthly_report_day": 2,
    "filing_required_roles": ["lead", "main", "supervising", "accepting", "leader", "person"],
    "publish_before_start": True,
    "publish_plan_wd": 20,
    "change_assessment_required": True,
    "extension_apply_before_days": 0,
    "requester_may_approve": False,
    "immediate_default_days": 30,
    "holiday_shift": "next",
    "near_days": 30,
    "token_days": 90,
    "job_keep_days": 30,
}


def test_what_the_life_cycle_asks_for_has_an_answer(city: Profile) -> None:
    found = queries.rules(LIFE_CYCLE, city, on=DAY)
    assert {key: ruling.value for key, ruling in found.items()} == LIFE_CYCLE


def test_a_province_may_ask_for_a_lead_unit_only(cast: Cast, province: Profile, city: Profile) -> None:
    set_value(province, "filing_required_roles", NewValue(["lead"], DAY), cast.head, "本省方案只列牵头单位")
    assert queries.rule("filing_required_roles", city, on=DAY).value == ["lead"]
    with pytest.raises(RuleRefused):
        set_value(city, "filing_required_roles", NewValue(["mayor"], DAY), cast.head, "写错")
