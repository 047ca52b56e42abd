"""The Django app of published local numbers, switches and the working calendar (标准)."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "doudi.standards"
    label = "standards"
    verbose_name = "标准"
    default_auto_field = "django.db.models.BigAutoField"
