"""The Django app of 残疾人两项补贴 (国发〔2015〕52号): it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class DisabilityConfig(AppConfig):
    name = "doudi.special.disability"
    label = "disability"
    verbose_name = "残疾人两项补贴"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.disability.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
