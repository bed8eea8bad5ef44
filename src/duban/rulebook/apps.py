from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RulebookConfig(AppConfig):
    name = "duban.rulebook"
    label = "rulebook"
    verbose_name = "规则"

    def ready(self) -> None:
        from duban.rulebook import labels, sentences  # noqa: F401  registers how its record reads

        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_facts: Any) -> None:
    from duban.rulebook.seeding import seed

    seed(using)
