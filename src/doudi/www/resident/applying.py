"""Forms of the application: home, each person, relatives outside, income, property, contact. What is known
comes prefilled.

Choices, ranges and words come from the declaration of facts, so that forms and law cannot drift apart.
"""

from __future__ import annotations

from typing import Any

from django import forms

from doudi.kernel.identifiers import BadIdentifier, check_luhn, parse_id_number
from doudi.kernel.masking import mask_account, mask_address, mask_id, mask_phone
from doudi.people.actions.persons import OLDEST
from doudi.people.names import tidy_name
from doudi.people.refusals import Refused
from doudi.policy.facts import DISABILITY_KINDS, FACTS
from doudi.www import clock
from doudi.www.fields import (
    MOST_MONTHLY_FEN,
    TOO_MUCH,
    DayField,
    IdNumberField,
    MoneyField,
    PhoneField,
    keep_known,
)
from doudi.www.templatetags.words import yuan

LEAST_CARD, LONGEST_CARD = 12, 19
RELATION = FACTS["member", "relation"].values
STUDENT = FACTS["member", "student"].values
STATUS = FACTS["member", "status"].values
GRADES = [("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级")]
COUNTS = [(n, "没有" if n == 0 else f"{n}") for n in range(6)]

# income as people speak of it → the kind in which the law counts it
INCOMES = (
    ("wage", "上班、打工的工资"),
    ("business", "做买卖、养殖挣的"),
    ("land", "种地、土地流转"),
    ("pension", "退休金、养老金"),
    ("basic_pension", "农村（居民）基础养老金"),
    ("rent", "房租"),
    ("interest", "利息、分红"),
    ("support", "子女、父母给的"),
    ("unemployment", "失业金"),
    ("other", "其他"),
)


def text_input(**attrs: str) -> forms.TextInput:
    """A text input that remembers nothing on a shared telephone."""
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


def name_of(typed: str) -> str:
    """The name as the record keeps it, or the reason why it cannot."""
    try:
        return tidy_name(typed)
    except Refused as no:
        raise forms.ValidationError(str(no)) from None


