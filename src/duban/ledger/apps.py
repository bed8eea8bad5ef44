from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "duban.ledger"
    label = "ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        from duban.ledger import sentences  # noqa: F401  registers the sentences of its verbs
