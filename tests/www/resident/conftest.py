"""A street with an office, example numbers, and a browser without a browser: Django's client with a session of its own."""
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from doudi.offices import actions as offices
from doudi.offices import importing
from doudi.standards import actions as standards
from doudi.www import clock
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
    standards.load_file(path=Path(str(files("doudi.standards") / "data" / "demo-standards.yaml")), number="示例〔2026〕1号",
                        title="示例标准", by=None, at=SINCE)
    standards.seed_calendar(years=[2026], by=None, at=SINCE)
    clerk = offices.make_user(username="jingban", name="颜经办", password="ceshi-2026-mima", by=None, at=SINCE)
    offices.appoint(user=clerk, office=street, role="clerk", since=SINCE.date(), by=None, at=SINCE)
    return clerk


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
