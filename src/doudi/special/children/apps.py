"""The Django app of 孤儿 and 重点困境儿童: it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "doudi.special.children"
    label = "children"
    verbose_name = "孤儿和困境儿童"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.children.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
