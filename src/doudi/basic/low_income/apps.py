"""The Django app of 低保边缘家庭 (二(一)1, 民发〔2021〕57号 第八条): it registers its manifest and has no
tables of its own."""

from django.apps import AppConfig


class LowIncomeConfig(AppConfig):
    name = "doudi.basic.low_income"
    label = "low_income"
    verbose_name = "低保边缘家庭"

    def ready(self) -> None:
        from doudi.basic.low_income.programme import MANIFESTS
        from doudi.casework.programme import register

        for manifest in MANIFESTS:
            register(manifest)
