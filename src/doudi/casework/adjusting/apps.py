"""The Django app of batches after a new standard (调标): a small room inside casework with its own tables."""

from django.apps import AppConfig


class AdjustingConfig(AppConfig):
    name = "doudi.casework.adjusting"
    label = "adjusting"
    verbose_name = "调标"
    default_auto_field = "django.db.models.BigAutoField"
