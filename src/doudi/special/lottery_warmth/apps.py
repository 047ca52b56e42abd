"""The Django app of 福彩送温暖: it registers its manifest and has no tables of its own."""

from django.apps import AppConfig


class LotteryWarmthConfig(AppConfig):
    name = "doudi.special.lottery_warmth"
    label = "lottery_warmth"
    verbose_name = "福彩送温暖"

    def ready(self) -> None:
        from doudi.casework.programme import register
        from doudi.special.lottery_warmth.programme import WARMTH

        register(WARMTH)
