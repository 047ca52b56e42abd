"""Forms about people: the applicant at the counter, a member of the household, somebody without papers yet.

民发〔2021〕57号 第四、七条. The identity number says birth and sex by itself; they are typed only where there is none.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.kernel.identifiers import BadIdentifier, IdNumber, parse_id_number
from doudi.www.staff.deeds.deed import DayField, PlainForm, not_future

RELATIONS = (
    ("spouse", "配偶"), ("child", "子女"), ("parent", "父母"), ("grandparent", "祖父母、外祖父母"),
    ("grandchild", "孙子女、外孙子女"), ("sibling", "兄弟姐妹"), ("other", "其他"),
)
SEXES = (("", "—"), ("male", "男"), ("female", "女"))
REGISTRATIONS = (("rural", "农村"), ("urban", "城镇"))


class IdField(forms.CharField):
    """An identity number as people type it (证件号): 15 or 18 digits, spaces, lower x, full-width."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> IdNumber | None:
        """The parsed number, or what is wrong with it."""
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            return parse_id_number(text)
        except BadIdentifier as bad:
            raise forms.ValidationError(str(bad)) from None


class PersonForm(PlainForm):
    """Who somebody is; without a number, birth and sex are asked."""

    name = forms.CharField(label="姓名", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    id_number = IdField(label="身份证号", required=False, help_text="没有就空着")
    birth = DayField(label="出生日期", required=False)
    sex = forms.ChoiceField(label="性别", choices=SEXES, required=False)

    def clean_birth(self) -> Any:
        """Nobody is born tomorrow."""
        not_future(self.cleaned_data["birth"], self.duty.day)
        return self.cleaned_data["birth"]

    def clean(self) -> dict[str, Any]:
        """One source for birth and sex; two that differ are a slip."""
        cleaned = super().clean()
        number = cleaned.get("id_number")
        if number is not None:
            if number.birth > self.duty.day:
                self.add_error("id_number", "这个号码里的出生日期还没有到,请核对。")
            if cleaned.get("birth") and cleaned["birth"] != number.birth:
                self.add_error("birth", f"与身份证号里的出生日期({number.birth:%Y-%m-%d})不一样,请核对。")
            cleaned["birth"], cleaned["sex"] = number.birth, number.sex
        elif "id_number" not in self.errors:
            if not cleaned.get("birth") and "birth" not in self.errors:
                self.add_error("birth", "没有身份证号时,请填出生日期。")
            if not cleaned.get("sex"):
                self.add_error("sex", "没有身份证号时,请选性别。")
        return cleaned

    def person(self) -> dict[str, Any]:
        """What the action that registers a person wants."""
        number = self.cleaned_data["id_number"]
        return {"name": self.cleaned_data["name"].strip(), "birth": self.cleaned_data["birth"],
                "sex": self.cleaned_data["sex"], "id_number": number.number18 if number else ""}


class MemberForm(PersonForm):
    """A member of the household and what he or she is to the applicant."""

    prefix_of_ids = "member-"
    relation = forms.ChoiceField(label="是申请人的", choices=RELATIONS)


class ApplicantForm(PersonForm):
    """The applicant and where the family is at home (户籍地受理)."""

    prefix_of_ids = "applicant-"
    phone = forms.RegexField(r"^[0-9+\- ]{7,20}$", label="电话", required=False, max_length=20,
                             error_messages={"invalid": "请填手机号或带区号的座机。"})
    area = forms.ChoiceField(label="户籍村(居)")
    address = forms.CharField(label="住址", required=False, max_length=120)
    registration = forms.ChoiceField(label="户口", choices=REGISTRATIONS, widget=forms.RadioSelect,
                                     initial="rural")

    def __init__(self, *args: Any, villages: Any = (), **kwargs: Any) -> None:
        self.villages = villages
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """Only villages this desk serves."""
        self.fields["area"].choices = [("", "请选择"), *self.villages]
        if len(self.villages) == 1:
            self.fields["area"].initial = self.villages[0][0]
