"""The self-check: only questions that can still change a result, rough answers as ranges, the law's own reasons."""
import pytest

from doudi.law import UNKNOWN
from doudi.offices import actions as offices
from doudi.offices import reads as offices_here
from doudi.www.selfcheck.answers import names_of, people_of
from doudi.www.selfcheck.doubts import doubts_of
from doudi.www.selfcheck.household import document_of
from doudi.www.selfcheck.law_today import sheet_of
from doudi.www.selfcheck.next_question import next_question, parts_for
from doudi.www.selfcheck.questions import AGES, MOST
from doudi.www.selfcheck.telling import ask, tell
from tests.www.resident.conftest import SINCE
from tests.www.resident.drafts import ANSWERS

pytestmark = pytest.mark.database
EVERYBODY = [f"{group}-{number}" for group in AGES for number in range(1, 10)]


def each(code, ticks=()):
    return {"rows": dict.fromkeys(EVERYBODY, code), "ticks": list(ticks)}


NOTHING = {"costs": {name: {"band": "none"} for name in ("medical", "education", "rehabilitation")},
           "health": each("none"), "kin": {"pick": "nobody"}, "care": each("0"), "school": each("primary"),
           "receiving": {"picks": ["none"]}, "happened": {"picks": ["none"]}, "home": {"pick": "safe"},
           "insured": {"pick": "residents"}, "ties": {"pick": "family"},
           "work": {"rows": each("home")["rows"] | {"adults-1": "works"}, "ticks": []}}
UNSURE = {code: {"pick": "unsure", "picks": ["unsure"], "band": "unsure", "rows": {}, "ticks": []}
          for code in ("registration", "wage", "savings", "things", "health", "kin", "care", "school", "receiving",
                       "happened", "home", "insured", "ties", "work")} | {
    "income": {name: {"band": "unsure"} for name in ("pension", "allowance", "other")},
    "costs": {name: {"band": "unsure"} for name in ("medical", "education", "rehabilitation")}}


def asked(day, **replies):
    """The pages somebody with these answers meets, and the answers given."""
    replies, draft = {**ANSWERS, **NOTHING, **replies}, {"answers": {}, "asked": []}
    sheet = sheet_of(replies, day)
    while code := next_question(draft, day, sheet):
        assert code not in draft["asked"], f"{code} is asked twice"
        draft["answers"] |= {part: replies[part] for part in parts_for(code, draft["answers"])}
        draft["asked"].append(code)
    return draft["asked"], draft["answers"]


def told(day, **replies):
    """What the family is told now, by programme; what its standing would open is under after(code)."""
    answers = asked(day, **replies)[1]
    found = tell(ask(answers, day, sheet_of(answers, day)), names_of(people_of(answers)))
    return {("after", one.code) if one.after else one.code: one for one in found}


def test_the_people_and_todays_need_come_first_and_never_more_than_twelve_pages(street, day):
    codes, _ = asked(day)
    assert codes[:3] == ["where", "urgent", "people"]
    assert len(codes) <= MOST == 12
    assert len(asked(day, **UNSURE)[0]) <= MOST


def test_a_family_far_above_every_line_is_not_asked_about_its_savings_in_vain(street, day):
    codes, _ = asked(day, wage={"sum": 2_000_000})
    assert not {"care", "kin", "assets"} & set(codes)


@pytest.mark.parametrize("part", ["registration", "wage", "savings", "things"])
def test_what_once_was_a_page_of_its_own_leads_on(street, client, part):
    for answer in (client.get(f"/check/{part}/", follow=True), client.post(f"/check/{part}/", {"sum": "1"}, follow=True)):
        assert answer.status_code == 200 and answer.redirect_chain[-1][0] == "/check/where/"
    assert client.get("/check/nothing/").status_code == 404


def test_an_exact_wage_gives_an_amount_and_the_distance_to_the_line(street, day):
    low = told(day)["subsistence"]
    assert (low.outcome, low.low, low.high) == ("entitled", 103_000, 103_000)
    assert (low.income, low.line, low.gap) == (58_667, 93_000, 34_333)
    assert low.lines and low.lines[0].children


