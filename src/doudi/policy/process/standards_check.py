"""标准校核: the check of a published standard, its shares and ratios as text (济办发〔2020〕21号 二(一)1,
二(一)2).

The rules are in `procedure.bands`; here their values become the answers of the check.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from doudi.law import Document, Line, Missing, Ran, Sheet, Verdict, explanation_of
from doudi.law.unknown import Unknown, missing_of
from doudi.policy.lawbook import law_book
from doudi.policy.process.numbers import half_up

NEED_INFO: Final = "need_info"
PERCENT: Final = 100

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


def _as_it_is(value: Any) -> Any:
    return value


def up_to_fen(exact: Any) -> int:
    """The lowest whole fen that is not below an exact amount."""
    return -(-Fraction(exact).numerator // Fraction(exact).denominator)


ANSWERS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "share_percent": ("standard_share", lambda share: half_up(Fraction(share) * PERCENT, 2)),
    "band": ("standard_position", _as_it_is),
    "raise_to": ("standard_raise_to", up_to_fen),
    "urban_rural_ratio": ("urban_rural_ratio", lambda found: half_up(Fraction(found), 3)),
    "ratio_ok": ("urban_rural_ratio_ok", _as_it_is),
    "basic_min": ("hardship_basic_floor", up_to_fen),
    "basic_ok": ("hardship_basic_ok", _as_it_is),
    "care_full_ok": ("care_full_ok", _as_it_is),
    "care_partial_ok": ("care_partial_ok", _as_it_is),
    "care_none_ok": ("care_none_ok", _as_it_is),
}
"""Which rule gives each answer, and how its value is written."""

RULES: Final = tuple(("household", rule) for rule, _ in ANSWERS.values())


def check_standard(sheet: Sheet, area: str, registration: str) -> Verdict:
    """The check of one area's standard for one registration; amounts in fen, shares as text."""
    found = _worked_out(sheet, area, registration).household.__dict__
    details = {key: _said(key, found[rule]) for key, (rule, _) in ANSWERS.items()}
    asked = (one for rule, _ in ANSWERS.values() for one in sorted(missing_of(found[rule])))
    missing: tuple[Missing, ...] = tuple(dict.fromkeys(replace(one, subject="") for one in asked))
    bad = details["band"] == "below" or any(details[key] is False for key in KEYS)
    outcome = "need_info" if missing else "not_entitled" if bad else "entitled"
    return Verdict("standards_check", None, outcome, {}, None, (), details, missing)


def explained(sheet: Sheet, area: str, registration: str) -> tuple[Line, ...]:
    """The arithmetic of the check, with the source of every number."""
    return explanation_of(law_book(), _worked_out(sheet, area, registration), RULES, sense=True)


def _worked_out(sheet: Sheet, area: str, registration: str) -> Ran:
    place = Document({"area": area, "registration": registration}, ())
    return law_book().work_out(RULES, place, day=sheet.day, sheet=sheet.at(area))


def _said(key: str, value: Any) -> Any:
    if isinstance(value, Unknown):
        return None if key == "raise_to" else NEED_INFO
    return None if value is None else ANSWERS[key][1](value)
