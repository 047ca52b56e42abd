"""The Django app of the vault. It has no tables."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "doudi.vault"
    label = "vault"
    verbose_name = "密钥与密封"
