"""Numbers as Word prints them in lists (三, 十二, ③, ⑶, iv, 壹 …), and how they stand before their text."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CIRCLES = (
    [chr(code) for code in range(0x2460, 0x2474)]
    + [chr(code) for code in range(0x3251, 0x3260)]
    + [chr(code) for code in range(0x32B1, 0x32C0)]
)
_MAX_LETTERS = 780  # Word counts no further
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(number: int) -> str:
    """一, 十, 十一, 二十, 一百零一."""
    return _with_units(number, _DIGITS, "十百千", short_ten=True)


def chinese_legal(number: int) -> str:
    """壹, 壹拾, 贰拾伍."""
    return _with_units(number, _LEGAL, "拾佰仟", short_ten=False)


def _with_units(number: int, digits: str, units: str, short_ten: bool) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for place, digit in enumerate(reversed(str(number))):
        unit = "" if place == 0 else units[place - 1]
        if digit != "0":
            text = digits[int(digit)] + unit + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    return text[1:] if short_ten and 10 <= number < 20 else text


def ideographs(number: int) -> str:
    """Digit by digit: 一〇, 二五."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def letters(number: int) -> str:
    """a … z, then aa, bb, as Word counts on."""
    if not 0 < number <= _MAX_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (number // worth)
        number %= worth
    return text


def _from_table(table: str | list[str]) -> Callable[[int], str]:
    return lambda number: table[number - 1] if 0 < number <= len(table) else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _from_table(_CIRCLES),
    "decimalEnclosedCircleChinese": _from_table(_CIRCLES),
    "decimalEnclosedParen": _from_table([chr(code) for code in range(0x2474, 0x2488)]),
    "decimalEnclosedFullstop": _from_table([chr(code) for code in range(0x2488, 0x249C)]),
    "ideographEnclosedCircle": _from_table([chr(code) for code in range(0x3280, 0x328A)]),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "chineseLegalSimplified": chinese_legal,
    "ideographLegalTraditional": chinese_legal,
    "japaneseLegal": chinese_legal,
    "ideographDigital": ideographs,
    "japaneseDigitalTenThousand": ideographs,
    "taiwaneseDigital": ideographs,
    "ideographTraditional": _from_table("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_table("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": lambda number: roman(number).lower(),
    "upperRoman": roman,
}


def numeral(number: int, form: str) -> str:
    """A number in one of Word's formats; formats we do not know come out as digits."""
    if form in ("none", "bullet"):
        return ""
    return _FORMS.get(form, str)(number)


def join_label(label: str, text: str) -> str:
    """Number and text, closed up as in Chinese print; parted only where they would read as one number."""
    if (
        label
        and text
        and ((label[-1].isascii() and label[-1].isalnum()) or (label[-1] == "." and text[0].isdigit()))
    ):
        return f"{label} {text}"
    return label + text
