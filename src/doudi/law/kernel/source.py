"""The C text of a kernel: prelude, the columns of a block, one function for each step, the verdicts, the run."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from doudi.law import nodes
from doudi.law.book import LawBook
from doudi.law.kernel import columns, demand, early, verdicts
from doudi.law.kernel.demand import Demand, alive
from doudi.law.kernel.numbers import Slots
from doudi.law.kernel.plan import FactStep, Planner, Step
from doudi.law.kernel.shapes import MOST_ROWS
from doudi.law.kernel.shaping import shape_of
from doudi.law.kernel.verdicts import Verdicts
from doudi.law.kernel.writing import Shared

HOUSEHOLDS, ROWS = (
    1536,
    4096,
)  # of one block: small enough for the caches, large enough that what a block costs is shared
WIDTHS = ("i32", "i64", "i128")
SMALL = 128
PLACES = "const i64 *everyP, *everyH; const u16 *everyU; const i32 *profile_at; i64 slots;"


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
    found = verdicts.placed(planner, asked if masks else early.asked_first(planner, asked))
    shared, work = Shared(Slots(book)), _Work.of(planner, found, masks)
    facts = tuple(step for step in planner.steps if isinstance(step, FactStep))
    shares = planner.holds("share")
    bodies = [columns.written(step, shared, step in work.lazy) for step in work.steps]
    text = "\n".join(
        [
            f"#define MB {ROWS}\n#define HB {HOUSEHOLDS}\n#define ROWS {MOST_ROWS}",
            _prelude(),
            *([_file("shares")] if shares else []),
            _struct(planner.steps, work.demand.words),
            _file("block"),
            *(["PACK(share)"] if shares else []),
            *([_file("places")] if planner.holds("text") else []),
            *(_table(name, places) for places, name in shared.tables.items()),
            *bodies,
            *work.functions(),
            _refuse(found),
            _run(facts, work),
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


def _struct(steps: list[Step], words: int) -> str:
    """The block: its rows and owners, room to work in, a column for each step."""
    lines = [
        "i32 day, nh, nm, ns; i32 hm[MB], sm[MB], sh[MB], m0[HB + 1], s0[HB + 1], ms0[MB + 1];",
        "const i64 *P, *H; const u16 *U;",
        "u16 zeros[MB]; i32 list[MB], open_rows[MB], left[MB]; u8 all[MB + 64], open[MB + 64], bad[3][MB];",
        "i128 sums[MB + 1];",
        "i32 hk[HB], mk[MB], sk[MB]; u8 keep[HB]; i8 outcome[MB]; u64 falls[MB], opens[MB];",
        f"u64 live[{max(words, 1)}]; u8 still[{max(len(steps), 1)}]; int held, held_h, held_m, held_s;",
        *([PLACES] if any(step.shape.kind == "text" for step in steps) else []),
        *(line for step in steps for line in columns.members_of_struct(step)),
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"typedef struct {{\n{inner}\n}} S;\ni64 scratch(void) {{ return sizeof(S); }}"


@dataclass(frozen=True)
class _Work:
    """What is done with a block: who of the programmes applies to anybody; where some conditions are asked first, those,
    and the households that all of them refuse leave the block; the rest, and the verdicts. `applying` and `first` are
    the steps of the first two."""

    found: list[Verdicts]
    demand: Demand
    steps: list[Step]
    lazy: frozenset[Step]
    applying: set[Step]
    first: set[Step]
    whole: bool

    @classmethod
    def of(cls, planner: Planner, found: list[Verdicts], whole: bool) -> "_Work":
        asked = Demand(found)
        steps = [step for step in planner.steps if step in asked.asked and not isinstance(step, FactStep)]
        applying = demand.closure(step for one in found for step in one.asks_itself)
        first = demand.closure(step for one in found for step in one.asked_first)
        lazy = frozenset(step for one in found for step in one.sparse)
        return cls(found, asked, steps, lazy, applying, first, whole)

    @property
    def dense(self) -> list[Step]:
        """The steps that are worked out for every row."""
        return [step for step in self.steps if step not in self.lazy]

    def functions(self) -> list[str]:
        """The verdicts, and what comes before them."""
        asked = [verdicts.applying(one) for one in self.found if one.asks_itself]
        screens = (
            []
            if self.whole
            else [*(verdicts.screened(one) for one in self.found), early.closing_up(self._again())]
        )
        return [demand.holding(self.dense), *asked, *screens, *(verdicts.written(one) for one in self.found)]

    def _again(self) -> dict[Step, int]:
        """The columns that are there when the block closes up and are read again, and who reads them."""
        read = self.demand.later([step for step in self.steps if step not in self.first], self.found)
        return {step: bits for step, bits in read.items() if step in self.first or isinstance(step, FactStep)}

    def text(self) -> str:
        """The calls, block by block."""
        lines = ["memset(s->live, 0xff, sizeof s->live);"]
        lines += [demand.call(step) for step in self.dense if step in self.applying]
        lines += [_said("apply", one) for one in self.found if one.asks_itself]
        rest = [self.demand.call(step) for step in self.dense if step not in self.first]
        rest += [self._where_alive("verdict", one) for one in self.found]
        if self.whole:
            return "\n    ".join([*lines, *rest])
        lines += [*self._between(), "memset(s->keep, 0, (size_t)n);"]
        lines += [self._where_alive("screen", one) for one in self.found]
        closing = ["const int stay = leave(s);", "if (stay && stay < n) close_up(s);"]
        return "\n    ".join([*lines, *closing, "if (stay) {", *rest, "}"])

    def _between(self) -> list[str]:
        """The steps of early conditions; after each condition, whether it leaves anybody."""
        asked: dict[Step, list[str]] = {}
        for one in self.found:
            for bit, step in (one.early or {}).items() if one.asks_itself else ():
                text = verdicts.falling(one, bit, _at(one))
                asked.setdefault(step, []).append(f"if ({alive(one.bit)}) {text}")
        known = [step for step in asked if step in self.applying or isinstance(step, FactStep)]
        lines = [line for step in known for line in asked[step]]
        for step in self.dense:
            if step in self.first - self.applying:
                lines += [self.demand.call(step), *asked.get(step, [])]
        return lines

    @staticmethod
    def _where_alive(what: str, one: Verdicts) -> str:
        return f"if ({alive(one.bit)}) {_said(what, one)}"


def _said(what: str, one: Verdicts) -> str:
    """The call of a programme's function."""
    return f"{what}_{one.programme.code}(s, out, {_at(one)});"


