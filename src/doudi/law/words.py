"""Values and formulas in Chinese: amounts in yuan, codes by their names, a formula with the value
of each of its parts."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from doudi.kernel.money import show_yuan
from doudi.kernel.rounding import round_fen
from doudi.law import nodes
from doudi.law.book import Ran
from doudi.law.compiling import noted
from doudi.law.runtime import EntityRow, Notes
from doudi.law.types import ValueType
from doudi.law.unknown import Interval, Maybe, Options, Unknown, plain

NOT_KNOWN = "未查清"
FAR = 10**8  # an end this far off (a million yuan) tells a reader nothing
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
OPPOSITE = {"<": "≥", "<=": ">", ">": "≤", ">=": "<", "==": "≠", "!=": "="}
ROUNDING_WORDS = {
    "ceil_yuan": "见角进元", "half_up_yuan": "四舍五入到元",
    "half_up_fen": "四舍五入到分", "ceil_jiao": "见分进角",
}  # fmt: skip


def show(value: Any, kind: ValueType, codes: Mapping[str, str] | None = None) -> str:
    """One value for a reader."""
    if isinstance(value, Unknown):
        return _show_unknown(value, kind, codes)
    if value is None:
        return "无"
    if kind.is_money:
        return show_yuan(round_fen("half_up_fen", value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):  # the rows of a table
        return f"{len(value)} 档"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        return (codes or {}).get(value) or ROUNDING_WORDS.get(value, value)
    return _show_number(plain(value)) if isinstance(value, (int, Fraction)) else str(value)


def _show_number(value: int | Fraction) -> str:
    if isinstance(value, int):
        return str(value)
    digits = f"{float_free(value, 4)}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def float_free(value: Fraction, places: int) -> str:
    """Decimal digits of an exact number, half up, without passing through a float."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}"
    return f"-{text}" if value < 0 else text


def _show_unknown(value: Unknown, kind: ValueType, codes: Mapping[str, str] | None) -> str:
    if isinstance(value, Interval) and kind.is_numeric:
        if value.high >= FAR and value.low > 0:
            return f"不少于 {show(value.low, kind)}"
        if value.high >= FAR:
            return NOT_KNOWN
        low = "" if value.low <= -FAR else f"{show(value.low, kind)} 至 "
        return f"{low or '不超过 '}{show(value.high, kind)}"
    if isinstance(value, Options) and value.values:
        return "或".join(show(v, kind, codes) for v in sorted(map(str, value.values)))
    return "未定" if isinstance(value, Maybe) else NOT_KNOWN


LEAVES = (nodes.Read, nodes.ParameterRead, nodes.SwitchRead, nodes.Fold)


def sign_of(op: str, holds: Any) -> str:
    """The sign between two sides: what holds; a question where that is not known."""
    if isinstance(holds, Unknown):
        return f"是否 {SIGNS[op]}"
    return (OPPOSITE if holds is False else SIGNS)[op]


