from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "duban.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        # Registers the sentences of its verbs.
        from duban.ledger import sentences, sentences_of_steps  # noqa: F401