class HomeForm(forms.Form):
    """Where the family is registered and how to reach it."""

    address = forms.CharField(
        label="门牌号",
        max_length=120,
        widget=text_input(),
        help_text="例如：3 号楼 2 单元 401，或 5 组 12 号",
        error_messages={"required": "请写门牌号。没有门牌号就写几组、谁家旁边。"},
    )
    registration = forms.ChoiceField(
        label="户口是城镇还是农村？",
        widget=forms.RadioSelect,
        choices=list(FACTS["household", "registration"].values.items()),
        error_messages={"required": "请点城镇或农村。户口本首页写着「户别」。"},
    )
    phone = PhoneField(
        label="联系电话",
        help_text="工作人员用它找您。可以写子女、邻居的。",
        error_messages={"required": "请写一个能找到您的电话，邻居的也行。"},
    )

    def __init__(self, *args: Any, known: str = "", known_phone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {"address": known, "phone": known_phone}
        keep_known(self, {"address": mask_address(known), "phone": mask_phone(known_phone)})

    def clean(self) -> dict[str, Any]:
        """What was left blank is as it was."""
        data = super().clean() or {}
        return data | {name: data.get(name) or known for name, known in self.known.items() if known}


class MemberForm(forms.Form):
    """One person of the household. The ID number says birth and sex; without one they are asked."""

    name = forms.CharField(
        label="姓名",
        max_length=80,
        widget=text_input(),
        error_messages={"required": "请写姓名，照着身份证或户口本写。"},
    )
    id_number = IdNumberField(
        label="身份证号", required=False, help_text="照着身份证或户口本写，末尾是 X 就写 X"
    )
    no_id = forms.BooleanField(label="还没有身份证号", required=False)
    birth = DayField(label="出生日期", required=False, help_text="例如：2024-3-5")
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "请选一个"), ("male", "男"), ("female", "女")]
    )
    relation = forms.ChoiceField(
        label="是申请人的什么人？",
        error_messages={"required": "请选一个关系。"},
        choices=[("", "请选一个"), *((c, w) for c, w in RELATION.items() if c != "self")],
    )
    student = forms.ChoiceField(label="现在上学吗？", choices=list(STUDENT.items()), initial="none")
    disability = forms.ChoiceField(
        label="残疾证是哪一类？", required=False, choices=[("", "没有残疾证"), *DISABILITY_KINDS.items()]
    )
    grade = forms.ChoiceField(label="残疾证是几级？", required=False, choices=[("", "没有残疾证"), *GRADES])
    serious_illness = forms.BooleanField(label="正在治大病（癌症、尿毒症等）", required=False)
    unable_to_work = forms.BooleanField(label="干不了活，没有劳动能力", required=False)
    status = forms.ChoiceField(label="现在人在哪里？", choices=list(STATUS.items()), initial="present")

    def __init__(
        self, *args: Any, applicant: bool = False, taken: frozenset[str] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken
        self.known_number = self.initial.get("id_number", "")
        keep_known(self, {"id_number": mask_id(self.known_number)})
        if applicant:
            del self.fields["relation"]

    def clean(self) -> dict[str, Any]:
        """Either an ID number or, said so, birth and sex; a disability has both kind and grade."""
        data = super().clean() or {}
        if self.known_number and not data.get("id_number") and not data.get("no_id") and "id_number" not in self.errors:
            data["id_number"] = parse_id_number(self.known_number)
        self._identity(data)
        if bool(data.get("disability")) != bool(data.get("grade")):
            self.add_error(
                "grade" if data.get("disability") else "disability",
                "残疾证的类别和级别都要选，没有残疾证就都选「没有」。",
            )
        return data

    def clean_name(self) -> str:
        """What the record would refuse is said here, and not after the last page."""
        return name_of(self.cleaned_data["name"])

    def _identity(self, data: dict[str, Any]) -> None:
        number = data.get("id_number")
        if number is not None:
            if number.number18 in self.taken:
                self.add_error("id_number", "这个身份证号前面已经写过了。请看看是不是写成了别人的。")
            data["birth"], data["sex"] = number.birth, number.sex
        elif not data.get("no_id") and "id_number" not in self.errors:
            self.add_error("id_number", "请写身份证号。还没有的，点下面「还没有身份证号」，写出生日期。")
        elif data.get("no_id"):
            if not data.get("birth") and "birth" not in self.errors:
                self.add_error("birth", "没有身份证号的，请写出生日期，例如 2024-3-5。")
            if not data.get("sex"):
                self.add_error("sex", "没有身份证号的，请选男或女。")
        if data.get("birth") and clock.today().year - data["birth"].year > OLDEST:
            self.add_error("birth" if number is None else "id_number", f"出生日期是 {OLDEST} 年以前，请再看一遍。")


class KinForm(forms.Form):
    """A relative outside the household who owes one of its members support (赡养、抚养、扶养义务人)."""

    name = forms.CharField(
        label="他（她）叫什么？",
        max_length=80,
        widget=text_input(),
        error_messages={"required": "请写名字。"},
    )
    of = forms.ChoiceField(label="该养家里的谁？", error_messages={"required": "请选家里的一个人。"})
    relation = forms.ChoiceField(
        label="是这个人的什么人？",
        choices=[("", "请选一个"), *((c, w) for c, w in RELATION.items() if c != "self")],
        error_messages={"required": "请选一个关系。"},
    )
    household_size = forms.IntegerField(
        label="他家几口人？",
        required=False,
        min_value=1,
        max_value=20,
        help_text="不知道就空着",
        widget=text_input(inputmode="numeric"),
    )
    monthly_income = MoneyField(
        label="他家一个月收入多少？", required=False, help_text="不知道就空着，工作人员会去问"
    )
    actually_pays = MoneyField(
        label="现在每月实际给多少？", required=False, help_text="没给就写 0，不知道就空着"
    )

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "请选一个"), *members]

    def clean_name(self) -> str:
        """As the record keeps it."""
        return name_of(self.cleaned_data["name"])


