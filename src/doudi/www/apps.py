"""The pages (网页) as a Django app, so that its templates, tags and static files are found. No tables."""
from __future__ import annotations

from django.apps import AppConfig
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms import ChoiceField, MultipleChoiceField


class WwwConfig(AppConfig):
    """The face that residents and staff see in a browser."""

    name = "doudi.www"
    label = "www"
    verbose_name = "网页"

    def ready(self) -> None:
        """Django's own complaints speak of variables and values; ours speak as people do, on every form."""
        MaxLengthValidator.message = "写得太长了，最多 %(limit_value)d 个字，现在有 %(show_value)d 个。"
        MaxValueValidator.message = "这个数太大了，最多 %(limit_value)s。"
        MinValueValidator.message = "这个数太小了，最少 %(limit_value)s。"
        for field in (ChoiceField, MultipleChoiceField):
            field.default_error_messages["invalid_choice"] = "请在给出的里面选。"
