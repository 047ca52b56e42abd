"""The pages of referrals: the clerk hands over, the department answers by page and by table, the chain shows it; tokens."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.casework.models import Case
from doudi.casework.referrals import sheets
from doudi.casework.referrals.models import ApiToken, Question, Referral, State
from doudi.policy.facts import FACTS
from doudi.policy.referring import referables
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
RESULT = {"given_text": "住院救助", "rhythm": "once", "amount": "1200", "from_on": "2026-09-24", "press": "f"}


def handed_over(world: World, desk: Any) -> Referral:
    """A referral made by the clerk on the page."""
    home = world.wangs()
    father = world.persons(home)[0]
    answer = desk().post(f"/staff/households/{home.pk}/refer/", {
        "programme": "medical", "person": father.pk, "wanted": "请按规定救助", "press": "r"}, follow=True)
    assert "已转给任城区医保局" in answer.content.decode()
    return Referral.objects.get()


def test_from_the_family_to_the_department_and_back_into_the_chain(world: World, desk: Any) -> None:
    sent = handed_over(world, desk)
    page = desk().get(f"/staff/households/{sent.household_id}/refer/").content.decode()
    assert all(FACTS[key].label in page for key in referables()["medical"].facts), "what goes along is told beforehand"
    department = desk("department")
    inbox = department.get("/staff/inbox/").content.decode()
    assert "王建国" in inbox and "医疗救助" in inbox
    one = department.get(f"/staff/referrals/{sent.pk}/").content.decode()
    assert sent.along["id_number"] in one and "陈桂花" not in one and "一户一档" not in one
    for _ in range(2):
        told = department.post(f"/staff/referrals/{sent.pk}/finish/", RESULT, follow=True).content.decode()
    assert "已办结" in told
    sent.refresh_from_db()
    assert (sent.state, sent.amount_fen, sent.steps.count()) == (State.FINISHED, 120000, 2)
    chain = desk().get(f"/staff/households/{sent.household_id}/").content.decode().split("救助链")[1]
    assert "住院救助" in chain and "1200" in chain.replace(",", "") and "任城区医保局" in chain
    read = JournalEntry.objects.filter(verb="read_referral", actor_id=world.department.pk).first()
    assert read.subject_id == str(sent.household_id), "the family can be told who looked"


def test_the_sending_side_sees_numbers_masked_the_department_whole(world: World, desk: Any) -> None:
    sent = handed_over(world, desk)
    number, phone = sent.along["id_number"], sent.along["phone"]
    clerk, department = (desk(name).get(f"/staff/referrals/{sent.pk}/").content.decode() for name in ("clerk", "department"))
    assert number not in clerk and phone not in clerk and number[-4:] in clerk
    assert number in department and phone in department


def test_what_cannot_be_said_keeps_what_was_typed(world: World, desk: Any) -> None:
    sent, department = handed_over(world, desk), desk("department")
    answer = department.post(f"/staff/referrals/{sent.pk}/finish/", {**RESULT, "rhythm": "service"})
    assert "不填金额" in answer.content.decode() and 'value="住院救助"' in answer.content.decode()
    answer = department.post(f"/staff/referrals/{sent.pk}/refuse/", {"reason_code": "other", "press": "x"})
    assert "写明是什么" in answer.content.decode()
    assert desk().post(f"/staff/referrals/{sent.pk}/accept/", {"press": "y"}).status_code == 200
    assert department.post(f"/staff/referrals/{sent.pk}/give/", {"press": "z"}).status_code == 404
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_the_table_goes_out_comes_back_and_the_bad_row_can_be_fetched(world: World, desk: Any) -> None:
    sent, department = handed_over(world, desk), desk("department")
    out = department.get(f"/staff/inbox/{sent.office_id}/open.xlsx")
    assert out.status_code == 200 and out.content.startswith(b"PK")
    assert desk("department").get(f"/staff/inbox/{sent.office_id + 1}/open.xlsx").status_code == 404
    content = sheets.workbook(["转办编号", "姓名", "答复"], [[sent.number, "王建国", "签收"], ["ZB9", "李四", "签收"]])
    told = department.post("/staff/inbox/answers/", {"office": sent.office_id, "press": "u", "file": SimpleUploadedFile(
        "转办.xlsx", content)}, follow=True).content.decode()
    assert "收下 1 行、退回 1 行" in told
    link = told.split('/staff/inbox/files/')[1].split('/')[0]
    assert department.get(f"/staff/inbox/files/{link}/").content.startswith(b"PK")
    bad = department.post("/staff/inbox/answers/", {"office": sent.office_id, "press": "v", "file": SimpleUploadedFile(
        "a.pdf", b"%PDF-1.7")})
    assert "这是 PDF" in bad.content.decode()


def test_a_doubtful_answer_is_settled_by_the_sender(world: World, desk: Any) -> None:
    sent, department = handed_over(world, desk), desk("department")
    content = sheets.workbook(["转办编号", "姓名", "答复"], [[sent.number, "王建华", "签收"]])
    department.post("/staff/inbox/answers/", {"office": sent.office_id, "press": "u", "file": SimpleUploadedFile("a.xlsx", content)})
    question = Question.objects.get()
    assert "答复待核实" in desk().get("/staff/referrals/?bucket=asked").content.decode()
    clerk = desk()
    assert "编号和姓名对不上" in clerk.get(f"/staff/referrals/{sent.pk}/").content.decode()
    clerk.post(f"/staff/referrals/{sent.pk}/settle/", {"question": question.pk, "take": "no", "note": "不是同一人", "press": "s"})
    question.refresh_from_db()
    assert question.taken is False
    clerk.post(f"/staff/referrals/{sent.pk}/revoke/", {"reason": "转错了", "press": "t"})
    sent.refresh_from_db()
    assert sent.state == State.REVOKED


def refused(world: World) -> Case:
    """A 低保 case that the township refuses against the law's own answer, with what else there is."""
    home = world.wangs(wage=900000)
    case = world.brought("surveyed", home)
    world.opinion(case, proposal="refuse", reason="收入超过标准")
    world.send(case, "2026-09-28")
    casework.refuse(case_id=case.pk, reason_text="收入超过标准", by=world.county, at=at("2026-09-29"))
    case.refresh_from_db()
    return case


