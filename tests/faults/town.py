"""What a run needs before the first kill: people in office, families at the window, rolls to import (all invented).

Everything goes through the verbs of the product, in this process, while nobody is killed.
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from doudi.casework import reads
from doudi.casework.rollbooks import actions as rollbooks
from doudi.casework.rollbooks.models import ImportRun
from doudi.cli.demo import accounts, numbers
from doudi.cli.demo.courses import Course, Desk, days, hour_of
from doudi.kernel.days import Month
from doudi.kernel.identifiers import make_id_number
from doudi.offices import actions as offices
from doudi.offices import reads as office_reads
from doudi.standards import reads as standards
from doudi.www import clock
from doudi.www.resident import send
from tests.faults.plan import Kill
from tests.www.resident.drafts import member, written_draft

HEADERS = ("村居代码", "城乡类别", "户编号", "姓名", "身份证号", "与户主关系", "救助类别", "户月保障金", "开户行", "银行账号")
LEAD = timedelta(days=40)
MONTHS_PAID = 12
FAMILIES_PER_COUNTY = 15


@dataclass
class Town:
    """Everything that is ready to be done under fire, one for each kill of its kind."""

    port: int
    drafts: list[tuple[str, str]] = field(default_factory=list)
    to_accept: list[int] = field(default_factory=list)
    to_confirm: list[int] = field(default_factory=list)
    rolls: list[tuple[str, str]] = field(default_factory=list)
    imports: list[int] = field(default_factory=list)
    families: int = 0


def prepare(port: int, kills: Sequence[Kill], rows_per_import: int) -> Town:
    """A town with work for these kills."""
    now = clock.now()
    began = now - timedelta(days=400)
    with transaction.atomic():
        staff = accounts.load(at=began)
        numbers.load(staff=staff, at=began)
        _serve_all_counties(staff["xianji"], began)
    wanted = Counter(kill.deed for kill in kills)
    town = Town(port)
    desk = Desk(staff["jingban"], staff["xianji"], staff["xieliyuan"], standards.working_calendar(), now)
    for _ in range(wanted["submit"]):
        town.drafts.append(_begun(town))
    for _ in range(wanted["accept"]):
        town.to_accept.append(_handed_in(town, desk, "submitted"))
    for _ in range(wanted["confirm"]):
        town.to_confirm.append(_handed_in(town, desk, "county_review"))
    if wanted["roll"]:
        town.rolls = _paid_counties(desk, wanted["roll"])
    for _ in range(wanted["import"] + wanted["start"]):
        town.imports.append(_ready_import(desk, rows_per_import, len(town.imports)))
    connection.close()
    return town


def _serve_all_counties(officer: Any, at: datetime) -> None:
    """One county officer in every county, so that there are many rolls to freeze."""
    served = {post.office_id for post in officer.posts.order_by("id")}
    for county in _counties():
        office = next(each for each in office_reads.offices_for(_village_of(county)) if each.level == "county")
        if office.pk not in served:
            served.add(office.pk)
            offices.appoint(user=officer, office=office, role="county_officer", since=at.date(), by=None, at=at)


def _counties() -> list[str]:
    return [county.code for county in office_reads.counties()]


def _village_of(county: str) -> str:
    return office_reads.villages(list(office_reads.townships(county))[-1].code)[0].code


def draft_of(number: int) -> dict[str, Any]:
    """A family that nobody else is: a couple with a child and one small wage."""
    born = date(1950, 1, 1) + timedelta(days=number)
    draft = written_draft()
    draft["wanted"] = ["subsistence"]
    draft["home"]["village"] = office_reads.villages(accounts.TOWNSHIP)[0].code
    draft["contact"]["phone"] = f"138{number:08d}"
    draft["members"] = [member("a", "王建国", born, "self", 2640000, 101),
                        member("b", "陈桂花", born, "spouse", 0, 103),
                        member("c", "王小明", born + timedelta(days=12000), "child", 0, 105)]
    return draft


def _begun(town: Town) -> tuple[str, str]:
    """A resident's session with everything written, ready to be sent: its key and the draft's."""
    town.families += 1
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    draft = draft_of(town.families)
    session["draft"] = draft
    session.save()
    return session.session_key, draft["key"]


def _handed_in(town: Town, desk: Desk, target: str) -> int:
    """An application of some weeks ago, walked to where the test takes it up."""
    town.families += 1
    at = desk.now - LEAD
    number, _ = send.put_on_record(draft_of(town.families), None, None, at)
    case = reads.application_status(number, day=at.date()).cases[0].case
    course = Course(case.household, case.application.applicant, "subsistence", target, at.date(), case_id=case.pk)
    for day, step in days(desk, course):
        course.day = day
        step(desk, course, desk.moment(day, hour_of(step)))
    return case.pk


def _paid_counties(desk: Desk, wanted: int) -> list[tuple[str, str]]:
    """Families on the roll in every county, and the months of each county to be frozen in their order."""
    first = Month.of(desk.now.date()) + -(MONTHS_PAID - 2)
    counties = _counties()
    rows = [row for place, county in enumerate(counties)
            for row in _rows(f"{place:02d}", FAMILIES_PER_COUNTY, 900_000 + place * 100, _village_of(county))]
    run = _upload(desk, rows, "在册", first)
    rollbooks.start(run_id=run, by=desk.county, at=desk.now - timedelta(days=350))
    rollbooks.carry_out(run_id=run, at=desk.now - timedelta(days=350))
    payers = sorted({payer for payer in ImportRun.objects.get(pk=run).outcomes.exclude(household=None).order_by("number")
                     .values_list("household__awards__payer", flat=True)})
    found = [(payer, str(first + month)) for month in range(MONTHS_PAID) for payer in payers]
    assert len(found) >= wanted, f"only {len(found)} rolls for {wanted} kills"
    return found[:wanted]


def _ready_import(desk: Desk, rows: int, number: int) -> int:
    """A file uploaded, its columns confirmed and tried: only the start is missing."""
    village = office_reads.villages(accounts.TOWNSHIP)[1 + number % 3].code
    families = rows // 2
    return _upload(desk, _rows(f"i{number}", families, number * families, village), f"导入{number}",
                   Month.of(desk.now.date()) + 1)


def _upload(desk: Desk, rows: list[list[str]], name: str, first: Month) -> int:
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *rows])
    at = desk.now - timedelta(days=350)
    run = rollbooks.upload(content=text.getvalue().encode("utf-8-sig"), file_name=f"{name}.csv", by=desk.county, at=at)
    rollbooks.set_columns(run_id=run.pk, columns=run.columns, first_month=first, by=desk.county, at=at)
    run = rollbooks.dry_run(run_id=run.pk, by=desk.county, at=at)
    assert not run.forecast["rows"].get("error"), run.forecast
    return run.pk


def _rows(mark: str, families: int, first: int, village: str) -> list[list[str]]:
    """Families of two."""
    rows = []
    for number in range(first, first + families):
        born = date(1940, 1, 1) + timedelta(days=number % 20000)
        for sequence, (name, relation) in enumerate((("刘存粮", "户主"), ("赵秀兰", "妻"))):
            rows.append([village, "农村", f"{mark}-{number}", name, make_id_number("370830", born, 201 + 2 * sequence
                         + 4 * (number // 20000)), relation, "农村低保", "640.00", "邮储银行", f"62179900{number:011d}"])
    return rows
