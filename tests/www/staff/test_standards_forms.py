"""The form of every number of the law can be shown and, filled in as a clerk would, is what the declaration asks for."""

import pytest

from doudi.policy.declared import declarations
from doudi.standards.loading import checked_row
from doudi.www.staff.standards_forms import ValueForm, part_name
from doudi.www.staff.standards_words import raw_words

AREAS = [("3708", "济宁市")]
DOCUMENT = {"valid_from": "2026-01-01", "number": "示例〔2026〕1号", "title": "示例"}


def form_of(key: str, **parts: str) -> ValueForm:
    data = {"area": "3708", **DOCUMENT, **parts}
    bare = ValueForm(declared=declarations()[key], areas=AREAS)
    return ValueForm({bare.add_prefix(name): value for name, value in data.items()}, declared=declarations()[key], areas=AREAS)


@pytest.mark.parametrize("key", sorted(declarations()))
def test_every_number_has_a_form_with_chinese_labels(key: str) -> None:
    form = ValueForm(declared=declarations()[key], areas=AREAS)
    assert "<" in str(form)
    for name in declarations()[key].parameter.parts:
        assert part_name(declarations()[key], name) != name, f"{key}.{name} has no Chinese name"


def test_the_price_linkage_is_entered_part_by_part() -> None:
    groups = {f"part-{name}": "false" for name in declarations()["price_linkage"].parameter.parts if name.startswith("groups_")}
    parts = {"part-cpi": "3.5", "part-food": "6.0", "part-index": "cpi", "part-floor": "20.00", "part-rounding": "ceil_jiao"}
    form = form_of("price_linkage", **groups | parts | {"part-groups_orphan": "true"})
    assert form.is_valid(), form.errors
    row = checked_row("price_linkage", "3708", {}, form.value(), form.cleaned_data["valid_from"])
    assert (row.value["floor"], row.value["groups_orphan"], row.value["groups_subsistence"]) == (2000, True, False)
    assert "联动对象:孤儿 是" in raw_words(declarations()["price_linkage"], form.value())


def test_bands_of_age_are_entered_line_by_line() -> None:
    form = form_of("elderly_hardship", **{"part-tiers": "60 79 80.00\n80 199 100.00"})
    assert form.is_valid(), form.errors
    row = checked_row("elderly_hardship", "3708", {}, form.value(), form.cleaned_data["valid_from"])
    assert [(band["at_least"], band["age_to"], band["value"]) for band in row.value] == [(60, 79, 8000), (80, 199, 10000)]
