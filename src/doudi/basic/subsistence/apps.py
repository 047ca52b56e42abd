"""The Django app of 低保 (二(一)1, 民发〔2021〕57号): it registers its manifest and has no tables of its
own."""

from django.apps import AppConfig


class SubsistenceConfig(AppConfig):
    name = "doudi.basic.subsistence"
    label = "subsistence"
    verbose_name = "低保"

    def ready(self) -> None:
        from doudi.basic.subsistence.programme import MANIFESTS
        from doudi.casework.programme import register

        for manifest in MANIFESTS:
            register(manifest)
