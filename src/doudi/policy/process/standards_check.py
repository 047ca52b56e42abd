"""标准校核: a published standard against the bands, ratios and floors of 21号 (二(一)1, 二(一)2).

These are indicators for whoever sets the standard; a standard above its band is held, never cut. Each answer
stands alone: one number that is missing leaves only its own answer open.
"""

from fractions import Fraction
from typing import Any, Final

from doudi.law import Missing, Sheet, Verdict
from doudi.policy.process.numbers import Numbers, half_up

NEED_INFO: Final = "need_info"
MONTHS: Final = 12
PERCENT: Final = 100
GRADES: Final = ("full", "partial", "none")

KEYS: Final = {
    "share_percent": ("占上年人均消费支出的百分比", "济办发〔2020〕21号 二(一)1"),
    "band": ("在区间的位置", "济办发〔2020〕21号 二(一)1"),
    "raise_to": ("区间内的最低月标准", "济办发〔2020〕21号 二(一)1"),
    "urban_rural_ratio": ("城乡标准之比", "济办发〔2020〕21号 二(一)1"),
    "ratio_ok": ("城乡标准之比合格", "济办发〔2020〕21号 二(一)1"),
    "basic_min": ("特困基本生活标准的最低数", "济办发〔2020〕21号 二(一)2"),
    "basic_ok": ("特困基本生活标准合格", "济办发〔2020〕21号 二(一)2"),
    "care_full_ok": ("全自理照料护理标准合格", "济办发〔2020〕21号 二(一)2"),
    "care_partial_ok": ("半护理照料护理标准合格", "济办发〔2020〕21号 二(一)2"),
    "care_none_ok": ("全护理照料护理标准合格", "济办发〔2020〕21号 二(一)2"),
}


def check_standard(sheet: Sheet, area: str, registration: str) -> Verdict:
    """The check of one area's standard for one registration; amounts in fen, shares as text."""
    numbers = Numbers(sheet)
    details: dict[str, Any] = dict.fromkeys(KEYS, NEED_INFO)
    details["raise_to"] = None
    details |= _band(numbers, area, registration) | _ratio(numbers, area)
    details |= _basic(numbers, area, registration) | _care(numbers, area)
    missing: tuple[Missing, ...] = tuple(dict.fromkeys(numbers.missing))
    bad = details["band"] == "below" or any(details[key] is False for key in KEYS)
    outcome = "need_info" if missing else "not_entitled" if bad else "entitled"
    return Verdict("standards_check", None, outcome, {}, None, (), details, missing)


def _band(numbers: Numbers, area: str, registration: str) -> dict[str, Any]:
    standard = numbers.get("subsistence_standard", area, registration=registration)
    consumption = numbers.get("consumption_prior_year", area, registration=registration)
    if standard is None or not consumption:
        return {}
    share = Fraction(standard * MONTHS, consumption)
    found: dict[str, Any] = {"share_percent": half_up(share * PERCENT, 2)}
    band = numbers.get("standard_band", area, registration=registration)
    if band is None:
        return found
    found["band"] = "below" if share < band["low"] else "above" if share > band["high"] else "inside"
    if found["band"] == "below":
        found["raise_to"] = up_to_fen(Fraction(band["low"]) * consumption / MONTHS)
    return found


def _ratio(numbers: Numbers, area: str) -> dict[str, Any]:
    urban = numbers.get("subsistence_standard", area, registration="urban")
    rural = numbers.get("subsistence_standard", area, registration="rural")
    most = numbers.get("urban_rural_ratio_max", area)
    if urban is None or not rural:
        return {}
    found: dict[str, Any] = {"urban_rural_ratio": half_up(Fraction(urban, rural), 3)}
    if most is not None:
        found["ratio_ok"] = urban <= most * rural
    return found


def _basic(numbers: Numbers, area: str, registration: str) -> dict[str, Any]:
    standard = numbers.get("subsistence_standard", area, registration=registration)
    multiple = numbers.get("extreme_hardship_basic_multiple", area)
    basic = numbers.get("extreme_hardship_basic", area, registration=registration)
    if standard is None or multiple is None:
        return {}
    found: dict[str, Any] = {"basic_min": up_to_fen(Fraction(standard) * multiple)}
    if basic is not None:
        found["basic_ok"] = basic >= standard * multiple
    return found


def _care(numbers: Numbers, area: str) -> dict[str, Any]:
    wage = numbers.get("minimum_wage_prior_year", area)
    found: dict[str, Any] = {}
    for grade in GRADES:
        care = numbers.get("extreme_hardship_care", area, grade=grade)
        divisor = numbers.get("care_floor_divisor", area, grade=grade)
        if None not in (wage, care, divisor):
            found[f"care_{grade}_ok"] = care * divisor >= wage
    return found


def up_to_fen(exact: Fraction) -> int:
    """The lowest whole fen that is not below an exact amount."""
    return -(-exact.numerator // exact.denominator)
