"""A street with an office, example numbers, and a browser without a browser: Django's client with a session of its own."""
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from doudi.casework import actions as casework
from doudi.casework.models import Case
from doudi.offices import actions as offices
from doudi.offices import importing
from doudi.standards import actions as standards
from doudi.www import clock
from tests.kept_rows import published
from tests.www.resident.drafts import written_draft

SINCE = datetime(2024, 1, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
AREAS = (("370811", "任城区", "county", ""), ("370811006", "南张街道", "township", "370811"),
         ("370811006001", "满庄社区居民委员会", "village", "370811006"))


@pytest.fixture
def now(at, monkeypatch):
    """Pages read this moment; call it with another to move on."""
    def move(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(at)
    return move


@pytest.fixture
def street(db, now):
    """The least that an application needs: a village, its office, published example numbers, a calendar."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    rows = [{"code": code, "name": name, "level": level, "parent": parent} for code, name, level, parent in AREAS]
    importing.import_areas(rows, day=SINCE.date(), by=None, at=SINCE, source="test")
    city = offices.open_office(name="济宁市民政局", level="city", prefixes=["3708"], by=None, at=SINCE)
    street = offices.open_office(name="南张街道社会救助窗口", level="township", prefixes=["370811006"], parent=city, by=None,
                                 at=SINCE)
    published("street", _publish)
    clerk = offices.make_user(username="jingban", name="颜经办", password="ceshi-2026-mima", by=None, at=SINCE)
    offices.appoint(user=clerk, office=street, role="clerk", since=SINCE.date(), by=None, at=SINCE)
    return clerk


def _publish():
    standards.load_file(path=Path(str(files("doudi.standards") / "data" / "demo-standards.yaml")), number="示例〔2026〕1号",
                        title="示例标准", by=None, at=SINCE)
    standards.seed_calendar(years=[2026], by=None, at=SINCE)


@pytest.fixture
def with_draft(street):
    """A client whose session holds a draft that could be sent; change it with the arguments."""
    def made(**changes):
        client = Client()
        session = client.session
        session["draft"] = written_draft() | changes
        session.save()
        return client
    return made


@pytest.fixture
def sent(with_draft):
    """An application that was sent: the client (signed in), its number and its code."""
    client = with_draft()
    key = client.session["draft"]["key"]
    answer = client.post("/apply/summary/", {"true": "on", "key": key}, follow=True)
    number = answer.context["number"]
    return client, number, answer.context["code"]


@pytest.fixture
def county(street):
    """The officer of the county who decides."""
    office = offices.open_office(name="任城区民政局", level="county", prefixes=["370811"], by=None, at=SINCE)
    officer = offices.make_user(username="xianji", name="曾县级", password="ceshi-2026-mima", by=None, at=SINCE)
    offices.appoint(user=officer, office=office, role="county_officer", since=SINCE.date(), by=None, at=SINCE)
    return officer


@pytest.fixture
def refused(with_draft, street, county, at):
    """An application above the line, refused by the book on the real law: the signed-in family's client and the case."""
    draft = written_draft()
    draft["members"][0]["income"]["income_wage"] = 5_400_000
    client = with_draft(**draft, wanted=["subsistence"])
    answer = client.post("/apply/summary/", {"true": "on", "key": client.session["draft"]["key"]}, follow=True)
    case = Case.objects.get(application__number=answer.context["number"])
    key = {"case_id": case.pk}
    casework.accept(**key, by=street, at=at)
    casework.record_visit(**key, day=at.date(), investigators=["赵一", "钱二"], signed_by_family="王建国", signed_how="paper",
                          findings=[], by=street, at=at)
    casework.determine(**key, by=street, at=at)
    casework.give_opinion(**key, proposal="refuse", reason="收入高了", by=street, at=at)
    casework.send_to_county(**key, by=street, at=at)
    casework.refuse(**key, by=county, at=at)
    case.refresh_from_db()
    return client, case
