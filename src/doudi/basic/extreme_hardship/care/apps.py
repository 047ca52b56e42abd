"""The Django app of care for 特困 people: its own tables beside the manifest of the benefit."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "doudi.basic.extreme_hardship.care"
    label = "care"
    verbose_name = "特困照料服务"
    default_auto_field = "django.db.models.BigAutoField"
