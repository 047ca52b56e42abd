"""What every paper takes from its surroundings (落款与救济): who issues it, its number, and the ways to
object.

中华人民共和国行政复议法 第二十条, 第二十四条; 中华人民共和国行政诉讼法 第四十六条. The limits are
parameters.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from doudi.casework.limits import limit_of, sheet_of
from doudi.casework.models import Case
from doudi.casework.papers.sheet import PaperWithheld
from doudi.casework.papers.wording import (
    FactLine,
    Ground,
    Letterhead,
    Rights,
    SumLine,
    day_words,
    in_brief,
    yuan,
)
from doudi.kernel.masking import mask_account, mask_name
from doudi.offices import reads as offices
from doudi.offices.models import Area, ManagedTownship
from doudi.people import reads as people
from doudi.people.models import Household
from doudi.policy.facts import FACTS, UNKNOWN

CITY, COUNTY, TOWNSHIP = 4, 6, 9
_COUNTY_OFFICE: Final = "民政局"


def letterhead(
    case: Case, level: str, day: date, *, number: str = "", link: str = "", addressee: str = ""
) -> Letterhead:
    """The head of a paper of a case; `level` is township or county."""
    office = next((each for each in offices.offices_for(case.area) if each.level == level), None)
    reach = " ".join(part for part in (office.address, office.phone) if part) if office else ""
    return Letterhead(
        office=office.name if office else _place(case.area, level),
        number=number,
        case_number=case.number,
        day=day,
        addressee=addressee or applicant(case).name,
        programme=case.programme_label,
        link=link or case.number,
        code=case.number,
        reach=reach,
    )


def _place(area: str, level: str) -> str:
    code = area[:COUNTY] if level == "county" else area[:TOWNSHIP]
    name = Area.objects.filter(pk=code).values_list("name", flat=True).first() or code
    return name + (_COUNTY_OFFICE if level == "county" else "")


def applicant(case: Case) -> Any:
    """Whom the paper is for: the person of a per-person programme, else the applicant."""
    return case.person or case.application.applicant


def rights(area: str, day: date) -> Rights:
    """Where and until when the family can object; the numbers and their source are those in force on the
    day.
    """
    sheet = sheet_of(day, area)
    review = limit_of(sheet, "administrative_review_days", "calendar_days")
    suit = limit_of(sheet, "administrative_suit_months", "months")
    if review.length is None or suit.length is None:
        raise PaperWithheld("行政复议或行政诉讼的期限还没有录入，决定书不能出。请市局先录入。")
    return Rights(
        review_days=review.length,
        suit_months=suit.length,
        review_body=review_body(area),
        citation="；".join(dict.fromkeys(filter(None, (review.clause, suit.clause)))),
    )


def review_body(area: str) -> str:
    """The people's government above: the county's, or the city's for a management area, which has none."""
    managed = ManagedTownship.objects.filter(township_id=area[:TOWNSHIP]).exists()
    code = area[:CITY] if managed else area[:COUNTY]
    return (Area.objects.filter(pk=code).values_list("name", flat=True).first() or code) + "人民政府"


def grounds(reasons: list[Mapping[str, str]], said: str) -> tuple[Ground, ...]:
    """The law's reasons as they were decided, and what the officer wrote."""
    named = [each for each in reasons if each.get("label")]
    told = [Ground(label=each["label"], clause=str(each.get("clause") or "")) for each in named]
    # Where nobody wrote anything, the decision's text is the reasons once more.
    repeated = bool(told) and all(ground.label in said for ground in told)
    if said and not repeated:
        told.append(Ground(label="说明", clause="", text=said))
    return tuple(told)


def lines(made: Any, case: Case) -> tuple[SumLine, ...]:
    """The law's own arithmetic for the case's programme, from the stored determination."""
    if made is None:
        return ()
    page = made.explanation.get(case.programme, {})
    if "members" in page:
        page = page["members"].get(str(case.person_id), {})
    tree = page.get("tree")
    return tuple(in_brief(tree)) if tree else ()


def facts(household: Household, day: date, seen_at: Any = None) -> tuple[FactLine, ...]:
    """What was known on the day, with source and date; what nobody has (zero, no) is left out."""
    names = {str(row.person_id): row.person.name for row in people.members(household, day, seen_at)}
    told = []
    for known in people.facts_of(household, day, seen_at):
        value = _value(known)
        if value and known.entity in {"household", "member"}:
            whose = f"{names.get(known.subject, '')} " if known.entity == "member" else ""
            source = f"{known.office or known.source_name} {day_words(known.as_of)}"
            told.append(FactLine(label=f"{whose}{known.label}".strip(), value=value, source=source))
    return tuple(told)


def _value(known: Any) -> str:
    declared = FACTS[known.entity, known.name]
    value = known.value
    if known.name in {"area", "registration"} or value in (None, 0, "none") or value is False:
        return ""
    if value is UNKNOWN:
        return "不清楚"
    if value is True:
        return "是"
    if declared.type.is_money:
        return f"{yuan(value)} {declared.unit}"
    if isinstance(value, date):
        return day_words(value)
    return declared.values.get(str(value), str(value))


def account(person: Any) -> str:
    """Where the money goes, masked: holder, last four digits, bank."""
    payee = person.paid_to
    if not payee.account_number:
        return ""
    bank = f"（{payee.account_bank}）" if payee.account_bank else ""
    return f"{mask_name(payee.account_name or payee.name)} {mask_account(payee.account_number)}{bank}"
