"""The clause register (条款登记册): where every clause of the law lives in the product, and what is not done yet.

`python -m doudi.policy.clauses` writes docs/clauses.md from clauses.yaml; a test holds the two together. All 23
items of 济办发〔2020〕21号 stand in it from the first day.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from doudi.policy.declared import SWITCHES, declarations
from doudi.policy.lawbook import law_book
from doudi.policy.process import deadlines, standards_check
from doudi.policy.reading import BadFile, Mapped, choice_of, day_of, mapped, only_keys, read_yaml, text_of

REGISTER: Final = Path(__file__).parent / "clauses.yaml"
PACKAGE: Final = Path(__file__).parents[1]
STATUSES: Final = {"coded": "已写成规则", "by hand": "由人办理", "not yet": "还没有做"}
SEED: Final = "济办发〔2020〕21号"
_KEYS: Final = ("title", "from", "until", "lead", "responsible", "status", "why", "address")

HEAD: Final = """# 条款登记册

这一页由 `python -m doudi.policy.clauses` 从 `src/doudi/policy/clauses.yaml` 生成,不要手改。
每一条写明:短题(我们自己的话)、在产品里的去处、做到什么程度。文件地址从 `src/doudi/` 起。
"""


@dataclass(frozen=True)
class Clause:
    """One clause: how it is cited, our short title, what has become of it, and where."""

    id: str
    title: str
    status: str
    address: str
    why: str
    lead: str
    since: str
    responsible: str = ""

    @property
    def is_sentence(self) -> bool:
        """Whether it is one sentence of an item, numbered after a dot (二(三)9·3), and not the item."""
        return "·" in self.id

    @property
    def instrument(self) -> str:
        """The document it stands in."""
        return self.id.partition(" ")[0]


@cache
def register() -> Mapping[str, Clause]:
    """Every clause by the words that cite it."""
    data = read_yaml(REGISTER)
    return {key: _clause(key, mapped(REGISTER, data[key], data.at(key), key)) for key in data}


def _clause(key: str, entry: Mapped) -> Clause:
    only_keys(REGISTER, entry, _KEYS, key)
    status = choice_of(REGISTER, entry, "status", STATUSES)
    why = text_of(REGISTER, entry, "why", default="")
    if status != "coded" and not why:
        raise BadFile(REGISTER, entry.at("status"), f"“{key}”没有说明为什么", "补上 why")
    return Clause(
        key,
        text_of(REGISTER, entry, "title"),
        status,
        text_of(REGISTER, entry, "address", default=""),
        why,
        text_of(REGISTER, entry, "lead", default=""),
        day_of(REGISTER, entry, "from").isoformat(),
        text_of(REGISTER, entry, "responsible", default=""),
    )


def cited() -> set[str]:
    """Every clause that a rule, a reason, a number, a switch or a deadline of the product rests on."""
    book = law_book()
    found: set[str] = set()
    for decl in (formula.decl for rule in book.rules.values() for formula in rule.formulas):
        said = (*decl.yes, *decl.no, *decl.unknown, *decl.unknown_by.values())
        found |= {decl.cite, *(because.clause for because in said)}
    for programme in book.programmes.values():
        found |= {because.clause for remark in programme.remarks for because in remark.by_value.values()}
    found |= {declared.clause for declared in declarations().values()}
    found |= {switch.cite for switch in SWITCHES}
    return found | {clause for keys in (deadlines.KEYS, standards_check.KEYS) for _, clause in keys.values()}


def render(clauses: Iterable[Clause]) -> str:
    """The page."""
    lines = [HEAD]
    instrument = ""
    for clause in clauses:
        if clause.instrument != instrument:
            instrument = clause.instrument
            lead = " 牵头单位 | 责任单位 |" if instrument == SEED else ""
            rule = " --- | --- |" if lead else ""
            lines += [
                "",
                f"## {instrument}",
                "",
                f"| 条款 | 短题 |{lead} 做到 | 去处 |",
                f"| --- | --- |{rule} --- | --- |",
            ]
        lead = f" {clause.lead} | {clause.responsible or '—'} |" if clause.instrument == SEED else ""
        state = STATUSES[clause.status] + (f":{clause.why}" if clause.why else "")
        place = f"`{clause.address}`" if clause.address else "—"
        article = clause.id.partition(" ")[2] or "全文"
        lines.append(f"| {article} | {clause.title} |{lead} {state} | {place} |")
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Write docs/clauses.md."""
    (folder / "clauses.md").write_text(render(register().values()), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