class Speaker:
    """Says the formula of one rule for one row, from the values that its run has noted."""

    def __init__(self, ran: Ran, labels: "Labels", row: EntityRow, row_name: str, notes: Notes) -> None:
        self.ran, self.labels, self.notes = ran, labels, notes
        self.rows = {row_name: row}
        self.bound: dict[str, nodes.Node] = {}

    def at(self, base: str) -> EntityRow:
        first, *ways = base.split(".")
        row = self.rows[first]
        for way in ways:
            row = getattr(row, way)
        return row

    def value(self, node: nodes.Node) -> Any:
        """The value a node had in the run."""
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Local):
            return self.value(self.bound[node.name])
        if isinstance(node, nodes.Read):
            return self.at(node.base).__dict__[node.name]
        if isinstance(node, nodes.Today):
            return self.ran.law.day
        if noted(node) not in self.notes and isinstance(node, (nodes.Bind, nodes.Cond)):
            return self._way(node)  # kept as statements: the value is that of the way taken
        return self.notes.get(noted(node))

    def _way(self, node: nodes.Bind | nodes.Cond) -> Any:
        if isinstance(node, nodes.Bind):
            self.bound[node.name] = node.value
            return self.value(node.rest)
        test = self.value(node.test)
        return (
            None if test is None or isinstance(test, Unknown) else self.value(node.yes if test else node.no)
        )

    def show(self, node: nodes.Node) -> str:
        return show(self.value(node), node.type, node.codes)

    def say(self, node: nodes.Node) -> str:
        """The node as words with values."""
        method = getattr(self, "_say_" + type(node).__name__, None)
        return str(method(node)) if method else self.show(node)

    def name(self, node: nodes.Node) -> str:
        """What a fact, rule or parameter is called, without its value."""
        if isinstance(node, nodes.Read):
            return self.labels.of(node.entity, node.name)
        return self.labels.parameter(node.key, node.part) if isinstance(node, nodes.ParameterRead) else self.say(node)

    def leaf(self, node: nodes.Node) -> nodes.Node | None:
        """The one leaf that a formula comes down to when what is added to it is zero."""
        if isinstance(node, nodes.Local):
            return self.leaf(self.bound[node.name])
        if isinstance(node, nodes.Arith) and node.op == "+" and self.nothing(node.right):
            return self.leaf(node.left)
        if isinstance(node, nodes.Arith) and node.op == "+" and self.nothing(node.left):
            return self.leaf(node.right)
        return node if isinstance(node, LEAVES) else None

    def is_age(self, node: nodes.SwitchRead) -> bool:
        """Whether a switch only says how an age counts, and is decided."""
        return node.name == "age_reached_on" and not isinstance(self.value(node), Unknown)

    def _say_Local(self, node: nodes.Local) -> str:
        return self.say(self.bound[node.name])

    def _say_Read(self, node: nodes.Read) -> str:
        return f"{self.labels.of(node.entity, node.name)} {self.show(node)}"

    def _say_ParameterRead(self, node: nodes.ParameterRead) -> str:
        return f"{self.labels.parameter(node.key, node.part)} {self.show(node)}"

    def _say_SwitchRead(self, node: nodes.SwitchRead) -> str:
        return f"{self.labels.switch(node.name)}:{self.labels.choice(node.name, self.value(node))}"

    def nothing(self, node: nodes.Node) -> bool:
        """Known to be zero: left out where it is added."""
        value = self.value(node)
        return not isinstance(value, Unknown) and value == 0

    def _say_Arith(self, node: nodes.Arith) -> str:
        if node.op == "+" and self.nothing(node.right):
            return self.say(node.left)
        if node.op == "+" and self.nothing(node.left):
            return self.say(node.right)
        if node.op == "-" and self.nothing(node.right):
            return self.say(node.left)
        left, right = self.say(node.left), self.say(node.right)
        if isinstance(node.left, nodes.Const) and node.op == "-" and node.left.value == 0:
            return f"−{right}"
        if node.op == "*":
            left, right = _bracket(left), _bracket(right)
        elif node.op == "-":
            right = _bracket(right)
        return f"{left} {'×' if node.op == '*' else '−' if node.op == '-' else '+'} {right}"

    def _say_Compare(self, node: nodes.Compare) -> str:
        # What did not hold is said as what holds instead: the mark beside it says that the condition failed.
        left, right = self._side(node.left, node.right), self._side(node.right, node.left)
        return f"{left} {sign_of(node.op, self.value(node))} {right}"

    def _side(self, node: nodes.Node, other: nodes.Node) -> str:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return show(node.value, node.type, other.codes)
        return self.say(node)

    def _say_Logic(self, node: nodes.Logic) -> str:
        return (",且" if node.op == "and" else ",或").join(self.say(p) for p in node.parts)

    def _say_Not(self, node: nodes.Not) -> str:
        return self.say(node.value)

    def _say_Among(self, node: nodes.Among) -> str:
        codes = node.value.codes or {}
        wanted = "、".join(codes.get(c, c) for c in node.among)
        return f"{self.say(node.value)}({'属于' if self.value(node) is True else '须为'}:{wanted})"

    def _say_Cond(self, node: nodes.Cond) -> str:
        test = self.value(node.test)
        if isinstance(test, Unknown):
            return self.show(node)
        return self.say(node.yes if test else node.no)

    def _say_Bind(self, node: nodes.Bind) -> str:
        self.bound[node.name] = node.value
        return self.say(node.rest)

    def _say_Fold(self, node: nodes.Fold) -> str:
        label = self.labels.of(node.entity, node.element.name) if isinstance(node.element, nodes.Read) else ""
        if node.kind == "any" and self.value(node) is False:
            return f"没有{label or '这样'}的{'成员' if node.entity == 'member' else '义务人'}"
        words = {"sum": "合计", "count": "人数", "any": "有人符合", "all": "都符合"}[node.kind]
        return f"{label}{words} {self.show(node)}"

    def _say_Call(self, node: nodes.Call) -> str:
        said = [self.say(arg) for arg in node.args]
        brackets = [_bracket(text) for text in said]
        if node.function == "max" and isinstance(node.args[0], nodes.Const):
            return f"{brackets[1]}(不低于 0)"
        form = CALL_WORDS.get(node.function)
        if form is not None:
            return form.format(*brackets)
        if node.function in {"given", "age"} or node.function.startswith("tier_"):
            return self._say_question(node, said, brackets)
        if node.function in {"as_once", "per_month", "per_year", "required", "at_least"}:
            return said[0] if node.function != "at_least" else f"不少于 {said[0]}"
        if node.function == "round_by":
            return f"{brackets[1]}({show(self.value(node.args[0]), node.args[0].type, ROUNDING_WORDS)})"
        if node.function in ROUNDING_WORDS:
            return f"{brackets[0]}({ROUNDING_WORDS[node.function]})"
        return f"{'、'.join(said)}:{self.show(node)}"

    def _say_question(self, node: nodes.Call, said: list[str], brackets: list[str]) -> str:
        """What a call asks of its arguments, with the answer."""
        if node.function == "given":
            return f"有{said[0]}" if self.value(node) is True else f"没有{self.name(node.args[0])}"
        if node.function == "age":
            return f"年龄 {self.show(node)}({self.show(node.args[0])} 出生)"
        return f"{' ÷ '.join(brackets[1:])},{said[0]}中的一档:{self.show(node)}"


