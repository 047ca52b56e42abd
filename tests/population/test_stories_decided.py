"""Each story of the demo township falls on the side of the line it was made for (invented numbers)."""

from pathlib import Path

import pytest

from doudi.policy import decide
from doudi.policy.lawbook import BASIC
from doudi.policy.sheets import StandardsSet
from doudi.population.stories import STORIES
from doudi.population.township import township
from tests.population.areas_for_tests import CODES, DAY, TOWNSHIP

STANDARDS = Path(__file__).parents[2] / "bench" / "data" / "standards" / "example.yaml"

# Household programmes by name; single_person and extreme_hardship by the members that are entitled.
ENTITLED = {
    "人均收入比低保标准少一分": {"subsistence"},
    "人均收入正好等于低保标准": {"low_income"},
    "人均收入比边缘线少一分": {"low_income"},
    "人均收入正好等于边缘线": set(),
    "存款正好等于低保限额": {"subsistence"},
    "存款比低保限额多一分": {"low_income"},
    "存款超过边缘限额": set(),
    "唯一的车是残疾代步车": {"subsistence"},
    "有两套住房": set(),
    "工资扣减就业成本后低于标准": {"subsistence"},
    "边缘家庭中的重度残疾人": {"low_income", "single_person m2"},
    "边缘家庭中的重病患者": {"low_income", "single_person m2"},
    "依靠父母生活的成年重度残疾人": {"single_person m1"},
    "今天满六十周岁的独居老人": {"subsistence", "extreme_hardship m1"},
    "明天满六十周岁的独居老人": {"subsistence"},
    "半护理的特困老人": {"subsistence", "extreme_hardship m1"},
    "全护理的特困老人": {"subsistence", "extreme_hardship m1"},
    "大病自费超过收入": {"rigid_expenditure"},
    "各项都不符合的家庭": set(),
}
OPEN = {"存款没有查清", "零工收入没有查清", "一名成员没有授权核对", "子女收入没有查清"}


@pytest.fixture(scope="module")
def decisions():
    standards = StandardsSet.from_yaml(STANDARDS)
    sheet = standards.sheet(DAY, TOWNSHIP)
    records = township(CODES, TOWNSHIP, len(STORIES) + 4, 1, DAY, sheet=sheet)
    return {
        record.story: decide(
            record.document(), day=DAY, sheet=sheet, calendar=standards.calendar, programmes=BASIC
        )
        for record in records
        if record.registration == "rural"
    }


def outcomes(decision) -> dict[str, str]:
    found = {}
    for programme, verdict in decision.verdicts.items():
        if isinstance(verdict, dict):
            found |= {f"{programme} {member}": one.outcome for member, one in verdict.items()}
        else:
            found[programme] = verdict.outcome
    return found


@pytest.mark.parametrize("story", sorted(ENTITLED))
def test_the_story_falls_on_its_side(decisions, story: str) -> None:
    found = outcomes(decisions[story])
    assert {name for name, outcome in found.items() if outcome == "entitled"} == ENTITLED[story]
    assert set(found.values()) <= {"entitled", "not_entitled"}


@pytest.mark.parametrize("story", sorted(OPEN))
def test_what_nobody_has_found_out_leaves_the_answer_open(decisions, story: str) -> None:
    assert outcomes(decisions[story])["subsistence"] == "need_info"


def test_every_basic_programme_is_reached(decisions) -> None:
    reached = {
        name.split()[0]
        for decision in decisions.values()
        for name, outcome in outcomes(decision).items()
        if outcome == "entitled"
    }
    assert reached == set(BASIC)