class IncomeForm(forms.Form):
    """What one person gets, per source and by the month or the year; blank means none, and that is said and
    ticked."""

    per = forms.ChoiceField(
        label="下面按月写，还是按年写？",
        widget=forms.RadioSelect,
        initial="month",
        choices=[("month", "按月，一个月多少"), ("year", "按年，近一年一共多少")],
    )
    complete = forms.BooleanField(
        label="就这些，空着的就是没有",
        error_messages={"required": "请看一遍，空着的确实没有，就在这里打勾。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sums = {f"income_{kind}": MoneyField(label=words, required=False) for kind, words in INCOMES}
        self.fields = {"per": self.fields["per"], **sums, "complete": self.fields["complete"]}

    def clean(self) -> dict[str, Any]:
        """A year of it is still a sum that the law reads."""
        data = super().clean() or {}
        for kind, _ in INCOMES if data.get("per") == "month" else ():
            if (data.get(f"income_{kind}") or 0) > MOST_MONTHLY_FEN:
                self.add_error(f"income_{kind}", TOO_MUCH)
        return data

    def sums(self) -> list[forms.BoundField]:
        """The fields for money, in the order in which the page shows them."""
        return [self[f"income_{kind}"] for kind, _ in INCOMES]


class PropertyForm(forms.Form):
    """What the family owns and what it had to spend in twelve months. Every line wants an answer; 0 is
    one."""

    deposits = MoneyField(label="存款", help_text="银行卡、存折、微信、支付宝加起来。没有写 0")
    securities = MoneyField(label="股票、基金、理财", help_text="没有写 0")
    insurance_cash_value = MoneyField(label="商业保险退保能拿回的钱", help_text="社保、医保不算。没有写 0")
    vehicles = forms.TypedChoiceField(
        label="汽车、货车几辆？", choices=COUNTS, coerce=int, help_text="电动车、三轮车不算"
    )
    vehicles_exempt = forms.TypedChoiceField(
        label="其中残疾人代步、挣钱吃饭用的几辆？", choices=COUNTS, coerce=int
    )
    homes = forms.TypedChoiceField(
        label="住房几套？", choices=COUNTS, coerce=int, help_text="城里的、老家的都算"
    )
    non_residential_property = forms.TypedChoiceField(
        label="门面房、厂房、车库几处？", choices=COUNTS, coerce=int
    )
    expense_medical_self_paid = MoneyField(
        label="近一年看病自己付的钱", help_text="报销以后自己出的。没有写 0"
    )
    expense_education_public_rate = MoneyField(
        label="近一年孩子的学费", help_text="按公办学校的标准写。没有写 0"
    )
    expense_rehabilitation = MoneyField(label="近一年残疾康复自己付的钱", help_text="没有写 0")

    OWNED = (
        "deposits",
        "securities",
        "insurance_cash_value",
        "vehicles",
        "vehicles_exempt",
        "homes",
        "non_residential_property",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"「{str(field.label).rstrip('？')}」还没写。没有就写 0。"

    def clean(self) -> dict[str, Any]:
        """No more exempt vehicles than vehicles."""
        data = super().clean() or {}
        if (data.get("vehicles_exempt") or 0) > (data.get("vehicles") or 0):
            self.add_error("vehicles_exempt", "这个数不能比汽车、货车的总数多。")
        return data

    def owned(self) -> list[forms.BoundField]:
        """The half about property."""
        return [self[name] for name in self.OWNED]

    def spent(self) -> list[forms.BoundField]:
        """The half about spending."""
        return [field for field in self if field.name not in self.OWNED]


def words_of_sum(name: str, value: int) -> str:
    """存款 20,000 元; 住房 1 套."""
    field = PropertyForm.base_fields[name]
    label = str(field.label).removesuffix("？").removesuffix("几套").removesuffix("几辆").removesuffix("几处")
    return f"{label} {yuan(value)} 元" if isinstance(field, MoneyField) else f"{label} {value}"


class AccountForm(forms.Form):
    """Where the money goes: a card in the applicant's name. It may be told later."""

    account_number = forms.CharField(
        label="银行卡号",
        max_length=30,
        required=False,
        widget=text_input(inputmode="numeric"),
        help_text="申请人本人的卡，用来领钱。现在没有，可以以后再给",
    )
    account_bank = forms.CharField(
        label="开户银行",
        max_length=80,
        required=False,
        widget=text_input(),
        help_text="例如：济宁银行、农商银行",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = self.initial.get("account_number", "")
        keep_known(self, {"account_number": mask_account(self.known)})

    def clean_account_number(self) -> str:
        """A card number has a check digit; a slip of the finger shows here and not when the bank returns
        the money."""
        typed = self.cleaned_data["account_number"]
        if not typed:
            return self.known
        try:
            return check_luhn(typed)
        except BadIdentifier as wrong:
            raise forms.ValidationError(f"{wrong}。请照着银行卡再看一遍。") from None
