"""Rows become families (归户): who belongs together, who heads them, and what they are paid.

Grouped by household number, else by the head's ID, else by the order of the file (a head's row, then its
members'). One bad member does not hold up the family; a bad head does, because everything hangs on that row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from doudi.casework.rollbooks.rows import Entry
from doudi.kernel.days import Month
from doudi.kernel.identifiers import parse_id_number
from doudi.kernel.money import show_yuan

# The number of a head who has no row of his own: known only from the head columns of another row.
NO_ROW: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What a family, or one person of it, is paid according to the roll."""

    programme: str
    monthly_fen: int
    members: int
    from_month: Month
    care_fen: int = 0
    person_row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of the roll; `wrong` holds the rows that stay outside, with their reasons."""

    head: Entry | None
    members: tuple[Entry, ...] = ()
    payments: tuple[Payment, ...] = ()
    wrong: Mapping[int, str] = field(default_factory=dict)

    @property
    def people(self) -> tuple[Entry, ...]:
        """Everybody of the family, the head first."""
        return ((self.head,) if self.head else ()) + self.members

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """All rows of the family, good and bad."""
        return tuple(sorted(({entry.number for entry in self.people} | set(self.wrong)) - {NO_ROW}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What families need to know of programmes: which pay money, which are decided per person."""

    pays: frozenset[str]
    per_person: frozenset[str]
    first_month: Month


def families(entries: Iterable[Entry], rules: Rules) -> list[Family]:
    """The families of a whole file, in the order of their first rows."""
    groups: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    alone: list[Family] = []
    seen: dict[str, int] = {}
    previous: tuple[str, ...] | None = None
    for entry in entries:
        entry = _once(entry, seen)
        key = _key(entry, previous, groups)
        if key is None:
            reason = "；".join((*entry.errors, "没有找到这一户的户主那一行，户主要排在家里人前面。"))
            alone.append(Family(head=None, wrong={entry.number: reason}))
            continue
        groups[key].append(entry)
        previous = key
    found = [*(_family(group, rules) for group in groups.values()), *alone]
    return sorted(found, key=lambda each: each.row_numbers)


def _once(entry: Entry, seen: dict[str, int]) -> Entry:
    """The same person on a second row is a mistake of the roll."""
    first = seen.setdefault(entry.id_number or f"{entry.name} {entry.birth} {entry.area}", entry.number)
    if first == entry.number or not (entry.id_number or entry.birth):
        return entry
    return replace(entry, errors=(*entry.errors, f"和第 {first} 行是同一个人，一个人只能出现一次。"))


def _key(
    entry: Entry, previous: tuple[str, ...] | None, groups: Mapping[tuple[str, ...], Sequence[Entry]]
) -> tuple[str, ...] | None:
    if entry.household_number:
        return "number", entry.household_number
    if entry.head_id:
        return "head", entry.head_id
    if entry.is_head:
        if entry.id_number:
            return "head", entry.id_number
        return "unnumbered", entry.name, str(entry.birth), entry.area, "" if entry.name else str(entry.number)
    if previous is None or (entry.head_name and _head_name(groups[previous]) != entry.head_name):
        return None
    return previous


def _head_name(group: Sequence[Entry]) -> str:
    return group[0].head_name or group[0].name


def _family(group: Sequence[Entry], rules: Rules) -> Family:
    heads = [entry for entry in group if entry.is_head]
    if len(heads) > 1:
        return _two_heads(group, heads)
    head = heads[0] if heads else _from_columns(group)
    if head is None:
        return _all_wrong(group, "这一户没有户主那一行，也没有写户主身份证号。")
    if head.errors:
        return _all_wrong(group, f"户主（第 {head.number} 行）有错，改好那一行这一户才能导入。", but=head)
    others = [_member(entry) for entry in group if entry is not head]
    good = [entry for entry in others if not entry.errors]
    wrong = {entry.number: "；".join(entry.errors) for entry in others if entry.errors}
    head, *good = _accounts(head, good, rules)
    payments, fault = _payments(head, good, rules)
    if fault:
        return _all_wrong(group, fault)
    return Family(head=head, members=tuple(good), payments=payments, wrong=wrong)


def _member(entry: Entry) -> Entry:
    if entry.relation or entry.errors:
        return entry
    return replace(entry, errors=("没有写与户主关系。",))


