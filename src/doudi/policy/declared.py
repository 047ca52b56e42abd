"""The numbers of the law (参数) as this product knows them: one YAML file per number under `parameters/`.

A number that an instrument fixes for everybody has its dated values in its file. A number that a county or
the city publishes has none there: it says who enters it, and the answer names it where it is missing.
`SWITCHES` are the choices that the law leaves open (地方口径); undecided is a state, never a default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from doudi.law.parameters import BadValue, Parameter, SwitchDecl
from doudi.law.sheet import Row
from doudi.law.types import BOOL, CODE, COUNT, DAY, FEN, FEN_MONTH, FEN_YEAR, NUMBER, Table, ValueType
from doudi.policy.reading import (
    BadFile,
    Mapped,
    choice_of,
    day_of,
    flag_of,
    list_of,
    mapped,
    only_keys,
    read_yaml,
    text_of,
)

FOLDER: Final = Path(__file__).parent / "parameters"
NOT_YET: Final = FOLDER / "not_yet.yaml"

TYPES: Final[Mapping[str, ValueType]] = {
    "fen": FEN,
    "fen_month": FEN_MONTH,
    "fen_year": FEN_YEAR,
    "number": NUMBER,
    "count": COUNT,
    "code": CODE,
    "bool": BOOL,
    "day": DAY,
}

SELECTORS: Final[Mapping[str, tuple[str | bool, ...]]] = {
    "registration": ("urban", "rural", "all"),
    "programme": ("subsistence", "low_income", "rigid_expenditure", "extreme_hardship"),
    "grade": ("full", "partial", "none"),
    "class": ("extreme_hardship", "subsistence", "low_income", "illness_poverty"),
    "fixed_class": ("subsistence", "low_income"),
    "group": ("extreme_hardship", "subsistence", "low_income", "rigid_expenditure", "monitored", "orphan"),
    "other_group": ("low_income", "rigid_expenditure"),
    "stage": ("preschool", "primary", "junior", "senior", "vocational", "college"),
    "boarding": (True, False),
    "need": ("surgery", "device", "training"),
    "house_grade": ("C", "D"),
    "placement": ("institution", "family"),
    "child_group": ("ill_or_disabled", "poor", "harmed"),
    "damage": ("collapsed", "serious"),
}
"""What a row may be for, besides an area."""

_FILE_KEYS: Final = (
    "title",
    "type",
    "unit",
    "clause",
    "selectors",
    "who_enters",
    "choices",
    "low",
    "high",
    "optional",
    "note",
    "sets",
    "bands",
    "part_titles",
    "values",
)


@dataclass(frozen=True)
class Declared:
    """One parameter file: what it is, in which unit, who enters it, and the values the product brings
    along.
    """

    parameter: Parameter
    unit: str
    clause: str
    note: str
    address: str
    rows: tuple[Row, ...]
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> bool:
        """Whether a locality publishes it."""
        return bool(self.parameter.who)


@cache
def declarations() -> Mapping[str, Declared]:
    """Every parameter file by its key (the file's name)."""
    paths = sorted(path for path in FOLDER.rglob("*.yaml") if path != NOT_YET)
    return {path.stem: _declared(path) for path in paths}


@cache
def not_yet() -> Mapping[str, str]:
    """Keys that a standards file may carry for programmes whose rules are still to come."""
    return {key: str(title) for key, title in read_yaml(NOT_YET).items()}


def parameters() -> tuple[Parameter, ...]:
    """What the rules may look up."""
    return tuple(declared.parameter for declared in declarations().values())


def national_rows() -> Mapping[str, tuple[Row, ...]]:
    """The values that instruments fix for everybody, by key."""
    return {key: declared.rows for key, declared in declarations().items() if declared.rows}


def _declared(path: Path) -> Declared:
    data = read_yaml(path)
    only_keys(path, data, _FILE_KEYS, "参数文件")
    parameter = Parameter(
        path.stem,
        text_of(path, data, "title"),
        _type(path, data),
        selectors=tuple(list_of(path, data, "selectors")),
        who=text_of(path, data, "who_enters", default=""),
        cite=text_of(path, data, "clause", default="") or None,
        low=data.get("low"),
        high=data.get("high"),
        values=dict(data.get("choices", {})),
        optional=bool(data.get("optional", False)),
        part_labels=dict(data.get("part_titles") or {}),
    )
    rows = tuple(
        national_row(path, parameter, mapped(path, entry, data.at("values"), "一条数值"))
        for entry in list_of(path, data, "values")
    )
    address = str(path.relative_to(FOLDER).with_suffix(""))
    return Declared(
        parameter,
        text_of(path, data, "unit", default=""),
        parameter.cite or "",
        text_of(path, data, "note", default=""),
        address,
        rows,
        {name: tuple(words) for name, words in (data.get("sets") or {}).items()},
        dict(data.get("bands") or {}),
    )


def _type(path: Path, data: Mapped) -> Any:
    kind = data.get("type")
    if isinstance(kind, str):
        return TYPES[choice_of(path, data, "type", {name: name for name in TYPES})]
    columns = mapped(path, kind, data.at("type"), "type")
    if "table" in columns:
        table = mapped(path, columns["table"], columns.at("table"), "table")
        return Table({name: TYPES[text_of(path, table, name)] for name in table})
    return {name: TYPES[text_of(path, columns, name)] for name in columns}


def national_row(path: Path, parameter: Parameter, entry: Mapped) -> Row:
    """One dated value of a parameter file, with its instrument and article."""
    source = mapped(path, entry.get("source"), entry.at("source"), "source")
    only_keys(path, source, ("instrument", "article"), "source")
    cited = f"{text_of(path, source, 'instrument')} {text_of(path, source, 'article')}"
    return row_of(path, parameter, entry, cited, extra=("source",))


def row_of(path: Path, parameter: Parameter, entry: Mapped, source: str, extra: tuple[str, ...] = ()) -> Row:
    """One row of a parameter: area, dates, selectors and value, all checked."""
    parts = tuple(parameter.parts) or (("tiers",) if parameter.is_table else ("value",))
    only_keys(
        path,
        entry,
        ("area", "from", "until", *parameter.selectors, *parts, *extra),
        f"“{parameter.key}”的一行",
    )
    selectors = {name: _selector(path, entry, name) for name in parameter.selectors if name in entry}
    since = day_of(path, entry, "from")
    until = day_of(path, entry, "until") if entry.get("until") is not None else None
    if until is not None and until < since:
        raise BadFile(path, entry.at("until"), f"“until” {until} 早于“from” {since}", "核对两个日期")
    return Row(
        parameter.key, area_of(path, entry), selectors, _value(path, parameter, entry), since, until, source
    )


def _selector(path: Path, entry: Mapped, name: str) -> str | bool:
    offered = SELECTORS[name]
    if True in offered:
        return flag_of(path, entry, name)
    return choice_of(path, entry, name, {str(value): str(value) for value in offered})


def area_of(path: Path, entry: Mapped) -> str:
    """An area prefix: digits of a GB/T 2260 or statistical code; missing = everywhere."""
    area = entry.get("area", "")
    if (
        not isinstance(area, str)
        or (area and not (area.isascii() and area.isdigit()))
        or len(area) > AREA_DIGITS
    ):
        cure = '写成带引号的数字代码,例如 "370811"'
        raise BadFile(path, entry.at("area"), f"区划代码“{area}”不对", cure)
    return area


AREA_DIGITS: Final = 12
"""A village code (统计用区划代码) has twelve digits; nothing is longer."""


def _value(path: Path, parameter: Parameter, entry: Mapped) -> Any:
    if parameter.is_table:
        raw: Any = entry.get("tiers")
    elif parameter.parts:
        raw = entry
    else:
        raw = entry.get("value")
    line = entry.at("tiers" if parameter.is_table else "value")
    _money_in_quotes(path, line, parameter, raw)
    try:
        value = parameter.parse(raw)
    except BadValue as error:
        raise BadFile(path, line, str(error), "改正后再试") from error
    _in_range(path, line, parameter, value)
    return value


def _money_in_quotes(path: Path, line: int, parameter: Parameter, raw: Any) -> None:
    """An amount without quotes might mean yuan or fen: it is refused, never guessed."""
    columns = _kinds(parameter) if parameter.is_table else parameter.parts
    rows = [row for row in (raw if isinstance(raw, list) else [raw]) if isinstance(row, Mapping)]
    found = [row.get(name) for row in rows for name, kind in columns.items() if kind.is_money]
    if isinstance(parameter.type, ValueType) and parameter.type.is_money:
        found.append(raw)
    if any(type(one) is int for one in found):
        what = f"“{parameter.label}”的金额没有加引号"
        raise BadFile(path, line, what, '写成带引号的元,例如 "800.00"')


def _in_range(path: Path, line: int, parameter: Parameter, value: Any) -> None:
    if parameter.is_table:
        for row in value:
            _in_range(path, line, Parameter(parameter.key, parameter.label, dict(_kinds(parameter))), row)
        return
    pairs = (
        [(parameter.type, value)]
        if isinstance(parameter.type, ValueType)
        else [(kind, value[name]) for name, kind in parameter.parts.items()]
    )
    for kind, single in pairs:
        low, high = parameter.bounds(kind)
        if kind.is_numeric and single is not None and not low <= single <= high:
            raise BadFile(
                path, line, f"“{parameter.label}”的数值不在合理范围内", "核对文件上的数和单位(元、倍、占比)"
            )


def _kinds(parameter: Parameter) -> Mapping[str, ValueType]:
    return parameter.type.columns if isinstance(parameter.type, Table) else parameter.parts


CITY: Final = "市民政局"

_COUNTED: Final = {True: "计入", False: "不计入"}

SWITCHES: Final[tuple[SwitchDecl, ...]] = (
    SwitchDecl(
        "basic_pension_excluded",
        "2026年起中央基础养老金是否不计入收入",
        {True: "不计入", False: "计入"},
        "民发〔2021〕57号 第十三条",
        CITY,
    ),
    SwitchDecl(
        "old_age_allowance_counted", "高龄津贴是否计入收入", _COUNTED, "民发〔2021〕57号 第十三条", CITY
    ),
    SwitchDecl(
        "actual_over_formula",
        "赡养费是否实际给付优先于公式",
        {True: "按实际给付", False: "按公式"},
        "民发〔2021〕57号 第十三条",
        CITY,
    ),
    SwitchDecl(
        "higher_actual_prevails",
        "实际给付高于公式时是否按实际",
        {True: "取高", False: "按公式"},
        "民发〔2021〕57号 第十三条",
        CITY,
    ),
    SwitchDecl(
        "support_exempt_for_adult_disabled",
        "兄弟姐妹和老年人给成年无业重残人员的供养费是否豁免",
        {True: "豁免", False: "计入"},
        "民政部等四部门2022年10月20日通知 一(一)",
        CITY,
    ),
    SwitchDecl(
        "extreme_hardship_new_minor_below",
        "新申请特困的未成年人年龄上限",
        {18: "未满18周岁", 16: "未满16周岁"},
        "济办发〔2020〕21号 二(一)2",
        CITY,
    ),
    SwitchDecl(
        "gradual_exit_over_edge",
        "达到边缘线以上是否仍给渐退",
        {True: "给", False: "不给"},
        "民发〔2021〕57号 第三十三条",
        CITY,
    ),
    SwitchDecl(
        "refusal_effect",
        "连续三次拒绝就业的后果",
        {"stop": "停发本人份额", "reduce": "减发"},
        "民发〔2021〕57号 第三十四条",
        CITY,
    ),
    SwitchDecl(
        "disposable_income_basis",
        "人均可支配收入用哪一口径",
        {"by_registration": "按户籍性质", "all_residents": "全体居民"},
        "刚性支出困难家庭认定办法 第四条(二)",
        CITY,
    ),
    SwitchDecl(
        "disability_subsidies_in_extreme_hardship",
        "特困人员能否同领残疾人两项补贴",
        {"none": "都不领", "care_only": "只领护理补贴", "both": "都领"},
        "国发〔2015〕52号",
        CITY,
    ),
    SwitchDecl(
        "publicity_first_day_counts",
        "公示张贴当日是否算第1天",
        {True: "算", False: "不算"},
        "民发〔2021〕57号 第十九条",
        CITY,
    ),
    SwitchDecl(
        "age_reached_on",
        "周岁从生日当日还是次日起算",
        {"birthday": "生日当日", "day_after": "生日次日"},
        "民法典 第一千二百五十九条",
        CITY,
    ),
    SwitchDecl(
        "urgent_clock_from",
        "24小时从报告还是发生起算",
        {"reported_at": "报告时", "occurred_at": "发生时"},
        "国发〔2014〕47号",
        CITY,
    ),
)

SWITCHES_BY_NAME: Final = {switch.name: switch for switch in SWITCHES}


def check_switches(path: Path, data: Mapped) -> dict[str, Any]:
    """The switches of a standards file or of a case: known names, values that the law offers, null =
    undecided.
    """
    only_keys(path, data, SWITCHES_BY_NAME, "switches")
    for name, value in data.items():
        try:
            SWITCHES_BY_NAME[name].check(value)
        except BadValue as error:
            raise BadFile(path, data.at(name), str(error), "改成可选的值,没有定就写 null") from error
    return dict(data)


def first_day_in_force(key: str) -> date | None:
    """The first day on which the product itself has a value for a key."""
    rows = declarations()[key].rows
    return min((row.valid_from for row in rows), default=None)
