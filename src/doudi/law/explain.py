"""The explanation (依据): the trace of a verdict as a tree of lines in Chinese. Nothing is written
beside the trace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from doudi.kernel.money import show_yuan
from doudi.law import nodes
from doudi.law.book import Decision, LawBook, Ran
from doudi.law.compiling import noted_rows
from doudi.law.programmes import AnyOf, Programme
from doudi.law.reasons import LawError
from doudi.law.run import Key, rows_of
from doudi.law.runtime import EntityRow
from doudi.law.types import BOOL
from doudi.law.unknown import Unknown
from doudi.law.verdict import Verdict
from doudi.law.words import Labels, Speaker, show, sign_of


@dataclass(frozen=True)
class Line:
    """One line of an explanation. `mark`: yes, no, info (something is missing), human (people
    decide), plain."""

    mark: str
    label: str
    text: str = ""
    clause: str = ""
    margin: str = ""
    source: str = ""
    children: tuple["Line", ...] = ()


OUTCOME_MARKS = {"entitled": "yes", "not_entitled": "no", "need_info": "info", "discretion": "human"}
OUTCOME_WORDS = {
    "entitled": "符合",
    "not_entitled": "暂不符合",
    "need_info": "还差信息",
    "discretion": "需人工裁量",
}


# What a condition should be for the verdict to be granted; None where it only steers a sum.
Sense = bool | None


def explanation(decision: Decision, programme: str, member: str | None = None, *,
                names: Mapping[str, str] | None = None) -> Line:  # fmt: skip
    """Why one verdict is what it is. `names`: how to call the members (id → masked name)."""
    verdict = decision.verdict(programme, member)
    if verdict is None:
        raise LawError(f"there is no verdict of {programme} for {member or 'the household'}")
    ran = decision.ran
    if not ran.trace:
        ran = decision.book.run(decision.document, decision.day, decision.sheet, decision.calendar,
                                frozenset(decision.programmes), trace=True)  # fmt: skip
    return _Explaining(decision.book, ran, names).verdict(verdict)


def explanation_of(book: LawBook, ran: Ran, rules: Iterable[Key], *, sense: Sense = None,
                   names: Mapping[str, str] | None = None) -> tuple[Line, ...]:  # fmt: skip
    """How rules that were worked out without a verdict came to their values, for every row of each; `sense`
    True where they are conditions that ought to hold."""
    explaining = _Explaining(book, ran, names)
    return tuple(
        explaining.rule(entity, name, row, sense, explaining.labels.person(row) if row.key else "")
        for entity, name in rules for row in rows_of(ran.household, entity)
    )  # fmt: skip


def mark_of(value: Any, sense: Sense = True) -> str:
    """The mark of a condition: does it help the verdict."""
    if isinstance(value, Unknown):
        return "info"
    return "plain" if sense is None else "yes" if value is sense else "no"


class _Explaining:
    """Builds the tree; a rule already told in full is only named when it comes again."""

    def __init__(self, book: LawBook, ran: Ran, names: Mapping[str, str] | None) -> None:
        self.book, self.ran = book, ran
        self.labels = Labels(ran, book, names)
        self.rules = book.rules_on(ran.law.day)
        self.formulas = {(s.rule.entity, s.rule.name): s.formula for s in ran.steps}
        self.told: set[tuple[str, str, str]] = set()

    def verdict(self, verdict: Verdict) -> Line:
        programme = self.book.programmes[verdict.programme]
        row = self.ran.row(programme.entity, verdict.member or "")
        children = [self._condition(programme, row, condition) for condition in programme.conditions]
        if verdict.outcome != "not_entitled":
            figures = [*programme.amounts.values(), *programme.needs]
            children += [
                self.rule(programme.entity, n, row) for n in figures if row.__dict__[n] is not None
            ]
        children += [self.rule(programme.entity, name, row) for name in self._asides(programme, row)]
        children += [
            Line("info", "还缺", f"{self.labels.subject(m.entity, m.subject)}{m.label}{_entered_by(m.who)}")
            for m in verdict.missing
        ]
        children += [Line("plain", "理由", r.label, r.clause) for r in verdict.because]
        who = f"({self.labels.person(row)})" if verdict.member else ""
        return Line(
            OUTCOME_MARKS[verdict.outcome], programme.label + who, _answer(verdict), children=tuple(children)
        )

    def _asides(self, programme: Programme, row: EntityRow) -> list[str]:
        names = [r.rule for r in programme.remarks if r.reason(row.__dict__[r.rule])]
        names += (
            [programme.discretion]
            if programme.discretion and row.__dict__[programme.discretion] is not False
            else []
        )
        return [name for name in names if (programme.entity, name, row.key) not in self.told]

    def _condition(self, programme: Programme, row: EntityRow, condition: str | AnyOf) -> Line:
        if not isinstance(condition, AnyOf):
            return self.rule(programme.entity, condition, row)
        children = tuple(self.rule(programme.entity, name, row) for name in condition.names)
        marks = {child.mark for child in children}
        mark = "yes" if "yes" in marks else "info" if "info" in marks else "no"
        if mark == "yes":  # one is enough: the others are no failures and need no grounds
            children = tuple(
                c if c.mark == "yes" else replace(c, mark="plain", children=()) for c in children
            )
        return Line(mark, condition.label or "符合其中一项", children=children)

    # --- rules

    def rule(self, entity: str, name: str, row: EntityRow, sense: Sense = True, who: str = "") -> Line:
        """One rule for one row, with what it rests on."""
        rule, formula = self.rules[entity, name], self.formulas[entity, name]
        value, label = row.__dict__[name], f"{who} {rule.label}".strip()
        mark = mark_of(value, sense if rule.type == BOOL else None)
        text = (
            show(value, rule.type, dict(rule.decl.values)) if rule.type != BOOL or sense is not True else ""
        )
        key = (entity, name, row.key)
        aside = rule.type == BOOL and sense is None and value is False
        if formula is None or aside or key in self.told:
            return Line(mark, label, text, rule.decl.cite)
        self.told.add(key)
        speaker = Speaker(self.ran, self.labels, row, nodes.row_name(formula), self.ran.trace[key])
        children = tuple(self._lines(formula.tree, speaker, sense if rule.type == BOOL else None))
        if rule.decl.show:
            text, margin = self._shown(rule, row, formula.tree, value)
            return Line(mark, label, text, formula.cite, margin, children=children)
        if rule.type == BOOL and len(children) == 1 and not children[0].label:
            only = children[0]
            return Line(mark, label, only.text, formula.cite, _signed(only.margin, value), "", only.children)
        return Line(mark, label, text, formula.cite, children=children)

    def _shown(self, rule: nodes.Rule, row: EntityRow, tree: nodes.Node, value: Any) -> tuple[str, str]:
        """The two figures that stand for a cross-multiplied comparison, and the distance between them."""
        left, right = (self.rules[rule.entity, name] for name in rule.decl.show)
        op = next((n.op for n in nodes.walk(tree) if isinstance(n, nodes.Compare)), "<")
        a, b = row.__dict__[left.name], row.__dict__[right.name]
        text = f"{left.label} {show(a, left.type)} {sign_of(op, value)} {right.label} {show(b, right.type)}"
        return text, _margin(op, a, b, left)

    # --- formulas

    def _lines(self, node: nodes.Node, speaker: Speaker, sense: Sense) -> list[Line]:
        """What a formula comes to; `sense` for conditions."""
        method = getattr(self, "_lines_" + type(node).__name__, None)
        if method is not None:
            return list(method(node, speaker, sense))
        if isinstance(node, nodes.Const):
            return []
        leaf = speaker.leaf(node)
        if leaf is not None:
            return self._inputs(leaf, speaker, sense, facts=True)
        if node.type == BOOL:
            return [Line(mark_of(speaker.value(node), sense), "", speaker.say(node))]
        formula = Line("plain", "", f"{speaker.say(node)} = {speaker.show(node)}")
        return [formula, *self._inputs(node, speaker, None)]

    def _lines_Local(self, node: nodes.Local, speaker: Speaker, sense: Sense) -> list[Line]:
        return self._lines(speaker.bound[node.name], speaker, sense)

    def _lines_Bind(self, node: nodes.Bind, speaker: Speaker, sense: Sense) -> list[Line]:
        speaker.bound[node.name] = node.value
        return self._lines(node.rest, speaker, sense)

    def _lines_Cond(self, node: nodes.Cond, speaker: Speaker, sense: Sense) -> list[Line]:
        test, wanted = speaker.value(node.test), sense
        if sense is not None:
            ends = [way.value if isinstance(way, nodes.Const) else None for way in (node.yes, node.no)]
            wanted = (
                ends[0] is sense
                if ends[0] is not None
                else ends[1] is not sense
                if ends[1] is not None
                else None
            )
        asked = self._lines(node.test, speaker, wanted)
        if mark_of(speaker.value(node), sense) == "yes":
            asked = without_failures(asked)
        ways = (node.yes, node.no) if isinstance(test, Unknown) else (node.yes if test else node.no,)
        return [*asked, *(line for way in ways for line in self._lines(way, speaker, sense))]

    def _lines_Logic(self, node: nodes.Logic, speaker: Speaker, sense: Sense) -> list[Line]:
        parts = [part for part in node.parts if speaker_has(part, speaker)]
        lines = [line for part in parts for line in self._lines(part, speaker, sense)]
        if mark_of(speaker.value(node), sense) != "yes":
            return lines
        return without_failures(lines)

    def _lines_Not(self, node: nodes.Not, speaker: Speaker, sense: Sense) -> list[Line]:
        return self._lines(node.value, speaker, None if sense is None else not sense)

    def _lines_Compare(self, node: nodes.Compare, speaker: Speaker, sense: Sense) -> list[Line]:
        margin = _margin(node.op, speaker.value(node.left), speaker.value(node.right), node.left)
        children = tuple(self._inputs(node, speaker, None))
        mark = mark_of(speaker.value(node), sense)
        return [Line(mark, "", speaker.say(node), "", margin, children=children)]

    def _lines_Among(self, node: nodes.Among, speaker: Speaker, sense: Sense) -> list[Line]:
        children = tuple(self._inputs(node, speaker, None))
        return [Line(mark_of(speaker.value(node), sense), "", speaker.say(node), children=children)]

    def _lines_Fold(self, node: nodes.Fold, speaker: Speaker, sense: Sense) -> list[Line]:
        lines, left_out = [], 0
        noted = {key: (counts, value) for key, counts, value in speaker.notes.get(noted_rows(node), ())}
        base, rows = node.rows.rsplit(".", 1)
        for row in getattr(speaker.at(base), rows):
            counts, value = noted.get(row.key, (False, None))
            idle = node.kind == "sum" and not isinstance(value, Unknown) and value == 0
            if idle or (counts is False and node.kind != "all"):
                left_out += 1
            else:
                lines.append(self._item(node, row, counts, value, sense))
        if left_out and node.kind in {"sum", "count"}:
            others = f"另有 {left_out} {'人' if node.entity == 'member' else '项'}"
            lines.append(Line("plain", others, "为 0 或不计" if node.kind == "sum" else "不计"))
        elif left_out and not lines:
            lines.append(Line(mark_of(False, sense), speaker.say(node)))
        return lines

    def _item(self, node: nodes.Fold, row: EntityRow, counts: Any, value: Any, sense: Sense) -> Line:
        """One row of a fold, with whose it is."""
        who, element = self.labels.person(row), node.element
        if isinstance(element, nodes.Read) and element.is_rule and element.base == node.var:
            return self.rule(node.entity, element.name, row, sense, who)
        own = [
            n for n in nodes.walk(element) if isinstance(n, nodes.Read) and n.base == node.var and n.is_rule
        ]
        under = tuple(self.rule(node.entity, n.name, row, None) for n in own)
        label = self.labels.of(element.entity, element.name) if isinstance(element, nodes.Read) else ""
        if node.kind != "sum":
            return Line(mark_of(counts, sense), who, label, children=under)
        mark = "info" if isinstance(value, Unknown) else "plain"
        return Line(mark, f"{who} {label}".strip(), show(value, element.type), children=under)

    def _inputs(self, node: nodes.Node, speaker: Speaker, sense: Sense, facts: bool = False) -> list[Line]:
        """What a formula reads: rules in full, numbers of the law with their source. Known facts stand in the
        formula already, except where `facts` says that there is none."""
        lines: dict[Any, Line] = {}
        for read in _reads(node, speaker):
            if isinstance(read, nodes.Fold):
                lines[read.id] = Line(
                    mark_of(speaker.value(read), None),
                    speaker.say(read),
                    children=tuple(self._lines_Fold(read, speaker, None)),
                )
            elif isinstance(read, nodes.Read):
                if facts or read.is_rule or isinstance(speaker.value(read), Unknown):
                    lines.setdefault((read.base, read.name), self._read_line(read, speaker, sense))
            elif isinstance(read, nodes.ParameterRead):
                lines.setdefault(
                    (read.key, read.part, speaker.show(read)), self._parameter_line(read, speaker)
                )
            elif isinstance(read, nodes.SwitchRead) and (facts or not speaker.is_age(read)):
                lines.setdefault(read.name, self._switch_line(read, speaker))
        return list(lines.values())

    def _read_line(self, read: nodes.Read, speaker: Speaker, sense: Sense) -> Line:
        row = speaker.at(read.base)
        if read.is_rule:
            return self.rule(read.entity, read.name, row, sense)
        mark = mark_of(speaker.value(read), sense if read.type == BOOL else None)
        return Line(mark, self.labels.of(read.entity, read.name), speaker.show(read))

    def _parameter_line(self, read: nodes.ParameterRead, speaker: Speaker) -> Line:
        selectors = tuple(speaker.value(node) for _, node in read.selectors)
        area = speaker.value(read.area) if read.area else None
        row = self.ran.law.used.get((read.key, area, selectors, read.part))
        value = speaker.value(read)
        mark = "info" if isinstance(value, Unknown) else "plain"
        since = f"({row.valid_from.isoformat()} 起)" if row else ""
        return Line(
            mark,
            self.labels.parameter(read.key, read.part),
            speaker.show(read),
            source=f"{row.source}{since}" if row else "",
        )

    def _switch_line(self, read: nodes.SwitchRead, speaker: Speaker) -> Line:
        value = speaker.value(read)
        decl = self.book.switches[read.name]
        source = self.ran.law.sheet.switch_sources.get(read.name, "")
        mark = "info" if isinstance(value, Unknown) else "plain"
        return Line(mark, decl.label, self.labels.choice(read.name, value), decl.cite, source=source)


def _entered_by(who: str) -> str:
    return f"({who}录入)" if who else ""


def without_failures(lines: list[Line]) -> list[Line]:
    """Where one of several is enough, those that do not help are no failures."""
    return [replace(line, mark="plain") if line.mark == "no" else line for line in lines]


def speaker_has(node: nodes.Node, speaker: Speaker) -> bool:
    """Whether the run came to this part (a guarded `and` stops early)."""
    return speaker.value(node) is not None


def _reads(node: nodes.Node, speaker: Speaker) -> list[nodes.Node]:
    """The leaves that a value came from, ways not taken left out; a fold is a leaf."""
    if isinstance(node, nodes.Local):
        return _reads(speaker.bound[node.name], speaker)
    if isinstance(node, (nodes.Read, nodes.Fold, nodes.ParameterRead, nodes.SwitchRead)):
        return [node]
    children = node.children()
    if isinstance(node, nodes.Arith) and node.op == "+":
        children = tuple(child for child in children if not speaker.nothing(child)) or children[:1]
    if isinstance(node, nodes.Cond):
        test = speaker.value(node.test)
        children = children if isinstance(test, Unknown) else (node.test, node.yes if test else node.no)
    return [leaf for child in children for leaf in _reads(child, speaker)]


def _margin(op: str, left: Any, right: Any, like: Any) -> str:
    """How far the two sides lie apart: positive where the condition holds with room, negative where
    it fails."""
    if isinstance(left, Unknown) or isinstance(right, Unknown) or left is None or right is None:
        return ""
    if not like.type.is_numeric or op in {"==", "!="}:
        return ""
    return show(right - left if op in {"<", "<="} else left - right, like.type)


def _signed(margin: str, holds: Any) -> str:
    """The margin of a condition: positive when it holds, also where it holds because a comparison
    does not."""
    size = margin.removeprefix("-")
    return f"-{size}" if size and holds is False and size.strip("0.") else size


def _answer(verdict: Verdict) -> str:
    word = OUTCOME_WORDS[verdict.outcome]
    paid = [show_yuan(amount) for amount in verdict.amounts.values() if amount is not None]
    if paid:
        return f"{word},{paid[0]} 元"
    if verdict.amount_range and verdict.amount_range[0] is not None and verdict.amount_range[1] is not None:
        low, high = (show_yuan(end) for end in verdict.amount_range if end is not None)
        return f"{word},可能在 {low} 至 {high} 元" if low != high else f"{word},如符合为 {low} 元"
    return word
