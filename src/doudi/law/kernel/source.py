"""The C text of a kernel: prelude, the columns of a block, one function for each step, the verdicts, the run."""

from dataclasses import dataclass
from importlib.resources import files

from doudi.law import nodes
from doudi.law.book import LawBook
from doudi.law.kernel import columns
from doudi.law.kernel.numbers import Slots
from doudi.law.kernel.plan import FactStep, LocalStep, Planner, Step
from doudi.law.kernel.shapes import MOST_ROWS, NotInKernel
from doudi.law.kernel.writing import Shared
from doudi.law.programmes import Programme

HOUSEHOLDS, ROWS = 512, 1024  # of one block
WIDTHS = ("i32", "i64", "i128")


@dataclass(frozen=True)
class Verdicts:
    """The steps that a programme's verdict is read from, and which of its figures are worked out only for rows
    where no condition fails. `place` is where its outputs begin."""

    programme: Programme
    conditions: tuple[Step, ...]
    amounts: dict[str, Step]
    needs: tuple[Step, ...]
    discretion: Step | None
    applies: Step | None
    sparse: tuple[Step, ...]
    place: int

    @property
    def mask(self) -> int:
        """The bits of a mask: one for each condition, and the top one for the figures."""
        return next(bits for bits in (8, 16, 32, 64) if len(self.conditions) < bits)

    @property
    def figures(self) -> list[Step]:
        one = [self.discretion] if self.discretion else []
        return [*self.amounts.values(), *self.needs, *one]


@dataclass(frozen=True)
class Source:
    """A kernel as text, and what its caller must know to hand over columns."""

    text: str
    facts: tuple[FactStep, ...]
    rules: tuple[nodes.Rule, ...]
    slots: Slots
    verdicts: tuple[Verdicts, ...]


def source_of(book: LawBook, planner: Planner, programmes: tuple[str, ...], amounts: frozenset[str] | None) -> Source:
    """Plan and write the programmes."""
    plans = [_asked(planner, book.programmes[code], amounts) for code in programmes]
    places, verdicts = 0, []
    for plan, sparse in zip(plans, _sparse(planner, plans), strict=True):
        verdicts.append(Verdicts(**plan, sparse=sparse, place=places))
        places += 6 + 2 * len(plan["amounts"])
    shared = Shared(Slots(book))
    lazy = {step for verdict in verdicts for step in verdict.sparse}
    facts = tuple(step for step in planner.steps if isinstance(step, FactStep))
    steps = [step for step in planner.steps if not isinstance(step, FactStep)]
    bodies = [columns.written(step, shared, step in lazy) for step in steps]
    tables = [
        f"static const {'i8' if max(places) < 128 else 'i32'} {name}[] = {{{', '.join(map(str, places))}}};"
        for places, name in shared.tables.items()
    ]
    text = "\n".join(
        [
            f"#define MB {ROWS}\n#define HB {HOUSEHOLDS}\n#define ROWS {MOST_ROWS}",
            _prelude(),
            _struct(planner.steps),
            (files(__package__) / "block.c").read_text(),
            *tables,
            *bodies,
            *(_verdict(one) for one in verdicts),
            _run(facts, [step for step in steps if step not in lazy], verdicts),
        ]
    )
    return Source(text, facts, tuple(planner.rules), shared.slots, tuple(verdicts))


def _prelude() -> str:
    read = {name: (files(__package__) / f"{name}.c").read_text() for name in ("prelude", "numbers", "calls")}
    widths = [read["numbers"].replace("TT", width) for width in WIDTHS]
    turns = [
        f"static inline n_{to} to_{to}_{of}(n_{of} a) {{ return (n_{to}){{({to})a.lo, ({to})a.hi, a.u}}; }}"
        for to in WIDTHS
        for of in WIDTHS
        if to != of
    ]
    return "\n".join([read["prelude"], *widths, *turns, read["calls"]])


def _struct(steps: list[Step]) -> str:
    lines = [
        "i32 day, nh, nm, ns; i32 hm[MB], sm[MB], sh[MB], m0[HB + 1], s0[HB + 1], ms0[MB + 1];",
        "const i64 *P, *H; const u16 *U;",
        "u16 zeros[MB], all[MB + 4]; i32 list[MB], open_rows[MB], left[MB]; u8 open[MB], ok[MB], bad[3][MB];",
        "i128 sums[MB + 1];",
    ]
    lines += [line for step in steps for line in columns.members_of_struct(step)]
    return "typedef struct {\n" + "\n".join("  " + line for line in lines) + "\n} S;\ni64 scratch(void) { return sizeof(S); }"


