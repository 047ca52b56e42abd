"""A family's way through the residents' pages by Tab-able controls only: the self-check, the application,
the receipt.

`walk_resident_application(page, base_url, family)` is what the end-to-end test starts with.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import count

from playwright.sync_api import Page

from doudi.kernel.identifiers import make_id_number
from tests.browser.desks import tick_all

_sequence = count(101, 2)


def id_number(birth: date) -> str:
    """A well-formed number nobody has."""
    return make_id_number("370811", birth, next(_sequence) % 1000)


@dataclass
class Member:
    """One person: what is typed of him."""

    name: str
    birth: date
    relation: str = "self"
    student: str = "none"
    wage: str = ""
    number: str = ""

    def __post_init__(self) -> None:
        self.number = self.number or id_number(self.birth)


@dataclass
class Family:
    """A family and its answers. Sums in yuan, as typed."""

    members: list[Member]
    county: str = "任城区"
    town: str = "南张街道"
    village: str = "满庄社区"
    registration: str = "urban"
    wage: str = "2200"
    savings: str = "20000"
    phone: str = "13853712345"
    programmes: tuple[str, ...] = ()
    people: tuple[int, int, int] = (1, 2, 0)  # minors, adults, elders
    photos: list[dict] = field(default_factory=list)


def example_family() -> Family:
    """Three people in the city, one wage of 2,200: 800 × 3 − 1,760 = 640 yuan a month by the example
    numbers."""
    return Family(
        [
            Member("王建国", date(1984, 3, 2), wage="2200"),
            Member("陈桂花", date(1986, 7, 19), "spouse"),
            Member("王小明", date(2015, 11, 30), "child", "primary"),
        ]
    )


@dataclass
class Receipt:
    """What the family takes home."""

    number: str
    code: str


def answer(page: Page, family: Family) -> None:
    """Answer the question that stands on the page."""
    code = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    ANSWERS.get(code, answer_none)(page, family)
    page.get_by_role("button", name="下一问").click()


def answer_place(page: Page, family: Family) -> None:
    """County, then township."""
    page.get_by_label(family.town if "town" in page.url else family.county, exact=True).check()


def answer_people(page: Page, family: Family) -> None:
    """How many of each age, and that they are one family."""
    labels = ("6 到 17 岁的孩子", "18 到 59 岁的大人", "60 到 79 岁的老人")
    for label, number in zip(labels, family.people, strict=True):
        page.get_by_label(label).select_option(str(number))
    page.get_by_label("夫妻、父母、子女").check()


def answer_home(page: Page, family: Family) -> None:
    """The registration, and a sound house of their own."""
    page.locator(f"input[value={family.registration}]").check()
    page.get_by_label("自己的房，结实").check()


def answer_doing(page: Page, family: Family) -> None:
    """The one who asks works if there is a wage; every child is at primary school."""
    if page.locator("#id_work-row0").count() and family.wage:
        page.locator("#id_work-row0").select_option("works")
    for row in page.locator("select[name^=school-]").all():
        row.select_option("primary")


def answer_income(page: Page, family: Family) -> None:
    """One wage and nothing else."""
    if page.locator("#id_wage-sum").count():
        page.locator("#id_wage-sum").fill(family.wage or "0")
    answer_sums(page, family)


def answer_assets(page: Page, family: Family) -> None:
    """What is saved; no car, no second home, no shop."""
    page.locator("#id_savings-sum").fill(family.savings)
    page.locator("input[name=things-picks][value=none]").check()


def answer_costs(page: Page, family: Family) -> None:
    """Nothing was spent; everybody is insured as a resident."""
    answer_sums(page, family)
    page.get_by_label("都是居民医保").check()


def answer_sums(page: Page, family: Family) -> None:
    """None of the sums."""
    for row in page.locator("select[name$=_band]").all():
        row.select_option("none")


def answer_none(page: Page, family: Family) -> None:
    """None of it; what stands there already says so too."""
    if page.locator("input[value=none]").count():
        page.locator("input[value=none]").check()


ANSWERS = {
    "where": answer_place,
    "urgent": lambda page, family: page.get_by_label("不急，就是日子紧").check(),
    "people": answer_people,
    "home": answer_home,
    "doing": answer_doing,
    "income": answer_income,
    "assets": answer_assets,
    "costs": answer_costs,
    "kin": lambda page, family: page.get_by_label("没有这样的亲人").check(),
}


def walk_self_check(page: Page, base_url: str, family: Family) -> int:
    """From the front page to the list; how many questions were asked."""
    page.goto(base_url + "/")
    page.get_by_role("link", name="我能领什么").click()
    asked = 0
    while "/check/result" not in page.url:
        asked += "town=1" not in page.url
        assert asked <= 12, f"more than twelve questions, now at {page.url}"
        answer(page, family)
    return asked


def unfold(page: Page) -> None:
    """Open what is known already (已知…改), so that all of it can be looked at and changed."""
    for known in page.locator("details.known:not([open]) > summary").all():
        known.click()


def fill_household(page: Page, family: Family) -> None:
    """Home, telephone, everybody's name and number."""
    page.get_by_role("link", name="家里人").click()
    page.get_by_role("link", name="写住址").click()
    if page.get_by_label(family.county, exact=True).count():
        for place in (family.county, family.town):
            page.get_by_label(place, exact=True).check()
            page.get_by_role("button", name="下一步").click()
    page.get_by_label(family.village, exact=True).check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("门牌号").fill("3 号楼 401")
    page.locator(f"input[name=registration][value={family.registration}]").check()
    page.get_by_label("联系电话").fill(family.phone)
    page.get_by_role("button", name="保存").click()
    for member in family.members:
        page.get_by_role("link", name="写申请人" if member.relation == "self" else "再加一个人").click()
        page.get_by_label("姓名").fill(member.name)
        page.get_by_label("身份证号", exact=True).fill(member.number)
        if member.relation != "self":
            page.get_by_label("是申请人的什么人").select_option(member.relation)
        unfold(page)
        page.get_by_label("现在上学吗").select_option(member.student)
        page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="写好了").click()


