"""The record: ordered, chained, told in sentences, and every alteration is found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from duban.journal import queries
from duban.journal.actions import Line, record, record_all
from duban.journal.models import Entry, Stream
from duban.journal.sentences import sentence, tell
from tests.duban.conftest import Cast

SUBJECT = ("test", "1")


@sentence("test.happened")
def _happened(facts: dict[str, object]) -> str:
    return f"发生了{facts['what']}。"


def _three(cast: Cast) -> list[Entry]:
    with transaction.atomic():
        return record_all(
            [Line(SUBJECT, "test.happened", {"what": n}) for n in ("甲", "乙", "丙")], cast.clerk
        )


def test_entries_follow_each_other_in_one_chain(cast: Cast) -> None:
    first, second, third = _three(cast)
    assert [e.sequence for e in (first, second, third)] == [1, 2, 3]
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)
    with transaction.atomic():
        fourth = record(SUBJECT, "test.happened", None, {"what": "丁"})
    assert (fourth.sequence, fourth.previous_hash, fourth.actor_name) == (4, third.hash, "")
    assert queries.verify(*SUBJECT) is None


def test_streams_do_not_know_each_other(cast: Cast) -> None:
    with transaction.atomic():
        record_all([Line(("test", str(n)), "test.happened", {"what": n}) for n in (1, 2, 1)], cast.clerk)
    assert [e.sequence for e in queries.stream("test", 1)] == [1, 2]
    assert [e.sequence for e in queries.stream("test", 2)] == [1]
    assert queries.streams("test", [1, 2]).count() == 3


def test_the_record_reads_as_prose(cast: Cast) -> None:
    _three(cast)
    assert [tell(entry) for entry in queries.stream(*SUBJECT)] == ["发生了甲。", "发生了乙。", "发生了丙。"]


def test_erased_facts_leave_a_chain_that_holds(cast: Cast) -> None:
    _first, second, _third = _three(cast)
    Entry.objects.filter(pk=second.pk).update(payload=None, salt="")
    assert queries.verify(*SUBJECT) is None
    second.refresh_from_db()
    assert "已按规定清除" in tell(second)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"verb": "test.other"}, "altered"),
        ({"actor_name": "别人"}, "altered"),
        ({"at": "2020-01-01T00:00:00Z"}, "altered"),
        ({"hash": "0" * 64}, "altered"),
        ({"payload": {"what": "改"}}, "payload"),
        ({"salt": "0"}, "payload"),
    ],
)
def test_any_altered_entry_is_found(change: dict[str, object], reason: str, cast: Cast) -> None:
    _first, second, _third = _three(cast)
    Entry.objects.filter(pk=second.pk).update(**change)
    found = queries.verify(*SUBJECT)
    assert found is not None
    assert (found.sequence, found.reason) == (2, reason)


def test_a_missing_entry_is_found_also_at_the_end(cast: Cast) -> None:
    _first, second, third = _three(cast)
    Entry.objects.filter(pk=third.pk).delete()
    at_the_end = queries.verify(*SUBJECT)
    Entry.objects.filter(pk=second.pk).delete()
    record_of_middle = queries.verify(*SUBJECT)
    assert at_the_end is not None
    assert at_the_end.reason == "missing"
    assert record_of_middle is not None


def test_a_line_without_transaction_or_sentence_is_refused(cast: Cast) -> None:
    with transaction.atomic(), pytest.raises(LookupError, match=r"test\.unknown"):
        record(SUBJECT, "test.unknown", cast.clerk, {})
    assert not Stream.objects.filter(kind="test").exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(SUBJECT, "test.happened", None, {"what": "甲"})


def test_a_place_in_a_chain_is_taken_once(cast: Cast) -> None:
    first, _second, _third = _three(cast)
    twin = Entry(stream=first.stream, sequence=1, at=first.at, verb="test.happened", commitment="x", hash="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_many_lines_cost_few_statements(cast: Cast, django_assert_max_num_queries: object) -> None:
    lines = [Line(("test", str(n)), "test.happened", {"what": n}) for n in range(150)]
    with django_assert_max_num_queries(8), transaction.atomic():  # type: ignore[operator]
        record_all(lines, cast.clerk)
    assert Entry.objects.filter(stream__kind="test").count() == 150
