"""The kinds of values that programs send, each within what the database and the calendar can hold."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)


def _day(said: Any) -> Any:
    """Only 2026-09-30: numbers, moments and years that no plan reaches are no days."""
    if isinstance(said, datetime.date) or said is None:
        return said
    try:
        day = datetime.date.fromisoformat(said) if isinstance(said, str) and len(said) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("day", "not a day")
    return day


Day = Annotated[datetime.date, BeforeValidator(_day)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1, description="编号")]
Short = Annotated[str, Field(min_length=1, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(max_length=20_000)]
Reason = Annotated[str, Field(min_length=1, max_length=500, description="理由，记入记录")]
Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="台账编号")]


class Asked(BaseModel):
    """What a request says. A field that nobody knows is a mistake to be told, not to be passed over."""

    model_config = ConfigDict(extra="forbid")
