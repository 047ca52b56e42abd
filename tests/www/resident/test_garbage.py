"""What would break a later page is refused on the page where it is typed: a draft always stays readable."""

from typing import Any

import pytest

from doudi.www.resident.applying import IncomeForm, KinForm, MemberForm
from doudi.www.selfcheck.asking import AskSum
from doudi.www.selfcheck.questions import BY_CODE

PERSON = {"name": "张三", "no_id": "on", "birth": "1980-1-1", "sex": "male", "relation": "child", "student": "none",
          "status": "present"}


def wrong(form: Any) -> dict[str, list[str]]:
    return dict(form.errors)


@pytest.mark.parametrize("name", ["😀😀", "王\u202e建国", "\u200b", "<b>王</b>", "王5", "长" * 60])
def test_a_name_that_the_record_cannot_keep_is_refused_at_once(name: str) -> None:
    assert "name" in wrong(MemberForm(PERSON | {"name": name}))
    assert "name" in wrong(KinForm({"name": name, "of": "a", "relation": "child"}, members=[("a", "王建国")]))


@pytest.mark.parametrize("name", ["𠮷田", "阿卜杜拉·买买提", "㐂", "\ue815田"])
def test_rare_characters_and_the_middle_dot_are_names(name: str) -> None:
    assert wrong(MemberForm(PERSON | {"name": name})) == {}


@pytest.mark.parametrize("birth", ["1700-1-1", "1880-01-01"])
def test_nobody_is_older_than_anybody_ever_was(birth: str) -> None:
    assert "birth" in wrong(MemberForm(PERSON | {"birth": birth}))


def test_a_month_that_makes_an_impossible_year_is_refused() -> None:
    asked = {"income_wage": "99999999", "complete": "on"}
    assert "income_wage" in wrong(IncomeForm(asked | {"per": "month"}))
    assert wrong(IncomeForm(asked | {"per": "year"})) == {}
    assert "sum" in wrong(AskSum(BY_CODE["wage"], {}, {"sum": "99999999"}))


@pytest.mark.database
def test_sending_a_draft_that_is_gone_says_so(client: Any, db: None) -> None:
    answer = client.post("/apply/summary/", {"key": "0" * 32, "true": "on"}, follow=True)
    assert "没有提交" in answer.content.decode()
    assert "没有提交" not in client.get("/apply/").content.decode()
