"""The Django app of referrals (转办): a small room inside casework with its own tables."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "doudi.casework.referrals"
    label = "referrals"
    verbose_name = "转办"
    default_auto_field = "django.db.models.BigAutoField"
