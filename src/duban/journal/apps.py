from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "duban.journal"
    label = "journal"
    verbose_name = "记录"

    def ready(self) -> None:
        from duban.journal import sentences_of_own  # noqa: F401  registers the sentences of its verbs
        from duban.journal.guards import after_migrate

        post_migrate.connect(after_migrate, sender=self)
