"""Forms of the self-check: one per kind of question; a page is one of them, or two that belong together. Cleaned data is
what is kept as the answer of a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from doudi.www.fields import MOST_MONTHLY_FEN, MoneyField
from doudi.www.selfcheck.answers import Answers, group_of, names_of, people_of
from doudi.www.selfcheck.next_question import about_whom, parts_for
from doudi.www.selfcheck.questions import (
    ADULTS,
    BY_CODE,
    ELDERS,
    INFANTS,
    MINORS,
    NONE,
    OLDEST,
    PAGE,
    UNSURE,
    Question,
)

MOST_PEOPLE = 9
ELDERLY, ELDERS_ONLY = (ELDERS, OLDEST), ("pension", "allowance")
PARTS = (
    (INFANTS, "5 岁以下的孩子"),
    (MINORS, "6 到 17 岁的孩子"),
    (ADULTS, "18 到 59 岁的大人"),
    (ELDERS, "60 到 79 岁的老人"),
    (OLDEST, "80 岁以上的老人"),
)
COUNTS = [(n, f"{n} 人") for n in range(MOST_PEOPLE + 1)]


class Part(forms.Form):
    """One part of a page. `people` are those it has a row for, by their marks and names."""

    def __init__(self, question: Question, people: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.people = question, people
        self.build()

    def build(self) -> None:
        """Make the fields."""

    def optional(self) -> None:
        """On a page with every question nothing has to be answered: what is left is not known."""
        for field in self.fields.values():
            field.required = False
        self.left_open = True

    left_open = False


class AskOne(Part):
    """One answer out of a few."""

    def build(self) -> None:
        self.fields["pick"] = forms.ChoiceField(
            label=self.question.words,
            widget=forms.RadioSelect,
            choices=[(choice.code, choice) for choice in self.question.choices],
            error_messages={"required": "请点一个答案。拿不准就点「不清楚」。"},
        )

    def clean_pick(self) -> str:
        """Left out, where that is allowed, it is not known."""
        return str(self.cleaned_data["pick"] or UNSURE)


class AskMany(Part):
    """Several answers; 都没有 and 不清楚 stand alone."""

    def build(self) -> None:
        self.fields["picks"] = forms.MultipleChoiceField(
            label=self.question.words,
            widget=forms.CheckboxSelectMultiple,
            choices=[(choice.code, choice) for choice in self.question.choices],
            error_messages={"required": "请至少点一个。没有就点「都没有」，拿不准就点「不清楚」。"},
        )

    def clean_picks(self) -> list[str]:
        """Refuse 都没有 together with something."""
        picks = list(self.cleaned_data["picks"]) or [UNSURE]
        if len(picks) > 1 and (NONE in picks or UNSURE in picks):
            raise forms.ValidationError("「都没有」「不清楚」不能和别的一起选，请去掉一个勾。")
        return picks


class AskPeople(Part):
    """How many of each age live together."""

    def build(self) -> None:
        for group, label in PARTS:
            self.fields[group] = forms.TypedChoiceField(
                label=label, choices=COUNTS, coerce=int, initial=0, required=False, empty_value=0
            )

    def clean(self) -> dict[str, Any]:
        """Nobody at all is no household."""
        data = super().clean() or {}
        if not self.errors and not sum(data[group] for group, _ in PARTS):
            self.add_error(ADULTS, "请选人数，至少有您自己一个。")
        return data


class AskTies(AskOne):
    """How they belong together; whoever lives alone has nothing to choose."""

    def build(self) -> None:
        super().build()
        self.fields["pick"].required = False


class AskSum(Part):
    """An exact sum, or a rough one, or 不清楚."""

    def build(self) -> None:
        self.fields["sum"] = MoneyField(label="知道准数，就写在这里", required=False, most=MOST_MONTHLY_FEN)
        bands = [(band.code, band) for band in self.question.bands]
        self.fields["band"] = forms.ChoiceField(
            label="或者点一个大概",
            required=False,
            widget=forms.RadioSelect,
            choices=[*bands, (UNSURE, self.question)],
        )

    def clean(self) -> dict[str, Any]:
        """The exact sum prevails over the rough one; nothing at all is asked again."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["sum"] is not None:
            return {"sum": data["sum"]}
        if not data["band"] and not self.left_open:
            self.add_error("sum", "请写一个数，或者点一个大概。拿不准就点「不清楚」。")
        return {"band": data["band"] or UNSURE}


