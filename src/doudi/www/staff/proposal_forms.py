"""On which document an approved proposal is published, and from when it holds (文号、生效日期)."""
from __future__ import annotations

from django import forms

from doudi.www.staff.deeds.deed import DayField, PlainForm


class PublishForm(PlainForm):
    """The document of a published standard."""

    prefix_of_ids = "pub-"
    number = forms.CharField(label="文号", max_length=80)
    title = forms.CharField(label="文件名称", max_length=200)
    issued_on = DayField(label="成文日期", required=False)
    valid_from = DayField(label="生效日期", help_text="不能早于今天。")