CALL_WORDS = {
    "yearly": "{0} × 12", "monthly": "{0} ÷ 12", "split": "{0} ÷ {1}", "ratio": "{0} ÷ {1}",
    "over_months": "{0} × {1} 个月",
    "min": "{0} 与 {1} 取低", "max": "{0} 与 {1} 取高", "later_month": "{0} 后 {1} 个月",
    "add_months": "{0} 后 {1} 个月", "add_days": "{0} 后 {1} 日", "add_working_days": "{0} 后 {1} 个工作日",
    "month_after": "{0} 的次月", "add_hours": "{0} 后 {1} 小时", "day_of": "{0} 当日", "percent": "{0} ÷ 100",
}  # fmt: skip


def _bracket(text: str) -> str:
    """In brackets where a sum or difference stands open."""
    depth = 0
    for at, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0 and text[at : at + 3] in {" + ", " − "}:
            return f"({text})"
    return text


class Labels:
    """Chinese names of facts, rules, parameters, switches and of the people in the household."""

    def __init__(self, ran: Ran, book: Any, names: Mapping[str, str] | None) -> None:
        self._book, self._names = book, dict(names or {})
        relation = book.facts.get(("member", "relation"))
        self._relations = dict(relation.values) if relation else {}
        self._household = ran.household
        self._rows = {row.key: row for row in ran.household.members}

    def of(self, entity: str, name: str) -> str:
        declared = self._book.facts.get((entity, name)) or self._book.rules.get((entity, name))
        return str(declared.label)

    def parameter(self, key: str, part: str | None = None) -> str:
        declared = self._book.parameters[key]
        return str(declared.part_labels.get(part) or declared.label)

    def switch(self, name: str) -> str:
        return str(self._book.switches[name].label)

    def choice(self, name: str, value: Any) -> str:
        if isinstance(value, Unknown):
            return "未定"
        return str(self._book.switches[name].values.get(value, value))

    def subject(self, entity: str, key: str) -> str:
        """Whose a missing fact is, as a word before its label; nothing for the household's own."""
        rows = {"member": self._household.members, "supporter": self._household.supporters}.get(entity, ())
        return next((f"{self.person(row)}的" for row in rows if row.key == key), "")

    def person(self, row: EntityRow) -> str:
        """Who a row is about: the name given, else the relation to the applicant, else the id."""
        if row.key in self._names:
            return self._names[row.key]
        if row.key not in self._rows:
            member = row.__dict__.get("member")
            return f"{self.person(member)}的义务人" if member is not None else ""
        relation = row.__dict__.get("relation")
        if not isinstance(relation, str):
            return row.key
        word = self._relations.get(relation, "")
        # An unknown relation may be this one too: the member is then told by the id as well.
        others = [r.__dict__.get("relation") for r in self._rows.values()]
        alike = [other for other in others if not isinstance(other, str) or other == relation]
        return word if len(alike) == 1 else f"{word}{row.key}"
