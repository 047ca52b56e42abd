"""The Django app of 意外伤害保险: it registers its manifest and has no tables of its own."""

from django.apps import AppConfig


class AccidentInsuranceConfig(AppConfig):
    name = "doudi.special.accident_insurance"
    label = "accident_insurance"
    verbose_name = "意外伤害保险"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.accident_insurance.programme import INSURANCE

        register(INSURANCE)
