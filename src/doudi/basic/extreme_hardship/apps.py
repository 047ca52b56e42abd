"""The Django app of 特困人员救助供养 (二(一)2, 民发〔2021〕43号): it registers its manifest and has no
tables of its own."""

from django.apps import AppConfig


class ExtremeHardshipConfig(AppConfig):
    name = "doudi.basic.extreme_hardship"
    label = "extreme_hardship"
    verbose_name = "特困人员救助供养"

    def ready(self) -> None:
        from doudi.basic.extreme_hardship.programme import MANIFESTS
        from doudi.casework.programme import register

        for manifest in MANIFESTS:
            register(manifest)
