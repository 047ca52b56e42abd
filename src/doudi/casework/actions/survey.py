"""Finding out: verification asked for, the home visited, the law asked (核对, 入户调查, 认定).

民发〔2021〕57号 第十二至十八条; 民发〔2021〕43号 第十三条. A determination is stored with everything it was
made from, so that it can be made again to the same result; it is never edited, the next one stands beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.casework import determining, duties, steps
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case, Determination, Visit
from doudi.people import actions as people
from doudi.people.models import Household, Membership, Person, Supporter

INVESTIGATORS = 2  # 57号 第十五条: 2人以上, a rule of who must be there, not a number that changes by place
SUBJECTS = {"person": Person, "household": Household, "supporter": Supporter}


@transaction.atomic
def request_check(*, case_id: int, by: Any, at: datetime) -> Case:
    """Ask the county to verify the family's economic situation: its clock starts (提请核对)."""
    case = steps.begin(case_id, "request_check", by=by, at=at)
    without = determining.without_consent(case.household, localdate(at))
    if without:
        raise NotPossible(f"还没有授权书:{'、'.join(without)}。先请本人(或监护人)签授权书,再提请核对。")
    steps.finish(case, "request_check", by=by, at=at)
    return case


@transaction.atomic
def start_check(*, case_id: int, by: Any, at: datetime) -> Case:
    """The county has started to verify: the clock of that step ends (开始核对)."""
    return steps.take(case_id, "start_check", by=by, at=at)


@transaction.atomic
def record_visit(
    *,
    case_id: int,
    day: date,
    investigators: Sequence[str],
    signed_by_family: str,
    signed_how: str,
    findings: Sequence[Mapping[str, Any]],
    by: Any,
    at: datetime,
    remark: str = "",
) -> Visit:
    """Record a home visit: two investigators or more, signed by both sides; what differed becomes visited
    facts.

    A finding is {"subject": "person"|"household"|"supporter", "id", "name", "value", "as_of" (the visit's
    day if left out)}. A county officer's visit is the county's own (57号 第二十条) and leaves the status
    where it is; so does the visit of a re-check, where the help goes on (第三十一条).
    """
    case = Case.objects.filter(pk=case_id).first()
    county = (
        case is not None and duties.acting_role(by, area=case.area, day=localdate(at)) == "county_officer"
    )
    verb = _visiting(case, county)
    case = steps.begin(case_id, verb, by=by, at=at)
    names = _checked(case, day, investigators, signed_by_family, localdate(at))
    visit = Visit.objects.create(
        case=case, level="county" if county else "township", day=day, investigators=names,
        signed_by_family=signed_by_family.strip(), signed_how=signed_how, findings=_plain(findings),
        remark=remark, by=by, at=at,
    )
    for finding in findings:
        _write_finding(case, finding, day, by, at)
    steps.finish(case, verb, by=by, at=at, details={"visit": visit.pk, "findings": len(findings)})
    return visit


def _visiting(case: Case | None, county: bool) -> str:
    """Which verb a visit is: a re-check of who is on the roll, the county's own, or the township's survey."""
    if case is not None and case.status == "confirmed":
        return "review_visit"
    return "county_visit" if county else "record_visit"


def _checked(case: Case, day: date, investigators: Sequence[str], family: str, today: date) -> list[str]:
    """The investigators' names, if the visit was one as the law asks for."""
    names = list(dict.fromkeys(name.strip() for name in investigators if name.strip()))
    if len(names) < INVESTIGATORS:
        raise NotPossible("入户调查要有两名以上调查人员。请把两个人的姓名都填上。")
    if not family.strip():
        raise NotPossible("还没有家庭一方的签字。请填签字人姓名。")
    if day > today:
        raise NotPossible("入户日期不能在今天以后。")
    if case.accepted_on is not None and day < case.accepted_on:
        raise NotPossible(f"入户日期不能早于受理日期({case.accepted_on})。")
    return names


def _plain(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in finding.items()}
        for finding in findings
    ]


def _write_finding(case: Case, finding: Mapping[str, Any], day: date, by: Any, at: datetime) -> None:
    subject = SUBJECTS[finding["subject"]].objects.get(pk=finding["id"])
    owned = {
        "household": lambda: subject.pk == case.household_id,
        "person": lambda: Membership.objects.filter(household=case.household_id, person=subject).exists(),
        "supporter": lambda: subject.household_id == case.household_id,
    }[finding["subject"]]()
    if not owned:
        raise NotPossible("调查记录里有别家的人。请核对后重新填写。")
    people.record_fact(
        subject=subject,
        name=finding["name"],
        value=finding["value"],
        as_of=finding.get("as_of") or day,
        source="visited",
        by=by,
        at=at,
    )


@transaction.atomic
def determine(*, case_id: int, by: Any, at: datetime, kind: str = "application") -> Determination:
    """Ask the law about the case's household as its facts are known now, and keep the answer (认定)."""
    case = steps.begin(case_id, "determine", by=by, at=at)
    made = determining.make(case.household, case=case, kind=kind, by=by, at=at)
    steps.finish(case, "determine", by=by, at=at, details={"determination": made.pk})
    return made


@transaction.atomic
def determine_household(*, household_id: int, kind: str, by: Any, at: datetime) -> Determination:
    """Ask the law about a household without a case: a split, a merger, a look ahead."""
    household = Household.objects.get(pk=household_id)
    if by is not None and not duties.serves(
        by, ("coordinator", "clerk", "county_officer"), area=household.area, day=localdate(at)
    ):
        raise NotPossible("这一家不在您服务的地方,不能认定。")
    made = determining.make(household, case=None, kind=kind, by=by, at=at)
    steps.note("determine_household", ("household", household.pk), by=by, at=at, determination=made.pk)
    return made
