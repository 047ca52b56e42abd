"""The Django app of what is given without an application (免申即享): a small room inside casework with its own tables."""

from django.apps import AppConfig


class EnrollingConfig(AppConfig):
    name = "doudi.casework.enrolling"
    label = "enrolling"
    verbose_name = "免申即享"
    default_auto_field = "django.db.models.BigAutoField"
