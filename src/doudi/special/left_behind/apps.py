"""The Django app of 农村“三留守”人员关爱服务: it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class LeftBehindConfig(AppConfig):
    name = "doudi.special.left_behind"
    label = "left_behind"
    verbose_name = "农村三留守人员"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.left_behind.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
