"""A clause is named by instrument and article, and reads back as it was written."""

import pytest

from doudi.kernel.clauses import BadClause, ClauseRef


@pytest.mark.parametrize(
    ("text", "instrument", "article"),
    [
        ("民发〔2021〕57号 第十三条", "民发〔2021〕57号", "第十三条"),
        ("民发〔2021〕43号 第五条(一)", "民发〔2021〕43号", "第五条(一)"),
        ("济办发〔2020〕21号 二(一)2", "济办发〔2020〕21号", "二(一)2"),
        ("标准文件", "标准文件", ""),
    ],
)
def test_reads_and_writes(text: str, instrument: str, article: str) -> None:
    clause = ClauseRef.parse(text)
    assert clause == ClauseRef(instrument, article)
    assert str(clause) == text


def test_spaces_do_not_make_another_clause() -> None:
    assert ClauseRef.parse("  民发〔2021〕57号   第十三条 ") == ClauseRef("民发〔2021〕57号", "第十三条")


@pytest.mark.parametrize("text", ["", "   "])
def test_a_clause_names_its_instrument(text: str) -> None:
    with pytest.raises(BadClause):
        ClauseRef.parse(text)
