"""The Django app of casework: the way every benefit goes (济办发〔2020〕21号 二, 三20)."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "doudi.casework"
    label = "casework"
    verbose_name = "救助办理"
    default_auto_field = "django.db.models.BigAutoField"
