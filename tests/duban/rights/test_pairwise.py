"""The generator leaves no pair out, and is a good deal shorter than the whole."""

from __future__ import annotations

from tests.duban.rights.pairwise import cover, pairs, wanted


def test_every_pair_is_met() -> None:
    questions = [range(7), "abcd", (True, False), "uvwxyz"]
    rows = cover(questions)
    assert {pair for row in rows for pair in pairs(row)} == wanted(questions)
    assert 7 * 6 <= len(rows) < 7 * 4 * 2 * 6 // 4


def test_every_row_answers_every_question() -> None:
    assert all(one in range(3) and other in "ab" for one, other in cover([range(3), "ab"]))
