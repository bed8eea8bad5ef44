"""A daily head as a small file to keep elsewhere: whoever holds it can prove later that nothing before it was altered."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass

from duban.journal.models import DailyHead

FORMAT = "duban-journal-head/1"


class NotAHead(Exception):
    """``str(error)`` is the sentence its person reads."""


@dataclass(frozen=True, slots=True)
class HeadFile:
    day: datetime.date
    streams: int
    entries: int
    previous_digest: str
    digest: str
    made_at: str


def of(head: DailyHead) -> HeadFile:
    made_at = head.made_at.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return HeadFile(head.day, head.streams, head.entries, head.previous_digest, head.digest, made_at)


def written(head: HeadFile) -> str:
    """The same head gives the same text, so that a signature over it holds for every copy."""
    facts = {"format": FORMAT, **asdict(head), "day": head.day.isoformat()}
    return json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read(text: str) -> HeadFile:
    try:
        facts = json.loads(text)
        if facts.pop("format") != FORMAT:
            raise ValueError
        facts["day"] = datetime.date.fromisoformat(facts["day"])
        return HeadFile(**facts)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotAHead(
            "这个文件不是导出的记录日封，无法用来核验；请换用 export-journal-head 导出的文件。"
        ) from None
