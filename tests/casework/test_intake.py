"""At the window: one application however often the button is pressed, one list of what is missing, clear refusals."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from doudi.casework import actions, reads
from doudi.casework.actions import NotPossible, intake
from doudi.casework.models import Application, Case, Move
from doudi.kernel.identifiers import check_luhn
from doudi.offices import access
from doudi.offices.models import User
from tests.casework.conftest import Town, ground, moment, staff
from tests.casework.law import Law

pytestmark = pytest.mark.database
AT = moment("2026-09-21")


@pytest.mark.django_db(transaction=True)
def test_ten_presses_make_one_application(law: Law, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ground()
    town = staff(law)
    household = town.family("王建国", "李秀英")
    applicant = town.members(household)[0]

    def press(_: int) -> str:
        try:
            return actions.submit_application(
                key="one-key",
                household_id=household.pk,
                applicant_id=applicant.pk,
                channel="counter",
                programmes=["subsistence", "low_income"],
                by=town.clerk,
                at=AT,
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        numbers = set(pool.map(press, range(10)))
    assert len(numbers) == 1
    assert (Application.objects.count(), Case.objects.count(), Move.objects.count()) == (1, 2, 2)


def test_the_number_can_be_read_out_and_checked(town: Town) -> None:
    number = town.submit().application.number
    assert number.startswith("2026") and len(number) == 12
    check_luhn(number)


def test_two_keys_for_one_family_are_refused_with_the_running_number(town: Town) -> None:
    case = town.submit()
    with pytest.raises(NotPossible, match=case.number):
        town.submit(case.household)


def test_a_key_of_another_family_gives_nothing_away(town: Town) -> None:
    case = town.submit()
    other = town.family("赵大", "钱二", opened="2026-01-06")
    with pytest.raises(NotPossible):
        actions.submit_application(
            key=case.application.idempotency_key,
            household_id=other.pk,
            applicant_id=town.members(other)[0].pk,
            programmes=["subsistence"],
            channel="counter",
            by=town.clerk,
            at=AT,
        )


def test_several_programmes_are_one_application_with_a_case_each(town: Town) -> None:
    household = town.family("王建国", "李秀英")
    wife = town.members(household)[1]
    case = town.submit(
        household, programmes=["subsistence", "extreme_hardship"], persons={"extreme_hardship": [wife.pk]}
    )
    cases = {each.programme: each for each in case.application.cases.all()}
    assert cases["subsistence"].person is None
    assert cases["extreme_hardship"].person == wife


def test_a_resident_applies_for_his_own_family_only(town: Town) -> None:
    household = town.family("王建国", "李秀英")
    stranger = town.family("赵大", opened="2026-01-06")
    User.objects.filter(pk=town.resident.pk).update(person_id=town.members(household)[0].pk)
    town.resident.refresh_from_db()
    asked = {"programmes": ["subsistence"], "channel": "online", "by": town.resident, "at": AT}
    # The page hands in as the system's "application"; whose family it may be is for the verb to say.
    with access.acting(town.resident.pk, AT.date()), access.as_system("application"):
        own = intake.submit_application(
            key="a", household_id=household.pk, applicant_id=town.members(household)[0].pk, **asked
        )
        with pytest.raises(NotPossible, match="不能替这一家申请"):
            intake.submit_application(
                key="b", household_id=stranger.pk, applicant_id=town.members(stranger)[0].pk, **asked
            )
    assert own.cases.get().status == "submitted"
    actions.withdraw(case_id=own.cases.get().pk, reason="", by=town.resident, at=AT)
    assert own.cases.get().status == "withdrawn"


@pytest.mark.parametrize(
    ("programmes", "applicant", "said"), [([], 0, "至少选一项"), (["subsistence"], 999, "不在这个家庭")]
)
def test_bad_input_is_said_and_nothing_is_written(
    town: Town, programmes: list[str], applicant: int, said: str
) -> None:
    household = town.family("王建国", "李秀英")
    with pytest.raises(NotPossible, match=said):
        actions.submit_application(
            key="x",
            household_id=household.pk,
            channel="counter",
            programmes=programmes,
            applicant_id=applicant or town.members(household)[0].pk,
            by=town.clerk,
            at=AT,
        )
    assert not Application.objects.exists()


def test_what_is_missing_is_asked_once(town: Town) -> None:
    case = town.submit()
    asked = [{"kind": "promise", "label": "承诺书", "why": ""}, {"kind": "bank_account", "label": "银行卡"}]
    actions.request_supplement(case_id=case.pk, items=asked, by=town.clerk, at=AT)
    actions.supplement_received(case_id=case.pk, by=town.coordinator, at=AT)
    with pytest.raises(NotPossible, match="不能再要新的材料:房产证"):
        actions.request_supplement(
            case_id=case.pk, items=[{"kind": "deed", "label": "房产证"}], by=town.clerk, at=AT
        )
    actions.request_supplement(case_id=case.pk, items=asked[1:], by=town.clerk, at=AT)
    assert case.supplement_requests.count() == 2


def test_an_empty_list_is_no_notice(town: Town) -> None:
    with pytest.raises(NotPossible, match="清单是空的"):
        actions.request_supplement(case_id=town.submit().pk, items=[], by=town.clerk, at=AT)


def test_what_an_office_holds_is_never_asked_for(town: Town) -> None:
    missing = reads.missing_papers(town.submit(), day=date(2026, 9, 21))
    kinds = {each.kind for each in missing}
    assert {"promise", "bank_account"} <= kinds
    assert not kinds & {"id_card", "household_book"}, "the police hold them"
    assert "authorisation" not in kinds, "all three have signed"


def test_whoever_has_not_signed_is_named(town: Town) -> None:
    case = town.submit(town.family("王建国", "李秀英", consent=False))
    missing = [
        each for each in reads.missing_papers(case, day=date(2026, 9, 21)) if each.kind == "authorisation"
    ]
    assert [each.person.name for each in missing] == ["王建国", "李秀英"]
    actions.accept(case_id=case.pk, by=town.clerk, at=AT)
    with pytest.raises(NotPossible, match="王建国、李秀英"):
        actions.request_check(case_id=case.pk, by=town.clerk, at=AT)


def test_a_relative_is_registered_at_acceptance(town: Town) -> None:
    case = town.submit()
    actions.accept(case_id=case.pk, relative_note="哥哥是村委会委员", by=town.clerk, at=AT)
    case.refresh_from_db()
    assert case.registered_relative and case.flag == "近亲属备案"


def test_a_closed_file_takes_no_application(town: Town) -> None:
    household = town.family("王建国")
    town.members(household)
    household.closed_on, household.closed_because = date(2026, 2, 1), "moved_away"
    household.save()
    with pytest.raises(NotPossible, match="档案已经关闭"):
        town.submit(household)
