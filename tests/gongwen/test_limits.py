"""A text that is too long for any official document is refused with a sentence, before anybody waits for it."""

from __future__ import annotations

import pytest

import gongwen


@pytest.mark.parametrize(
    "text",
    ["整改目标:污水纳管。\n" * 300_001, "污" * 3_000_001],
    ids=["lines", "characters"],
)
def test_a_text_beyond_any_document_is_refused(text: str) -> None:
    with pytest.raises(gongwen.DocumentTooLarge, match="请拆分后再试"):
        gongwen.read_text(text)