def _asked(planner: Planner, programme: Programme, amounts: frozenset[str] | None) -> dict:  # type: ignore[type-arg]
    def value(name: str | None) -> Step | None:
        return planner.value(programme.entity, name, True) if name else None

    chosen = {name: rule for name, rule in programme.amounts.items() if amounts is None or name in amounts}
    found = {
        "programme": programme,
        "conditions": tuple(planner.condition(programme, one) for one in programme.conditions),
        "amounts": {name: planner.value(programme.entity, rule, True) for name, rule in chosen.items()},
        "needs": tuple(planner.value(programme.entity, rule, True) for rule in programme.needs),
        "discretion": value(programme.discretion),
        "applies": value(programme.applies),
    }
    if len(found["conditions"]) > 63:
        raise NotInKernel(f"programme {programme.code} has more than 63 conditions")
    for name, step in found["amounts"].items():
        if step.shape.bottom != 1:
            raise NotInKernel(f"programme {programme.code}: {name} is not whole fen; round it by a named operator")
    return found


def _sparse(planner: Planner, plans: list[dict]) -> list[tuple[Step, ...]]:  # type: ignore[type-arg]
    """The formulas that only the figures of one programme rest on."""
    users: dict[Step, set[object]] = {}
    for number, plan in enumerate(plans):
        for step in (*plan["conditions"], *([plan["applies"]] if plan["applies"] else [])):
            users.setdefault(step, set()).add("all")
        for step in (*plan["amounts"].values(), *plan["needs"], *([plan["discretion"]] if plan["discretion"] else [])):
            users.setdefault(step, set()).add(number)
    found: list[list[Step]] = [[] for _ in plans]
    for step in reversed(planner.steps):
        by = users.get(step, set())
        number = next(iter(by)) if len(by) == 1 else "all"
        lazy = isinstance(number, int) and isinstance(step, LocalStep) and step.entity == plans[number]["programme"].entity
        if lazy and isinstance(number, int):
            found[number].insert(0, step)
        for one in step.inputs:
            users.setdefault(one, set()).add(number if lazy else "all")
    return [tuple(steps) for steps in found]


def _verdict(one: Verdicts) -> str:
    """The verdicts of a programme for a block: masks for all rows, figures for those where no condition fails."""
    bits, entity = f"u{one.mask}", one.programme.entity
    falls = [f"(({bits})!s->v{c.number}[i] << {k})" for k, c in enumerate(one.conditions)]
    opens = [f"(({bits})((s->pu{c.number}[i] & UNK) != 0) << {k})" for k, c in enumerate(one.conditions)]
    p = one.place
    lines = [
        f"const int n = {columns.COUNT[entity]};",
        f"i8 *restrict outcome = (i8 *)out[{p}] + at; {bits} *restrict falls = ({bits} *)out[{p + 1}] + at;",
        f"{bits} *restrict opens = ({bits} *)out[{p + 2}] + at;",
        f"i64 *const filled = out[{p + 3}]; i64 *const rows = (i64 *)out[{p + 4}] + *filled; u16 *const hangs = (u16 *)out[{p + 5}] + *filled;",
        "#pragma GCC ivdep",
        f"for (int i = 0; i < n; i++) {{ const {bits} f = ({bits})({' | '.join(falls)}); falls[i] = f; outcome[i] = f ? 2 : 1; opens[i] = 0; }}",
        f"if ({' | '.join(f's->au{c.number}' for c in one.conditions)}) {{",
        "#pragma GCC ivdep",
        f"  for (int i = 0; i < n; i++) {{ const {bits} q = ({bits})({' | '.join(opens)}), f = falls[i] & ({bits})~q; opens[i] = q; falls[i] = f; outcome[i] = f ? 2 : 1; }}",
        "}",
    ]
    if one.programme.in_order:
        lines.append(
            f"for (int i = 0; i < n; i++) {{ const {bits} f = falls[i] & ({bits})-falls[i]; falls[i] = f; if (f) opens[i] &= ({bits})(f - 1); }}"
        )
    if one.applies:
        a = one.applies.number
        lines.append(
            f"for (int i = 0; i < n; i++) if (!s->v{a}[i] && !(s->pu{a}[i] & UNK)) {{ outcome[i] = 0; falls[i] = opens[i] = 0; }}"
        )
    lines += ["int k = 0;", "for (int i = 0; i < n; i++) { s->open_rows[k] = i; k += outcome[i] == 1; }"]
    lines += [f"f{step.number}(s, s->open_rows, k);" for step in one.sparse]
    lines += [
        f"i64 *const a{k} = (i64 *)out[{p + 6 + k}] + *filled;" for k in range(2 * len(one.amounts))
    ]
    lines += ["for (int j = 0; j < k; j++) {", "  const int i = s->open_rows[j];", "  rows[j] = at + i;"]
    lines += [*("  " + x for x in _figures(one)), "}", "*filled += k;"]
    inner = "\n".join("  " + line for line in lines)
    return f"/* {one.programme.code} */\nstatic void verdict_{one.programme.code}(S *s, void *const *out, i64 at) {{\n{inner}\n}}"


