"""A family with everything that can hang on it, whose help has ended and is paid to the last fen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from doudi.casework import actions as casework
from doudi.casework.models import Case, Notice, Publicity
from doudi.casework.papers import actions as printing
from doudi.casework.rollbooks import actions as rollbooks
from doudi.casework.rollbooks.models import ImportRun
from doudi.people import actions as people
from doudi.people.models import Household
from tests.kept_world import Kept, kept
from tests.www.staff import crawled
from tests.www.staff.world import World, at, build

BROTHER, NEIGHBOUR = "孟庆松", "柳长舌"
NAMES = (crawled.NAME, "颜秀兰", "孟小满", "孟待核", BROTHER, NEIGHBOUR)
# The help ended in November 2026: 60 months after its last day.
DUE = "2031-11-30"


@dataclass
class Ended:
    """The family, its case, and what was on disk."""

    household: Household
    case: Case
    ground: crawled.Ground
    world: World


def end() -> Ended:
    world = build()
    ground = crawled.ground(world)
    case = Case.objects.get(pk=ground.ids["case_id"])
    household = case.household
    _told(world, household, case)
    imported = ImportRun.objects.get()
    rollbooks.start(run_id=imported.pk, by=world.county, at=at("2026-11-05"))
    rollbooks.carry_out(run_id=imported.pk, at=at("2026-11-05"))
    second = Case.objects.get(pk=ground.ids["second_case"])
    casework.withdraw(case_id=second.pk, reason=f"{crawled.NAME}不办了", by=world.clerk, at=at("2026-11-06"))
    casework.determine(case_id=case.pk, kind="change", by=world.clerk, at=at("2026-11-16"))
    casework.end_award(case_id=case.pk, cause="own_wish", reason_text=f"{crawled.NAME}本人要求", by=world.county,
                       at=at("2026-11-17"))
    for notice in Notice.objects.filter(case=case).order_by("id"):
        printing.issue(notice_id=notice.pk, by=world.clerk, at=at("2026-11-17"))
        casework.record_service(notice_id=notice.pk, served_how="in_person", served_to=crawled.NAME, by=world.clerk,
                                at=at("2026-11-18"))
    household.refresh_from_db()
    case.refresh_from_db()
    return Ended(household, case, ground, world)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with kept(end, django_db_blocker, tmp_path_factory.mktemp("papers")) as town:
        yield town


@pytest.fixture
def ended(db: None, town: Kept) -> Ended:
    return town.fresh()


@pytest.fixture
def world(ended: Ended) -> World:
    return ended.world


def _told(world: World, household: Household, case: Case) -> None:
    """Free words of every kind, each with a name in it."""
    head, wife = crawled.person(crawled.HEAD), crawled.person(crawled.WIFE)
    by_clerk = {"by": world.clerk, "at": at("2026-11-05")}
    kin = people.add_supporter(household=household, supported=head, name=BROTHER, relation="sibling", day=date(2026, 11, 5),
                               **by_clerk)
    people.record_facts(subject=kin, values={"monthly_income": 300000}, as_of=date(2026, 11, 5), source="declared",
                        **by_clerk)
    casework.record_job_offer(person_id=wife.pk, offered_on=date(2026, 11, 4), job="颜秀兰去食堂", suitable=True, refused=True,
                              good_reason="颜秀兰腰疼", **by_clerk)
    casework.answer_review(appeal_id=case.appeals.get().pk, upheld=False, answer=f"{crawled.NAME}的计算无误", by=world.county,
                           at=at("2026-11-05"))
    casework.register_complaint(case_id=Case.objects.get(household=household, status="submitted").pk,
                                note=f"{NEIGHBOUR}说他家有车", **by_clerk)
    removed = people.attach_paper(household=household, kind="other", file=crawled.photograph("red"), name="错.jpg", **by_clerk)
    people.remove_paper(paper=removed, **by_clerk)
    notice = Publicity.objects.get(case=case)
    case.objections.create(publicity=notice, from_whom=NEIGHBOUR, text=f"{crawled.NAME}有车", received_on=date(2026, 9, 30),
                           by=world.clerk)
    case.supplement_requests.create(items=[{"label": f"户口簿({crawled.NAME})"}], issued_at=at("2026-09-22"), by=world.clerk)
