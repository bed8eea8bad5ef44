"""Whether two statements speak of one problem: for documents that come after the plan and quote it freely. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from gongwen.rectification.fields.numerals import number

#: From here on two statements are one problem; less is enough where they carry the same number.
SURE = 75.0
SURE_WITH_NUMBER = 45.0
#: Below this a finding is not even proposed, unless its number is the one that the document names.
WORTH_SHOWING = 40.0
NUMBER_BONUS = 20.0
#: A statement must say something before it can be compared.
TELLING = 6

#: 关于“…”问题, 第八项整改任务: what is said around a statement.
_AROUND = re.compile(r"^(?:关于|针对|反馈(?:的)?)+|(?:的|等|这一)?(?:问题|任务|事项|方面)+$")
_NUMERAL = re.compile(r"\d+|[〇零一二两三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a document or the ledger says of a problem, made ready to be compared."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two are: the words from 0 to 100, and whether they carry one number."""

    words: float
    same_number: bool

    @property
    def score(self) -> float:
        return self.words + (NUMBER_BONUS if self.same_number else 0.0)

    @property
    def sure(self) -> bool:
        return self.words >= (SURE_WITH_NUMBER if self.same_number else SURE)

    @property
    def worth_showing(self) -> bool:
        return self.same_number or self.words >= WORTH_SHOWING


def said(statement: str, printed_no: str = "") -> Said:
    return Said(_bare(statement), number_in(printed_no))


def number_in(printed: str) -> int | None:
    """The number in 第十二项, （四）, 序号23; None where there is none."""
    found = _NUMERAL.search(unicodedata.normalize("NFKC", printed))
    return number(found[0]) if found else None


def _bare(statement: str) -> str:
    """The statement without its punctuation, its forms of digits and what is said around it."""
    text = "".join(c for c in unicodedata.normalize("NFKC", statement) if c.isalnum())
    return _AROUND.sub("", text) or text


def likeness(one: Said, other: Said) -> Likeness:
    same_number = one.number is not None and one.number == other.number
    return Likeness(_words(one.text, other.text), same_number)


def _words(one: str, other: str) -> float:
    """A notice often quotes only the beginning of a long statement, so the shorter one may stand for the whole."""
    short, long = sorted((one, other), key=len)
    if len(short) < TELLING:
        return 0.0
    if short in long and len(short) >= 2 * TELLING:
        return 100.0
    return max(fuzz.ratio(short, long), 0.95 * fuzz.ratio(short, long[: len(short)]))


def _near(ours: Said, others: Sequence[Said], limit: int) -> set[int]:
    """Places that are worth a closer look: the same number, or words that are alike as a whole or at the beginning."""
    near = {at for at, other in enumerate(others) if ours.number is not None and other.number == ours.number}
    for texts in ([other.text for other in others], [other.text[: len(ours.text)] for other in others]):
        alike = process.extract(ours.text, texts, scorer=fuzz.ratio, limit=limit, score_cutoff=WORTH_SHOWING)
        near |= {at for _text, _score, at in alike}
    return near


def best(ours: Said, others: Sequence[Said], limit: int) -> list[tuple[int, Likeness]]:
    """Places of the most alike ones in ``others``, best first."""
    found = [(at, likeness(ours, others[at])) for at in _near(ours, others, 4 * limit)]
    shown = [pair for pair in found if pair[1].worth_showing]
    return sorted(shown, key=lambda pair: (-pair[1].score, pair[0]))[:limit]
