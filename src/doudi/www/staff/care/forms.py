"""The forms of one person's care: a grade, an agreement, a wish, a place (照料服务的各项登记)."""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.basic.extreme_hardship.care import reads
from doudi.basic.extreme_hardship.care.agreeing import Terms
from doudi.www.staff.deeds.deed import DayField, PlainForm


class OnDay(PlainForm):
    """A form with a day that is today unless somebody says otherwise."""

    def set_up(self) -> None:
        """Today."""
        for name, field in self.fields.items():
            if isinstance(field, DayField) and name != "until_on":
                field.initial = self.duty.day


class AssessForm(OnDay):
    """What somebody cannot do; nothing ticked: looks after himself in everything."""

    prefix_of_ids = "assess-"
    failed = forms.MultipleChoiceField(label="不能自主完成的", required=False, widget=forms.CheckboxSelectMultiple,
                                       choices=reads.CHOICES["items"], help_text="六项都能完成的,一个也不勾。")
    assessors = forms.CharField(label="谁评估的", max_length=80)
    day = DayField(label="哪天评估的")


class ChangeForm(OnDay):
    """Since when he can do more or less."""

    prefix_of_ids = "changed-"
    happened_on = DayField(label="哪天报告的", help_text="从这一天起算复评期限。")


class AgreeForm(OnDay):
    """The signed paper."""

    prefix_of_ids = "agree-"
    paper_number = forms.CharField(label="协议编号", max_length=40)
    carer_kind = forms.ChoiceField(label="照料人是", choices=reads.CHOICES["carers"], widget=forms.RadioSelect, initial="relative")
    carer_name = forms.CharField(label="照料人姓名(机构名称)", max_length=80)
    carer_id_number = forms.CharField(label="照料人身份证号", max_length=30, required=False, help_text="服务机构不填。",
                                      widget=forms.TextInput(attrs={"autocomplete": "off"}))
    carer_phone = forms.CharField(label="照料人电话", max_length=20, required=False, widget=forms.TextInput(
        attrs={"inputmode": "tel", "autocomplete": "off"}))
    services = forms.MultipleChoiceField(label="照料哪些事", widget=forms.CheckboxSelectMultiple, choices=reads.CHOICES["services"])
    from_on = DayField(label="从哪天起")
    until_on = DayField(label="到哪天止", help_text="这一天起不再有效。")

    def terms(self) -> Terms:
        """What the paper says."""
        told = self.cleaned_data
        return Terms(**{**told, "services": tuple(told["services"])})


class EndForm(OnDay):
    """Why an agreement no longer holds."""

    prefix_of_ids = "end-"
    because = forms.ChoiceField(label="为什么终止", choices=[("", "请选择"), *reads.CHOICES["agreement_ends"]])
    on = DayField(label="从哪天起")


class WishForm(OnDay):
    """Where somebody wishes to live."""

    prefix_of_ids = "wish-"
    wants = forms.ChoiceField(label="本人愿意", choices=(("institution", "住供养机构"), ("home", "在家")), widget=forms.RadioSelect)
    said_on = DayField(label="哪天说的")
    witness = forms.CharField(label="见证人", max_length=80)


class HouseForm(OnDay):
    """Which house, from which day."""

    institution = forms.TypedChoiceField(label="哪家机构", coerce=int)
    on = DayField(label="哪天")

    def set_up(self) -> None:
        """Every open house, those with a bed free in front."""
        super().set_up()
        houses = sorted(reads.open_houses(), key=lambda each: (each.taken >= each.beds, each.area, each.name))
        self.fields["institution"].choices = [("", "请选择"), *((each.pk, _house_words(each)) for each in houses)]


def _house_words(house: Any) -> str:
    free = house.beds - house.taken
    return f"{house.name}({f'空 {free} 张床' if free > 0 else '已满'})"


class WaitForm(HouseForm):
    """Since when somebody waits."""

    prefix_of_ids = "wait-"


class AdmitForm(HouseForm):
    """When somebody moved in."""

    prefix_of_ids = "admit-"


class LeaveForm(OnDay):
    """Why somebody left."""

    prefix_of_ids = "leave-"
    because = forms.ChoiceField(label="为什么", choices=[("", "请选择"), *reads.CHOICES["stay_ends"]])
    on = DayField(label="哪天")
