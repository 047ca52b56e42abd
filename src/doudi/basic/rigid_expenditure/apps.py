"""The Django app of 刚性支出困难家庭 (刚性支出困难家庭认定办法): it registers its manifest and has no tables
of its own."""

from django.apps import AppConfig


class RigidExpenditureConfig(AppConfig):
    name = "doudi.basic.rigid_expenditure"
    label = "rigid_expenditure"
    verbose_name = "刚性支出困难家庭"

    def ready(self) -> None:
        from doudi.basic.rigid_expenditure.programme import MANIFESTS
        from doudi.casework.programme import register

        for manifest in MANIFESTS:
            register(manifest)
