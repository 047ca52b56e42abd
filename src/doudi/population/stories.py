"""Households made for a purpose: each stands on one side of one line of the basic programmes, or on the
line itself.

The lines are taken from the sheet that is handed in (标准单); no amount of the law stands here.
民发〔2021〕57号 第八、十三、十四、 二十三条; 民发〔2021〕43号 第四至六条; 刚性支出困难家庭认定办法 第四条.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from doudi.law.facts import UNKNOWN
from doudi.law.sheet import Sheet
from doudi.population.drafts import Draft, years_before

_PROGRAMMES: Final = ("subsistence", "low_income")


@dataclass(frozen=True)
class Lines:
    """What the stories are drawn against: fen a month, and multiples of it."""

    day: date
    registration: str
    standard: int
    edge: Fraction
    assets: Mapping[str, Fraction]

    @classmethod
    def of(cls, sheet: Sheet, area: str, registration: str) -> "Lines | None":
        """The lines of an area; None while one of them is not published."""
        standard = _value(sheet, "subsistence_standard", area, registration=registration)
        edge = _value(sheet, "low_income_multiple", area)
        assets = {
            name: _value(sheet, "financial_assets_multiple", area, programme=name) for name in _PROGRAMMES
        }
        if standard is None or edge is None or None in assets.values():
            return None
        multiples = {name: Fraction(value) for name, value in assets.items()}
        return cls(sheet.day, registration, int(standard), Fraction(edge), multiples)

    def born(self, years: int, days: int | None = None) -> date:
        """The birth of somebody `years` old on the day, full since `days` days (some other, invented day if
        None).
        """
        return years_before(self.day, years, 37 * years % 300 + 20 if days is None else days)

    def a_year(self, people: int, multiple: Fraction = Fraction(1)) -> int:
        """The smallest whole fen a year that is not below `multiple` × standard for so many people."""
        exact = multiple * self.standard * people * 12
        return -(-exact.numerator // exact.denominator)

    def savings(self, people: int, programme: str) -> int:
        """The largest whole fen of savings within the limit."""
        return int(self.assets[programme] * self.standard * people)


def _value(sheet: Sheet, key: str, area: str, **selectors: str) -> Any:
    row = sheet.row(key, area, selectors)
    return None if row is None else row.value


def _family(lines: Lines, story: str, income: int, **facts: Any) -> Draft:
    """A couple with a school child; what they earn stands with the applicant, of a kind from which nothing
    is deducted.
    """
    draft = Draft(lines.registration, {"homes": 1, **facts}, story=story)
    draft.add("self", "male", lines.born(45), income_other=income)
    draft.add("spouse", "female", lines.born(43))
    draft.add("child", "female", lines.born(11), student="primary")
    return draft


def _elder(lines: Lines, story: str, birth: date, **facts: Any) -> Draft:
    draft = Draft(lines.registration, {"homes": 1, "contracted_land": True}, story=story)
    draft.add("self", "male", birth, income_land=lines.standard, **facts)
    return draft


def _below(lines: Lines) -> Draft:
    return _family(lines, "人均收入比低保标准少一分", lines.a_year(3) - 1)


def _at_standard(lines: Lines) -> Draft:
    return _family(lines, "人均收入正好等于低保标准", lines.a_year(3))


def _below_edge(lines: Lines) -> Draft:
    return _family(lines, "人均收入比边缘线少一分", lines.a_year(3, lines.edge) - 1)


def _at_edge(lines: Lines) -> Draft:
    return _family(lines, "人均收入正好等于边缘线", lines.a_year(3, lines.edge))


def _savings_at_limit(lines: Lines) -> Draft:
    return _family(lines, "存款正好等于低保限额", lines.a_year(1), deposits=lines.savings(3, "subsistence"))


def _savings_over(lines: Lines) -> Draft:
    return _family(
        lines, "存款比低保限额多一分", lines.a_year(1), deposits=lines.savings(3, "subsistence") + 1
    )


def _savings_over_both(lines: Lines) -> Draft:
    return _family(lines, "存款超过边缘限额", lines.a_year(1), deposits=lines.savings(3, "low_income") + 100)


def _mobility_vehicle(lines: Lines) -> Draft:
    draft = _family(lines, "唯一的车是残疾代步车", lines.a_year(1), vehicles=1, vehicles_exempt=1)
    draft.members[0]["disability_limb"] = 2
    return draft


def _second_home(lines: Lines) -> Draft:
    return _family(lines, "有两套住房", lines.a_year(1), homes=2)


def _wages(lines: Lines) -> Draft:
    draft = _family(lines, "工资扣减就业成本后低于标准", 0)
    draft.members[0] |= {"income_wage": lines.a_year(3) + lines.a_year(1, Fraction(1, 4)), "works": True}
    return draft


def _edge_with_disabled(lines: Lines) -> Draft:
    draft = _family(lines, "边缘家庭中的重度残疾人", lines.a_year(3, (1 + lines.edge) / 2))
    draft.members[1] |= {"disability_limb": 1, "unable_to_work": True}
    return draft


def _edge_with_illness(lines: Lines) -> Draft:
    draft = _family(lines, "边缘家庭中的重病患者", lines.a_year(3, (1 + lines.edge) / 2))
    draft.members[1]["serious_illness"] = True
    return draft


def _adult_disabled(lines: Lines) -> Draft:
    draft = Draft(lines.registration, {"homes": 1}, story="依靠父母生活的成年重度残疾人")
    draft.add(
        "self", "male", lines.born(31), disability_intellectual=2, unable_to_work=True, independent=False
    )
    for sex, age in (("male", 57), ("female", 56)):
        draft.add(
            "parent",
            sex,
            lines.born(age),
            support_duty=True,
            co_resident=True,
            works=True,
            income_wage=lines.a_year(3, Fraction(2)),
        )
    return draft


def _sixty_today(lines: Lines) -> Draft:
    return _elder(lines, "今天满六十周岁的独居老人", lines.born(60, 0), care_items_failed=0)


def _sixty_tomorrow(lines: Lines) -> Draft:
    return _elder(lines, "明天满六十周岁的独居老人", lines.born(60, -1))


def _care_partial(lines: Lines) -> Draft:
    return _elder(lines, "半护理的特困老人", lines.born(78), care_items_failed=3)


def _care_none(lines: Lines) -> Draft:
    return _elder(lines, "全护理的特困老人", lines.born(86), care_items_failed=4)


def _young_unable(lines: Lines) -> Draft:
    draft = _elder(lines, "无劳动能力的精神残疾人，无人赡养", lines.born(41), disability_mental=2)
    draft.supporters.append(
        _child(
            lines,
            draft.members[0]["id"],
            relation="parent",
            age=76,
            on_roll="subsistence",
            monthly_income=lines.standard,
            own_monthly_income=lines.standard,
        )
    )
    return draft


def _child(lines: Lines, of: str, **facts: Any) -> dict[str, Any]:
    return {
        "of": of,
        "relation": "child",
        "registration": "urban",
        "household_size": 3,
        "age": 46,
        "property_ok": True,
        "monthly_income": 9 * lines.standard,
        "own_monthly_income": 5 * lines.standard,
        **facts,
    }


def _old_couple(lines: Lines, story: str, **support: Any) -> Draft:
    draft = Draft(lines.registration, {"homes": 1, "contracted_land": True}, story=story)
    for relation, sex, age in (("self", "male", 71), ("spouse", "female", 69)):
        member = draft.add(relation, sex, lines.born(age), income_land=lines.standard)
        draft.supporters.append(_child(lines, member, supports=2, **support))
    return draft


def _supported_by_formula(lines: Lines) -> Draft:
    return _old_couple(lines, "有子女，赡养费按公式算", actually_pays=lines.standard // 4)


def _supported_by_judgement(lines: Lines) -> Draft:
    return _old_couple(lines, "有子女，赡养费按法院判决", court_ordered=lines.standard // 8)


def _support_unknown(lines: Lines) -> Draft:
    return _old_couple(lines, "子女收入没有查清", monthly_income=UNKNOWN, own_monthly_income=UNKNOWN)


def _basic_pension(lines: Lines) -> Draft:
    draft = _old_couple(lines, "收入主要是基础养老金", actually_pays=0, monthly_income=lines.standard,
                        own_monthly_income=lines.standard)
    for member in draft.members:
        member["income_basic_pension"] = lines.a_year(1, Fraction(1, 3))
        member["income_pension"] = lines.a_year(1, Fraction(3, 4))
    return draft


def _prisoner(lines: Lines) -> Draft:
    draft = _family(lines, "有成员服刑，不计入人口", lines.a_year(1))
    draft.members[1]["status"] = "imprisoned"
    return draft


def _student(lines: Lines) -> Draft:
    draft = _family(lines, "有在读大学生", lines.a_year(2), expense_education_public_rate=lines.standard * 8)
    draft.members[2] |= {"birth": lines.born(20), "student": "college", "boarding": True}
    return draft


def _refusals(lines: Lines) -> Draft:
    draft = _family(lines, "连续三次拒绝就业", lines.a_year(1))
    draft.members[1]["refused_jobs"] = 3
    return draft


def _not_authorised(lines: Lines) -> Draft:
    draft = _family(lines, "一名成员没有授权核对", lines.a_year(1))
    draft.members[1]["authorised"] = False
    return draft


def _savings_unknown(lines: Lines) -> Draft:
    return _family(lines, "存款没有查清", lines.a_year(1), deposits=UNKNOWN)


def _wage_unknown(lines: Lines) -> Draft:
    draft = _family(lines, "零工收入没有查清", lines.a_year(1))
    draft.members[1]["income_wage"] = UNKNOWN
    return draft


def _rigid(lines: Lines) -> Draft:
    income = lines.a_year(3, Fraction(2))
    draft = _family(lines, "大病自费超过收入", income, expense_medical_self_paid=income + income // 4)
    draft.members[1]["serious_illness"] = True
    return draft


def _comfortable(lines: Lines) -> Draft:
    return _family(lines, "各项都不符合的家庭", lines.a_year(3, Fraction(6)), homes=2, vehicles=1)


def _orphan(lines: Lines) -> Draft:
    draft = Draft(lines.registration, {"homes": 1}, story="跟祖母生活的孤儿")
    draft.add("self", "female", lines.born(13), student="junior", orphan=True)
    draft.add(
        "grandparent",
        "female",
        lines.born(70),
        support_duty=True,
        co_resident=True,
        income_land=lines.standard,
    )
    return draft


STORIES: Final[tuple[Callable[[Lines], Draft], ...]] = (
    _below,
    _at_standard,
    _below_edge,
    _at_edge,
    _savings_at_limit,
    _savings_over,
    _savings_over_both,
    _mobility_vehicle,
    _second_home,
    _wages,
    _edge_with_disabled,
    _edge_with_illness,
    _adult_disabled,
    _sixty_today,
    _sixty_tomorrow,
    _care_partial,
    _care_none,
    _young_unable,
    _supported_by_formula,
    _supported_by_judgement,
    _support_unknown,
    _basic_pension,
    _prisoner,
    _student,
    _refusals,
    _not_authorised,
    _savings_unknown,
    _wage_unknown,
    _rigid,
    _comfortable,
    _orphan,
)
