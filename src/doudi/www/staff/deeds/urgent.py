"""What is paid once: the event put on file, and money handed out before the papers (临时救助).

国发〔2014〕47号; 民发〔2018〕23号; 济办发〔2020〕21号 二(三)9. The fields of the event come from the manifest and the one
declaration of facts; what the ledger knows (earlier grants, minutes, precedents) is shown beside and never asked.
"""
from __future__ import annotations

from typing import Any

from django import forms

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.casework.programme import programme
from doudi.policy.facts import FACTS, UNKNOWN
from doudi.www.clock import JINING
from doudi.www.staff.deeds.deed import Deed, PlainForm, YuanField
from doudi.www.staff.fact_fields import family, read_typed, show_value, unit_words

MOMENT = "moment"
NOT_CHOSEN = ("none", "price_index")
NO_ANSWER = [("", "不清楚")]
MOMENT_WORDS = "请填日期和钟点,例如 2026-11-20 14:30。"


class MomentField(forms.DateTimeField):
    """A day with the hour, by the clock of Jining."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"])
        kwargs.setdefault("error_messages", {"invalid": MOMENT_WORDS})
        super().__init__(**kwargs)


class EventForm(PlainForm):
    """What happened and what it cost: the questions of the programme, each with its unit, each may stay open."""

    prefix_of_ids = "event-"

    def set_up(self) -> None:
        """One field for each fact that the manifest asks, with what is on file."""
        told = casework.event_of(self.page.case)
        for name in programme(self.page.case.programme).asks:
            fact = FACTS["household", name]
            self.fields[name] = _field(fact)
            known = told.get(name)
            if known is not None and known is not UNKNOWN:
                self.fields[name].initial = _shown(fact, known)

    def clean(self) -> dict[str, Any]:
        """Typed text as values of the facts."""
        cleaned = super().clean() or {}
        for name in list(self.fields):
            typed, fact = cleaned.get(name), FACTS["household", name]
            if typed in (None, "") or family(fact) == MOMENT:
                continue
            try:
                cleaned[name] = read_typed(fact, str(typed))
            except ValueError as bad:
                self.add_error(name, str(bad))
        return cleaned

    def given(self) -> dict[str, Any]:
        """The facts that were told; what stayed open is not among them."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _field(fact: Any) -> forms.Field:
    label, help_text = fact.label, fact.hint
    if family(fact) == MOMENT:
        return MomentField(label=label, help_text=help_text, required=False)
    if family(fact) == "bool":
        return forms.ChoiceField(label=label, required=False, choices=[*NO_ANSWER, ("true", "是"), ("false", "否")])
    if fact.values:
        choices = [(code, words) for code, words in fact.values.items() if code not in NOT_CHOSEN]
        return forms.ChoiceField(label=label, help_text=help_text, required=False, choices=[*NO_ANSWER, *choices])
    kind = {"day": "date"}.get(family(fact), "text")
    unit = unit_words(fact)
    return forms.CharField(label=f"{label}({unit})" if unit else label, help_text=help_text, required=False, max_length=40,
                           widget=forms.TextInput(attrs={"type": kind, "autocomplete": "off"}))


def _shown(fact: Any, value: Any) -> Any:
    if family(fact) == MOMENT:
        return value.astimezone(JINING)
    if family(fact) == "bool":
        return "true" if value else "false"
    return value if fact.values or family(fact) != "money" else show_value(fact, value).split(" ")[0]


class HelpFirstForm(PlainForm):
    """How much, to whom, when by the clock, out of what."""

    prefix_of_ids = "first-"
    amount_fen = YuanField(label="付了多少(元)")
    paid_at = MomentField(label="付款时刻")
    paid_to = forms.CharField(label="交给了谁", max_length=40)
    channel = forms.ChoiceField(label="从哪里出", choices=[("petty_fund", "乡镇(街道)备用金"), ("county_topup", "县级补足")])

    def set_up(self) -> None:
        """The applicant, now."""
        self.fields["paid_to"].initial = self.page.application.applicant.name
        self.fields["paid_at"].initial = self.duty.at.astimezone(JINING) if self.duty else None


def _record_event(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.record_event(case_id=page.case.id, facts=cleaned, by=duty.user, at=duty.at)
    return "已登记。中间的认定按它重新算了。"


def _help_first(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    actions.help_first(case_id=page.case.id, key=f"case-{page.case.id}", by=duty.user, at=duty.at, **cleaned)
    return "先行救助已登记。手续要在期限内补齐,确认后只发剩下的。"


DEEDS = (
    Deed("event", "record_event", "登记急难和支出", _record_event, EventForm, key="e",
         hint="以前救助过没有、有没有会议纪要和先例,系统自己知道,不用填。"),
    Deed("first", "help_first", "先行救助", _help_first, HelpFirstForm, key="f",
         hint="先付钱、后补手续。要先登记是什么急难、几点接到报告。"),
)
