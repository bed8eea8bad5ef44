"""What a password must be, as the rules say it, and passwords made for somebody."""

from __future__ import annotations

import secrets
import string
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from duban.accounts.models import PastPassword, Person
from duban.accounts.rules import rule

#: Without characters that look alike on paper.
_PRINTED = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "@#%+=")
#: Pieces of a name from this length on must not stand in the password.
_PIECE_LATIN, _PIECE_CHINESE = 3, 2


def first_password(length: int = 12) -> str:
    """A password for paper, of all kinds; whoever gets it has to change it."""
    needed = max(length, int(rule("password_min_length")))
    drawn = [secrets.choice(kind) for kind in _PRINTED]
    drawn += [secrets.choice("".join(_PRINTED[:3])) for _n in range(needed - len(drawn))]
    secrets.SystemRandom().shuffle(drawn)
    return "".join(drawn)


def first_password_ends(now: datetime) -> datetime:
    return now + timedelta(days=int(rule("first_password_days")))


def is_expired(person: Person, now: datetime) -> bool:
    if person.is_demo:
        return False
    return now - person.password_changed_at > timedelta(days=int(rule("password_max_age_days")))


def remember(person: Person) -> None:
    """Keep the hash of the password that is about to go, and no more of them than the rule asks for."""
    PastPassword.objects.create(person=person, password=person.password)
    kept = person.past_passwords.values_list("pk", flat=True)[: max(1, int(rule("password_history")))]
    person.past_passwords.exclude(pk__in=list(kept)).delete()


def kinds_in(password: str) -> int:
    """How many of: small letters, capitals, digits, everything else."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    found = sum(any(sign in kind for sign in password) for kind in kinds)
    return found + any(all(sign not in kind for kind in kinds) for sign in password)


def pieces_of(name: str, shortest: int) -> set[str]:
    low = name.casefold()
    return {low[at : at + shortest] for at in range(len(low) - shortest + 1)}


class OurRules:
    """All that is wrong with a password, in one answer."""

    def validate(self, password: str, user: Person | None = None) -> None:
        wrong = [*self._of_itself(password), *(self._of_person(password, user) if user else ())]
        if wrong:
            raise ValidationError([ValidationError(sentence) for sentence in wrong])

    def _of_itself(self, password: str) -> list[str]:
        wrong = []
        least, kinds = int(rule("password_min_length")), int(rule("password_character_kinds"))
        if len(password) < least:
            wrong.append(_("密码至少%(n)d位。") % {"n": least})
        if kinds_in(password) < kinds:
            wrong.append(_("密码须包含小写字母、大写字母、数字、其他符号中的至少%(n)d种。") % {"n": kinds})
        return wrong

    def _of_person(self, password: str, person: Person) -> list[str]:
        wrong, low = [], password.casefold()
        pieces = pieces_of(person.username, _PIECE_LATIN)
        pieces |= pieces_of(
            person.display_name, _PIECE_LATIN if person.display_name.isascii() else _PIECE_CHINESE
        )
        if any(piece in low for piece in pieces):
            wrong.append(_("密码不能含有用户名或姓名中的片段。"))
        if person.pk and self._was_used(password, person):
            wrong.append(_("不能再用最近%(n)d次用过的密码。") % {"n": int(rule("password_history"))})
        return wrong

    def _was_used(self, password: str, person: Person) -> bool:
        past = person.past_passwords.all()[: int(rule("password_history"))]
        return any(
            check_password(password, hashed) for hashed in (person.password, *(p.password for p in past))
        )

    def get_help_text(self) -> str:
        facts = {"n": int(rule("password_min_length")), "kinds": int(rule("password_character_kinds"))}
        return (
            _(
                "至少%(n)d位，含小写字母、大写字母、数字、其他符号中的至少%(kinds)d种，不含用户名和姓名的片段。"
            )
            % facts
        )
