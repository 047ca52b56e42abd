"""The Django app of 受灾人员救助: it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class DisasterConfig(AppConfig):
    name = "doudi.special.disaster"
    label = "disaster"
    verbose_name = "受灾人员救助"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.disaster.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
