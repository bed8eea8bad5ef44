from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "duban.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        # Registers the sentences of its verbs, how words are asked for, and what an answered name ties.
        from duban.accounts.actions import naming, roles
        from duban.ledger import (  # noqa: F401
            labels,
            sentences,
            sentences_of_import,
            sentences_of_plans,
            sentences_of_steps,
            sentences_of_views,
        )
        from duban.ledger.exporting import telling  # noqa: F401
        from duban.ledger.handing_over import views_too
        from duban.ledger.searching import lookups  # noqa: F401
        from duban.ledger.searching.index import after_migrate
        from duban.ledger.ties import untied, when_answered

        hooks: tuple[tuple[list[Any], Any], ...] = (
            (naming.when_answered, when_answered),
            (naming.untied, untied),
            (roles.moves_with_post, views_too),
        )
        for others, ours in hooks:
            if ours not in others:
                others.append(ours)
        post_migrate.connect(after_migrate, sender=self)