def _accounts(head: Entry, members: Sequence[Entry], rules: Rules) -> list[Entry]:
    """Rolls print the family's account on every row: it is the head's, unless the member is paid on his
    own.
    """
    told = next((entry for entry in (head, *members) if entry.account), head)
    theirs = {"account": told.account, "bank": told.bank, "account_name": told.account_name}
    none = dict.fromkeys(theirs, "")
    return [
        replace(head, **theirs),
        *(entry if entry.programme in rules.per_person else replace(entry, **none) for entry in members),
    ]


def _two_heads(group: Sequence[Entry], heads: Sequence[Entry]) -> Family:
    told = any(entry.relation for entry in group) or any(entry.head_id or entry.head_name for entry in group)
    if told:
        rows = "、".join(str(entry.number) for entry in heads)
        return _all_wrong(group, f"同一户有 {len(heads)} 个户主（第 {rows} 行），请核对户编号和与户主关系。")
    return _all_wrong(group, "同一户有几个人，要有“与户主关系”一列。")


def _all_wrong(group: Sequence[Entry], reason: str, but: Entry | None = None) -> Family:
    said = {entry.number: "；".join((*entry.errors, *([] if entry is but else [reason]))) for entry in group}
    return Family(head=None, wrong=said)


def _from_columns(group: Sequence[Entry]) -> Entry | None:
    """The head as the head columns of the others tell: 单人户 rolls list only the person who is helped."""
    told = next((entry for entry in group if entry.head_id and entry.head_name and not entry.errors), None)
    if told is None:
        return None
    number = parse_id_number(told.head_id)
    return replace(
        told,
        number=NO_ROW,
        name=told.head_name,
        id_number=told.head_id,
        birth=number.birth,
        sex=number.sex,
        relation="self",
        facts={},
        phone="",
        monthly_fen=None,
        person_fen=None,
    )


def _payments(head: Entry, members: Sequence[Entry], rules: Rules) -> tuple[tuple[Payment, ...], str]:
    rows = [entry for entry in (head, *members) if entry.number != NO_ROW]
    payments = [_own(entry, head, rules) for entry in rows if entry.programme in rules.per_person]
    for programme in dict.fromkeys(entry.programme for entry in rows):
        if programme not in rules.per_person:
            its_rows = [entry for entry in rows if entry.programme == programme]
            payments.append(_shared(programme, its_rows, head, rules))
    faults = [each for each in payments if isinstance(each, str)]
    return tuple(each for each in payments if isinstance(each, Payment)), "；".join(dict.fromkeys(faults))


def _own(entry: Entry, head: Entry, rules: Rules) -> Payment | str:
    """A payment of one person (特困供养, 单人户)."""
    fen = entry.monthly_fen if entry.monthly_fen is not None else entry.person_fen
    if not fen and entry.programme in rules.pays:
        return f"第 {entry.number} 行没有写月保障金，或写成了 0。"
    return Payment(
        programme=entry.programme,
        monthly_fen=(fen or 0) + entry.care_fen,
        members=1,
        care_fen=entry.care_fen,
        person_row=entry.number,
        from_month=entry.from_month or head.from_month or rules.first_month,
    )


def _shared(programme: str, rows: Sequence[Entry], head: Entry, rules: Rules) -> Payment | str:
    """A payment of the whole family, written on each row, on the head's row only, or person by person."""
    sums = sorted({entry.monthly_fen for entry in rows if entry.monthly_fen is not None})
    if len(sums) > 1:
        said = "、".join(show_yuan(fen) for fen in sums)
        return f"同一户的户月保障金不一样（{said}）。是每人的数，就把这一列对应到“个人月保障金”。"
    fen = sums[0] if sums else sum(entry.person_fen or 0 for entry in rows)
    if not fen and programme in rules.pays:
        return "这一户没有写户月保障金，或写成了 0。"
    counted = next((entry.members for entry in rows if entry.members), None)
    months = [entry.from_month for entry in (head, *rows) if entry.from_month]
    return Payment(
        programme=programme,
        monthly_fen=fen + sum(entry.care_fen for entry in rows),
        care_fen=sum(entry.care_fen for entry in rows),
        members=counted or len(rows),
        from_month=months[0] if months else rules.first_month,
    )
