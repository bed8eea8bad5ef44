from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "duban.organizations"
    label = "organizations"
    verbose_name = "组织"

    def ready(self) -> None:
        from duban.organizations import sentences  # noqa: F401  registers the sentences of its verbs
