"""The Django app of persons, households and what is known of them (居民与家庭)."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "doudi.people"
    label = "people"
    verbose_name = "居民与家庭"
    default_auto_field = "django.db.models.BigAutoField"