def _figures(one: Verdicts) -> list[str]:
    """Outcome and amounts of a row where no condition fails."""
    figures = [*one.figures, *([one.applies] if one.applies else [])]
    said = " | ".join(f"s->pu{step.number}[i]" for step in figures) or "0"
    pairs = [(2 * k, step.number) for k, step in enumerate(one.amounts.values())]
    nothing = " ".join(f"a{k}[j] = a{k + 1}[j] = 0;" for k, _ in pairs)
    lines = [f"hangs[j] = 0; {nothing}", f"const u16 said = (u16)({said});", f"if (said & UNK) opens[i] |= (u{one.mask})1 << {one.mask - 1};", "if (opens[i]) {", "  outcome[i] = 3;"]
    conditions = " | ".join(f"(opens[i] >> {k} & 1 ? s->pu{c.number}[i] : 0)" for k, c in enumerate(one.conditions)) or "0"
    lines.append(f"  hangs[j] = (u16)(({conditions} | said) & 0x1fff);")
    for place, k in pairs:
        lines += [
            f"  {{ const u8 open = (s->pu{k}[i] & UNK) != 0; const i128 low = s->v{k}[i], high = open ? s->h{k}[i] : low;",
            f"    a{place}[j] = fen(open && low < 0 ? 0 : low); a{place + 1}[j] = open && high >= NO_END ? INT64_MAX : fen(high); }}",
        ]
    if one.discretion:
        lines += [f"}} else if (s->v{one.discretion.number}[i]) {{", "  outcome[i] = 4;"]
    lines.append("} else {")
    lines += [f"  a{place}[j] = a{place + 1}[j] = fen(s->v{k}[i]);" for place, k in pairs]
    return [*lines, "}"]


def _run(facts: tuple[FactStep, ...], steps: list[Step], verdicts: list[Verdicts]) -> str:
    constants = []
    for place, step in enumerate(facts):
        k, ctype = step.number, columns.stored_type(step.fact)
        low = "0" if ctype == "u8" else columns._ends(step)[0]
        constants.append(f"constant_{ctype}(s, &in[{place}], s->b{k}, &s->v{k}, s->u{k}, &s->pu{k}, &s->au{k}, {low});")
    loads = [columns.loaded(step, place) for place, step in enumerate(facts)]
    refusals = []
    for one in verdicts:
        member = one.programme.entity == "member"
        start, end = ("m_from", "m_to") if member else ("h - first", "h - first + 1")
        bits, p = f"u{one.mask}", one.place
        refusals.append(
            f"for (i64 i = {start}; i < {end}; i++) {{ ((i8 *)out[{p}])[i] = 5; (({bits} *)out[{p + 1}])[i] = (({bits} *)out[{p + 2}])[i] = 0; }}"
        )
    calls = [f"verdict_{v.programme.code}(s, out, {'m_from - m_first' if v.programme.entity == 'member' else 'h0'});" for v in verdicts]
    pad = "\n    "
    return f"""
static void refuse(const Run *r, void *const *out, i64 h, int reason) {{
  const i64 first = 0, m_from = r->members_at[h] - r->members_at[0], m_to = r->members_at[h + 1] - r->members_at[0];
  (void)m_from; (void)m_to;
  r->reasons[h] = (u8)reason;
  {"  ".join(refusals)}
}}
void run(const Run *r, const In *in, void *const *out, S *s, i64 from, i64 until) {{
  s->day = (i32)r->day;
  memset(s->zeros, 0, sizeof s->zeros);
  memset(s->all, 0, sizeof s->all);
  {"  ".join(constants)}
  for (i64 h0 = from; h0 < until;) {{
    int profile, reason;
    const int n = take_block(s, r, h0, until, &profile, &reason);
    if (reason) {{ refuse(r, out, h0, reason); h0 += n; continue; }}
    const i64 m_first = r->members_at[0], m_from = r->members_at[h0], s_from = r->supporters_at[h0];
    (void)m_first; (void)m_from; (void)s_from;
    {pad.join(loads)}
    gather_bad(s);
    {pad.join(f"f{step.number}(s);" for step in steps)}
    {pad.join(calls)}
    for (int k = 0; k < n; k++) if (s->bad[0][k]) refuse(r, out, h0 + k, s->bad[0][k]);
    h0 += n;
  }}
}}
"""
