"""The papers: one sheet each, readable, every name printed, and nothing on them that may not be there."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from doudi.casework.papers.door import PosterRow
from doudi.casework.papers.glyphs import FONTS, MissingGlyph, clean, coverage
from doudi.casework.papers.letters import PAPERS
from doudi.casework.papers.render import TEMPLATES, PaperNotPrinted, render
from doudi.casework.papers.sheet import PaperWithheld, pdf
from doudi.casework.papers.wording import Ground
from tests.casework.papers import samples

A4_POINTS = (595, 842)


def pages(file: bytes):
    return PdfReader(io.BytesIO(file)).pages


def words(file: bytes) -> str:
    return "".join("".join(page.extract_text() for page in pages(file)).split())


@pytest.mark.parametrize("make", samples.ALL, ids=lambda make: make.__name__)
def test_every_paper_is_one_a4_sheet_with_its_title_in_our_face(make):
    paper = make()
    file = pdf(paper)
    (page,) = pages(file)
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4_POINTS
    assert "".join(paper.title.split()) in words(file)
    fonts = page["/Resources"]["/Font"].values()
    assert all("+NotoSansCJKsc-" in str(font.get_object()["/BaseFont"]) for font in fonts)


def test_every_template_has_a_paper_and_every_paper_a_template():
    assert {path.stem for path in TEMPLATES.glob("*.typ")} - {"letter"} == set(PAPERS)
    assert {make().kind for make in samples.ALL} == set(PAPERS)


def sizes_of(file: bytes, sample: str) -> set[int]:
    seen: list[tuple[str, float]] = []

    def note(text, current, matrix, font, size):
        seen.append((text, size * abs(current[3] * matrix[3])))

    pages(file)[0].extract_text(visitor_text=note)
    return {round(size) for text, size in seen if sample in text}


@pytest.mark.parametrize(
    ("make", "sample"),
    [
        (samples.refusal, "经调查和核对"),
        (samples.refusal, "提起行政诉讼"),
        (samples.missing, "补齐就受理"),
        (samples.missing, "本人签字"),
        (samples.confirmation, "及时告诉"),
        (samples.acceptance, "都要真实"),
    ],
)
def test_what_a_resident_reads_is_fourteen_points_or_more(make, sample):
    sizes = sizes_of(pdf(make()), sample)
    assert sizes and min(sizes) >= 14


def test_a_refusal_says_why_with_clause_and_numbers_and_how_to_object():
    said = words(pdf(samples.refusal()))
    for part in (
        "人均收入不低于低保标准",
        "民发〔2021〕57号第八条",
        "高出520.00元",
        "银行核对9月5日",
        "低保边缘家庭",
        "60日内",
        "6个月内",
        "任城区人民政府",
    ):
        assert part in said


def test_a_refusal_without_a_reason_is_not_printed():
    with pytest.raises(PaperWithheld, match="没有写明理由"):
        pdf(samples.refusal(reasons=()))


def test_a_reason_prints_the_words_of_the_law_and_nothing_made_up():
    class Reason:
        code, label, clause = "assets_over_limit", "家庭财产超过限额", "民发〔2021〕57号 第十四条"

    assert Ground.of(Reason()).data() == {"label": Reason.label, "clause": Reason.clause, "text": ""}


def test_the_poster_shows_name_number_and_amount_and_nothing_else():
    said = words(pdf(samples.poster()))
    for part in ("王建国", "640.00", "2026年9月15日", "2026年9月21日", "共7天", "12349"):
        assert part in said
    assert "370811" not in said and "洸救受" not in said
    assert b"370811-2026-000128" not in pdf(samples.poster())


def test_a_child_on_the_poster_is_masked_and_who_may_not_be_named_is_not_posted():
    said = words(pdf(samples.poster(PosterRow(name="陈小明", members=1, monthly_fen=104000, minor=True))))
    assert "陈*明" in said and "陈小明" not in said
    with pytest.raises(PaperWithheld, match="不公示"):
        pdf(samples.poster(PosterRow(name="陈小明", members=1, monthly_fen=104000, withheld=True)))


def test_rare_names_and_the_middle_dot_are_printed():
    for name in ("𬭎䶮㛃犇喆堃", "阿依古丽·买买提", "赟垚龑", "𫖯𠅤"):
        assert name in words(pdf(samples.survey(child=name)))


def test_a_character_without_a_glyph_is_named_together_with_the_person():
    with pytest.raises(MissingGlyph) as error:
        pdf(samples.survey(child="王\U000323b5喆"))
    assert "王\U000323b5喆" in str(error.value) and "U+323B5" in str(error.value)


def test_the_coverage_we_read_is_the_coverage_the_fonts_have():
    truth = set()
    for path in FONTS.glob("*.otf"):
        truth |= set(TTFont(path).getBestCmap())
    assert coverage() == truth
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_invisible_characters_go_and_chinese_text_gets_chinese_punctuation():
    assert clean("王\u200b建\ufeff国\x00") == "王建国"
    typed, set_as = "财产(存款)共 1,320.00 元;标准:见(57号)", "财产（存款）共 1,320.00 元；标准：见（57号）"
    assert clean(typed) == set_as


def test_what_a_person_typed_is_never_run_as_a_template():
    name = '#panic("x") *粗* $x$ <a> @b'
    assert "".join(name.split()) in words(pdf(samples.survey(child=name)))


def test_the_same_data_give_the_same_bytes_from_any_thread():
    once = pdf(samples.refusal())
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert set(pool.map(lambda _: pdf(samples.refusal()), range(12))) == {once}


def test_an_unknown_paper_and_missing_data_are_told():
    with pytest.raises(PaperNotPrinted, match="没有“cheque”"):
        render("cheque", {})
    with pytest.raises(PaperNotPrinted, match="refusal"):
        render("refusal", {"title": "x"})


def test_a_long_family_spills_over_without_losing_anything():
    long = samples.refusal(facts=samples.FACTS * 12)
    file = pdf(long)
    assert len(pages(file)) == 3 or len(pages(file)) == 2
    assert words(file).count("银行核对9月5日") == 12
