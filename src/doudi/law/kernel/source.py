"""The C text of a kernel: prelude, the columns of a block, one function for each step, the verdicts, the run."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from doudi.law import nodes
from doudi.law.book import LawBook
from doudi.law.kernel import columns, early, verdicts
from doudi.law.kernel.numbers import Slots
from doudi.law.kernel.plan import FactStep, Planner, Step
from doudi.law.kernel.shapes import MOST_ROWS
from doudi.law.kernel.shaping import shape_of
from doudi.law.kernel.verdicts import Verdicts
from doudi.law.kernel.writing import Shared

HOUSEHOLDS, ROWS = 768, 2048  # of one block: its columns stay in the cache of a core
WIDTHS = ("i32", "i64", "i128")
SMALL = 128


@dataclass(frozen=True)
class Source:
    """A kernel as text, and what its caller must know to hand over columns."""

    text: str
    facts: tuple[FactStep, ...]
    rules: tuple[nodes.Rule, ...]
    slots: Slots
    verdicts: tuple[Verdicts, ...]


def source_of(
    book: LawBook, day: date, programmes: tuple[str, ...], amounts: frozenset[str] | None, masks: bool
) -> Source:
    """Plan and write the programmes, by the formulas in force on a day. `masks` False: nobody who is refused is
    asked further."""
    planner = Planner(book, day, shape_of)
    asked = [verdicts.asked(planner, book.programmes[code], amounts) for code in programmes]
    planned = len(planner.steps)
    found = verdicts.placed(planner, asked if masks else early.asked_first(planner, asked))
    shared = Shared(Slots(book))
    lazy = {step for one in found for step in one.sparse}
    facts = tuple(step for step in planner.steps if isinstance(step, FactStep))
    first = early.closure([step for one in found for step in one.asked_first])
    steps = [
        step
        for step in planner.steps
        if not isinstance(step, FactStep) and (step in first or step.number < planned)
    ]
    bodies = [columns.written(step, shared, step in lazy) for step in steps]
    text = "\n".join(
        [
            f"#define MB {ROWS}\n#define HB {HOUSEHOLDS}\n#define ROWS {MOST_ROWS}",
            _prelude(),
            _struct(planner.steps),
            _file("block"),
            *(_table(name, places) for places, name in shared.tables.items()),
            *bodies,
            *([] if masks else _asked_first([*facts, *steps], first, found)),
            *(verdicts.written(one) for one in found),
            _refuse(found),
            _run(facts, [step for step in steps if step not in lazy], first, found),
        ]
    )
    return Source(text, facts, tuple(planner.rules), shared.slots, tuple(found))


def _file(name: str) -> str:
    return (files(__package__) / f"{name}.c").read_text(encoding="utf-8")


def _prelude() -> str:
    widths = [_file("numbers").replace("TT", width) for width in WIDTHS]
    turns = [
        f"static inline n_{to} to_{to}_{of}(n_{of} a) {{ return (n_{to}){{({to})a.lo, ({to})a.hi, a.u}}; }}"
        for to in WIDTHS
        for of in WIDTHS
        if to != of
    ]
    return "\n".join([_file("prelude"), *widths, *turns, _file("calls")])


def _table(name: str, places: tuple[int, ...]) -> str:
    ctype = "i8" if max(places) < SMALL else "i32"
    return f"static const {ctype} {name}[] = {{{', '.join(map(str, places))}}};"


def _struct(steps: list[Step]) -> str:
    """The block: its rows and owners, room to work in, a column for each step."""
    lines = [
        "i32 day, nh, nm, ns; i32 hm[MB], sm[MB], sh[MB], m0[HB + 1], s0[HB + 1], ms0[MB + 1];",
        "const i64 *P, *H; const u16 *U;",
        "u16 zeros[MB]; i32 list[MB], open_rows[MB], left[MB]; u8 all[MB + 64], open[MB + 64], bad[3][MB];",
        "i128 sums[MB + 1];",
        "i32 hk[HB], mk[MB], sk[MB]; u8 keep[HB]; i8 outcome[MB]; u64 falls[MB], opens[MB];",
        *(line for step in steps for line in columns.members_of_struct(step)),
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"typedef struct {{\n{inner}\n}} S;\ni64 scratch(void) {{ return sizeof(S); }}"


def _each(what: str, found: list[Verdicts]) -> list[str]:
    """The calls of every programme's verdicts."""
    at = {True: "m_from - r->members_at[0]", False: "h0"}
    return [f"{what}_{one.programme.code}(s, out, {at[one.of_members]});" for one in found]


def _refuse(found: list[Verdicts]) -> str:
    lines = "\n  ".join(verdicts.refused(one) for one in found)
    return f"""
static void refuse(const Run *r, void *const *out, i64 h, int reason) {{
  const i64 m_from = r->members_at[h] - r->members_at[0], m_to = r->members_at[h + 1] - r->members_at[0];
  (void)m_from; (void)m_to;
  r->reasons[h] = (u8)reason;
  {lines}
}}"""


def _asked_first(steps: list[Step], first: set[Step], found: list[Verdicts]) -> list[str]:
    """The early verdicts, and how a block closes up after them: the columns it has by then that are read again."""
    later = [step for step in steps if step not in first]
    again = {read for step in later for read in step.inputs} | {step for one in found for step in one.read}
    moved = [step for step in steps if step in again and (step in first or isinstance(step, FactStep))]
    return [*(verdicts.screened(one) for one in found), early.closing_up(moved)]


def _run(facts: tuple[FactStep, ...], steps: list[Step], first: set[Step], found: list[Verdicts]) -> str:
    """Block after block: load, work out, decide, refuse. Where some conditions are asked first, those that they
    refuse leave the block before the rest is worked out."""
    constants = "\n  ".join(columns.constant(step, place) for place, step in enumerate(facts))
    loads = "\n    ".join(columns.loaded(step, place) for place, step in enumerate(facts))
    calls = [f"f{step.number}(s);" for step in steps if step not in first]
    calls += _each("verdict", found)
    if found[0].early is not None:
        before = [f"f{step.number}(s);" for step in steps if step in first]
        before += ["memset(s->keep, 0, (size_t)n);", *_each("screen", found)]
        calls = [
            *before,
            "const int stay = leave(s);",
            "if (stay < n) close_up(s);",
            "if (stay) {",
            *calls,
            "}",
        ]
    work = "\n    ".join(calls)
    return f"""
void run(const Run *r, const In *in, void *const *out, S *s, i64 from, i64 until) {{
  s->day = (i32)r->day;
  memset(s->zeros, 0, sizeof s->zeros);
  {constants}
  for (i64 h0 = from; h0 < until;) {{
    int profile, reason;
    const int n = take_block(s, r, h0, until, &profile, &reason);
    if (reason) {{ refuse(r, out, h0, reason); h0 += n; continue; }}
    const i64 m_from = r->members_at[h0], s_from = r->supporters_at[h0];
    (void)m_from; (void)s_from;
    {loads}
    gather_bad(s);
    {work}
    for (int k = 0; k < n; k++) if (s->bad[0][k]) refuse(r, out, h0 + k, s->bad[0][k]);
    h0 += n;
  }}
}}
"""
