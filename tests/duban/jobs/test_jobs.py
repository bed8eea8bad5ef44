"""Background work: asked for once, done once, taken up again after a crash, given up with a sentence."""

from __future__ import annotations

import datetime
import io
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from duban.jobs import actions, registry, worker
from duban.jobs.context import Heartbeat, Running
from duban.jobs.daily import ask_for_today
from duban.jobs.handlers import forget
from duban.jobs.models import Job, Lane, State
from duban.jobs.registry import JobFailed, TakesLonger, handler
from duban.jobs.worker import Crew, Worker, load_handlers, run_one
from duban.journal.models import Entry
from duban.rulebook.models import RuleValue
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[str]]:
    """Handlers of these tests note here what they did."""
    seen: list[str] = []

    @handler("test.note")
    def note(running: Running) -> object:
        seen.append(running.arguments["word"])
        running.progress(1, 2, "写下")
        return {"word": running.arguments["word"]}

    @handler("test.refuse")
    def refuse(running: Running) -> object:
        raise JobFailed("文件损坏，没有保留，请重新上传。")

    @handler("test.crash")
    def crash(running: Running) -> object:
        seen.append("crash")
        raise ValueError("unexpected")

    yield seen
    for kind in ("test.note", "test.refuse", "test.crash"):
        del registry._HANDLERS[kind]


def _ask(kind: str = "test.note", key: str = "a", word: str = "甲") -> Job:
    with transaction.atomic():
        return actions.enqueue(kind, {"word": word}, key=key)


def test_a_job_is_done_and_keeps_its_result(done: list[str]) -> None:
    _ask()
    job = run_one()
    assert job is not None
    assert (job.state, job.result, job.attempts, job.percent) == (State.DONE, {"word": "甲"}, 1, 100)
    assert (job.progress_done, job.progress_total, job.progress_message) == (1, 2, "写下")
    assert job.finished_at is not None
    assert run_one() is None


def test_the_same_key_is_the_same_job(done: list[str]) -> None:
    assert _ask().pk == _ask(word="乙").pk
    run_one()
    _ask(word="丙")
    assert run_one() is None
    assert done == ["甲"]


def test_a_job_asked_for_in_a_transaction_that_fails_never_was(done: list[str]) -> None:
    with transaction.atomic():
        actions.enqueue("test.note", {"word": "甲"}, key="a")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_refusal_is_final_and_says_why(done: list[str]) -> None:
    _ask("test.refuse")
    job = run_one()
    assert job is not None
    assert (job.state, job.error) == (State.FAILED, "文件损坏，没有保留，请重新上传。")


def test_an_accident_is_tried_again_later_and_then_given_up(done: list[str]) -> None:
    _ask("test.crash")
    for attempt in range(1, actions.MAX_ATTEMPTS + 1):
        job = run_one()
        assert job is not None
        assert job.attempts == attempt
        if job.state == State.QUEUED:
            assert job.run_after > timezone.now()
            assert run_one() is None
            Job.objects.update(run_after=timezone.now())
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "联系系统管理员" in job.error
    assert done == ["crash"] * actions.MAX_ATTEMPTS


def test_a_job_without_a_handler_says_so() -> None:
    _ask("test.nobody")
    job = run_one()
    assert job is not None
    assert job.state == State.FAILED


def test_the_work_of_a_dead_worker_is_taken_up_by_another(done: list[str]) -> None:
    _ask()
    dead = actions.claim("dead", timezone.now())
    assert dead is not None
    assert run_one() is None
    later = timezone.now() + datetime.timedelta(minutes=5)
    assert actions.reap(later) == 1
    Job.objects.update(run_after=timezone.now())
    assert run_one("alive") is not None
    actions.finish(dead, {"word": "late"})
    assert Job.objects.get().result == {"word": "甲"}


def test_a_job_whose_workers_keep_dying_is_given_up() -> None:
    _ask()
    for _ in range(actions.MAX_ATTEMPTS):
        Job.objects.update(run_after=timezone.now())
        assert actions.claim("dead", timezone.now()) is not None
        actions.reap(timezone.now() + datetime.timedelta(minutes=5))
    job = Job.objects.get()
    assert job.state == State.FAILED
    assert "没有丢失" in job.error


def test_a_job_of_tomorrow_waits(done: list[str]) -> None:
    with transaction.atomic():
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        actions.enqueue("test.note", {"word": "甲"}, key="a", run_after=tomorrow)
    assert run_one() is None


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_the_lease(done: list[str]) -> None:
    _ask()
    job = actions.claim("me", timezone.now())
    assert job is not None
    Job.objects.update(lease_until=timezone.now())
    beaten = threading.Event()

    class Told(Running):
        def extend_lease(self) -> None:
            super().extend_lease()
            beaten.set()

    with Heartbeat(Told(job), interval=0.01):
        assert beaten.wait(5)
    job.refresh_from_db()
    assert job.lease_until is not None
    assert job.lease_until > timezone.now() + datetime.timedelta(seconds=30)


def test_a_beat_that_fails_is_not_the_last(done: list[str]) -> None:
    """The database was away for a moment."""
    _ask()
    job = actions.claim("me", timezone.now())
    assert job is not None
    beats: list[str] = []
    renewed = threading.Event()

    class Unlucky(Running):
        def extend_lease(self) -> None:
            beats.append("beat")
            if len(beats) == 1:
                raise OperationalError("database is locked")
            renewed.set()

    with Heartbeat(Unlucky(job), interval=0.01):
        assert renewed.wait(10)


