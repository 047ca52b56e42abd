"""What the language refuses when rules are loaded: each time file, line, what, and the cure."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from doudi.law import AnyOf, LawBook, LawError, Programme
from tests.law.small import FACTS, PARAMETERS, SWITCHES

HEAD = '"""A module of rules."""\nfrom doudi.law.language import *\n\n'
LINE = 6  # of the body's first statement


def module(tmp_path: Path, text: str) -> ModuleType:
    path = tmp_path / "rules_under_test.py"
    path.write_text(HEAD + text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("rules_under_test", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    # inspect keeps the lines of a file by its path: a fresh path per test, so nothing stale is read
    return found


def load(tmp_path: Path, text: str) -> LawBook:
    return LawBook(modules=[module(tmp_path, text)], facts=FACTS, parameters=PARAMETERS, switches=SWITCHES)


def rule(body: str, returns: str = "FenYear", entity: str = "household", name: str = "a_rule") -> str:
    row = entity[0]
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f'@{entity}(cite="甲", label="乙")\ndef {name}({row}, law) -> {returns}:\n    """Words."""\n{lines}\n\n'


BODIES = [
    ("return h.spending / h.homes", "FenYear", "division with /", "cross-multiplying"),
    ("return h.spending // h.homes", "FenYear", "division with //", "named rounding"),
    ("return h.spending % 1", "FenYear", "operator %", "named functions"),
    ("return h.spending * 0.5", "FenYear", "float 0.5", "parameters"),
    ("return h.spending * 12", "FenYear", "bare number 12", "parameter"),
    ("return h.spendings", "FenYear", "no fact or rule spendings", "spelling"),
    ("return spending", "FenYear", "unknown name spending", "bind it first"),
    ("return print(h.spending)", "FenYear", "the call print", "the language has"),
    ("return h.spending.bit_length()", "FenYear", "bit_length", "by name"),
    ("for m in h.members:\n    return 0", "FenYear", "a loop", "sum()"),
    ("while True:\n    return 0", "FenYear", "a loop", "sum()"),
    ("x = 0\nx = 1\nreturn h.spending", "FenYear", "second time", "another name"),
    ("x = h.spending\nx += 1\nreturn x", "FenYear", "a changed value", "new name"),
    ("import os\nreturn 0", "FenYear", "an import inside", "at the top"),
    ("try:\n    return 0\nfinally:\n    return 0", "FenYear", "try", "given()"),
    ("return (lambda: 0)()", "FenYear", "lambda", "by name"),
    ("return [m.wage for m in h.members]", "FenYear", "list comprehension", "sum()"),
    (
        "return sum(m.wage for m in h.members if m.authorised if m.authorised)",
        "FenYear",
        "sum over",
        "one if",
    ),
    ("return h.spending + law.line", "FenYear", "FenYear + FenMonth", "yearly()"),
    ("return h.deposits + h.spending", "Fen", "Fen + FenYear", "as_once()"),
    ("return h.spending * h.deposits", "FenYear", "FenYear * Fen", "Count or a Number"),
    ("return h.homes + h.deposits", "Fen", "Count + Fen", "one type"),
    ("return h.spending < law.line", "Bool", "FenYear < FenMonth", "yearly()"),
    ("return h.homes < h.deposits", "Bool", "Count < Fen", "one type"),
    ("return h.spending", "FenMonth", "returns FenYear", "correct one"),
    ("if h.special:\n    return h.spending", "FenYear", "without return", "every path"),
    ("return 0\nx = h.spending", "FenYear", "code after return", "remove"),
    ("return h.spending if h.homes else 0", "FenYear", "Bool is needed", "comparison"),
    ("return h.spending and True", "Bool", "Bool is needed", "comparison"),
    ('return h.registration == "town"', "Bool", "“town” is not a value", "urban, rural"),
    ('return h.registration in ("urban", "town")', "Bool", "“town” is not a value", "urban, rural"),
    ("return law.lines", "FenMonth", "unknown parameter lines", "Parameter"),
    ("return law.switch.nothing", "Bool", "unknown switch nothing", "SwitchDecl"),
    ("return law.line * law.assets_multiple", "FenMonth", "needs the selector programme", "programme=…"),
    ("return law.line(of=h.registration)", "FenMonth", "no selector of", "its selectors"),
    ("return law.tiers", "FenMonth", "is a table", "tier_below()"),
    ("return law.cost_cap", "FenMonth", "may be none", "given("),
    ("return f'{h.spending}'", "Code", "f-string", "labels"),
    ("return h.members", "Count", "on its own", "sum()"),
    ("age = h.spending\nreturn age", "FenYear", "word of the language", "another name"),
    ("return round_by(law.rounding, h.homes)", "FenYear", "round_by(Code, Count)", "money"),
    ("return monthly(law.line)", "FenMonth", "monthly(FenMonth)", "FenYear"),
    ("return split(h.spending, among=h.deposits)", "FenYear", "split(FenYear, among=Fen)", "a Count"),
    ("h.special\nreturn h.spending", "FenYear", "not in the language", "README"),
    ("return h.special < h.special", "Bool", "Bool has no order", "=="),
]


@pytest.mark.parametrize(
    ("body", "returns", "what", "cure"), BODIES, ids=[b[0].replace("\n", ";") for b in BODIES]
)
def test_a_rule_outside_the_language_is_refused_with_place_and_cure(tmp_path, body, returns, what, cure):
    with pytest.raises(LawError) as refused:
        load(tmp_path, rule(body, returns))
    message = str(refused.value)
    file, line, said = message.split(":", 2)
    assert file.endswith("rules_under_test.py")
    assert LINE <= int(line) + 1 <= LINE + body.count("\n") + 2
    assert what in said and cure in said.split(";", 1)[1]


def test_a_rule_may_not_be_without_docstring_type_or_with_other_arguments(tmp_path):
    for text, what in [
        ('@household(cite="甲", label="乙")\ndef a(h, law) -> Bool:\n    return True\n', "no docstring"),
        (
            '@household(cite="甲", label="乙")\ndef a(h, law):\n    """x"""\n    return True\n',
            "names no type",
        ),
        (
            '@household(cite="甲", label="乙")\ndef a(h, law, x=1) -> Bool:\n    """x"""\n    return True\n',
            "(h, law)",
        ),
    ]:
        with pytest.raises(LawError, match="rules_under_test.py") as refused:
            load(tmp_path, text)
        assert what in str(refused.value)
        (tmp_path / "rules_under_test.py").unlink()


def test_rules_in_a_circle_are_refused_naming_the_way_round(tmp_path):
    text = rule("return h.second", name="first") + rule("return h.first", name="second")
    with pytest.raises(LawError, match=r"first → second → first|second → first → second"):
        load(tmp_path, text)


def test_two_rules_of_one_name_need_disjoint_periods(tmp_path):
    two = rule("return h.spending") + rule("return h.spending", name="again").replace(
        'label="乙"', 'label="乙", version_of="a_rule"'
    )
    with pytest.raises(LawError, match="disjoint"):
        load(tmp_path, two)


def test_a_rule_may_not_take_the_name_of_a_fact(tmp_path):
    with pytest.raises(LawError, match="name of a fact too"):
        load(tmp_path, rule("return h.deposits", "Fen", name="spending"))


def test_a_code_that_a_rule_does_not_declare_is_refused(tmp_path):
    text = rule('return "medium"', "Code").replace('label="乙"', 'label="乙", values={"low": "低"}')
    with pytest.raises(LawError, match="“medium” is not a value"):
        load(tmp_path, text)


def test_what_an_explanation_shows_is_a_rule(tmp_path):
    text = rule("return h.spending > 0", "Bool").replace('label="乙"', 'label="乙", show=("spending", "a_rule")')
    with pytest.raises(LawError, match="show names spending"):
        load(tmp_path, text)


@pytest.mark.parametrize(
    ("programme", "what"),
    [
        (Programme("p", "甲", "household", all_of=("nothing",)), "no rule nothing"),
        (
            Programme("p", "甲", "household", all_of=(AnyOf("a_rule"),)),
            "conditions, remarks and discretion are Bool",
        ),
        (Programme("p", "甲", "household", amounts={"monthly": "homes_left"}), "not money"),
    ],
)
def test_a_programme_that_does_not_fit_its_rules_is_refused(tmp_path, programme, what):
    text = rule("return h.spending") + rule("return h.homes", "Count", name="homes_left")
    with pytest.raises(LawError, match=what):
        LawBook(modules=[module(tmp_path, text)], facts=FACTS, parameters=PARAMETERS, switches=SWITCHES,
                programmes=[programme])  # fmt: skip
