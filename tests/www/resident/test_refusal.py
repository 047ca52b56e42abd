"""A refusal on the real law, as its family meets it: why, by how much, under which article, what would change it, what
instead, and the way to have it looked at again."""

import html
import re

import pytest

from doudi.casework.models import AppealRequest

pytestmark = pytest.mark.database


def words(answer):
    """The text of a page as it is read."""
    text = answer.content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_the_family_reads_why_by_how_much_and_what_instead(refused):
    client, case = refused
    assert case.status == "refused"
    said = words(client.get(f"/progress/{case.application.number}/"))
    for part in ("不予确认", "人均收入不低于低保标准", "社会救助暂行办法 第九条",
                 "1,353.33 元", "比 930 元的线高 423.33 元",
                 "最低生活保障标准 930 元/人/月", "示例〔2026〕1号",
                 "什么会改变结果", "38759.99 元/年", "还可以", "最低生活保障边缘家庭", "不同意这个结果"):
        assert part in said, f"{part} is not on the page: {said}"
    assert "不符合" not in said.replace("暂不符合", "")
    assert "结果为“暂不符合”" not in said, "a change that changes nothing is no help"


def test_who_disagrees_points_at_the_wrong_facts_and_asks_for_a_review_on_one_more_screen(refused):
    client, case = refused
    page = f"/progress/{case.application.number}/"
    review = f"{page}review/{case.pk}/"
    assert review in client.get(page).content.decode()
    said = words(client.get(review))
    assert "人均收入不低于低保标准" in said and "比 930 元的线高 423.33 元" in said
    assert "全家 · 存款：20,000 元" in said and "王建国 · 工资" in said and "哪条不对就点哪条" in said
    assert "收入情况" not in said, "that somebody was asked is not a fact about him"
    assert "请点出哪条信息不对" in words(client.post(review, {"text": ""}))
    asked = {"text": "存款没那么多", "wrong": ["全家：存款"]}
    answer = client.post(review, asked, follow=True)
    assert "收到了" in words(answer)
    client.post(review, asked)
    [appeal] = AppealRequest.objects.order_by("id")
    assert (appeal.case_id, appeal.text) == (case.pk, "存款没那么多")
    assert appeal.disputed_facts == ["全家：存款"]


def test_a_refused_family_asks_only_for_itself(refused, client):
    _, case = refused
    client.post(f"/progress/{case.application.number}/review/{case.pk}/", {"text": "我也不同意"})
    assert not AppealRequest.objects.exists()