def test_a_rough_wage_gives_a_range_when_both_ends_agree(street, day):
    low = told(day, wage={"band": "b3"})["subsistence"]
    assert (low.outcome, low.low, low.high) == ("entitled", 119_000, 199_000)


def test_a_range_across_the_line_says_so_and_which_sum_would_settle_it(street, day):
    low = told(day, wage={"band": "b4"})["subsistence"]
    assert (low.outcome, low.split, low.high) == ("need_info", True, 119_000)
    assert [one["question"] for one in low.missing] == ["income"]


def test_two_earners_are_told_a_range_because_each_ones_cost_of_work_is_capped(street, day):
    both = {"rows": NOTHING["work"]["rows"] | {"adults-2": "works"}, "ticks": []}
    low = told(day, work=both, wage={"sum": 320_000})["subsistence"]
    assert low.outcome == "entitled" and low.low <= low.high


def test_unknown_is_never_nought(street, day):
    low = told(day, **UNSURE)["subsistence"]
    assert low.outcome == "need_info"
    assert {one["question"] for one in low.missing} >= {"income"}


def test_who_is_not_entitled_reads_what_else_there_is(street, day):
    answers = told(day, wage={"band": "b6"})
    assert answers["subsistence"].outcome == "not_entitled"
    assert answers["subsistence"].instead and answers["subsistence"].reasons


def test_an_elder_alone_without_kin_may_be_extremely_poor(street, day):
    poor = told(day, people={"elders": 1}, work=each("unable"), wage={"band": "none"}, savings={"sum": 500_000},
                care=each("2"), income={n: {"band": "none"} for n in ("pension", "allowance", "other")})["extreme_hardship"]
    assert (poor.outcome, poor.persons, poor.whom) == ("entitled", 1, ["您"])


def test_a_pension_that_the_law_leaves_out_does_not_bar_an_elder(street, day):
    with_pension = {"pension": {"sum": 20_000}, "allowance": {"band": "none"}, "other": {"band": "none"}}
    poor = told(day, people={"elders": 1}, work=each("unable"), wage={"band": "none"}, savings={"sum": 500_000},
                income=with_pension)["extreme_hardship"]
    assert poor.outcome == "entitled"


def test_what_a_standing_would_open_is_told_apart_and_who_does_it(street, day):
    found = told(day)
    school = found["after", "education"]
    assert school.outcome == "entitled" and school.after == "最低生活保障"
    assert (school.low, school.whom) == (60_000, ["孩子"])
    assert school.done_by.is_handed_on and school.done_by.lead == "市教育局"


@pytest.mark.parametrize(("changed", "words", "page"), [
    ({"people": {"minors": 0, "adults": 0, "elders": 1}, "work": each("study")}, "还在上学吗", "doing"),
    ({"people": {"minors": 1, "adults": 1}, "school": each("college")}, "", ""),
    ({"health": each("lapsed")}, "残疾证过期了", "health"),
    ({"home": {"pick": "without"}, "things": {"picks": ["homes"]}}, "没有自己的房", "home"),
    ({"people": {"infants": 1, "adults": 1}, "school": each("college")}, "上大学", "doing"),
])
def test_what_contradicts_is_a_question_to_a_person_and_stays_open(street, day, changed, words, page):
    answers = {**ANSWERS, **NOTHING, **changed}
    said = document_of(answers, day, in_doubt=True)
    found = doubts_of(answers, said, day, names_of(people_of(answers)))
    assert bool(words) == bool(found)
    if words:
        assert words in found[0].words and found[0].page == page
        kept = document_of(answers, day)
        rows = {"": kept.household} | {row["id"]: row for row in kept.members}
        assert all(rows[subject][name] is UNKNOWN for doubt in found for _, subject, name in doubt.facts)


def test_nobody_is_sent_to_the_auditors(street):
    for name, level in (("任城区审计局", "audit"), ("任城区财政局", "finance"), ("任城区民政局", "county")):
        offices.open_office(name=name, level=level, prefixes=["370811"], by=None, at=SINCE)
    told = [office.name for office in offices_here.windows_for("370811006001")]
    assert told == ["南张街道社会救助窗口", "任城区民政局"]
