"""What an answer rests on, read from the trace: every reason with an article, every number as people say it."""

import pytest

from doudi.law.explain import Line
from doudi.www.selfcheck.grounds import PUBLISHED, reasons_in, standards_in, value_of

NOTICE = "国办发〔2021〕42号"


def answer(*children):
    return Line("yes", "医疗救助", children=children)


def test_who_gets_it_reads_the_conditions_before_what_the_sum_rests_on():
    line = answer(Line("yes", "属于医疗救助对象", "", NOTICE), Line("plain", "理由", "起付线以内的自己付", PUBLISHED))
    assert reasons_in(line) == [("属于医疗救助对象", NOTICE), ("起付线以内的自己付", NOTICE)]


def test_a_refusal_by_a_published_number_names_the_article_that_asks_for_it():
    line = answer(Line("yes", "住院", "", "别的文"), Line("no", "自付费用超过起付线", "", NOTICE),
                  Line("plain", "理由", "起付线以内的自己付", PUBLISHED))
    assert reasons_in(line) == [("起付线以内的自己付", NOTICE)]


def test_reasons_of_an_instrument_stand_as_they_are():
    line = answer(Line("yes", "条件", "", "别的文"), Line("plain", "理由", "甲", NOTICE), Line("plain", "理由", "乙", NOTICE))
    assert reasons_in(line) == [("甲", NOTICE), ("乙", NOTICE)]


def test_a_sum_is_told_before_how_sums_are_rounded():
    rounding, sum_of = (Line("plain", label, text, source="示例") for label, text in (
        ("低保金取整", "见角进元"), ("最低生活保障标准", "720.00")))
    assert [each.label for each in standards_in(answer(rounding, sum_of))] == ["最低生活保障标准", "低保金取整"]


@pytest.mark.parametrize(("label", "text", "words"), [
    ("医疗救助起付线", "3500.00", "3,500 元"), ("医疗救助比例", "0.75", "75%"), ("医疗救助比例", "1", "100%")])
def test_the_parts_of_a_number_are_told_as_their_names_say(label, text, words):
    assert value_of(label, text) == words
