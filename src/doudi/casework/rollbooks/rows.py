"""One row of a roll, read and checked on its own (读行): what it says of a person, a family and its money.

Everything wrong with a row is told at once. What a row alone cannot know (its family, the record) comes
later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from doudi.casework.rollbooks import cells
from doudi.casework.rollbooks.cells import BadCell
from doudi.casework.rollbooks.columns import BY_CODE
from doudi.casework.rollbooks.places import Places
from doudi.casework.rollbooks.reading import Row
from doudi.kernel.days import Month

EARLIEST: Final = Month(1990, 1)
_LOST: Final = "在 Excel 里存成了数字，后几位已经丢失，请把这一列设成“文本”后重新填写。"
_FACT_COLUMNS: Final = {
    "serious_illness": "serious_illness", "labour": "unable_to_work", "disability_card_until": "disability_card_until"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one row says; `errors` is empty for a row that can be used."""

    number: int
    errors: tuple[str, ...] = ()
    household_number: str = ""
    head_name: str = ""
    head_id: str = ""
    name: str = ""
    id_number: str = ""
    birth: date | None = None
    sex: str = ""
    relation: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""
    registration: str = ""
    programme: str = ""
    members: int | None = None
    monthly_fen: int | None = None
    person_fen: int | None = None
    care_fen: int = 0
    bank: str = ""
    account: str = ""
    account_name: str = ""
    from_month: Month | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_head(self) -> bool:
        """Whether the row is about the head of the family."""
        if self.relation:
            return self.relation == "self"
        if self.head_id:
            return self.head_id == self.id_number
        return not self.head_name or self.head_name == self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the rows of one file are read: the columns, the places, the day, the programme."""

    mapping: Mapping[str, int]
    places: Places
    day: date
    programme: str = ""

    def entry(self, row: Row) -> Entry:
        """Read one row; every fault found is in `errors`."""
        errors: list[str] = []
        values = {code: self._value(code, row, errors) for code in self.mapping}
        said = {code: value for code, value in values.items() if value not in (None, "")}
        person = self._person(said, errors)
        return Entry(
            number=row.number,
            **person,
            **self._money(said, errors),
            **self._place(said, errors),
            facts=self._facts(said, errors),
            errors=tuple(dict.fromkeys(errors)),
            household_number=said.get("household_number", ""),
        )

    def _value(self, code: str, row: Row, errors: list[str]) -> Any:
        place = self.mapping[code]
        text = row.cells[place] if place < len(row.cells) else ""
        if not text:
            return None
        if place in row.lost and code in {"id_number", "head_id", "account", "household_number", "area_code"}:
            errors.append(BY_CODE[code].label + _LOST)
            return None
        try:
            return cells.READERS.get(code, cells.words)(text)
        except BadCell as error:
            errors.append(f"{BY_CODE[code].label}：{error}")
            return None

    def _person(self, said: Mapping[str, Any], errors: list[str]) -> dict[str, Any]:
        head_id = said.get("head_id")
        name = said.get("name") or ("" if "name" in self.mapping else said.get("head_name", ""))
        number = said.get("id_number") or (None if "id_number" in self.mapping else head_id)
        told = " ".join(errors)
        if not name and "姓名" not in told:
            errors.append("没有写姓名。")
        if number is None and said.get("birth") is None and "身份证号" not in told:
            errors.append("没有身份证号。没有身份证号的人要写出生日期。")
        self._agree(said, number, errors)
        return {
            "name": name,
            "id_number": number.number18 if number else "",
            "birth": number.birth if number else said.get("birth"),
            "sex": number.sex if number else said.get("sex", ""),
            "head_name": said.get("head_name", ""),
            "head_id": head_id.number18 if head_id else "",
            "relation": said.get("relation", ""),
            "phone": said.get("phone", ""),
        }

    def _agree(self, said: Mapping[str, Any], number: Any, errors: list[str]) -> None:
        birth = number.birth if number else said.get("birth")
        if birth is not None and birth > self.day:
            errors.append("出生日期还没到，请核对。")
        if number and said.get("birth") not in (None, number.birth):
            errors.append(f"出生日期和身份证号里的（{number.birth}）不一样，请核对。")
        if number and said.get("sex") not in (None, number.sex):
            errors.append("性别和身份证号里的不一样，请核对。")

    def _money(self, said: Mapping[str, Any], errors: list[str]) -> dict[str, Any]:
        programme = said.get("programme") or self.programme
        if not programme and "救助类别" not in " ".join(errors):
            errors.append("没有写救助类别。")
        start = said.get("from_month")
        if start is not None and not EARLIEST <= start <= Month.of(self.day) + 1:
            errors.append(f"起始月份 {start} 不对，请核对。")
        return {
            "programme": programme,
            "members": said.get("members"),
            "monthly_fen": said.get("monthly"),
            "person_fen": said.get("person_monthly"),
            "care_fen": said.get("care", 0),
            "from_month": start,
            "bank": said.get("bank", ""),
            "account": said.get("account", ""),
            "account_name": said.get("account_name", ""),
        }

    def _place(self, said: Mapping[str, Any], errors: list[str]) -> dict[str, str]:
        area = ""
        try:
            area = self.places.find(
                code=said.get("area_code", ""),
                township=said.get("township", ""),
                village=said.get("village", ""),
            )
        except BadCell as error:
            errors.append(str(error))
        registration = said.get("registration") or self.places.kinds.get(area, "")
        if area and not registration:
            errors.append("这个村居不分城乡，请在“城乡类别”一列写城镇或农村。")
        return {"area": area, "address": said.get("address", ""), "registration": registration}

    def _facts(self, said: Mapping[str, Any], errors: list[str]) -> dict[str, Any]:
        facts = {fact: said[code] for code, fact in _FACT_COLUMNS.items() if said.get(code)}
        try:
            kind, grade = said.get("disability_kind", ""), said.get("disability_grade", "")
            return facts | cells.disability(kind + grade)
        except BadCell as error:
            errors.append(str(error))
            return facts
