"""The Django app of persons, households and what is known of them (居民与家庭). A change of keys takes its papers along."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "doudi.people"
    label = "people"
    verbose_name = "居民与家庭"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doudi.people.storing import PAPERS
        from doudi.vault.stores import kept_elsewhere

        kept_elsewhere.append(PAPERS)
