"""The Django app of areas, offices and the people who work in them (机构)."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "doudi.offices"
    label = "offices"
    verbose_name = "机构"
    default_auto_field = "django.db.models.BigAutoField"