def fill_income(page: Page, family: Family) -> None:
    """One page per person."""
    for member in family.members:
        page.get_by_role("link", name=member.name).click()
        page.get_by_label("按月，一个月多少").check()
        page.get_by_label("上班、打工的工资").fill(member.wage)
        page.get_by_label("就这些，空着的就是没有").check()
        page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="写好了").click()


def fill_rest(page: Page, family: Family) -> None:
    """Property, consent, papers."""
    unfold(page)
    for label in (
        "存款",
        "股票、基金、理财",
        "商业保险退保能拿回的钱",
        "近一年看病自己付的钱",
        "近一年孩子的学费",
        "近一年残疾康复自己付的钱",
    ):
        page.get_by_label(label).fill(family.savings if label == "存款" else "0")
    page.get_by_label("住房几套").select_option("1")
    page.get_by_role("button", name="保存").click()
    tick_all(page, "同意核对")
    page.get_by_label("填写人签名").fill(family.members[0].name)
    page.get_by_role("button", name="签好了").click()
    for photo in family.photos:
        section = page.locator("section").first
        section.locator("input[type=file]").set_input_files([photo])
        section.get_by_role("button", name="传上去").click()
    page.get_by_role("button", name="就这些").click()


def walk_resident_application(
    page: Page, base_url: str, family: Family, *, self_check: bool = True
) -> Receipt:
    """From the front page to the number: self-check (if wanted), task list, check, send."""
    if self_check:
        walk_self_check(page, base_url, family)
        page.locator("form[action$='/apply/wanted/']").get_by_role("button").click()
    else:
        page.goto(base_url + "/apply/")
    fill_household(page, family)
    fill_income(page, family)
    fill_rest(page, family)
    if family.programmes:
        page.goto(base_url + "/apply/wanted/")
        page.get_by_role("checkbox").first.wait_for()
        for box in page.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("value") in family.programmes)
        page.get_by_role("button", name="保存").click()
        page.goto(base_url + "/apply/summary/")
    page.get_by_label("我写的都是真的").check()
    page.get_by_role("button", name="提交申请").click()
    page.locator(".panel .no").first.wait_for()
    number, code = (each.inner_text().strip() for each in page.locator(".panel .no").all())
    return Receipt(number, code)
