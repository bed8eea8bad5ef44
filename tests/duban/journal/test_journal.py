"""The record: ordered, chained, told in sentences, and every alteration is found."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from duban.journal import queries
from duban.journal.actions import Line, record, record_all
from duban.journal.models import Entry, Stream
from duban.journal.sentences import tell
from tests.duban.conftest import Cast
from tests.duban.journal.conftest import SUBJECT


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
