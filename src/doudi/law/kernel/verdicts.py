"""The verdicts of a programme, as C: masks for every row of a block, outcome and amounts where no condition fails.

The order is that of `doudi.law.verdict`: a condition that fails decides; else anything unknown asks for
information, the figures too; else a discretion; else entitled.
"""

from dataclasses import dataclass, replace

from doudi.law.kernel.columns import COUNT, far
from doudi.law.kernel.plan import LocalStep, Planner, Step
from doudi.law.kernel.shapes import NotInKernel
from doudi.law.programmes import Programme

BEFORE_AMOUNTS = (
    6  # outputs of a programme: outcome, two masks; filled, rows, hangs of the figures; then amounts
)
MOST_CONDITIONS = 63


@dataclass(frozen=True)
class Verdicts:
    """The steps that a programme's verdict is read from; `sparse` ones are worked out only for rows where no
    condition fails. `place` is where its outputs begin."""

    programme: Programme
    conditions: tuple[Step, ...]
    amounts: dict[str, Step]
    needs: tuple[Step, ...]
    discretion: Step | None
    applies: Step | None
    sparse: tuple[Step, ...] = ()
    place: int = 0

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
        if step.shape.bottom != 1:
            raise NotInKernel(
                f"programme {programme.code}: {name} is not whole fen; round it by a named operator"
            )
    return found


def placed(planner: Planner, programmes: list[Verdicts]) -> list[Verdicts]:
    """The programmes with their places among the outputs and their sparse steps."""
    found, place = [], 0
    for one, sparse in zip(programmes, _sparse(planner, programmes), strict=True):
        found.append(replace(one, sparse=sparse, place=place))
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
    lines = [*_masks(one), *_kept(one)]
    lines += ["int k = 0;", "for (int i = 0; i < n; i++) { s->open_rows[k] = i; k += outcome[i] == 1; }"]
    lines += [f"f{step.number}(s, s->open_rows, k);" for step in one.sparse]
    p = one.place
    lines += [
        f"i64 *const filled = out[{p + 3}];",
        f"i64 *const rows = (i64 *)out[{p + 4}] + *filled; u16 *const hangs = (u16 *)out[{p + 5}] + *filled;",
    ]
    ends = range(2 * len(one.amounts))
    lines += [f"i64 *const a{k} = (i64 *)out[{p + BEFORE_AMOUNTS + k}] + *filled;" for k in ends]
    lines += ["for (int j = 0; j < k; j++) {", "  const int i = s->open_rows[j];", "  rows[j] = at + i;"]
    lines += [*("  " + line for line in _figures(one)), "}", "*filled += k;"]
    inner = "\n".join("  " + line for line in lines)
    code = one.programme.code
    return f"/* {code} */\nstatic void verdict_{code}(S *s, void *const *out, i64 at) {{\n{inner}\n}}"


def _masks(one: Verdicts) -> list[str]:
    """Bit by bit: whether a condition does not hold, whether that is unknown."""
    p, bits = one.place, one.bits
    falls = " | ".join(f"(({bits})!s->v{c.number}[i] << {k})" for k, c in enumerate(one.conditions)) or "0"
    opens = [f"(({bits})(s->pu{c.number}[i] >> 15) << {k})" for k, c in enumerate(one.conditions)]
    return [
        f"const int n = {COUNT[one.programme.entity]};",
        f"i8 *restrict outcome = (i8 *)out[{p}] + at;",
        f"{bits} *restrict falls = ({bits} *)out[{p + 1}] + at, *restrict opens = ({bits} *)out[{p + 2}] + at;",
        "#pragma GCC ivdep",
        "for (int i = 0; i < n; i++) {",
        f"  const {bits} f = ({bits})({falls});",
        "  falls[i] = f; outcome[i] = f ? 2 : 1; opens[i] = 0;",
        "}",
        f"if ({' | '.join(f's->au{c.number}' for c in one.conditions) or '0'}) {{",
        "#pragma GCC ivdep",
        "  for (int i = 0; i < n; i++) {",
        f"    const {bits} q = ({bits})({' | '.join(opens) or '0'}), f = falls[i] & ({bits})~q;",
        "    opens[i] = q; falls[i] = f; outcome[i] = f ? 2 : 1;",
        "  }",
        "}",
    ]


def _kept(one: Verdicts) -> list[str]:
    """What of the masks is kept: nothing where the programme does not apply, and only up to the first failing
    condition where they are asked in order."""
    lines, bits = [], one.bits
    if one.programme.in_order:
        lines += [
            "for (int i = 0; i < n; i++) {",
            f"  const {bits} f = falls[i] & ({bits})-falls[i];",
            f"  falls[i] = f; if (f) opens[i] &= ({bits})(f - 1);",
            "}",
        ]
    if one.applies:
        a = one.applies.number
        lines += [
            "for (int i = 0; i < n; i++)",
            f"  if (!s->v{a}[i] && !(s->pu{a}[i] & UNK)) {{ outcome[i] = 0; falls[i] = opens[i] = 0; }}",
        ]
    return lines


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
