"""The verdicts of a programme, as C: masks for every row of a block, outcome and amounts where no condition fails.

The order is that of `doudi.law.verdict`: a condition that fails decides; else anything unknown asks for
information, the figures too; else a discretion; else entitled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from doudi.law.kernel.columns import APART, COUNT, far
from doudi.law.kernel.plan import LocalStep, Planner, Step
from doudi.law.kernel.shapes import NotInKernel
from doudi.law.programmes import Programme

BEFORE_AMOUNTS = (
    6  # outputs of a programme: outcome, two masks; filled, rows, hangs of the figures; then amounts
)
MOST_CONDITIONS = 63
WORD = 64  # programmes of which one word says whether they have somebody left in a block
WAS = {"household": "s->hk", "member": "s->mk"}  # where a row of a block that has closed up was


@dataclass(frozen=True)
class Verdicts:
    """The steps that a programme's verdict is read from; `sparse` ones are worked out only for rows where no
    condition fails. `early` are the conditions asked first, by bit; None: every condition is asked of every row.
    `waits`: it is only known later whether the programme applies. `number` is its place among the programmes, `place`
    where its outputs begin."""

    programme: Programme
    conditions: tuple[Step, ...]
    amounts: dict[str, Step]
    needs: tuple[Step, ...]
    discretion: Step | None
    applies: Step | None
    sparse: tuple[Step, ...] = ()
    early: Mapping[int, Step] | None = None
    waits: bool = False
    number: int = 0
    place: int = 0

    @property
    def bit(self) -> int:
        """The bit that says whether the programme has somebody left in a block."""
        return 1 << self.number

    @property
    def leaves(self) -> str:
        """It has nobody left in the block."""
        return f"s->live[{self.number // WORD}] &= ~{1 << self.number % WORD:#x}ull;"

    @property
    def mask(self) -> int:
        """The bits of a mask: one for each condition, and the top one for the figures."""
        return next(bits for bits in (8, 16, 32, 64) if len(self.conditions) < bits)

    @property
    def bits(self) -> str:
        return f"u{self.mask}"

    @property
    def of_members(self) -> bool:
        return self.programme.entity == "member"

    @property
    def read(self) -> list[Step]:
        """All that the verdict is read from."""
        return [*self.conditions, *self.figures, *([self.applies] if self.applies else [])]

    @property
    def asked_first(self) -> list[Step]:
        """The early conditions, and whether the programme applies."""
        return [*(self.early or {}).values(), *self.asks_itself]

    @property
    def asks_itself(self) -> list[Step]:
        """Whether the programme applies, where that is asked before all else."""
        return [self.applies] if self.applies and not self.waits else []

    @property
    def figures(self) -> list[Step]:
        """What must be known besides the conditions, `applies` left out."""
        return [*self.amounts.values(), *self.needs, *([self.discretion] if self.discretion else [])]


def asked(planner: Planner, programme: Programme, amounts: frozenset[str] | None) -> Verdicts:
    """Plan what a programme names; `amounts` None: all of them."""

    def value(name: str) -> Step:
        return planner.value(programme.entity, name, True)

    found = Verdicts(
        programme,
        tuple(planner.condition(programme, one) for one in programme.conditions),
        {name: value(rule) for name, rule in programme.amounts.items() if amounts is None or name in amounts},
        tuple(value(rule) for rule in programme.needs),
        value(programme.discretion) if programme.discretion else None,
        value(programme.applies) if programme.applies else None,
    )
    if len(found.conditions) > MOST_CONDITIONS:
        raise NotInKernel(f"programme {programme.code} has more than {MOST_CONDITIONS} conditions")
    for name, step in found.amounts.items():
        if step.shape.bottom != 1 or step.shape.kind == "share":
            raise NotInKernel(
                f"programme {programme.code}: {name} is not whole fen; round it by a named operator"
            )
    return found


def placed(planner: Planner, programmes: list[Verdicts]) -> list[Verdicts]:
    """The programmes with their places among the outputs and their sparse steps."""
    found, place = [], 0
    for number, (one, sparse) in enumerate(zip(programmes, _sparse(planner, programmes), strict=True)):
        found.append(replace(one, sparse=sparse, number=number, place=place))
        place += BEFORE_AMOUNTS + 2 * len(one.amounts)
    return found


def _sparse(planner: Planner, programmes: list[Verdicts]) -> list[tuple[Step, ...]]:
    """The formulas that only the figures of one programme rest on. A step that a condition or another
    programme rests on as well is of number -1."""
    users: dict[Step, set[int]] = {}
    for number, one in enumerate(programmes):
        for step in (*one.conditions, *([one.applies] if one.applies else [])):
            users.setdefault(step, set()).add(-1)
        for step in one.figures:
            users.setdefault(step, set()).add(number)
    found: list[list[Step]] = [[] for _ in programmes]
    for step in reversed(planner.steps):
        by = users.get(step, set())
        number = next(iter(by)) if len(by) == 1 else -1
        if (
            number < 0
            or not isinstance(step, LocalStep)
            or step.entity != programmes[number].programme.entity
        ):
            number = -1
        else:
            found[number].insert(0, step)
        for read in step.inputs:
            users.setdefault(read, set()).add(number)
    return [tuple(steps) for steps in found]


def written(one: Verdicts) -> str:
    """The function of a programme's verdicts for a block."""
    lines = [*_outputs(one), *_masks(one, dict(enumerate(one.conditions))), *_in_order(one), *_applied(one)]
    row = "i" if one.early is None else f"{WAS[one.programme.entity]}[i]"
    lines += ["int k = 0;", "for (int i = 0; i < n; i++) { s->open_rows[k] = i; k += outcome[i] == 1; }"]
    lines += [f"f{step.number}(s, s->open_rows, k);" for step in one.sparse]
    p = one.place
    lines += [
        f"i64 *const filled = out[{p + 3}];",
        f"i64 *const rows = (i64 *)out[{p + 4}] + *filled; u16 *const hangs = (u16 *)out[{p + 5}] + *filled;",
    ]
    ends = range(2 * len(one.amounts))
    lines += [f"i64 *const a{k} = (i64 *)out[{p + BEFORE_AMOUNTS + k}] + *filled;" for k in ends]
    lines += ["for (int j = 0; j < k; j++) {", "  const int i = s->open_rows[j];", f"  rows[j] = at + {row};"]
    lines += [*("  " + line for line in _figures(one)), "}", "*filled += k;"]
    if one.early is not None:
        lines += _put_back(one)
    inner = "\n".join("  " + line for line in lines)
    code = one.programme.code
    return f"/* {code} */\nstatic {APART} void verdict_{code}(S *s, void *const *out, i64 at) {{\n{inner}\n}}"


