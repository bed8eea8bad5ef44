from __future__ import annotations

import datetime
from collections.abc import Container
from typing import Any

from ninja import Schema
from pydantic import Field

from duban.api.shapes.common import Paged
from duban.journal import names
from duban.journal.models import Entry
from duban.journal.sentences import tell


class EntryRow(Schema):
    """记录中的一条。"""

    kind: str
    key: str
    sequence: int
    at: datetime.datetime
    actor: str = Field(description="办理人；系统自动办理时为空")
    verb: str
    verb_name: str
    sentence: str
    previous_hash: str
    hash: str


class Entries(Paged[EntryRow]):
    """记录的一页，新的在前。"""


def entry(row: Entry, shown: Container[str] = ()) -> dict[str, Any]:
    """``shown``: numbers of other findings that may be named to whoever reads it."""
    return {
        "kind": row.stream.kind,
        "key": row.stream.key,
        "sequence": row.sequence,
        "at": row.at,
        "actor": row.actor_name,
        "verb": row.verb,
        "verb_name": names.verb_name(row.verb),
        "sentence": tell(row, shown),
        "previous_hash": row.previous_hash,
        "hash": row.hash,
    }
