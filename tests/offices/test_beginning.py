"""`…__begins` finds what begins with a text, and asks as two comparisons that row-level security lets an index answer."""

import pytest

from doudi.offices.beginning import following
from doudi.offices.models import Area, Office

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(("text", "after"), [
    ("370811", "370812"), ("王", "玌"), ("a\U0010ffff", "b"), ("\ud7ff", "\ue000"), ("\U0010ffff", ""), ("", "")])
def test_what_follows(text, after):
    assert following(text) == after


def test_it_finds_what_begins_so():
    for code in ("370811", "370811006", "370812", "3708"):
        Area.objects.create(code=code, name=code, level="county", source="test", valid_from="2020-01-01")
    found = Area.objects.filter(code__begins="370811").order_by("code").values_list("code", flat=True)
    assert list(found) == ["370811", "370811006"]
    assert Area.objects.filter(code__begins="").count() == 4


def test_a_percent_sign_is_a_letter_like_any_other():
    Office.objects.create(name="100%街道", level="township", prefixes=["370811"])
    assert Office.objects.filter(name__begins="100%").exists()
    assert not Office.objects.filter(name__begins="10_").exists()
    assert "LIKE" not in str(Office.objects.filter(name__begins="1").query)
