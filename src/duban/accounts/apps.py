from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "duban.accounts"
    label = "accounts"
    verbose_name = "人员"

    def ready(self) -> None:
        from duban.accounts import labels, panels, sentences  # noqa: F401  registers its panel and how its record reads
