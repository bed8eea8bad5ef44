"""Writes invented documents of every layout, and knows what a careful reader takes from them.

``generate(seed)`` is deterministic. The word lists, phrasings and layouts are its own: nothing here is
shared with the reader, and the reader never sees it.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from .dates import Clock
from .draft import Draft, Paragraph, Sample, Table, plain, read_marks, resolve
from .flatten import flatten
from .layouts import LAYOUTS
from .noise import apply, widen
from .statement import Scene
from .words import World

__all__ = ["LAYOUTS", "Paragraph", "Sample", "Table", "generate"]


def generate(seed: int, layout: str | None = None, noisy: bool = True) -> Sample:
    """The document of this seed; ``layout`` asks for one kind instead of the seed's own.

    Without noise the text is that of ``blocks``, which other formats are rendered from.
    """
    rng = random.Random(f"gongwen-{seed}")
    name = rng.choice(sorted(LAYOUTS))
    name = layout or name
    scene = _scene(rng)
    LAYOUTS[name](scene)
    _date_bare_document(scene)
    return _finish(scene, name, seed, noisy)


def _scene(rng: random.Random) -> Scene:
    bare = rng.random() < 0.15
    published = date(
        rng.randint(2016, 2025), rng.randint(3, 8) if bare else rng.randint(1, 12), rng.randint(1, 28)
    )
    clock = Clock(rng, published, bare=bare, careless=not bare and rng.random() < 0.1)
    return Scene(Draft(rng), World(rng), clock)


def _date_bare_document(scene: Scene) -> None:
    """Dates without a year can only be understood where the document prints its own date."""
    day = scene.clock.published
    printed = "".join(block.text for block in scene.draft.blocks if isinstance(block, Paragraph))
    if scene.clock.bare and scene.clock.full(day) not in printed and day.isoformat() not in printed:
        scene.draft.p("")
        scene.draft.p(scene.clock.full(day))


def _finish(scene: Scene, layout: str, seed: int, noisy: bool) -> Sample:
    draft = scene.draft
    marked = widen("\n".join(flatten(block, draft) for block in draft.blocks))
    noises: list[str] = []
    if noisy:
        marked, noises = apply(marked, draft.rng, draft.wrappable)
    text, spans = read_marks(marked)
    truth: dict[str, Any] = {
        "file": f"{layout}-{seed}.txt", "kind": draft.kind, "title": widen(draft.title),
        "published": scene.clock.published.isoformat(), "totals": resolve(draft.totals, text, spans),
        "items": resolve(draft.items, text, spans),
    }  # fmt: skip
    noises += ["bare-years"] * scene.clock.bare + ["lost-characters"] * scene.clock.careless
    blocks = [_plain_block(block) for block in draft.blocks]
    return Sample(f"{layout}-{seed}.txt", text + "\n", truth, layout, tuple(noises), blocks)


def _plain_block(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return Paragraph(widen(plain(block.text)), block.heading)
    return Table(
        [widen(plain(c)) for c in block.header], [[widen(plain(c)) for c in row] for row in block.rows]
    )
