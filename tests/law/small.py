"""The declarations of the small invented law, its sheet, and households to try it on."""

from datetime import date
from typing import Any

from doudi.law import UNKNOWN, Because, Document, Fact, LawBook, Parameter, Row, Sheet, SwitchDecl, Table
from doudi.law.language import Bool, Code, Count, Day, Fen, FenMonth, FenYear, Number
from tests.law import small_rules

DAY = date(2026, 6, 15)
MOST = 10**9

FACTS = [
    Fact("registration", "household", Code, "户籍", values={"urban": "城镇", "rural": "农村"}, changes=False),
    Fact("deposits", "household", Fen, "存款", high=MOST, default=0),
    Fact("homes", "household", Count, "住房", high=20, default=1),
    Fact("homes_exempt", "household", Bool, "住房豁免", default=False),
    Fact("spending", "household", FenYear, "支出", high=MOST, default=0),
    Fact("special", "household", Bool, "特别情形", default=False),
    Fact("relation", "member", Code, "关系", changes=False,
         values={"self": "本人", "spouse": "配偶", "child": "子女", "other": "其他"}),
    Fact("birth", "member", Day, "出生", default=date(1980, 1, 1)),
    Fact("wage", "member", FenYear, "工资", high=MOST, default=0, missing=Because("wage_unknown", "甲 二")),
    Fact("business", "member", FenYear, "经营", high=MOST, default=0),
    Fact("pension", "member", FenYear, "养老金", high=MOST, default=0),
    Fact("authorised", "member", Bool, "授权", default=True, missing=Because("authorisation_missing", "甲 四")),
    Fact("registration", "supporter", Code, "户籍", values={"urban": "城镇", "rural": "农村"}, default="urban"),
    Fact("family_income", "supporter", FenMonth, "家庭月收入", high=MOST, default=0),
    Fact("size", "supporter", Count, "人口", low=1, high=20, default=1),
    Fact("shares", "supporter", Count, "供养人数", low=1, high=10, default=1),
    Fact("ordered", "supporter", FenMonth, "判决", high=MOST, optional=True, default=None),
]  # fmt: skip

PARAMETERS = [
    Parameter("line", "收入线", FenMonth, selectors=("registration",), who="县", high="10000.00"),
    Parameter("cost_rate", "成本率", Number, high="1"),
    Parameter("cost_cap", "成本上限", FenMonth, optional=True, high="10000.00"),
    Parameter("old_age", "老年", Count, high=120),
    Parameter("assets_multiple", "财产倍数", Number, selectors=("programme",), high="100"),
    Parameter("rounding", "取整", Code, values={"ceil_yuan": "见角进元", "half_up_fen": "到分"}),
    Parameter("tiers", "档次", Table({"below": Number, "pay": FenMonth}), who="县"),
]

SWITCHES = [
    SwitchDecl("pension_excluded", "养老金不计入", {True: "不计入", False: "计入"}, "甲 三", "市"),
    SwitchDecl("age_reached_on", "周岁", {"birthday": "生日当天", "day_after": "次日"}, "甲 五"),
]

BOOK = LawBook(
    modules=[small_rules], facts=FACTS, parameters=PARAMETERS, switches=SWITCHES, programmes=[small_rules.PROGRAMME],
    reason_labels={"below": "收入低于线"},
)  # fmt: skip


def row(key: str, raw: Any, area: str = "3708", since: date = date(2025, 1, 1), **selectors: Any) -> Row:
    parameter = next(p for p in PARAMETERS if p.key == key)
    return Row(key, area, selectors, parameter.parse(raw), since, None, "示例")


ROWS = [
    row("line", "800.00", registration="urban"),
    row("line", "620.00", registration="rural"),
    row("cost_rate", "0.20"),
    row("cost_cap", "none"),
    row("old_age", 60),
    row("assets_multiple", "24", programme="aid"),
    row("rounding", "ceil_yuan"),
    row("tiers", [{"below": "0.5", "pay": "400.00"}, {"below": "1", "pay": "200.00"}]),
]


def sheet(*more: Row, without: str = "", area: str = "370811006", **switches: Any) -> Sheet:
    decided = {"pension_excluded": True, "age_reached_on": "birthday", **switches}
    return Sheet.of(DAY, area, [r for r in (*ROWS, *more) if r.key != without], decided)


def family(
    *members: dict[str, Any], supporters: tuple[dict[str, Any], ...] = (), **household: Any
) -> Document:
    """A household of the applicant, a spouse and a child unless members are given."""
    people = members or ({"relation": "self"}, {"relation": "spouse"}, {"relation": "child"})
    named = tuple({"id": f"m{i}", "relation": "other", **m} for i, m in enumerate(people, start=1))
    return Document({"registration": "urban", **household}, named, supporters)


def decide(document: Document, on: Sheet | None = None, **kwargs: Any) -> Any:
    return BOOK.decide(document, day=DAY, sheet=on or sheet(), **kwargs)


def verdict(document: Document, on: Sheet | None = None) -> Any:
    return decide(document, on).verdicts["aid"]


__all__ = ["BOOK", "DAY", "UNKNOWN", "decide", "family", "row", "sheet", "verdict"]
