"""One short form per change in a family (动态管理, C11): birth, death, move, split, merge, job offers, anything else.

民发〔2021〕57号 第二十九至三十四条; 民政部等四部门2022年10月20日通知 一(三).
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.offices import reads as offices
from doudi.www.staff.deeds.deed import DayField, PlainForm, reason_field
from doudi.www.staff.person_forms import RELATIONS, MemberForm
from doudi.www.staff.places import place_names

OTHER_KINDS = (
    ("income", "收入变化"), ("property", "财产变化"), ("work", "就业变化"), ("health", "健康变化"),
    ("nothing", "都没变"), ("other", "其他"),
)


class FamilyForm(PlainForm):
    """Knows the members of the household (`page.members`) and refuses days to come."""

    prefix_of_ids = "change-"

    def people(self) -> list[tuple[str, str]]:
        """Members as choices."""
        return [(str(each.id), each.name) for each in self.page.members]

    def set_up(self) -> None:
        """Members where a member is asked for."""
        for name in ("person_id", "member_ids", "head_id"):
            if name in self.fields:
                self.fields[name].choices = self.people()

    def clean(self) -> dict[str, Any]:
        """What happened has happened."""
        cleaned = super().clean()
        for name in ("happened_on", "died_on", "offered_on"):
            if cleaned.get(name) and cleaned[name] > self.duty.day:
                self.add_error(name, "这一天还没有到,请核对日期。")
        return cleaned


class BirthForm(MemberForm):
    """A child is born or somebody joins (新增人口)."""

    prefix_of_ids = "change-"

    def set_up(self) -> None:
        """Most who are new are children."""
        self.fields["relation"].initial = "child"


class DeathForm(FamilyForm):
    """A member has died; if it was the head, this file closes and a linked one opens (去世)."""

    person_id = forms.TypedChoiceField(label="谁去世了", coerce=int, widget=forms.RadioSelect)
    died_on = DayField(label="哪天去世的")


class MoveForm(FamilyForm):
    """The family moves to another village or township (搬家)."""

    area = forms.CharField(label="搬到哪个村(居)", max_length=40, help_text="村名就行;重名的再选一次。",
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))
    address = forms.CharField(label="新住址", required=False, max_length=120)

    def clean_area(self) -> str:
        """The village's code; where names repeat, the choice is offered."""
        return village_named(self.cleaned_data["area"], self.duty.day)


def village_named(text: str, day: Any) -> str:
    """The 12-digit code of a village by code or name; asks back where several carry the name."""
    text = text.strip()
    if text.isdecimal() and offices.area_exists(text, day):
        return text
    found = [area for area in offices.search_areas(text, limit=40) if area.level == "village"]
    same = [area for area in found if area.name == text] or found
    if len(same) == 1:
        return same[0].code
    if not same:
        raise forms.ValidationError("没有这个村(居)。请核对名字,或填 12 位区划代码。")
    places = place_names(area.code for area in same[:8])
    raise forms.ValidationError("有好几个,请填代码:" + ";".join(f"{places[a.code]} {a.code}" for a in same[:8]))


class SplitForm(MoveForm):
    """Part of the family lives apart from now on (分户)."""

    member_ids = forms.TypedMultipleChoiceField(label="哪些人分出去", coerce=int,
                                                widget=forms.CheckboxSelectMultiple)
    head_id = forms.TypedChoiceField(label="新户由谁申请", coerce=int)
    field_order = ("member_ids", "head_id", "area", "address")

    def set_up(self) -> None:
        """Most new households stay in the village; the applicant cannot leave his own file."""
        super().set_up()
        leaving = [(str(each.id), each.name) for each in self.page.members if each.relation != "self"]
        self.fields["member_ids"].choices = self.fields["head_id"].choices = leaving
        self.fields["area"].initial = self.page.village

    def clean(self) -> dict[str, Any]:
        """The new applicant is one of those who leave, and somebody stays."""
        cleaned = super().clean()
        leaving = cleaned.get("member_ids") or []
        if leaving and cleaned.get("head_id") not in leaving:
            self.add_error("head_id", "新户的申请人要是分出去的人。")
        if len(leaving) == len(self.page.members):
            self.add_error("member_ids", "不能所有人都分出去。全家搬走请用「搬家」。")
        return cleaned


class MergeForm(FamilyForm):
    """Two families become one (并户)."""

    into_id = forms.IntegerField(label="并到哪一户(户号)", min_value=1, help_text="户号在对方一户一档的页头。")

    def set_up(self) -> None:
        """Each member needs a relation to the other household's applicant."""
        super().set_up()
        for person_id, name in self.people():
            self.fields[f"relation-{person_id}"] = forms.ChoiceField(
                label=f"{name}是那户申请人的", choices=RELATIONS, initial="spouse")

    def relations(self) -> dict[int, str]:
        """Person id → relation to the applicant over there."""
        return {int(name.split("-")[1]): value for name, value in self.cleaned_data.items()
                if name.startswith("relation-")}


class JobForm(FamilyForm):
    """A job was offered: taken or refused, with or without a good reason (介绍就业)."""

    person_id = forms.TypedChoiceField(label="给谁介绍", coerce=int, widget=forms.RadioSelect)
    offered_on = DayField(label="哪天介绍的")
    job = forms.CharField(label="什么工作", max_length=200)
    suitable = forms.ChoiceField(label="适合他吗", choices=(("yes", "适合"), ("no", "不适合")),
                                 widget=forms.RadioSelect)
    refused = forms.ChoiceField(label="结果", choices=(("no", "去了"), ("yes", "拒绝了")),
                                widget=forms.RadioSelect)
    good_reason = forms.CharField(label="正当理由", required=False, max_length=200,
                                  help_text="生病、要照顾人等。有正当理由的不算拒绝。")


class OtherForm(FamilyForm):
    """Anything else that changed; the facts follow on the next page (其他变化)."""

    kind = forms.ChoiceField(label="什么变了", choices=OTHER_KINDS)
    happened_on = DayField(label="从哪天起")
    text = reason_field("说明", required=False, max_length=1000)

    def set_up(self) -> None:
        """Today, unless told otherwise."""
        self.fields["happened_on"].initial = self.duty.day


FORMS: dict[str, tuple[str, type[PlainForm]]] = {
    "other": ("收入、财产、就业等变了", OtherForm),
    "birth": ("添人口", BirthForm),
    "death": ("有人去世", DeathForm),
    "move": ("搬家", MoveForm),
    "split": ("分户", SplitForm),
    "merge": ("并户", MergeForm),
    "job": ("介绍就业", JobForm),
}

