from __future__ import annotations

from tests.duban.api.conftest import Program, Tokens
from tests.duban.conftest import Cast, Filer, ItemMaker


def test_the_clerk_reads_the_ledger(cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens) -> None:
    file_plan(item(), item(problem="棠溪县垃圾堆放。"))
    answer = program(cast.clerk).get("/findings", count="true")
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    assert told["count"] == 2
    assert [row["problem"] for row in told["rows"]] == ["鹿鸣县沿河排口直排。", "棠溪县垃圾堆放。"]


def test_a_finding_in_full(cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens) -> None:
    number = file_plan(item()).findings[0].number
    told = program(cast.luming).get(f"/findings/{number}").json()
    assert [row["text"] for row in told["measures"]] == ["封堵排口。", "建成污水管网12公里。"]
    assert told["deadlines"][0]["is_original"]
    assert told["charges"][0]["role"] == {"code": "main", "name": "主体责任单位"}


def test_of_what_she_may_not_see_nothing_is_known(
    cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens
) -> None:
    number = file_plan(item()).findings[0].number
    tangxi = program(cast.tangxi)
    unknown = tangxi.get("/findings/LZ-0000-0000")
    for path in (f"/findings/{number}", f"/findings/{number}/journal"):
        answer = tangxi.get(path)
        assert answer.status_code == 404
        assert answer.content == unknown.content


def test_without_a_token_nothing_is_told(db: None) -> None:
    answer = Program().get("/findings")
    assert answer.status_code == 401
    assert answer.json()["code"] == "no_token"
