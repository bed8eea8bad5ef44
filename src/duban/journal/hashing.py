"""The two hashes of an entry: one over its facts (salted, so that erased facts cannot be guessed back), one over all."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from duban.journal.models import Entry


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: str, facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + b"\n" + canonical(dict(facts))).hexdigest()


def entry_hash(entry: Entry, stream: tuple[str, str]) -> str:
    moment = entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    facts = [
        *stream,
        entry.sequence,
        moment,
        entry.actor,
        entry.actor_name,
        entry.verb,
        entry.commitment,
        entry.previous_hash,
    ]
    return hashlib.sha256(canonical(facts)).hexdigest()
