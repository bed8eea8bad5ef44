from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "duban.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        from duban.api import sentences  # noqa: F401  registers the sentences of its verbs
