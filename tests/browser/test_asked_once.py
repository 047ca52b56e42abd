"""Asked twice: nothing. One family from the self-check through the application, the visit and the re-check half a year later; no
input stands empty for a fact that is known and fresh, what went stale is asked with the value it had, and what another department
decides goes out with the same application. The family's side without JavaScript."""

import re

import pytest

from doudi.casework import actions
from doudi.casework.models import Application
from doudi.casework.referrals.models import Referral
from doudi.offices import actions as offices
from doudi.people import reads as people
from tests.browser.conftest import SINCE
from tests.browser.desks import on, press, record_visit, sit_down, tick_all
from tests.browser.walking import answer, example_family

pytestmark = [pytest.mark.browser, pytest.mark.database]

# 没有残疾证 is an answer, though its value is empty; 请选一个 is none.
EMPTY = """() => [...document.querySelectorAll('main input, main select, main textarea')].filter(field =>
    field.tagName === 'SELECT' ? /^(请选|没填|没问)/.test(field.selectedOptions[0].text)
    : !['hidden', 'checkbox', 'radio', 'file', 'submit'].includes(field.type) && field.value === '').map(field => field.name)"""
NEVER_TOLD = {"insurance_cash_value", "account_number", "account_bank", "name", "id_number", "birth", "sex", "relation"}


def empty(page):
    """The names of the inputs that stand empty, though the self-check was told of them."""
    return set(page.evaluate(EMPTY)) - NEVER_TOLD


def self_check(page, base_url, family):
    """Every question; the pages that were asked."""
    page.goto(base_url + "/check/?again=1")
    asked = set()
    while "/check/result" not in page.url:
        asked.add(re.search(r"/check/(\w+)/", page.url)[1])
        answer(page, family)
    return asked


def write_family(page, family):
    """Home, telephone, and everybody by name and number: the rest is known."""
    page.get_by_role("link", name="家里人").click()
    page.get_by_role("link", name="写住址").click()
    page.get_by_label(family.village, exact=True).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("门牌号").fill("3 号楼 401")
    page.get_by_label("联系电话").fill(family.phone)
    page.get_by_role("button", name="保存").click()
    for member, link in zip(family.members, ("写申请人", "写第 2 个大人", "写孩子"), strict=True):
        page.get_by_role("link", name=link).click()
        assert not empty(page) and page.locator("details.known").count() == 1, link
        page.get_by_label("姓名").fill(member.name)
        page.get_by_label("身份证号", exact=True).fill(member.number)
        if member.relation == "spouse":
            page.get_by_label("是申请人的什么人").select_option("spouse")
        page.get_by_role("button", name="保存").click()


def write_rest(page, asked):
    """No page about incomes; of property only what was never asked."""
    page.get_by_role("link", name="写好了").click()
    assert page.url.endswith("/apply/property/"), "every income is known"
    known = {"deposits", "securities", "vehicles", "vehicles_exempt", "homes", "non_residential_property"}
    known |= {"expense_medical_self_paid", "expense_education_public_rate", "expense_rehabilitation"} if "costs" in asked else set()
    assert not empty(page) & known
    for name in ("insurance_cash_value", *empty(page)):
        page.locator(f"[name={name}]").fill("0")
    page.get_by_role("button", name="保存").click()
    tick_all(page, "同意核对")
    page.get_by_label("填写人签名").fill("王建国")
    page.get_by_role("button", name="签好了").click()
    page.get_by_role("button", name="就这些").click()
    page.get_by_label("我写的都是真的").check()
    page.get_by_role("button", name="提交申请").click()
    page.locator(".panel .no").first.wait_for()


def unanswered(page, household, day):
    """The lines of a fact form that do not say what is known and fresh."""
    found = []
    for known in people.facts_of(household, day):
        line = page.locator(f"#f-{known.entity}-{known.subject.removeprefix('s')}-{known.name}")
        if known.fresh and line.count() and not line.locator("xpath=ancestor::div[contains(@class,'row')]").locator(".known").count():
            found.append((known.entity, known.name))
    return found


def apply(page, base_url, family):
    """The whole way of the family; its application."""
    asked = self_check(page, base_url, family)
    wanted = page.locator("form[action$='/apply/wanted/']")
    for code in ("subsistence", "education"):
        assert wanted.locator(f"input[value={code}]").is_checked()
    wanted.get_by_role("button").click()
    write_family(page, family)
    write_rest(page, asked)
    return Application.objects.get()


