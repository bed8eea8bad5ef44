"""The record as a page: who reads it, what it is filtered by, how deep it goes, and whether it holds."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.test import Client

from duban.accounts.models import Membership, Person, Role
from duban.jobs.models import Job
from duban.jobs.worker import run_all
from duban.journal import names
from duban.journal.checking import verify_and_note
from duban.journal.filters import Filters, page
from duban.journal.heads import make_heads
from duban.journal.models import Entry
from duban.journal.sentences import verbs
from duban.organizations.models import Body
from tests.duban.conftest import Cast
from tests.duban.journal.conftest import OTHER, SUBJECT, Forge, happen

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(cast: Cast) -> Person:
    person = Person.objects.create_user("auditor", display_name="纪明")
    Membership.objects.create(person=person, body=Body.objects.first(), role=Role.AUDIT_ADMIN)
    return person


def _told(client: Client, **asked: object) -> list[str]:
    text = client.get("/record/", asked).content.decode()
    return re.findall(r'<td class="col-problem">(.*?)</td>', text)


def test_the_record_reads_newest_first(auditor: Person, client: Client, short: list[Entry]) -> None:
    client.force_login(auditor)
    assert _told(client, verb="test.happened") == [f"发生了{what}。" for what in "丑丙乙甲子"]


@pytest.mark.parametrize("who", ["clerk", "luming", "tangxi", "reader", "leader", "admin", "outsider"])
def test_the_record_is_not_everybodys(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get("/record/").status_code == 404
    assert client.get("/record/heads/2026-11-20.json").status_code == 404
    assert client.post("/record/verify/").status_code == 404


def test_it_is_filtered_by_person_subject_verb_and_day(
    cast: Cast, auditor: Person, client: Client, short: list[Entry]
) -> None:
    client.force_login(auditor)
    today = datetime.date.today().isoformat()
    assert _told(client, person="方静") == ["发生了丙。", "发生了乙。", "发生了甲。"]
    assert _told(client, kind="test", key="2") == ["发生了丑。", "发生了子。"]
    assert _told(client, kind="test", person="系统", verb="test.happened") == ["发生了丑。", "发生了子。"]
    assert _told(client, verb="person.added") == []
    assert _told(client, verb="test.happened", day="2001-01-01") == []
    assert _told(client, verb="test.happened", day="2001-01-01", until="2099-01-01") != []
    assert "没有符合这些条件的记录" in client.get("/record/", {"person": "无此人"}).content.decode()
    assert (
        client.get("/record/", {"day": "never", "until": today, "before": "x", "key": "'"}).status_code == 200
    )


def test_pages_follow_each_other_without_gap_or_double(db: None) -> None:
    happen(SUBJECT, *range(23))
    seen: list[int] = []
    before: int | None = None
    while True:
        found = page(Filters(verb="test.happened", before=before), size=5)
        seen += [entry.pk for entry in found.rows]
        happen(OTHER, "新来的")
        if (before := found.next_before) is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 23


def test_a_deep_page_costs_as_much_as_the_first(
    auditor: Person, client: Client, django_assert_max_num_queries: object
) -> None:
    happen(SUBJECT, *range(120))
    client.force_login(auditor)
    for before in ("", str(Entry.objects.order_by("pk")[60].pk)):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get("/record/", {"before": before}).status_code == 200


def test_the_page_says_whether_the_record_holds(
    cast: Cast, client: Client, short: list[Entry], forge: Forge
) -> None:
    client.force_login(cast.head)
    assert "还没有核验过" in client.get("/record/").content.decode()
    verify_and_note()
    assert "记录完整，未发现改动" in client.get("/record/").content.decode()
    forge("UPDATE journal_entry SET verb = 'x' WHERE id = %s", short[1].pk)
    verify_and_note()
    told = client.get("/record/").content.decode()
    assert "核验发现记录被改动" in told
    assert "test/1 第2条：内容或次序被改动。" in told


def test_verification_is_asked_for_from_the_page(auditor: Person, client: Client, short: list[Entry]) -> None:
    client.force_login(auditor)
    assert "已开始核验全部记录" in client.post("/record/verify/", follow=True).content.decode()
    run_all()
    assert Job.objects.get(kind="journal.verify").result["holds"] is True
    assert "记录完整" in client.get("/record/").content.decode()


def test_a_head_is_downloaded_as_the_file_to_keep(
    auditor: Person, client: Client, short: list[Entry]
) -> None:
    [head] = make_heads(datetime.date(2099, 1, 1))
    client.force_login(auditor)
    assert "/record/heads/2098-12-31.json" in client.get("/record/").content.decode()
    answer = client.get("/record/heads/2098-12-31.json")
    assert json.loads(answer.content)["digest"] == head.digest
    assert "journal-head-2098-12-31.json" in answer["Content-Disposition"]
    assert client.get("/record/heads/2001-01-01.json").status_code == 404
    assert client.get("/record/heads/2001-99-01.json").status_code == 404


def test_every_verb_of_the_record_has_a_name_of_its_own() -> None:
    called = [names.verb_name(verb) for verb in verbs() if not verb.startswith("test.")]
    assert [name for name in called if name.isascii()] == []
    assert len(set(called)) == len(called)
