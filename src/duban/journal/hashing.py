"""The two hashes of an entry: one over its facts (salted, so that erased facts cannot be guessed back), one over all."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from duban.journal.models import Canonical, Entry


def canonical(value: Any) -> bytes:
    return json.dumps(value, cls=Canonical).encode()


def commitment(salt: str, facts: Mapping[str, Any]) -> str:
    return commitment_of_text(salt, canonical(dict(facts)))


def commitment_of_text(salt: str, facts: bytes) -> str:
    return sha256(salt.encode() + b"\n" + facts).hexdigest()


def moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def entry_hash(entry: Entry, stream: tuple[str, str]) -> str:
    facts = (entry.sequence, moment(entry.at), entry.actor, entry.actor_name, entry.verb)
    return hash_of(beginning(stream), *facts, entry.commitment, entry.previous_hash)


def beginning(stream: tuple[str, str]) -> str:
    """What the hashed text of every entry of a stream begins with."""
    return canonical(list(stream)).decode()[:-1]


#: A JSON string; names and verbs come again and again.
quoted = lru_cache(maxsize=4096)(json.encoder.encode_basestring)


def hash_of(
    begin: str,
    sequence: int,
    at: str,
    actor: int | None,
    actor_name: str,
    verb: str,
    commitment: str,
    previous: str,
) -> str:
    """The hash over the canonical list of these facts, put together by hand because a million are verified at a time."""
    who = "null" if actor is None else actor
    text = (
        f"{begin},{sequence},{json.encoder.encode_basestring(at)},{who},{quoted(actor_name)},{quoted(verb)},"
        f"{json.encoder.encode_basestring(commitment)},{json.encoder.encode_basestring(previous)}]"
    )
    return sha256(text.encode()).hexdigest()