@pytest.mark.django_db(transaction=True)
def test_a_worker_thread_does_what_arrives_and_stops_when_told(done: list[str]) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection.inc_thread_sharing()
    noted = threading.Event()

    @handler("test.signal")
    def signal(running: Running) -> object:
        noted.set()
        return None

    alone = Worker()
    thread = threading.Thread(target=alone.run)
    thread.start()
    try:
        _ask_while_it_looks("test.signal")
        assert noted.wait(30)
    finally:
        alone.stop()
        thread.join(30)
    assert not thread.is_alive()


def _ask_while_it_looks(kind: str) -> None:
    """A database in memory that two threads share does not wait for the other one, as a file does: ask again."""
    for _time in range(200):
        try:
            _ask(kind)
        except OperationalError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("the worker never let go of the table")


def test_traces_of_work_go_when_the_rule_says_so(done: list[str]) -> None:
    now = timezone.now()
    ages = {"old": 31, "young": 29}
    for key in (*ages, "waiting"):
        _ask(key=key)
    for key, days in ages.items():
        Job.objects.filter(key=key).update(state=State.DONE, finished_at=now - datetime.timedelta(days=days))
    Job.objects.filter(key="waiting").update(created_at=now - datetime.timedelta(days=400))
    assert forget(now) == 1
    assert set(Job.objects.values_list("key", flat=True)) == {"young", "waiting"}


def test_how_long_they_stay_is_a_rule(done: list[str], cast: Cast) -> None:
    _ask(key="done")
    Job.objects.update(state=State.FAILED, finished_at=timezone.now() - datetime.timedelta(days=10))
    entries = Entry.objects.count()
    assert forget(timezone.now()) == 0
    RuleValue.objects.filter(key="job_keep_days").update(value=7)
    assert forget(timezone.now()) == 1
    assert Entry.objects.count() == entries


def test_it_is_work_of_every_night() -> None:
    load_handlers()
    ask_for_today(timezone.now())
    assert Job.objects.filter(kind="jobs.nightly").count() == 1


class TestLanes:
    def test_the_quick_worker_passes_what_takes_long(self, done: list[str]) -> None:
        _ask(key="scan", word="扫描件")
        with transaction.atomic():
            actions.enqueue("test.note", {"word": "短文"}, key="text", lane=Lane.QUICK)
        assert run_one("quick", (Lane.QUICK,)) is not None
        assert done == ["短文"]
        assert run_one("quick", (Lane.QUICK,)) is None
        assert run_one("all") is not None
        assert done == ["短文", "扫描件"]

    def test_the_worker_for_all_helps_with_quick_work(self, done: list[str]) -> None:
        with transaction.atomic():
            actions.enqueue("test.note", {"word": "短文"}, key="text", lane=Lane.QUICK)
        assert run_one("all") is not None
        assert done == ["短文"]

    def test_what_takes_longer_than_it_should_changes_lanes(self, done: list[str]) -> None:
        @handler("test.longer")
        def longer(running: Running) -> object:
            if running.lane == Lane.QUICK:
                raise TakesLonger
            return {"lane": running.lane}

        with transaction.atomic():
            actions.enqueue("test.longer", {}, key="a", lane=Lane.QUICK)
        moved = run_one("quick", (Lane.QUICK,))
        assert moved is not None
        assert (moved.state, moved.lane, moved.attempts) == (State.QUEUED, Lane.MAIN, 0)
        assert run_one("quick", (Lane.QUICK,)) is None
        finished = run_one("all")
        assert finished is not None
        assert (finished.state, finished.result, finished.attempts) == (State.DONE, {"lane": "main"}, 1)

    def test_a_job_that_was_taken_meanwhile_is_left_alone(
        self, done: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between looking and taking another worker was faster, as on a database that locks no rows."""
        _ask(key="one", word="甲")
        _ask(key="two", word="乙")
        plain, seen = QuerySet.first, []

        def looked(rows: QuerySet[Job]) -> Job | None:
            found = plain(rows)
            if not seen and found is not None:
                Job.objects.filter(pk=found.pk).update(state=State.RUNNING, worker="faster")
            seen.append(found)
            return found

        monkeypatch.setattr(QuerySet, "first", looked)
        taken = actions.claim("slower", timezone.now())
        assert taken is not None
        assert taken.key == "two"
        assert Job.objects.get(key="one").worker == "faster"


def test_a_crew_does_quick_work_beside_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of its workers has long work in hand and will not look up; the other still takes what is quick."""
    begun, may_end, noted = threading.Event(), threading.Event(), threading.Event()

    def work(_name: str, lanes: tuple[str, ...]) -> None:
        if Lane.MAIN in lanes:
            begun.set()
            may_end.wait(20)
        elif begun.wait(20):
            noted.set()

    monkeypatch.setattr(worker, "run_one", work)
    monkeypatch.setattr(Worker, "_keep_house", lambda _worker: None)
    crew = Crew().start()
    try:
        assert noted.wait(20)
        assert not may_end.is_set()
    finally:
        may_end.set()
        crew.stop()
        crew.join(20)


def test_the_command_does_what_is_due_and_says_how_much(done: list[str]) -> None:
    _ask()
    out = io.StringIO()
    call_command("work", "--once", stdout=out)
    assert done == ["甲"]
    assert out.getvalue() == "已处理 1 项任务。\n"
