"""Every table that knows of a person or a household says what becomes of it; a new one, or a new column, must say it too."""

import pytest
from django.apps import apps
from django.db import models

from doudi.casework.programme import RETENTION, programmes
from doudi.casework.retention.models import Ground
from doudi.casework.retention.rules import ELSEWHERE, RULES
from doudi.policy.declared import declarations
from doudi.vault.fields import SealedColumn

# What can hold words or days of somebody. Amounts, counts, months and flags are accounts, and keys are pseudonyms.
TELLING = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.DateField, models.FileField,
           SealedColumn)
PERSONAL = {"people.Person", "people.Household"}
# Numbers of the law and of the house: they know areas, offices and officers, nobody who is helped.
NOT_OF_A_FAMILY = {
    "offices.Area", "offices.ManagementArea", "offices.ManagedTownship", "offices.Office", "offices.Post",
    "standards.Instrument", "standards.Value", "standards.Switch", "standards.CalendarYear", "rollbooks.ColumnMapping",
    "casework.RollRun", "retention.Round", "standards.Proposal", "adjusting.Batch",
    # It stays for good and holds ids only; the verb that writes it refuses numbers and telephones.
    "audit.JournalEntry", "audit.JournalSeal",
}
RULED = {rule.model for rule in RULES}


def label(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def our_tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("doudi.")]


def points_at(model: type[models.Model]) -> set[str]:
    return {label(field.related_model) for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey)}


def test_every_table_has_a_rule_or_is_known_to_be_of_nobody() -> None:
    tables = {label(model) for model in our_tables()}
    assert tables - RULED - NOT_OF_A_FAMILY == set(), "say in casework/retention/rules.py what becomes of it"
    assert NOT_OF_A_FAMILY <= tables and not NOT_OF_A_FAMILY & RULED


def test_a_table_of_nobody_does_not_point_at_a_family() -> None:
    near = PERSONAL | {"casework.Case", "casework.Application", "casework.Award", "people.Supporter", "people.Paper"}
    wrong = [label(model) for model in our_tables() if label(model) in NOT_OF_A_FAMILY and points_at(model) & near]
    assert not wrong


def columns_without_a_word(model: type[models.Model]) -> list[str]:
    """Columns that could tell of somebody and that no rule of their table names."""
    rules = [rule for rule in RULES if rule.model == label(model)]
    if any(rule.drop or rule.goes_with == ELSEWHERE for rule in rules):
        return []
    named = {name for rule in rules for name in (*rule.empties, *rule.blanks, *rule.keeps)}
    telling = [field.name for field in model._meta.concrete_fields
               if isinstance(field, TELLING) or hasattr(field, "base_field")]
    return [f"{label(model)}.{name}" for name in telling if name not in named]


def test_every_column_of_words_has_a_rule() -> None:
    silent = [name for model in our_tables() if label(model) in RULED for name in columns_without_a_word(model)]
    assert not silent, "say in casework/retention/rules.py what becomes of it"


def test_rules_name_only_what_is_there() -> None:
    for rule in RULES:
        fields = {field.name for field in apps.get_model(rule.model)._meta.concrete_fields}
        named = {*rule.empties, *rule.blanks, *rule.keeps}
        assert named <= fields, f"{rule.model}: {named - fields}"
        assert rule.rows or rule.goes_with == ELSEWHERE, rule.model
        assert not (rule.goes_with == ELSEWHERE and not rule.why), rule.model


def test_the_check_sees_a_new_column(monkeypatch: pytest.MonkeyPatch) -> None:
    model = apps.get_model("casework.Visit")
    nickname = models.CharField(name="nickname", max_length=5)
    monkeypatch.setattr(model._meta, "concrete_fields", [nickname])
    assert columns_without_a_word(model) == ["casework.Visit.nickname"]


def test_every_manifest_names_a_term_that_is_a_dated_parameter() -> None:
    terms = set(RETENTION.values()) | {"retention_months_not_applied", "retention_months_removed_paper"}
    for manifest in programmes():
        assert set(manifest.retention) == set(Ground.values) - {"not_applied"}
        assert set(manifest.retention.values()) <= set(declarations())
    for key in terms:
        declared = declarations()[key]
        assert declared.rows and "待确认" in declared.note, f"{key} is not known for sure and must say so"