def accepted(open_page, base_url, the_time, case):
    """What was said stands in the clerk's questions; he accepts, and visits two days later."""
    the_time(on("2026-09-08"))
    clerk = sit_down(open_page, base_url, "jingban")
    clerk.goto(f"{base_url}/staff/households/{case.household_id}/check/")
    assert clerk.locator("#id_school-row0").input_value() == "primary"
    clerk.goto(f"{base_url}/staff/cases/{case.pk}/")
    press(clerk, "受理")
    clerk.goto(f"{base_url}/staff/cases/{case.pk}/visit/")
    assert not unanswered(clerk, case.household, on("2026-09-08").date())
    clerk.goto(f"{base_url}/staff/cases/{case.pk}/")
    the_time(on("2026-09-10", 15))
    record_visit(clerk, "孟经办", "王建国")
    return clerk


def test_nobody_is_asked_twice_and_one_application_serves_all(town, live_server, open_page, the_time):
    base = live_server.url
    offices.open_office(name="任城区教育和体育局", level="department", prefixes=["370811"], by=None, at=SINCE)
    the_time(on("2026-09-07"))
    made = apply(open_page(java_script_enabled=False), base, example_family())
    assert {"subsistence", "education"} <= set(made.programmes)
    clerk = accepted(open_page, base, the_time, made.cases.get(programme="subsistence"))
    assert not Referral.objects.exists(), "what rests on 低保 waits for it"
    the_time(on("2026-09-11"))
    clerk.goto(f"{base}/staff/households/{made.household_id}/facts/")
    assert not unanswered(clerk, made.household, on("2026-09-11").date())
    clerk.goto(f"{base}/staff/households/{made.household_id}/wished/")
    clerk.get_by_label(re.compile("教育救助")).check()
    clerk.get_by_role("button", name="转出勾选的").click()
    clerk.get_by_text(re.compile("已转给任城区教育和体育局")).first.wait_for()
    child = next(each for each in people.members(made.household, on("2026-09-11").date()) if each.relation == "child")
    assert Referral.objects.get().person_id == child.person_id
    confirmed(made.cases.get(programme="subsistence"), town)
    looked_at_again(open_page, base, the_time, made.cases.get(programme="subsistence"), clerk)


def confirmed(case, town):
    """What the pages of a decision do is walked elsewhere; here only the help has to run."""
    actions.determine(case_id=case.pk, by=town.clerk, at=on("2026-09-11", 15))
    actions.give_opinion(case_id=case.pk, proposal="confirm", by=town.clerk, at=on("2026-09-11", 16))
    actions.open_publicity(case_id=case.pk, place="村务公开栏", by=town.coordinator, at=on("2026-09-11", 17))
    actions.send_to_county(case_id=case.pk, by=town.clerk, at=on("2026-09-19"))
    actions.confirm(case_id=case.pk, by=town.county, at=on("2026-09-21"))


def wrongly_asked(page, household, day):
    """Of what is known: the fresh that has an input in sight or is not told with its day, the stale that is asked without its old
    value; and how many there are of each."""
    wrong, fresh, stale = [], 0, 0
    for known in people.facts_of(household, day):
        field = page.locator(f"#f-{known.entity}-{known.subject.removeprefix('s')}-{known.name}")
        if not field.count():
            continue
        old = field.locator("xpath=ancestor::div[contains(@class,'row')][1]").locator(".known").text_content()
        told = page.locator(f"[data-known] tr[data-fact~={known.name}]").filter(has_text=f"{known.as_of}").count()
        fresh, stale = fresh + known.fresh, stale + (not known.fresh)
        if (field.is_visible() or not told) if known.fresh else not (old.startswith("上次:") and f"{known.as_of}" in old):
            wrong.append((known.entity, known.name, old))
    return wrong, fresh, stale


def looked_at_again(open_page, base, the_time, case, clerk):
    """The day of the re-check: the coordinator finds it in her list, asks only what went stale, and the clerk closes it."""
    due = case.reviews.get().due_on
    the_time(on(due.isoformat()))
    phone = sit_down(open_page, base, "xieli", viewport={"width": 360, "height": 740})
    phone.get_by_role("link", name=re.compile("入户核查.*王建国")).click()
    phone.get_by_role("heading", name=re.compile("入户核查")).wait_for()
    wrong, fresh, stale = wrongly_asked(phone, case.household, due)
    assert not wrong and fresh and stale
    tick_all(phone, "上面的都问过")
    phone.get_by_label("调查人").fill("孔令协 孟经办")
    phone.get_by_role("button", name="记下这次入户").click()
    phone.get_by_text("入户核查已记下").wait_for()
    assert not [known.name for known in people.facts_of(case.household, due) if not known.fresh]
    clerk.goto(f"{base}/staff/cases/{case.pk}/")
    press(clerk, "重新认定")
    clerk.goto(f"{base}/staff/reviews/")
    clerk.get_by_label("核查结果:王建国").select_option("unchanged")
    clerk.get_by_role("button", name="办结").click()
    clerk.get_by_text("核查已办结").wait_for()
    assert case.reviews.get(done_at__isnull=True).due_on > due
