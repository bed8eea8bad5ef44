"""Names of layouts and the functions that write them."""

from __future__ import annotations

from collections.abc import Callable

from ..statement import Scene

Layout = Callable[[Scene], None]
LAYOUTS: dict[str, Layout] = {}


def layout(name: str) -> Callable[[Layout], Layout]:
    def register(function: Layout) -> Layout:
        LAYOUTS[name] = function
        return function

    return register
