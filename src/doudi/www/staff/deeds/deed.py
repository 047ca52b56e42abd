"""What a verb on the case page is: a key, a short form, and the action it calls (办理动作).

民发〔2021〕57号 第十至二十二条. Whether it may be done is asked of the table of transitions, never decided here.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from doudi.kernel.money import parse_yuan


class PlainForm(forms.Form):
    """A form whose complaints are short and whose fields know their error by name."""

    prefix_of_ids = ""

    def __init__(self, data: Any = None, *, page: Any = None, duty: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.prefix_of_ids}%s")
        super().__init__(data, **kwargs)
        self.page, self.duty = page, duty
        for name, field in self.fields.items():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, forms.ChoiceField)
                field.error_messages["required"] = "请选一项。" if chosen else "请填写。"
            if name in self.errors_of(data):
                field.widget.attrs["aria-invalid"] = "true"
        self.set_up()

    def given(self) -> dict[str, Any]:
        """What the action gets."""
        return self.cleaned_data

    def errors_of(self, data: Any) -> frozenset[str]:
        """Names of required fields that came in empty, known before validation (for aria-invalid)."""
        if data is None:
            return frozenset()
        return frozenset(name for name, field in self.fields.items() if field.required and not data.get(name))

    def set_up(self) -> None:
        """Choices and initial values that depend on the case; forms override it."""


class YuanField(forms.CharField):
    """An amount in yuan, kept as whole fen (元, 存为分)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        """Whole fen, or the reason why this is no amount."""
        text = super().clean(value).strip().replace(",", "").replace("，", "").removesuffix("元").strip()
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except ValueError:
            raise forms.ValidationError("请填数字,最多两位小数,例如 640 或 640.50。") from None
        if fen < 0:
            raise forms.ValidationError("金额不能小于 0。")
        return fen


class DayField(forms.DateField):
    """A day; a future one is refused unless the form says otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"])
        kwargs.setdefault("error_messages", {"invalid": "请填日期,例如 2026-09-01。"})
        super().__init__(**kwargs)


def not_future(day: Any, today: Any) -> None:
    """A day that has not come yet is a slip of the pen."""
    if day is not None and day > today:
        raise forms.ValidationError("这一天还没有到,请核对日期。")


def reason_field(label: str, **kwargs: Any) -> forms.CharField:
    """A short text that is kept with the deed."""
    kwargs.setdefault("max_length", 500)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


@dataclass(frozen=True)
class Deed:
    """One verb on the page. `form` None means one press does it; `page` names a page of its own."""

    name: str
    verb: str
    label: str
    do: Callable[[Any, dict[str, Any], Any], str] | None = None
    form: type[PlainForm] | None = None
    key: str = ""
    main: bool = False
    hint: str = ""
    own_page: str = ""
    rare: bool = False
    fits: Callable[[Any, Any], bool] | None = None
