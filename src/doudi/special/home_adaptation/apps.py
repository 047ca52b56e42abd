"""The Django app of 居家适老化改造: it registers its manifest and has no tables of its own."""

from django.apps import AppConfig


class HomeAdaptationConfig(AppConfig):
    name = "doudi.special.home_adaptation"
    label = "home_adaptation"
    verbose_name = "居家适老化改造"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.home_adaptation.programme import ADAPTATION

        register(ADAPTATION)
