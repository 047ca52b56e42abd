"""The Django app of 临时救助: it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class TemporaryConfig(AppConfig):
    name = "doudi.urgent.temporary"
    label = "temporary_assistance"
    verbose_name = "临时救助"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.urgent.temporary.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