def _at(one: Verdicts) -> str:
    """Where the rows of the block begin in a programme's outputs."""
    return "m_from - r->members_at[0]" if one.of_members else "h0"


def _refuse(found: list[Verdicts]) -> str:
    lines = "\n  ".join(verdicts.refused(one) for one in found)
    return f"""
static void refuse(const Run *r, void *const *out, i64 h, int reason) {{
  const i64 m_from = r->members_at[h] - r->members_at[0], m_to = r->members_at[h + 1] - r->members_at[0];
  (void)m_from; (void)m_to;
  r->reasons[h] = (u8)reason;
  {lines}
}}"""


def _constants(facts: tuple[FactStep, ...]) -> list[str]:
    """What is filled once for a run."""
    every = "s->everyP = r->P; s->everyH = r->H; s->everyU = r->U; s->profile_at = r->profile_at; s->slots = r->slots;"
    named = any(step.shape.kind == "text" for step in facts)
    found = [columns.constant(step, place) for place, step in enumerate(facts)]
    return [every, *found] if named else found


def _loads(facts: tuple[FactStep, ...]) -> list[str]:
    """What is filled for every block."""
    places = [columns.placed(step) for step in facts if step.shape.kind == "text"]
    return [*(columns.loaded(step, place) for place, step in enumerate(facts)), *places]


def _run(facts: tuple[FactStep, ...], work: _Work) -> str:
    """Block after block: load, work out, decide, refuse."""
    constants = "\n  ".join([*_constants(facts), *demand.standing(work.steps, facts)])
    loads = "\n    ".join(_loads(facts))
    return f"""
void run(const Run *r, const In *in, void *const *out, S *s, i64 from, i64 until) {{
  s->day = (i32)r->day; s->held = -1;
  memset(s->zeros, 0, sizeof s->zeros);
  {constants}
  for (i64 h0 = from; h0 < until;) {{
    int profile, reason;
    int n = take_block(s, r, h0, until, &profile, &reason);
    if (reason) {{ refuse(r, out, h0, reason); h0 += n; continue; }}
    const int wider = s->held == profile;
    if (!is_held(s, profile)) {{
      if (wider) widen(s);
      hold(s);
      s->held = profile; s->held_h = s->nh; s->held_m = s->nm; s->held_s = s->ns;
      if (wider) n = take_block(s, r, h0, until, &profile, &reason);
    }}
    const i64 m_from = r->members_at[h0], s_from = r->supporters_at[h0];
    (void)m_from; (void)s_from;
    {loads}
    gather_bad(s);
    {work.text()}
    for (int k = 0; k < n; k++) if (s->bad[0][k]) refuse(r, out, h0 + k, s->bad[0][k]);
    h0 += n;
  }}
}}
"""
