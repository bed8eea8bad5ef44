"""One-time codes as RFC 6238 has them, with drift, and never twice."""

from __future__ import annotations

import pytest

from duban.accounts import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_values_of_the_standard(moment: int, expected: str) -> None:
    assert totp.code(SECRET, totp.step_of(moment), digits=8) == expected


@pytest.mark.parametrize(("off", "accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step(off: int, accepted: bool) -> None:
    moment = 1_800_000_015
    typed = totp.code(SECRET, totp.step_of(moment + off))
    assert (totp.matching_step(SECRET, typed, moment, 0) is not None) == accepted


def test_no_code_counts_twice_nor_one_before_it() -> None:
    moment = 1_800_000_015
    now = totp.step_of(moment)
    assert totp.matching_step(SECRET, totp.code(SECRET, now), moment, 0) == now
    assert totp.matching_step(SECRET, totp.code(SECRET, now), moment, now) is None
    assert totp.matching_step(SECRET, totp.code(SECRET, now - 1), moment, now) is None
    assert totp.matching_step(SECRET, totp.code(SECRET, now + 1), moment, now) == now + 1


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "1234567"])
def test_what_is_no_code(typed: str) -> None:
    assert totp.matching_step(SECRET, typed, 59, 0) is None


def test_a_code_may_be_typed_in_groups() -> None:
    typed = totp.code(SECRET, totp.step_of(59))
    assert totp.matching_step(SECRET, f"{typed[:3]} {typed[3:]}", 59, 0) is not None


def test_the_secret_goes_to_text_and_back() -> None:
    text = totp.as_text(SECRET)
    assert totp.as_bytes(text) == SECRET
    assert totp.in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"
    assert totp.address(text, "方静", "督办").startswith(
        "otpauth://totp/%E7%9D%A3%E5%8A%9E:%E6%96%B9%E9%9D%99?secret="
    )
