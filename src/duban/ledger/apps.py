from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "duban.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        # Registers the sentences of its verbs, and how words are asked for.
        from duban.ledger import sentences, sentences_of_import, sentences_of_steps  # noqa: F401
        from duban.ledger.searching import lookups  # noqa: F401
        from duban.ledger.searching.index import after_migrate

        post_migrate.connect(after_migrate, sender=self)
