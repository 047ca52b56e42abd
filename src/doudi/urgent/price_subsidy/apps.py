"""The Django app of 价格临时补贴: it registers its manifests and has no tables of its own."""

from django.apps import AppConfig


class PriceSubsidyConfig(AppConfig):
    name = "doudi.urgent.price_subsidy"
    label = "price_subsidy"
    verbose_name = "价格临时补贴"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.urgent.price_subsidy.programme import MANIFESTS

        for manifest in MANIFESTS:
            register(manifest)
