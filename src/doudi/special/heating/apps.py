"""The Django app of 取暖救助: it registers its manifest and has no tables of its own."""

from django.apps import AppConfig


class HeatingConfig(AppConfig):
    name = "doudi.special.heating"
    label = "heating"
    verbose_name = "取暖救助"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.heating.programme import HEATING

        register(HEATING)
