from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "duban.pages"
    label = "pages"
    verbose_name = "页面"

    def ready(self) -> None:
        from duban.pages import panels  # noqa: F401  registers what the stations say of a body
