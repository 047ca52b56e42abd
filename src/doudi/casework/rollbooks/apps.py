"""The Django app of roll files (名册导入导出): a small room inside casework with its own tables."""

from django.apps import AppConfig


class RollbooksConfig(AppConfig):
    name = "doudi.casework.rollbooks"
    label = "rollbooks"
    verbose_name = "名册导入"
    default_auto_field = "django.db.models.BigAutoField"
