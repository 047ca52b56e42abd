"""The main job of the product, walked in a browser: one family from the self-check to the frozen roll, one to a refusal."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tests.browser.desks import on, press, record_visit, sit_down, status
from tests.browser.walking import example_family, id_number, walk_resident_application

pytestmark = [pytest.mark.browser, pytest.mark.database]


def letter_text(page, name: str) -> str:
    """The text of a letter that hangs on the case page, fetched as the browser would."""
    address = page.get_by_role("link", name=name).get_attribute("href")
    answer = page.request.get(page.url.split("/staff/")[0] + address)
    assert answer.headers["content-type"] == "application/pdf"
    return "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)


def accepted_and_visited(open_page, base_url, the_time):
    """The clerk accepts what came in online and visits two days later."""
    the_time(on("2026-09-08"))
    clerk = sit_down(open_page, base_url, "jingban")
    clerk.goto(base_url + "/staff/?bucket=new")
    clerk.get_by_role("link", name="王建国").click()
    press(clerk, "受理")
    assert "已受理" in status(clerk)
    assert "入户" in clerk.locator(".head .clock").first.inner_text()
    the_time(on("2026-09-10", 15))
    record_visit(clerk, "孟经办", "王建国")
    assert "已入户调查" in status(clerk)
    amount = clerk.locator(".head .answer").inner_text()
    assert "符合" in amount
    assert "每月" in amount
    return clerk


def agreed_and_posted(clerk, open_page, base_url, the_time, family):
    """The opinion, the poster, and what everybody may see of it: name, members, amount."""
    the_time(on("2026-09-11"))
    press(clerk, "同意")
    press(clerk, "张贴公示")
    assert "公示中" in status(clerk)
    poster = letter_text(clerk, "公示单")
    assert "王建国" in poster
    public = open_page()
    public.goto(base_url + "/publicity/?county=370811&township=370811006")
    assert "王建国" in public.inner_text("main")
    for secret in (family.members[0].number, family.phone):
        assert secret not in poster
        assert secret not in public.content()
    assert "公示到" in clerk.locator(".decide .say").inner_text()


def confirmed(open_page, base_url, the_time, address):
    """The county confirms, and the letter says so."""
    the_time(on("2026-09-21"))
    county = sit_down(open_page, base_url, "xianji")
    county.goto(address)
    press(county, "确认")
    assert "已确认" in status(county)
    assert "王建国" in letter_text(county, "确认通知书")
    return county


def frozen(county, base_url, the_time):
    """Next month's roll holds the family, is frozen, and goes out as a file."""
    the_time(on("2026-09-28"))
    county.goto(base_url + "/staff/roll/")
    county.get_by_label("月份").fill("2026-10")
    county.get_by_role("button", name="编制这个月").click()
    assert "王建国" in county.inner_text("main")
    county.get_by_label("人数和金额都核对过", exact=False).check()
    county.get_by_role("button", name="冻结名册").click()
    assert "已冻结" in county.inner_text(".head")
    sheet = county.request.get(county.url + "roll.csv")
    assert "王建国" in sheet.body().decode("utf-8-sig")


def test_one_family_from_the_self_check_to_the_frozen_roll(town, live_server, open_page, the_time):
    the_time(on("2026-09-07"))
    family = example_family()
    family.programmes = ("subsistence",)
    walk_resident_application(open_page(java_script_enabled=False), live_server.url, family)
    clerk = accepted_and_visited(open_page, live_server.url, the_time)
    agreed_and_posted(clerk, open_page, live_server.url, the_time, family)
    the_time(on("2026-09-18"))
    clerk.reload()
    press(clerk, "报送县级")
    county = confirmed(open_page, live_server.url, the_time, clerk.url)
    frozen(county, live_server.url, the_time)


def put_on_file(clerk):
    """The counter: the family, its facts, the signature, the application."""
    clerk.keyboard.press("n")
    clerk.get_by_label("姓名", exact=True).first.fill("赵德海")
    clerk.locator("#applicant-id_number").fill(id_number(date(1980, 4, 5)))
    clerk.locator("#applicant-area").select_option("370811006001")
    clerk.get_by_label("城镇").check()
    clerk.get_by_role("button", name="登记这户").click()
    clerk.get_by_label("工资(税前)").first.fill("9000/月")
    clerk.get_by_label("存款").fill("3000")
    clerk.get_by_label("签了纸质授权书").check()
    clerk.get_by_role("button", name="保存并重算").click()
    assert "9,000" in clerk.inner_text("main")
    clerk.get_by_label("低保", exact=True).check()
    clerk.get_by_role("button", name="提交申请").click()


def test_a_second_family_from_the_counter_to_a_written_refusal(town, live_server, open_page, the_time):
    the_time(on("2026-09-07"))
    clerk = sit_down(open_page, live_server.url, "jingban")
    put_on_file(clerk)
    press(clerk, "受理")
    the_time(on("2026-09-09"))
    record_visit(clerk, "孟经办", "赵德海")
    the_time(on("2026-09-10"))
    press(clerk, "不同意", 不同意的理由="收入高于低保标准")
    press(clerk, "报送县级")

    county = sit_down(open_page, live_server.url, "xianji")
    county.goto(clerk.url)
    press(county, "不予确认", 不予确认的理由="家庭人均收入高于低保标准")
    assert "不予确认" in status(county)
    words = letter_text(county, "不予确认告知书")
    for word in ("赵德海", "不予确认", "低保标准", "行政复议"):
        assert word in words, f"{word} is not in the letter"
    clerk.reload()
    press(clerk, "登记送达")
    assert "送达已登记" in clerk.inner_text("main")
