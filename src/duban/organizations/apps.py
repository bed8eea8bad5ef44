from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "duban.organizations"
    label = "organizations"
    verbose_name = "组织"

    def ready(self) -> None:
        from duban.organizations import labels, sentences  # noqa: F401  registers how its record reads
