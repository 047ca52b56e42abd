"""Forms for local numbers and choices (标准录入): one row of one key, with its document and effective date.

民发〔2021〕57号 第二条; what each key holds and who enters it comes from the declarations of the law.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.policy.declared import SELECTORS, SWITCHES_BY_NAME, Declared
from doudi.www.staff.deeds.deed import DayField, PlainForm

SELECTOR_NAMES = {
    "registration": ("户口", {"urban": "城镇", "rural": "农村", "all": "全体居民"}),
    "programme": ("项目", {"subsistence": "低保", "low_income": "低保边缘", "rigid_expenditure": "刚性支出",
                          "extreme_hardship": "特困"}),
    "grade": ("照料等级", {"full": "全自理", "partial": "半护理", "none": "全护理"}),
    "class": ("救助对象类别", {"extreme_hardship": "特困", "subsistence": "低保", "low_income": "低保边缘",
                         "illness_poverty": "因病致贫"}),
    "fixed_class": ("定额资助对象", {"subsistence": "低保", "low_income": "低保边缘"}),
    "group": ("对象", {"extreme_hardship": "特困", "subsistence": "低保", "low_income": "低保边缘",
                     "rigid_expenditure": "刚性支出", "monitored": "防返贫监测", "orphan": "孤儿和事实无人抚养儿童"}),
    "other_group": ("其他困难家庭", {"low_income": "低保边缘", "rigid_expenditure": "刚性支出"}),
    "stage": ("学段", {"preschool": "学前", "primary": "小学", "junior": "初中", "senior": "普通高中", "vocational": "中职",
                     "college": "大学"}),
    "boarding": ("寄宿", {True: "寄宿", False: "不寄宿"}),
    "need": ("康复方式", {"surgery": "手术", "device": "辅助器具", "training": "康复训练"}),
    "house_grade": ("房屋等级", {"C": "C级", "D": "D级"}),
    "placement": ("养育方式", {"institution": "机构养育", "family": "社会散居"}),
    "child_group": ("困境儿童类别", {"ill_or_disabled": "重病重残", "poor": "低保家庭", "harmed": "监护不到位或受侵害"}),
    "damage": ("住房受损", {"collapsed": "倒塌", "serious": "严重损坏"}),
}
PART_NAMES = {"value": "数值", "low": "下限", "high": "上限", "below": "低于(占标准)", "pay": "发放", "urban": "城镇",
              "rural": "农村", "rate": "比例", "cap": "封顶", "at_least": "不低于", "times": "倍数",
              "deductible": "起付线", "ratio": "救助比例", "age_to": "到多少岁"}
UNDECIDED = "undecided"


class DocumentForm(PlainForm):
    """On which document, from when (文号、生效日期)."""

    prefix_of_ids = "doc-"
    valid_from = DayField(label="生效日期")
    valid_until = DayField(label="到哪天为止", required=False, help_text="没有写明就空着。")
    number = forms.CharField(label="文号", max_length=80)
    title = forms.CharField(label="文件名称", max_length=200)
    issued_on = DayField(label="成文日期", required=False)

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning."""
        cleaned = super().clean()
        if cleaned.get("valid_until") and cleaned.get("valid_from") and cleaned["valid_until"] < cleaned["valid_from"]:
            self.add_error("valid_until", "结束日期早于生效日期。")
        return cleaned


class ValueForm(DocumentForm):
    """One row of a number: for whom, how much."""

    prefix_of_ids = "value-"

    def __init__(self, *args: Any, declared: Declared, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        self.declared, self.areas = declared, areas
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """Area, selectors and named values stand before the document."""
        mine: dict[str, forms.Field] = {"area": forms.ChoiceField(label="地区", choices=self.areas)}
        parameter = self.declared.parameter
        for name in parameter.selectors:
            label, words = SELECTOR_NAMES[name]
            mine[name] = forms.ChoiceField(label=label, choices=[(str(each), words.get(each, str(each)))
                                                                 for each in SELECTORS[name]])
        for name in parts(self.declared):
            mine[f"part-{name}"] = self._part(name)
        self.fields = {**mine, **self.fields}

    def _part(self, name: str) -> forms.Field:
        parameter = self.declared.parameter
        unit = self.declared.unit
        if parameter.is_table:
            columns = "、".join(PART_NAMES.get(each, each) for each in parameter.type.columns)
            return forms.CharField(label="各档", widget=forms.Textarea(attrs={"rows": 5}),
                                   help_text=f"一行一档,按顺序写:{columns},用空格隔开。")
        kind = parameter.parts.get(name, parameter.type)
        label = part_name(self.declared, name) + (f"({unit})" if unit else "")
        if kind.family == "bool":
            return forms.ChoiceField(label=label, choices=(("true", "是"), ("false", "否")), widget=forms.RadioSelect)
        if parameter.values and kind.family == "code":
            return forms.ChoiceField(label=label, choices=list(parameter.values.items()))
        return forms.CharField(label=label, max_length=40, required=not parameter.optional,
                               widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}))

    def selectors(self) -> dict[str, str | bool]:
        """For whom the row is, in the values that the law offers."""
        return {name: next(each for each in SELECTORS[name] if str(each) == self.cleaned_data[name])
                for name in self.declared.parameter.selectors}

    def value(self) -> dict[str, Any]:
        """The named values as a standards file writes them."""
        parameter = self.declared.parameter
        if parameter.is_table:
            columns = list(parameter.type.columns)
            lines = self.cleaned_data["part-tiers"].splitlines()
            return {"tiers": [dict(zip(columns, line.split(), strict=False)) for line in lines if line.strip()]}
        return {name: _plain(parameter, name, self.cleaned_data[f"part-{name}"]) for name in parts(self.declared)}


def part_name(declared: Declared, name: str) -> str:
    """What a named value is called: by the number's own declaration, else by the common words."""
    return declared.parameter.part_labels.get(name) or PART_NAMES.get(name, name)


def parts(declared: Declared) -> list[str]:
    """The named values of a key."""
    if declared.parameter.is_table:
        return ["tiers"]
    return list(declared.parameter.parts) or ["value"]


def _plain(parameter: Any, name: str, typed: str) -> Any:
    kind = parameter.parts.get(name, parameter.type)
    if kind.family == "bool":
        return typed == "true"
    if kind.name == "Count" and typed.strip().isdecimal():
        return int(typed)
    return typed.strip().replace(",", "") or ("none" if parameter.optional else "")


class SwitchForm(DocumentForm):
    """One choice that the law leaves open (本地选择)."""

    prefix_of_ids = "switch-"

    def __init__(self, *args: Any, key: str, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        self.key, self.areas = key, areas
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """Where, and which way."""
        offered = [(str(value), words) for value, words in SWITCHES_BY_NAME[self.key].values.items()]
        self.fields = {
            "area": forms.ChoiceField(label="地区", choices=self.areas),
            "choice": forms.ChoiceField(label="选择", choices=[*offered, (UNDECIDED, "还没有定")],
                                        widget=forms.RadioSelect),
            **self.fields}

    def value(self) -> Any:
        """The native value of the choice; None while undecided."""
        chosen = self.cleaned_data["choice"]
        return next((value for value in SWITCHES_BY_NAME[self.key].values if str(value) == chosen), None)

