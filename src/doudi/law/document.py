"""The facts about one household on one day, as plain values: what a determination stores and can be
computed from again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from doudi.kernel.days import Month
from doudi.law.facts import UNKNOWN, BadDocument, Between, Fact, OneOf

Facts = Mapping[str, Any]
Declared = Mapping[tuple[str, str], Fact]


@dataclass(frozen=True)
class Document:
    """Household facts, one mapping per member (with `id`) and one per supporter × supported member
    (with `of`)."""

    household: Facts
    members: tuple[Facts, ...]
    supporters: tuple[Facts, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; an unknown value is {"unknown": true}, a day {"day": …}, a moment {"moment": …}, a month
        {"month": …}, a value between two ends {"between": […]}, one of a few codes {"one_of": […]}."""
        return {
            "household": _encode(self.household),
            "members": [_encode(m) for m in self.members],
            "supporters": [_encode(s) for s in self.supporters],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Document":
        return cls(
            _decode(data["household"]),
            tuple(_decode(m) for m in data["members"]),
            tuple(_decode(s) for s in data.get("supporters", ())),
        )

    def with_value(self, entity: str, subject: str, name: str, value: Any) -> "Document":
        """The same household with one fact changed; `subject` is a member id or a supporter's
        number in the list."""
        if entity == "household":
            return Document({**self.household, name: value}, self.members, self.supporters)
        if entity == "member":
            changed = tuple({**m, name: value} if m["id"] == subject else m for m in self.members)
            return Document(self.household, changed, self.supporters)
        rows = tuple(
            {**s, name: value} if supporter_key(i, s) == subject else s for i, s in enumerate(self.supporters)
        )
        return Document(self.household, self.members, rows)


def supporter_key(position: int, row: Facts) -> str:
    """How a supporter row is named in traces: its id, or its place in the list and whom it supports."""
    return str(row.get("id") or f"s{position + 1}>{row.get('of', '')}")


def check_document(document: Document, declared: Declared) -> None:
    """Refuse unknown fact names, wrong types, values out of range, doubled ids and supporters of nobody."""
    _check_row(document.household, "household", "", declared)
    ids = set()
    for row in document.members:
        member = row.get("id")
        if not isinstance(member, str) or member in ids:
            raise BadDocument(
                f"成员编号缺失或重复:{member!r}", entity="member", subject=str(member), name="id"
            )
        ids.add(member)
        _check_row(row, "member", member, declared)
    for position, row in enumerate(document.supporters):
        if row.get("of") not in ids:
            raise BadDocument(
                f"义务人所赡养抚养的成员不存在:{row.get('of')!r}", entity="supporter", name="of"
            )
        _check_row(row, "supporter", supporter_key(position, row), declared)


_KEYS = {"household": frozenset[str](), "member": frozenset({"id"}), "supporter": frozenset({"id", "of"})}


def _check_row(row: Facts, entity: str, subject: str, declared: Declared) -> None:
    for name, value in row.items():
        fact = declared.get((entity, name))
        if fact is not None:
            fact.check(value, subject)
        elif name not in _KEYS[entity]:
            raise BadDocument(
                f"没有名为“{name}”的{_ENTITY_WORDS[entity]}信息项", entity=entity, subject=subject, name=name
            )


_ENTITY_WORDS = {"household": "家庭", "member": "成员", "supporter": "义务人"}


def _encode(row: Facts) -> dict[str, Any]:
    return {name: encode_value(value) for name, value in row.items()}


def _decode(row: Facts) -> dict[str, Any]:
    return {name: decode_value(value) for name, value in row.items()}


def encode_value(value: Any) -> Any:
    """One native value as JSON."""
    if value is UNKNOWN:
        return {"unknown": True}
    if isinstance(value, Between):
        return {"between": [encode_value(value.low), encode_value(value.high)]}
    if isinstance(value, OneOf):
        return {"one_of": sorted(value.values)}
    if isinstance(value, datetime):  # a moment is a day to Python: asked first
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Month):
        return {"month": str(value)}
    return value


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "unknown": lambda _: UNKNOWN,
    "between": lambda ends: Between(*(decode_value(end) for end in ends)),
    "one_of": lambda codes: OneOf(frozenset(codes)),
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "month": Month.parse,
}


def decode_value(value: Any) -> Any:
    """The native value back from JSON."""
    if isinstance(value, dict):
        ((tag, content),) = value.items()
        return _DECODERS[tag](content)
    return value
