"""Whose name a document prints: certain where only one fits, asked once where it could be anybody's."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from duban.accounts.actions import naming, people, roles
from duban.accounts.errors import NotAllowed, Refused
from duban.accounts.models import NamedPerson, Person, Role
from duban.accounts.naming import Match, people_for, person_for
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Body
from tests.duban.accounts.conftest import Three
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def _leader(username: str, post: str, name: str = "林越", body: str = "鹿鸣县") -> Person:
    person = Person.objects.create_user(username, display_name=name)
    roles.give_role(person, Body.objects.get(name=body), Role.LEADER, None, since=DAY, post=post)
    return person


@pytest.mark.parametrize(
    ("posts", "printed", "found"),
    [
        (["副市长"], "副市长", 0),
        (["市委常委、副市长"], "副市长", 0),
        (["副市长"], "澜州市副市长", 0),
        ([""], "副市长", 0),
        (["副市长"], "", 0),
        (["副县长"], "县长", None),
        (["县长"], "副市长", None),
        (["副市长", "县长"], "县长", 1),
        (["副市长", ""], "副市长", None),
        (["副市长", "县长"], "", None),
        (["副市长", "副市长"], "副市长", None),
        ([], "副市长", None),
    ],
)
def test_name_and_post(posts: list[str], printed: str, found: int | None, cast: Cast) -> None:
    leaders = [_leader(f"l{at}", post) for at, post in enumerate(posts)]
    match = person_for("林 越", printed, DAY)
    assert (match.person, match.certain) == ((None, False) if found is None else (leaders[found], True))
    assert set(match.candidates) == set(leaders)


def test_only_who_holds_the_role_and_is_approved_can_be_meant(cast: Cast, three: object) -> None:
    luming = Body.objects.get(name="鹿鸣县")
    liaison = Person.objects.create_user("lian", display_name="林越")
    roles.give_role(liaison, luming, Role.LIAISON, None, since=DAY)
    people.request_account("daipi", "林越", [people.Wanted(luming, Role.LEADER, "副市长")], None)
    assert person_for("林越", "副市长", DAY) == Match()
    assert person_for("林越", "科长", DAY, leader=False) == Match(liaison, True, (liaison,))
    assert person_for("管维", "", DAY, leader=False) == Match()


def test_a_role_that_ended_before_the_day_is_nobody(cast: Cast) -> None:
    person = _leader("jiu", "副市长")
    person.memberships.update(until=date(2026, 3, 5))
    assert person_for("林越", "副市长", date(2026, 3, 5)).certain
    assert person_for("林越", "副市长", date(2026, 3, 6)) == Match()


def test_many_names_cost_two_statements(cast: Cast, django_assert_num_queries: object) -> None:
    _leader("lin", "副市长")
    wanted = [("林越", "副市长"), ("程砚秋", ""), ("无人", "县长")] * 100
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = people_for(wanted, DAY)
    assert {each[0] for each, match in found.items() if match.certain} == {"林越", "程砚秋"}


def test_it_is_asked_once_and_the_answer_is_remembered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _second = _leader("yi", ""), _leader("er", "")
    told: list[tuple[str, str, Person | None]] = []
    monkeypatch.setattr(naming, "when_answered", [lambda n, p, who, _by: told.append((n, p, who))])
    naming.ask([("林 越", "副市长"), ("林越", "副市长")])
    naming.ask([("林越", "副市长")])
    row = NamedPerson.objects.get()
    with pytest.raises(NotAllowed):
        naming.answer(row, first, cast.luming)
    naming.answer(row, first, cast.clerk)
    assert person_for("林越", "副市长", DAY) == Match(first, True)
    assert told == [("林越", "副市长", first)]
    with pytest.raises(Refused):
        naming.answer(row, None, cast.clerk)
    said = tell(journal.stream("named_person", row.pk).get())
    assert said == "认定文件中的“副市长林越”是账号“yi”（林越）。"


def test_nobody_is_an_answer_and_a_wrong_one_is_withdrawn(cast: Cast) -> None:
    naming.ask([("林越", "副市长")])
    row = NamedPerson.objects.get()
    naming.answer(row, None, cast.head)
    assert person_for("林越", "副市长", DAY) == Match(None, True)
    with pytest.raises(Refused):
        naming.withdraw_answer(row, " ", cast.head)
    naming.withdraw_answer(row, "新开了账号", cast.head)
    assert not person_for("林越", "副市长", DAY).certain
    with pytest.raises(Refused):
        naming.withdraw_answer(row, "再撤", cast.head)
    with pytest.raises(NotAllowed):
        naming.withdraw_answer(row, "无权", cast.reader)


def test_an_account_that_fits_answers_by_itself(cast: Cast) -> None:
    luming = Body.objects.get(name="鹿鸣县")
    naming.ask([("林越", "副市长"), ("林越", "县长")])
    printed = people.request_account("lin", "林越", [people.Wanted(luming, Role.LEADER, "副市长")], None)
    assert not NamedPerson.objects.filter(answered_at__isnull=False).exists()
    people.approve_account(printed.person, None)
    answered = NamedPerson.objects.get(answered_at__isnull=False)
    assert (answered.post, answered.person) == ("副市长", printed.person)
    roles.end_role(printed.person.memberships.get(), timezone.localdate(), "换届", None)
    assert person_for("林越", "副市长", DAY).person == printed.person


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("who", ["head", "clerk", "luming", "reader", "leader", "admin", "outsider"])
def test_the_questions_are_the_offices(who: str, cast: Cast) -> None:
    naming.ask([("林越", "副市长")])
    row, client = NamedPerson.objects.get(), _as(getattr(cast, who))
    may = who in {"head", "clerk"}
    assert client.get("/account/names/").status_code == (200 if may else 404)
    assert client.post(f"/account/names/{row.pk}/", {"person": ""}).status_code == (302 if may else 404)
    withdrawn = client.post(f"/account/names/{row.pk}/withdraw/", {"reason": "答错"})
    assert withdrawn.status_code == (302 if may else 404)
    assert ("个人名待核对账号" in client.get("/organizations/").content.decode()) == may


def test_a_question_is_answered_on_its_page(cast: Cast) -> None:
    first, second = _leader("yi", ""), _leader("er", "", body="棠溪县")
    naming.ask([("林越", "副市长")])
    row, client = NamedPerson.objects.get(), _as(cast.clerk)
    page = client.get("/account/names/").content.decode()
    assert "林越（鹿鸣县 督办领导）" in page
    assert "林越（棠溪县 督办领导）" in page
    client.post(f"/account/names/{row.pk}/", {"person": second.pk})
    page = client.post(f"/account/names/{row.pk}/", {"person": first.pk}, follow=True).content.decode()
    assert "已经核对过，没有再改动" in page
    assert "林越（er）" in page
    page = client.post(
        f"/account/names/{row.pk}/withdraw/", {"reason": "认错了人"}, follow=True
    ).content.decode()
    assert "又回到待核对的人名里" in page
    assert person_for("林越", "副市长", DAY).person is None


def test_the_page_costs_the_same_however_many_ask(cast: Cast, django_assert_max_num_queries: object) -> None:
    for at in range(30):
        _leader(f"l{at}", "", f"林{at}")
        _leader(f"m{at}", "", f"林{at}")
        naming.ask([(f"林{at}", "副市长")])
    client = _as(cast.clerk)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert "林29" in client.get("/account/names/").content.decode()


def test_no_administrator_is_chosen_for_a_name(cast: Cast, three: Three, client: Client) -> None:
    naming.ask([("程砚秋", "副市长")])
    row = NamedPerson.objects.get()
    client.force_login(cast.clerk)
    client.post(f"/account/names/{row.pk}/", {"person": three.audit.pk})
    assert NamedPerson.objects.get().answered_at is None