class AskSums(Part):
    """Several sums on one page, each exact or rough."""

    def build(self) -> None:
        groups = {group_of(person) for person in self.people}
        self.sums = [each for each in self.question.sums if groups & set(ELDERLY) or each[0] not in ELDERS_ONLY]
        bands = [("", "请选一个"), *((band.code, band.words) for band in self.question.bands), (UNSURE, "不清楚")]
        for name, words in self.sums:
            self.fields[f"{name}_band"] = forms.ChoiceField(label=words, choices=bands, required=False)
            self.fields[f"{name}_sum"] = MoneyField(label=f"{words}的准数", required=False, most=MOST_MONTHLY_FEN)

    def pairs(self) -> list[dict[str, Any]]:
        """The fields two by two, as the page shows them."""
        return [
            {"words": words, "band": self[f"{name}_band"], "sum": self[f"{name}_sum"]}
            for name, words in self.sums
        ]

    def clean(self) -> dict[str, Any]:
        """Each of the sums needs an answer."""
        data, answer = super().clean() or {}, {}
        for name, words in self.sums:
            fen, band = data.get(f"{name}_sum"), data.get(f"{name}_band")
            if fen is None and not band and not self.left_open and f"{name}_sum" not in self.errors:
                self.add_error(
                    f"{name}_band", f"「{words}」请选一个，没有就选「没有」，拿不准就选「不清楚」。"
                )
            answer[name] = {"sum": fen} if fen is not None else {"band": band or UNSURE}
        return answer


class AskEach(Part):
    """One choice for each person, and a box to tick where the question has one; the first choice stands there already."""

    def build(self) -> None:
        choices = [(choice.code, choice.words) for choice in self.question.choices]
        for place, (person, name) in enumerate(self.people.items()):
            self.fields[f"row{place}"] = forms.ChoiceField(label=name, choices=choices, initial=choices[0][0])
            if self.question.tick:
                self.fields[f"tick{place}"] = forms.BooleanField(label=self.question.tick, required=False)

    def optional(self) -> None:
        """Nothing stands there already: whoever was not asked about is not known."""
        super().optional()
        for place in range(len(self.people)):
            field = self.fields[f"row{place}"]
            field.choices, field.initial = [("", "没问"), *field.choices], ""

    def rows(self) -> list[dict[str, Any]]:
        """One person after the other, as the page shows them."""
        tick = bool(self.question.tick)
        return [
            {"name": name, "choice": self[f"row{place}"], "tick": self[f"tick{place}"] if tick else None}
            for place, name in enumerate(self.people.values())
        ]

    def clean(self) -> dict[str, Any]:
        """By person."""
        data = super().clean() or {}
        rows = {person: data.get(f"row{place}") or UNSURE for place, person in enumerate(self.people)}
        return {"rows": rows, "ticks": [p for place, p in enumerate(self.people) if data.get(f"tick{place}")]}


class AskPlace(forms.Form):
    """The county first, then the township."""

    def __init__(self, question: Question, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["place"] = forms.ChoiceField(
            label=question.words,
            choices=places,
            widget=forms.RadioSelect,
            error_messages={"required": "请点一个地方。", "invalid_choice": "请在下面的地方里点一个。"},
        )


FORMS: dict[str, type[Part]] = {
    "one": AskOne, "many": AskMany, "people": AskPeople, "sum": AskSum, "sums": AskSums, "each": AskEach,
}


def parts_of(page: str, answers: Answers, data: Any = None, prefix: bool = False) -> list[Part]:
    """The forms of a page, filled with what was answered before. Two on one page have names of their own."""
    # A page opened by its address concerns nobody yet: it stands there whole.
    codes = parts_for(page, answers) or PAGE[page].parts
    return [part_of(code, answers, data, code if prefix or len(PAGE[page].parts) > 1 else None) for code in codes]


def part_of(code: str, answers: Answers, data: Any, prefix: str | None) -> Part:
    """The form of one part."""
    question = BY_CODE[code]
    kind = AskTies if code == "ties" else FORMS[question.kind]
    names = names_of(people_of(answers))
    people = {person: names[person] for person in about_whom(code, answers)} or names
    filled = initial(question, answers.get(code), people)
    return kind(question, people, data, prefix=prefix, initial=filled)


def initial(question: Question, answer: Any, people: Mapping[str, str]) -> dict[str, Any]:
    """The answer of before, laid back into the form when somebody returns to a question."""
    if not answer:
        return {}
    if question.kind == "each":
        rows = {f"row{n}": answer["rows"][p] for n, p in enumerate(people) if p in answer["rows"]}
        return rows | {f"tick{n}": p in answer.get("ticks", ()) for n, p in enumerate(people)}
    if question.kind != "sums":
        return dict(answer)
    return {f"{name}_{way}": value for name, part in answer.items() for way, value in part.items()}