def screened(one: Verdicts) -> str:
    """The function that asks a programme's early conditions, and keeps the households that they leave open."""
    assert one.early is not None
    owner = "s->hm[s->list[j]]" if one.of_members else "s->list[j]"
    lines = [*_outputs(replace(one, early=None)), *_masks(one, one.early)]
    lines += [] if one.waits else _applied(one)
    lines += [
        "for (int i = 0; i < n; i++) s->open[i] = outcome[i] == 1;",
        "const int k = pick_rows(n, s->open, 0, 0, s->list);",
        f"for (int j = 0; j < k; j++) s->keep[{owner}] = 1;",
        f"if (!k) {{ {one.leaves} }}",
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"static {APART} void screen_{one.programme.code}(S *s, void *const *out, i64 at) {{\n{inner}\n}}"


def applying(one: Verdicts) -> str:
    """The function that asks whether a programme applies to anybody of a block: if not, nothing is said of anybody."""
    (applies,) = one.asks_itself
    n, p, wide = COUNT[one.programme.entity], one.place, one.mask // 8
    return f"""static {APART} void apply_{one.programme.code}(S *s, void *const *out, i64 at) {{
  if (s->au{applies.number} || any_of(s->v{applies.number}, {n})) return;
  {one.leaves}
  memset((i8 *)out[{p}] + at, 0, (size_t){n});
  memset((u8 *)out[{p + 1}] + at * {wide}, 0, (size_t){n} * {wide}); memset((u8 *)out[{p + 2}] + at * {wide}, 0, (size_t){n} * {wide});
}}"""


def falling(one: Verdicts, number: int, at: str) -> str:
    """The call that asks whether an early condition leaves anybody to whom the programme applies: if not, that is said
    of all of them, and nothing more is asked."""
    assert one.early is not None
    (applies,), step = one.asks_itself, one.early[number]
    columns = ", ".join(f"s->v{k}, s->pu{k}" for k in (applies.number, step.number))
    outputs = ", ".join(f"({ctype} *)out[{one.place + k}] + {at}" for k, ctype in enumerate(("i8", one.bits, one.bits)))
    return f"if (fall_{one.bits}({COUNT[one.programme.entity]}, {columns}, {outputs}, {1 << number:#x}u)) {{ {one.leaves} }}"


def _outputs(one: Verdicts) -> list[str]:
    """Where outcome and masks go: to their place, or, of a block that has closed up, first into the block."""
    p, bits = one.place, one.bits
    to = [f"out[{p + k}] + at" for k in range(3)]
    if one.early is not None:
        to = ["s->outcome", "s->falls", "s->opens"]
    return [
        f"const int n = {COUNT[one.programme.entity]};",
        f"i8 *restrict outcome = (i8 *){to[0]};",
        f"{bits} *restrict falls = ({bits} *){to[1]}, *restrict opens = ({bits} *){to[2]};",
    ]


def _put_back(one: Verdicts) -> list[str]:
    """Outcome and masks of the rows that stayed, to where the rows were."""
    p, bits = one.place, one.bits
    return [
        "for (int i = 0; i < n; i++) {",
        f"  const i64 r = at + {WAS[one.programme.entity]}[i];",
        f"  ((i8 *)out[{p}])[r] = outcome[i];",
        f"  (({bits} *)out[{p + 1}])[r] = falls[i]; (({bits} *)out[{p + 2}])[r] = opens[i];",
        "}",
    ]


def _masks(one: Verdicts, conditions: Mapping[int, Step]) -> list[str]:
    """Bit by bit: whether a condition does not hold, whether that is unknown."""
    bits = one.bits
    falls = " | ".join(f"(({bits})!v{k}[i] << {k})" for k in conditions) or "0"
    opens = [f"(({bits})(q{k}[i] >> 15) << {k})" for k in conditions]
    # By names of their own: what is written could be the places of the columns for all that the compiler knows.
    columns = [
        f"const u8 *restrict v{k} = s->v{c.number}; const u16 *restrict q{k} = s->pu{c.number};"
        for k, c in conditions.items()
    ]
    return [
        *columns,
        "#pragma GCC ivdep",
        "for (int i = 0; i < n; i++) {",
        f"  const {bits} f = ({bits})({falls});",
        "  falls[i] = f; outcome[i] = f ? 2 : 1; opens[i] = 0;",
        "}",
        f"if ({' | '.join(f's->au{c.number}' for c in conditions.values()) or '0'}) {{",
        "#pragma GCC ivdep",
        "  for (int i = 0; i < n; i++) {",
        f"    const {bits} q = ({bits})({' | '.join(opens) or '0'}), f = falls[i] & ({bits})~q;",
        "    opens[i] = q; falls[i] = f; outcome[i] = f ? 2 : 1;",
        "  }",
        "}",
    ]


def _in_order(one: Verdicts) -> list[str]:
    """Where conditions are asked in order, the masks are kept only up to the first that fails."""
    if not one.programme.in_order:
        return []
    return [
        "for (int i = 0; i < n; i++) {",
        f"  const {one.bits} f = falls[i] & ({one.bits})-falls[i];",
        f"  falls[i] = f; if (f) opens[i] &= ({one.bits})(f - 1);",
        "}",
    ]


def _applied(one: Verdicts) -> list[str]:
    """Nothing is kept where the programme does not apply."""
    if one.applies is None:
        return []
    a = one.applies.number
    return [
        f"const u8 *restrict applies = s->v{a}; const u16 *restrict said = s->pu{a};",
        "#pragma GCC ivdep",
        "for (int i = 0; i < n; i++) {",
        "  const u8 on = applies[i] | (u8)(said[i] >> 15);",
        "  outcome[i] = on ? outcome[i] : 0; falls[i] = on ? falls[i] : 0; opens[i] = on ? opens[i] : 0;",
        "}",
    ]


def _figures(one: Verdicts) -> list[str]:
    """Outcome and amounts of a row where no condition fails."""
    figures = [*one.figures, *([one.applies] if one.applies else [])]
    said = " | ".join(f"s->pu{step.number}[i]" for step in figures) or "0"
    conditions = (f"(opens[i] >> {k} & 1 ? s->pu{c.number}[i] : 0)" for k, c in enumerate(one.conditions))
    pairs = [(2 * k, step.number) for k, step in enumerate(one.amounts.values())]
    ends = {step.number: far(step, "i") for step in one.amounts.values()}
    lines = [
        f"hangs[j] = 0; {' '.join(f'a{k}[j] = a{k + 1}[j] = 0;' for k, _ in pairs)}",
        f"const u16 said = (u16)({said});",
        f"if (said & UNK) opens[i] |= ({one.bits})1 << {one.mask - 1};",
        "if (opens[i]) {",
        "  outcome[i] = 3;",
        f"  hangs[j] = (u16)(({' | '.join(conditions) or '0'} | said) & 0x1fff);",
    ]
    for place, k in pairs:
        lines += [
            f"  {{ const u8 open = s->pu{k}[i] >> 15; const i128 low = s->v{k}[i], high = open ? {ends[k]} : low;",
            f"    a{place}[j] = fen(open && low < 0 ? 0 : low);",
            f"    a{place + 1}[j] = open && high >= NO_END ? INT64_MAX : fen(high); }}",
        ]
    if one.discretion:
        lines += [f"}} else if (s->v{one.discretion.number}[i]) {{", "  outcome[i] = 4;"]
    lines.append("} else {")
    lines += [f"  a{place}[j] = a{place + 1}[j] = fen(s->v{k}[i]);" for place, k in pairs]
    return [*lines, "}"]


def refused(one: Verdicts) -> str:
    """The rows of a refused household `h`: outcome 5 and no masks."""
    p, bits = one.place, one.bits
    start, end = ("m_from", "m_to") if one.of_members else ("h", "h + 1")
    clear = f"(({bits} *)out[{p + 1}])[i] = (({bits} *)out[{p + 2}])[i] = 0;"
    return f"for (i64 i = {start}; i < {end}; i++) {{ ((i8 *)out[{p}])[i] = 5; {clear} }}"
