"""The Django app of 经济困难老年人补贴 and 居家养老服务: it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class ElderlyConfig(AppConfig):
    name = "doudi.special.elderly"
    label = "elderly"
    verbose_name = "经济困难老年人"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.elderly.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
