"""The inks of the house can be read on its grounds: AA, 4.5 to 1, for text of every size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[3] / "assets" / "src" / "styles" / "_tokens.scss"


def tokens() -> dict[str, str]:
    return dict(re.findall(r"\$([a-z-]+): (#[0-9a-f]{6});", TOKENS.read_text()))


def states() -> dict[str, tuple[str, str]]:
    found = re.findall(r'"([a-z]+)": \((#[0-9a-f]{6}), (#[0-9a-f]{6})\)', TOKENS.read_text())
    return {name: (ink, ground) for name, ink, ground in found}


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["ink", "ink-soft", "ink-faint", "accent"])
@pytest.mark.parametrize("ground", ["surface", "ground", "accent-pale"])
def test_every_ink_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(tokens()[ink], tokens()[ground]) >= 4.5


@pytest.mark.parametrize("name", ["idle", "good", "near", "late", "done", "again"])
def test_every_state_on_its_own_ground(name: str) -> None:
    assert contrast(*states()[name]) >= 4.5
