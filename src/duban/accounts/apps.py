from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "duban.accounts"
    label = "accounts"
    verbose_name = "人员"

    def ready(self) -> None:
        from duban.accounts import permissions, sentences  # noqa: F401  registers the sentences of its verbs
        from duban.organizations import policy

        policy.hand_in(keep=permissions.may_keep_directory, read=permissions.may_read_directory)
