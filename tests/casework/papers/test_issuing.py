"""Letters out of real cases: each notice has its paper, printed once, kept, and saying what was decided."""

from datetime import date

import pytest

from doudi.casework import actions as casework
from doudi.casework.models import Notice
from doudi.casework.papers import actions, filling
from doudi.people import reads as people
from doudi.people.actions import record_fact
from tests.casework.conftest import Town, moment
from tests.casework.papers.test_papers import pages, words

pytestmark = pytest.mark.database
AT = moment("2026-12-01")


def issued(town: Town, case, kind: str) -> str:
    notice = Notice.objects.filter(case=case, kind=kind).order_by("-id").first()
    kept = actions.issue(notice_id=notice.pk, by=town.clerk, at=AT)
    content = people.paper_content(kept)
    assert len(pages(content)) == 1
    return words(content)


def test_a_confirmation_says_amount_month_account_and_rights_and_is_printed_once(town: Town) -> None:
    case = town.bring("confirmed", start="2026-09-21")
    said = issued(town, case, "confirmation")
    for part in (
        "最低生活保障确认决定书",
        "王建国",
        "640.00元",
        "2026年11月起",
        "您家3口人",
        "2222",
        "任城区人民政府",
        "60日内",
        "6个月内",
        case.number,
    ):
        assert part in said
    assert "6222000011112222" not in said
    notice = Notice.objects.get(case=case, kind="confirmation")
    first = actions.issue(notice_id=notice.pk, by=town.clerk, at=AT)
    assert actions.issue(notice_id=notice.pk, by=town.clerk, at=moment("2027-01-05")) == first


def test_a_refusal_says_why_on_which_facts_and_what_else(town: Town) -> None:
    household = town.family("赵䶮", "李秀英")
    record_fact(
        subject=household,
        name="deposits",
        value=8_600_000,
        as_of=date(2026, 9, 5),
        source="verified",
        office="人民银行",
        by=town.clerk,
        at=moment("2026-09-05"),
    )
    case = town.bring("refused", town.submit(household, day="2026-09-21"), proposal="refuse")
    said = issued(town, case, "refusal")
    for part in (
        "不予确认决定书",
        "赵䶮",
        "一家2口人",
        "存款",
        "86,000.00元",
        "人民银行2026年9月5日",
        "行政复议",
    ):
        assert part in said


def test_acceptance_tells_the_next_steps_with_days_and_clauses(town: Town) -> None:
    case = town.bring("accepted", start="2026-09-21")
    said = issued(town, case, "acceptance")
    for part in ("受理通知书", "2026年9月24日", "2026年11月9日", "第二十二条", "回执"):
        assert part in said


def test_one_list_of_what_is_missing(town: Town) -> None:
    case = town.submit()
    items = [{"kind": "promise", "label": "诚信承诺书", "why": "没有签字"}]
    casework.request_supplement(case_id=case.pk, items=items, by=town.clerk, at=moment("2026-09-21"))
    said = issued(town, case, "supplement")
    for part in ("一次性告知书", "诚信承诺书", "没有签字", "不用您交的", "户口簿"):
        assert part in said


def test_the_poster_of_a_real_case_shows_three_things(town: Town) -> None:
    case = town.bring("publicised", start="2026-09-21")
    notice = case.publicities.get()
    kept = actions.print_poster(publicity_id=notice.pk, by=town.clerk, at=moment(notice.ends_on.isoformat()))
    said = words(people.paper_content(kept))
    for part in ("王建国", "640.00", "甲街道东村", "公示时间"):
        assert part in said
    assert case.number not in said and "李秀英" not in said


def test_survey_form_authorisation_and_proof_of_service(town: Town) -> None:
    case = town.bring("accepted", start="2026-09-21")
    survey = words(actions.print_survey(case_id=case.pk, by=town.clerk, at=AT))
    assert "王小宝" in survey and "调查人（至少两人）" in survey
    child = town.members(case.household)[2]
    signed = words(actions.print_authorisation(case_id=case.pk, person_id=child.pk, by=town.clerk, at=AT))
    assert "王小宝" in signed and "银行存款" in signed
    notice = Notice.objects.filter(case=case).first()
    assert "受理通知书" in words(actions.print_service_return(notice_id=notice.pk, by=town.clerk, at=AT))


def test_every_kind_of_notice_has_a_letter() -> None:
    assert set(filling.LETTERS) == {kind for kind, _ in Notice._meta.get_field("kind").choices}
