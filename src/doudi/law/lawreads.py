"""How a rule reads the law's numbers: law.day, law.switch.name, law.key with selectors and named parts."""

import ast

from doudi.law import nodes
from doudi.law.parameters import Parameter
from doudi.law.scope import Scope
from doudi.law.types import CODE, DAY, ValueType


class LawReads(Scope):
    """A scope that knows the law's parameters and switches."""

    def read_law(self, at: ast.expr) -> nodes.Node:
        if (
            isinstance(at, ast.Attribute)
            and isinstance(at.value, ast.Attribute)
            and at.value.attr == "switch"
        ):
            return self._switch(at)
        if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name) and at.attr == "day":
            return nodes.Today(type=DAY)
        part = None
        inner: ast.expr = at
        if isinstance(at, ast.Attribute) and not isinstance(at.value, ast.Name):
            part, inner = at.attr, at.value
        return self.guarded(self.parameter(inner, part), at)

    def _switch(self, at: ast.Attribute) -> nodes.Node:
        switch = self.world.switches.get(at.attr)
        if switch is None:
            self.refuse(at, f"unknown switch {at.attr}", "declare it with SwitchDecl")
        codes = {str(k): v for k, v in switch.values.items()} if switch.type == CODE else None
        return nodes.SwitchRead(type=switch.type, codes=codes, name=at.attr)

    def parameter(self, at: ast.expr, part: str | None, table: bool = False) -> nodes.ParameterRead:
        """law.key, law.key(selector=…), with a named part or as a whole table."""
        call = at if isinstance(at, ast.Call) else None
        name = call.func if call else at
        if not (isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name)) or (call and call.args):
            self.refuse(
                at, f"{ast.unparse(at)} is not a parameter", "write law.key or law.key(selector=value)"
            )
        declared = self.world.parameters.get(name.attr)
        if declared is None:
            self.refuse(at, f"unknown parameter {name.attr}", "declare it with Parameter")
        if declared.is_table != table:
            self.refuse(
                at,
                f"{name.attr} is {'a table' if declared.is_table else 'not a table'}",
                "tables are the first argument of tier_below() or tier_at_least(), and nothing else is",
            )
        kind = self._part_type(at, declared, part)
        area, selectors = self._selectors(at, declared, call.keywords if call else [])
        node = nodes.ParameterRead(
            type=kind,
            codes=dict(declared.values) or None,
            optional=declared.optional,
            key=name.attr,
            household=self._household(),
            area=area,
            selectors=selectors,
            part=part,
        )
        node.line = at.lineno
        return node

    def _part_type(self, at: ast.expr, declared: Parameter, part: str | None) -> ValueType:
        if declared.is_table:
            return CODE  # never used as a value: only tier functions take it
        if declared.parts:
            if part is None or part not in declared.parts:
                self.refuse(
                    at,
                    f"{declared.key} has the named values {', '.join(declared.parts)}",
                    f"write law.{declared.key}.{next(iter(declared.parts))}",
                )
            return declared.parts[part]
        if part is not None:
            self.refuse(at, f"{declared.key} has no named value {part}", f"write law.{declared.key}")
        assert isinstance(declared.type, ValueType)
        return declared.type

    def _selectors(
        self, at: ast.expr, declared: Parameter, keywords: list[ast.keyword]
    ) -> tuple[nodes.Node | None, tuple[tuple[str, nodes.Node], ...]]:
        # A selector named like a word of Python is written with a bar behind it: class_=….
        said = {(k.arg or "").rstrip("_"): self.read(k.value) for k in keywords}
        area = said.pop("area", None)
        for name in said:
            if name not in declared.selectors:
                self.refuse(
                    at,
                    f"{declared.key} has no selector {name}",
                    f"its selectors: {', '.join(declared.selectors) or 'none'}",
                )
        found = []
        for name in declared.selectors:
            value = said.get(name) or self._default_selector(at, declared, name)
            found.append((name, value))
        return area, tuple(found)

    def _default_selector(self, at: ast.expr, declared: Parameter, name: str) -> nodes.Node:
        if name != "registration":
            self.refuse(
                at, f"{declared.key} needs the selector {name}", f"write law.{declared.key}({name}=…)"
            )
        fact = self.world.facts.get(("household", name))
        if fact is None:
            self.refuse(
                at, f"{declared.key} is selected by the household's registration", "declare that fact"
            )
        read = nodes.Read(
            type=CODE, codes=dict(fact.values) or None, base=self._household(), entity="household", name=name,
            is_rule=False,
        )  # fmt: skip
        return self.made(read, at)

    def _household(self) -> str:
        first, entity = next(iter(self.rows.items()))
        return first if entity == "household" else f"{first}.household"
