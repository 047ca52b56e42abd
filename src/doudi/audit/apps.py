"""The Django app of the journal (日志)."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "doudi.audit"
    label = "audit"
    verbose_name = "日志"
    default_auto_field = "django.db.models.BigAutoField"
