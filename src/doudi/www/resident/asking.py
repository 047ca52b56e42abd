"""Forms of the self-check: one per kind of question. Cleaned data is what goes into the draft."""

from __future__ import annotations

from typing import Any

from django import forms

from doudi.www.fields import MOST_MONTHLY_FEN, MoneyField
from doudi.www.resident.questions import UNSURE, Question

MOST_PEOPLE = 9
PARTS = (("minors", "17 岁以下的孩子"), ("adults", "18 到 59 岁的大人"), ("elders", "60 岁以上的老人"))
COUNTS = [(n, f"{n} 人") for n in range(MOST_PEOPLE + 1)]


class AskOne(forms.Form):
    """One answer out of a few."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"] = forms.ChoiceField(
            label=question.words,
            widget=forms.RadioSelect,
            choices=[(choice.code, choice) for choice in question.choices],
            error_messages={"required": "请点一个答案。拿不准就点「不清楚」。"},
        )


class AskMany(forms.Form):
    """Several answers; 都没有 and 不清楚 stand alone."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picks"] = forms.MultipleChoiceField(
            label=question.words,
            widget=forms.CheckboxSelectMultiple,
            choices=[(choice.code, choice) for choice in question.choices],
            error_messages={"required": "请至少点一个。没有就点「都没有」，拿不准就点「不清楚」。"},
        )

    def clean_picks(self) -> list[str]:
        """Refuse 都没有 together with something."""
        picks = self.cleaned_data["picks"]
        if len(picks) > 1 and ("none" in picks or UNSURE in picks):
            raise forms.ValidationError("「都没有」「不清楚」不能和别的一起选，请去掉一个勾。")
        return picks


class AskPeople(forms.Form):
    """How many of each age live together."""

    minors = forms.TypedChoiceField(label=PARTS[0][1], choices=COUNTS, coerce=int, initial=0)
    adults = forms.TypedChoiceField(label=PARTS[1][1], choices=COUNTS, coerce=int, initial=0)
    elders = forms.TypedChoiceField(label=PARTS[2][1], choices=COUNTS, coerce=int, initial=0)

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Nobody at all is no household."""
        data = super().clean() or {}
        if not self.errors and not sum(data[part] for part, _ in PARTS):
            self.add_error("adults", "请选人数，至少有您自己一个。")
        return data


class AskSum(forms.Form):
    """An exact sum, or a rough one, or 不清楚."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sum"] = MoneyField(label="知道准数，就写在这里", required=False, most=MOST_MONTHLY_FEN)
        bands = [(band.code, band) for band in question.bands]
        self.fields["band"] = forms.ChoiceField(
            label="或者点一个大概",
            required=False,
            widget=forms.RadioSelect,
            choices=[*bands, (UNSURE, question)],
        )

    def clean(self) -> dict[str, Any]:
        """The exact sum prevails over the rough one; nothing at all is asked again."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data["sum"] is not None:
            return {"sum": data["sum"]}
        if not data["band"]:
            self.add_error("sum", "请写一个数，或者点一个大概。拿不准就点「不清楚」。")
        return {"band": data["band"]}


class AskSums(forms.Form):
    """Several sums on one page, each exact or rough."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name for name, _ in question.sums]
        bands = [("", "请选一个"), *((band.code, band.words) for band in question.bands), (UNSURE, "不清楚")]
        for name, words in question.sums:
            self.fields[f"{name}_band"] = forms.ChoiceField(label=words, choices=bands, required=False)
            self.fields[f"{name}_sum"] = MoneyField(label=f"{words}的准数", required=False)

    def pairs(self) -> list[dict[str, Any]]:
        """The fields two by two, as the page shows them."""
        return [
            {
                "words": self.fields[f"{name}_band"].label,
                "band": self[f"{name}_band"],
                "sum": self[f"{name}_sum"],
            }
            for name in self.names
        ]

    def clean(self) -> dict[str, Any]:
        """Each of the sums needs an answer."""
        data, answer = super().clean() or {}, {}
        for name in self.names:
            fen, band = data.get(f"{name}_sum"), data.get(f"{name}_band")
            if fen is None and not band and f"{name}_sum" not in self.errors:
                self.add_error(
                    f"{name}_band",
                    f"「{self.fields[f'{name}_band'].label}」请选一个，"
                    "没有花就选「没有」，拿不准就选「不清楚」。",
                )
            answer[name] = {"sum": fen} if fen is not None else {"band": band}
        return answer


class AskPlace(forms.Form):
    """The county first, then the township."""

    def __init__(self, question: Question, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(
            label=question.words,
            choices=places,
            widget=forms.RadioSelect,
            error_messages={"required": "请点一个地方。", "invalid_choice": "请在下面的地方里点一个。"},
        )


FORMS = {"one": AskOne, "many": AskMany, "people": AskPeople, "sum": AskSum, "sums": AskSums}


def initial(question: Question, answer: dict[str, Any] | None) -> dict[str, Any]:
    """The answer of before, laid back into the form when somebody returns to a question."""
    if not answer:
        return {}
    if question.kind != "sums":
        return dict(answer)
    return {f"{name}_{way}": value for name, part in answer.items() for way, value in part.items()}