def test_a_refused_case_leads_to_the_other_help_and_is_closed_there(world: World, desk: Any, now: Any) -> None:
    case = refused(world)
    now(at("2026-10-08"))
    clerk = desk()
    assert case.number in clerk.get("/staff/referrals/?bucket=refused").content.decode()
    assert "核查其他救助并办结" in clerk.get(f"/staff/cases/{case.pk}/").content.decode()
    page = clerk.get(f"/staff/cases/{case.pk}/other-help/")
    claims = [value for value, _ in page.context["form"].fields["claims"].choices]
    if claims:
        held = clerk.post(f"/staff/cases/{case.pk}/other-help/", {"do": "close", "press": "c"}, follow=True).content.decode()
        assert "还可能符合" in held
        clerk.post(f"/staff/cases/{case.pk}/other-help/", {"claims": claims, "note": "当面逐项说明", "press": "d"})
    closed = clerk.post(f"/staff/cases/{case.pk}/other-help/", {"do": "close", "press": "e"}, follow=True).content.decode()
    assert "办结了" in closed and case.moves.filter(verb="close_refused").count() == 1
    assert case.number not in clerk.get("/staff/referrals/?bucket=refused").content.decode().split("<main")[1]


def test_a_token_is_shown_once_and_taken_back(world: World, desk: Any) -> None:
    admin = desk("county_admin")
    office = world.department.posts.get().office_id
    made = admin.post("/staff/tokens/", {"office": office, "label": "医保结算系统", "press": "t"}, follow=True).content.decode()
    secret = made.split("<code>")[1].split("</code>")[0]
    assert secret.startswith("dd_") and secret not in admin.get("/staff/tokens/").content.decode()
    token = ApiToken.objects.get()
    assert secret not in token.hashed
    assert desk("far_county").post("/staff/tokens/", {"office": office, "label": "x", "press": "u"}).status_code == 403
    admin.post(f"/staff/tokens/{token.pk}/revoke/", {"press": "v"})
    token.refresh_from_db()
    assert token.revoked_at is not None and token.revoked_by == world.county_admin
