"""Nothing changes or removes what was recorded: not the models, not the database itself."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from duban.journal import guards
from duban.journal.actions import erase, record_read
from duban.journal.models import Entry, NeverChanged, Stream
from duban.journal.queries import stream, verify
from duban.journal.sentences import tell
from duban.journal.verification import verify_all
from tests.duban.conftest import Cast
from tests.duban.journal.conftest import SUBJECT, Forge, happen


def test_the_models_refuse_to_change_or_remove(short: list[Entry]) -> None:
    entry = Entry.objects.get(pk=short[1].pk)
    for act in (
        entry.save,
        entry.delete,
        entry.stream.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(verb="x"),
        lambda: Entry.objects.bulk_update([entry], ["verb"]),
        lambda: entry.stream.entries.all().delete(),
    ):
        with pytest.raises(NeverChanged):
            act()
    assert verify(*SUBJECT) is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_entry",
        "UPDATE journal_entry SET sequence = sequence + 100",
        "UPDATE journal_entry SET at = '2020-01-01 00:00:00+00:00'",
        "UPDATE journal_entry SET actor = 9",
        "UPDATE journal_entry SET actor_name = '别人'",
        "UPDATE journal_entry SET verb = 'x'",
        "UPDATE journal_entry SET payload = '{}'",
        "UPDATE journal_entry SET salt = ''",
        "UPDATE journal_entry SET payload = NULL",
        "UPDATE journal_entry SET commitment = 'x'",
        "UPDATE journal_entry SET previous_hash = 'x'",
        "UPDATE journal_entry SET hash = 'x'",
        "DELETE FROM journal_stream",
        "UPDATE journal_stream SET key = 'x'",
        "UPDATE journal_stream SET sequence = 1 WHERE sequence > 1",
        "UPDATE journal_stream SET head = 'x'",
    ],
)
def test_the_database_refuses_to_change_or_remove(short: list[Entry], statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify_all().holds


def test_facts_are_erased_by_one_verb_that_says_so(cast: Cast, short: list[Entry]) -> None:
    erase(short[1], cast.head, "当事人依法申请")
    assert verify_all().holds
    told = [tell(entry) for entry in stream(*SUBJECT)]
    assert told[1] == "（内容已按规定清除，校验值保留）"
    assert told[3] == "按规定清除第2条记录的内容，校验值保留，理由：当事人依法申请。"


def test_facts_that_vanish_without_a_line_are_found(short: list[Entry]) -> None:
    Entry.objects.filter(pk=short[1].pk).erase_payloads()
    found = verify(*SUBJECT)
    assert found is not None
    assert (found.sequence, found.reason) == (2, "erased")


def test_erasing_needs_a_reason_and_does_not_erase_its_own_traces(cast: Cast, short: list[Entry]) -> None:
    with pytest.raises(ValueError, match="reason"):
        erase(short[1], cast.head, " ")
    trace = erase(short[1], cast.head, "依法清除")
    with pytest.raises(ValueError, match="stays"):
        erase(trace, cast.head, "再清除")


def test_reads_of_protected_data_have_a_stream_of_their_own(cast: Cast, short: list[Entry]) -> None:
    record_read(SUBJECT, cast.clerk, "核对举报人联系方式", "举报人信息")
    assert stream(*SUBJECT).count() == 3
    entry = stream("read.test", "1").get()
    assert (entry.actor, tell(entry)) == (
        cast.clerk.pk,
        "查阅受保护内容“举报人信息”，事由：核对举报人联系方式。",
    )
    with pytest.raises(ValueError, match="reason"):
        record_read(SUBJECT, cast.clerk, "")


def test_a_trigger_that_is_gone_is_reported_and_put_up_again(short: list[Entry], forge: Forge) -> None:
    assert guards.missing(connection) == []
    guards.take_down(connection)
    found = verify_all()
    assert len(found.breaks) == len(guards.missing(connection)) == 8
    assert {each.reason for each in found.breaks} == {"guard"}
    guards.put_up(connection)
    assert verify_all().holds


@pytest.mark.django_db(transaction=True)
def test_a_committed_line_cannot_be_taken_back() -> None:
    happen(SUBJECT, "甲")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
    assert Stream.objects.get(kind="test").sequence == 1
