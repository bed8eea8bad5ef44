from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "duban.files"
    label = "files"
    verbose_name = "文件"
