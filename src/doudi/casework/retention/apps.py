"""The Django app of retention (保存期限): a small room inside casework with its own tables."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "doudi.casework.retention"
    label = "retention"
    verbose_name = "保存期限"
    default_auto_field = "django.db.models.BigAutoField"
