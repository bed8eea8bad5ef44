"""Every address of intake, asked by everybody who has no business there: nothing is shown, nothing happens, and whether
something stands there cannot be told."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from duban.files import urls as file_urls
from duban.intake import urls
from duban.intake.actions import accepting, shaping
from duban.intake.actions.accepting import Asked
from duban.intake.models import DraftItem, IntakeSet, SetFile
from duban.intake.presenting import SetView
from duban.ledger.inputs import InspectionInput, PlanInput
from tests.duban.conftest import Cast
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker

WRONG = ("luming", "tangxi", "reader", "leader", "admin", "outsider")
NAMES = [f"intake:{pattern.name}" for pattern in urls.urlpatterns] + [
    f"files:{pattern.name}" for pattern in file_urls.urlpatterns
]
ONLY_GET = {
    "intake:list", "intake:set", "intake:progress", "intake:review", "intake:document_pane", "intake:item",
    "intake:presence", "intake:changes", "files:document", "files:original",
}  # fmt: skip
ONLY_POST = {
    "intake:withdraw", "intake:file_role", "intake:rejoin", "intake:item_act", "intake:set_act", "intake:take_back",
}  # fmt: skip


@pytest.fixture
def world(cast: Cast, read_set: SetMaker) -> IntakeSet:
    """A set under review, one item confirmed, beside a plan in the ledger."""
    filed = read_set(("已登记方案.txt", plans.answer()))
    seen = accepting.fingerprint(accepting.candidates(SetView(filed), everything=True))
    inspection = InspectionInput(name="2025年省级例行督察", type="routine", level="provincial")
    accepting.accept(cast.clerk, filed, Asked(uuid.uuid4(), True, seen), inspection, PlanInput(title="方案"))
    made = read_set(("修订稿.txt", plans.answer()))
    shaping.confirm(cast.clerk, made.items.all()[0], 1)
    return made


def address(name: str, intake_set: IntakeSet, real: bool = True) -> str:
    """The address as it is for this set; or, with the same look, for one that there is none of."""
    file, item = SetFile.objects.get(intake_set=intake_set), intake_set.items.all()[0]
    assert file.reading is not None
    known: dict[str, Any] = {
        "uuid": intake_set.uuid,
        "file": file.pk,
        "item": item.pk,
        "document": file.reading.document.uuid,
    }
    found = next(p for p in (*urls.urlpatterns, *file_urls.urlpatterns) if p.name == name.partition(":")[2])
    wanted = set(re.findall(r"<\w+:(\w+)>", str(found.pattern)))
    none = {"uuid": uuid.UUID(int=1), "file": 999_999, "item": 999_999, "document": uuid.UUID(int=2)}
    return reverse(name, kwargs={key: (known if real else none)[key] for key in wanted})


def bodies(intake_set: IntakeSet) -> Iterator[tuple[Any, str]]:
    """Requests that would do something, were they sent by the clerk."""
    item = intake_set.items.all()[1]
    yield {"role": "measures", "reason": "伪造", "text": "伪造的方案", "name": "伪造", "title": "伪造",
           "scope": "all", "token": str(uuid.uuid4()), f"finding-{item.pk}": "1", "action": "revise"}, ""  # fmt: skip
    for verb in ("confirm", "type"):
        asked = {"verb": verb, "version": 1, "key": "goal", "text": "伪造", "reason": "伪造"}
        yield json.dumps(asked), "application/json"


def everything() -> dict[str, int]:
    """How many rows there are of each kind; sessions come and go with who signs in."""
    models = [model for model in apps.get_models() if model.__name__ not in ("Session", "Presence")]
    return {model._meta.label: model._default_manager.count() for model in models}


def touched(intake_set: IntakeSet) -> list[tuple[Any, ...]]:
    rows = DraftItem.objects.filter(intake_set=intake_set)
    return list(rows.order_by("pk").values_list("version", "state", "confirmed_by", "finding", "mention"))


def said(answer: Any) -> str:
    """The page, without what differs on every page: the form token, and its own address."""
    page = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())
    return page.replace(answer.request["PATH_INFO"], "")


def sent(intake_set: IntakeSet) -> list[tuple[Any, dict[str, str]]]:
    return [(data, {"content_type": kind} if kind else {}) for data, kind in bodies(intake_set)]


@pytest.mark.parametrize("who", WRONG)
def test_nobody_else_sees_or_does_anything(client: Client, cast: Cast, world: IntakeSet, who: str) -> None:
    client.force_login(getattr(cast, who))
    before = everything(), touched(world)
    for name in NAMES:
        here, nowhere = address(name, world), address(name, world, real=False)
        shown = client.get(here)
        assert shown.status_code == (405 if name in ONLY_POST else 404), name
        assert said(shown) == said(client.get(nowhere)), name
        for data, more in sent(world):
            done = client.post(here, data, **more)
            assert done.status_code == (405 if name in ONLY_GET else 404), (name, data)
            assert said(done) == said(client.post(nowhere, data, **more)), (name, data)
    assert (everything(), touched(world)) == before


def test_a_stranger_is_asked_to_sign_in(client: Client, world: IntakeSet) -> None:
    before = everything(), touched(world)
    for name in NAMES:
        here = address(name, world)
        for answer in (client.get(here), *(client.post(here, data, **more) for data, more in sent(world))):
            assert answer.status_code in (302, 403), name
            assert answer.status_code == 403 or answer["Location"].startswith("/account/sign-in/"), name
    assert (everything(), touched(world)) == before


def test_a_page_from_elsewhere_cannot_send_in_her_name(cast: Cast, world: IntakeSet) -> None:
    """Signed in as the clerk, but without the token that only our own pages know."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk)
    before = everything(), touched(world)
    for name in NAMES:
        for data, more in sent(world):
            if name not in ONLY_GET:
                assert client.post(address(name, world), data, **more).status_code == 403, name
    assert (everything(), touched(world)) == before


def test_the_clerk_herself_gets_an_answer(client: Client, cast: Cast, world: IntakeSet) -> None:
    """The table above is about addresses that work."""
    client.force_login(cast.clerk)
    for name in NAMES:
        if name in ONLY_POST:
            assert client.post(address(name, world)).status_code in (302, 400, 422), name
        else:
            assert client.get(address(name, world), follow=True).status_code == 200, name
