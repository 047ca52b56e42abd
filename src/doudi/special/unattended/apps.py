"""The Django app of 事实无人抚养儿童 (民发〔2019〕62号): it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class UnattendedConfig(AppConfig):
    name = "doudi.special.unattended"
    label = "unattended"
    verbose_name = "事实无人抚养儿童"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.unattended.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
