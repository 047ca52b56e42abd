"""谁看过我的档案: the family learns which office looked, when and what for; nobody else does, and no officer is named."""

import pytest
from django.test import Client

from doudi.casework.models import Application
from tests.www.resident.test_following import last4

pytestmark = pytest.mark.database


def test_a_family_sees_which_office_looked_on_which_day(sent, street):
    client, number, _ = sent
    address = f"/progress/{number}/seen/"
    assert address in client.get(f"/progress/{number}/").content.decode()
    assert "还没有人看过" in client.get(address).content.decode()
    desk = Client()
    desk.force_login(street)
    household = Application.objects.get(number=number).household_id
    for page in ("papers/", "", ""):
        assert desk.get(f"/staff/households/{household}/{page}").status_code == 200
    told = client.get(address)
    [look] = told.context["looks"]
    assert (look["post"], look["purposes"], look["times"]) == ("南张街道社会救助窗口 乡镇(街道)经办", "看一户一档、收材料", 2)
    assert "颜经办" not in told.content.decode()


def test_whoever_only_knows_four_digits_has_to_sign_in(sent):
    _, number, _ = sent
    stranger = Client()
    assert stranger.get(f"/progress/{number}/seen/").status_code == 404
    stranger.post("/progress/", {"number": number, "last4": last4()})
    assert "/enter/" in stranger.get(f"/progress/{number}/seen/").headers["Location"]
