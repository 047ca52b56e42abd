"""Under row-level security the lists still go through their indexes: how PostgreSQL means to answer, as the app role."""

from datetime import date
from typing import Any

import pytest

from doudi.casework.models import Case
from doudi.offices import access
from doudi.offices import reads as offices
from doudi.people.models import Person
from tests.acting import as_owner
from tests.casework.conftest import Town

pytestmark = pytest.mark.database
DAY = date(2026, 11, 23)
HOUSEHOLDS = 6000
FILL = """
INSERT INTO people_household (id, area, address, registration, opened_on, closed_because, created_at)
SELECT n, '3708110' || to_char(n %% 20 + 1, 'FM00') || '20' || (n %% 9 + 1), NULL, 'rural', '2026-01-01', '', now()
FROM generate_series(1, %(households)s) n;
INSERT INTO people_person (id, name, pinyin, initials, sex, birth, account_bank, area, registration, residence_area,
    residence_permit, created_at)
SELECT n, substr('王李张刘陈杨赵黄周吴', n %% 10 + 1, 1) || chr(20000 + n %% 3000),
    (ARRAY['wang','li','zhang','liu','chen','yang','zhao','huang','zhou','wu'])[n %% 10 + 1] || md5(n::text), 'wx',
    'male', '1970-01-01', '', '3708110' || to_char(n %% 20 + 1, 'FM00') || '201', 'rural', '', false, now()
FROM generate_series(1, %(households)s) n;
INSERT INTO people_membership (household_id, person_id, relation, valid_from, ended_because, recorded_at)
SELECT n, n, 'self', '2026-01-01', '', now() FROM generate_series(1, %(households)s) n;
INSERT INTO casework_application (id, number, household_id, applicant_id, channel, programmes, submitted_at,
    idempotency_key)
SELECT n, n::text, n, n, 'counter', ARRAY['subsistence'], '2026-11-01', n::text FROM generate_series(1, %(households)s) n;
INSERT INTO casework_case (id, number, application_id, programme, household_id, area, status, opened_at, special_reason,
    registered_relative, relative_note, complaint, complaint_note, delegated, drawn_for_check, next_due_on)
SELECT (n - 1) * 3 + p, n || '-' || p, n, 'programme-' || p, n,
    '3708110' || to_char(n %% 20 + 1, 'FM00') || '20' || (n %% 9 + 1), 'accepted', '2026-11-01', '', false, '', false, '',
    false, false, date '2026-11-10' + n %% 60
FROM generate_series(1, %(households)s) n, generate_series(1, 3) p
"""


@pytest.fixture
def crowd(town: Town) -> Town:
    """Eighteen thousand cases in twenty townships; the town's clerk serves one of them."""
    with as_owner() as cursor:
        cursor.execute(FILL, {"households": HOUSEHOLDS})
        cursor.execute("ANALYZE people_household, people_person, people_membership, casework_application, casework_case")
    return town


def plan(rows: Any) -> str:
    return str(rows.explain())


def within(user: Any) -> Any:
    return offices.jurisdiction(user, DAY).within()


@pytest.mark.parametrize("name", ["clerk", "county", "city"])
def test_the_case_list_is_an_index_scan(crowd: Town, name: str) -> None:
    user = getattr(crowd, name)
    with access.acting(user.pk, DAY):
        shown = plan(Case.objects.filter(within(user)).order_by("-id").select_related("application__applicant")[:41])
        assert "Index Scan" in shown
        assert "Seq Scan" not in shown, shown
        pressing = plan(Case.objects.filter(within(user), next_due_on__lt=DAY).order_by("next_due_on", "id")[:41])
        assert "Seq Scan" not in pressing, pressing


def test_a_forgotten_filter_is_answered_by_the_policys_own_index(crowd: Town) -> None:
    with access.acting(crowd.coordinator.pk, DAY):
        forgotten = plan(Case.objects.order_by())
        assert "case_by_area" in forgotten, forgotten
        assert "doudi.low" in forgotten.split("Index Cond")[1], forgotten


@pytest.mark.parametrize(("text", "index"), [("pinyin", "person_by_pinyin"), ("name", "person_by_name")])
def test_finding_by_name_and_pinyin_asks_their_index(crowd: Town, text: str, index: str) -> None:
    wanted = {"pinyin": "zhangab", "name": "王"}[text]
    with access.acting(crowd.clerk.pk, DAY):
        rows = Person.objects.filter(offices.jurisdiction(crowd.clerk, DAY).within("area"), **{f"{text}__begins": wanted})
        shown = plan(rows.order_by("name", "id")[:30])
        assert index in shown, shown
        assert "Seq Scan" not in shown
