"""The Django app of 经济困难失能老年人护理补贴: it registers its manifest and has no tables of its own."""

from django.apps import AppConfig


class ElderlyNursingConfig(AppConfig):
    name = "doudi.special.elderly_nursing"
    label = "elderly_nursing"
    verbose_name = "失能老年人护理补贴"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.elderly_nursing.programme import NURSING

        register(NURSING)
