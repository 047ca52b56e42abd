"""Writes, for every step of the plan, the C that fills its column for a block: loading a fact, a formula in both
forms, handing down, folding."""

from doudi.law.facts import Fact
from doudi.law.kernel import shapes
from doudi.law.kernel.careful import ANY_TEXT, Careful, ends, every, held
from doudi.law.kernel.plain import Plain
from doudi.law.kernel.plan import FactStep, FoldStep, LocalStep, SpreadStep, Step
from doudi.law.kernel.shapes import Shape
from doudi.law.kernel.writing import Shared

COUNT = {"household": "s->nh", "member": "s->nm", "supporter": "s->ns"}
# How a row finds its owner, and an owner its rows.
OWNER = {("member", "household"): "hm", ("supporter", "member"): "sm", ("supporter", "household"): "sh"}
RANGE = {("member", "household"): "m0", ("supporter", "member"): "ms0", ("supporter", "household"): "s0"}
# Copied to where it is called from, a step or a verdict would cost the compiler a quarter more and gain nothing.
APART = "__attribute__((noinline))"
STORED = {"bool": "u8", "day": "i32", "month": "i32", "moment": "i64", "money": "i64", "code": "i8"}


def stored_type(fact: Fact) -> str:
    """The C type of a fact's column, as the city files hold it."""
    if fact.type.family == "number":
        return "i8" if fact.high < 2**7 else "i16" if fact.high < 2**15 else "i32"
    if fact.type.family == "code" and not fact.values:
        return "i32"  # the place of a text among those of the batch
    return STORED[fact.type.family]


def column_type(step: Step) -> str:
    return stored_type(step.fact) if isinstance(step, FactStep) else step.shape.ctype


def far_type(shape: Shape) -> str:
    """The type of the column of high ends, or of sets of codes."""
    return "u64" if shape.kind == "code" else shape.ctype


def members_of_struct(step: Step) -> list[str]:
    """The columns of a step in the block."""
    k, ctype = step.number, column_type(step)
    lines = [f"u16 u{k}[MB]; u64 w{k}[MB / 64]; const u16 *pu{k}; int au{k};"]
    if isinstance(step, FactStep):
        return [f"const {ctype} *v{k}; {ctype} b{k}[MB];", *lines]
    lines.append(f"{ctype} v{k}[MB];")
    if step.shape.kind != "truth":
        lines.append(f"{far_type(step.shape)} h{k}[MB];")
    return lines


def far(step: Step, at: str) -> str:
    """The high end, or the set of codes, of an unknown value."""
    if not isinstance(step, FactStep):
        return f"s->h{step.number}[{at}]"
    return every(step.shape) if step.shape.kind == "code" else ends(step.shape, step)[1]


def written(step: Step, shared: Shared, sparse: bool) -> str:
    """The function of a step."""
    if isinstance(step, SpreadStep):
        return spread(step)
    if isinstance(step, FoldStep):
        return truth_fold(step) if step.kind != "sum" else sum_fold(step)
    assert isinstance(step, LocalStep)
    return local(step, shared, sparse)


def local(step: LocalStep, shared: Shared, sparse: bool) -> str:
    """A formula: the plain form for all rows, the careful one for those that it leaves open."""
    k, plain = step.number, None if step.tree is None else Plain(step, shared)
    result = plain.result() if plain else "0"
    careful = _careful(step, shared)
    reads = [
        line
        for one in step.inputs
        for line in (
            f"const {column_type(one)} *restrict v{one.number} = s->v{one.number};",
            f"const u16 *restrict q{one.number} = s->pu{one.number};",
        )
    ]
    text = "\n".join([*(plain.lines if plain else []), *(plain.open if plain else []), result])
    loads = [f"const {column_type(one)} a{one.number} = v{one.number}[i];" for one in step.inputs]
    loads += [
        f"const u16 b{one.number} = q{one.number}[i];" for one in step.inputs if f"b{one.number} " in text
    ]
    opened = "1" if plain is None else " | ".join(f"({one})" for one in dict.fromkeys(plain.open))
    head = plain.head if plain else []
    cast = "" if step.shape.kind == "share" else f"({step.shape.ctype})"
    body = [*loads, *(plain.lines if plain else []), f"s->v{k}[i] = {cast}({result});"]
    shape = _sparse if sparse else _dense
    return careful + shape(step, reads, head, body, opened)


def _careful(step: LocalStep, shared: Shared) -> str:
    k, writer = step.number, Careful(step, shared)
    result = writer.result()
    lines = [
        *(writer.loaded(one) for one in step.inputs),
        *writer.lines,
        f"const {held(step.shape)} r = {result};",
    ]
    kind = step.shape.kind
    if kind == "truth":
        lines.append(f"s->v{k}[i] = r.v;")
    else:
        lines.append(
            f"s->v{k}[i] = r.v; s->h{k}[i] = r.set;"
            if kind == "code"
            else f"s->v{k}[i] = r.lo; s->h{k}[i] = r.hi;"
        )
    lines += [f"s->u{k}[i] = r.u;", "return r.u;"]
    inner = "\n".join("  " + line for line in lines)
    return f"/* {step.label} */\nstatic u16 c{k}(S *s, int i) {{\n{inner}\n}}\n"


def _dense(step: LocalStep, reads: list[str], head: list[str], body: list[str], opened: str) -> str:
    k = step.number
    lines = [*reads, *head, f"const int n = {COUNT[step.entity]}; u8 some = 0; (void)some;"]
    if opened:
        body = [*body, f"const u8 o = (u8)({opened});", "s->open[i] = o;", "some |= o;"]
    lines += ["#pragma GCC ivdep", "for (int i = 0; i < n; i++) {", *("  " + line for line in body), "}"]
    lines += [f"const u64 *ws[{max(len(step.inputs), 1)}]; int count = 0;"]
    lines += [f"if (s->au{one.number}) ws[count++] = s->w{one.number};" for one in step.inputs]
    asked = "some ? s->open : 0" if opened else "0"
    lines += [
        f"const int k = pick_rows(n, {asked}, ws, count, s->list);",
        f"s->pu{k} = s->zeros; s->au{k} = 0;",
        "if (!k) return;",
        f"memset(s->u{k}, 0, (size_t)n * 2); memset(s->w{k}, 0, sizeof s->w{k});",
        "u16 any = 0;",
        "for (int j = 0; j < k; j++) {",
        f"  const int i = s->list[j]; const u16 u = c{k}(s, i);",
        f"  any |= u; s->w{k}[i >> 6] |= (u64)(u >> 15) << (i & 63);",
        "}",
        f"if (any) s->pu{k} = s->u{k};",
        f"s->au{k} = (any & UNK) != 0;",
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"static {APART} void f{k}(S *s) {{\n{inner}\n}}\n"


def _sparse(step: LocalStep, reads: list[str], head: list[str], body: list[str], opened: str) -> str:
    """A formula for listed rows only: what an amount rests on where no condition fails."""
    k = step.number
    asked = (
        " | ".join([*(f"(q{one.number}[i] & UNK)" for one in step.inputs), *([opened] if opened else [])])
        or "0"
    )
    lines = [
        *reads,
        *head,
        "for (int j = 0; j < count; j++) {",
        "  const int i = rows[j];",
        *("  " + line for line in body),
        f"  s->u{k}[i] = 0;",
        f"  if ({asked}) c{k}(s, i);",
        "}",
        f"s->pu{k} = s->u{k};",
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"static {APART} void f{k}(S *s, const i32 *rows, int count) {{\n{inner}\n}}\n"


def spread(step: SpreadStep) -> str:
    """An owner's value for each of its rows; what is said beside it only for the rows of owners of whom something is."""
    k, of = step.number, step.of
    key = (step.entity, of.entity)
    unknown = [f"s->w{k}[i >> 6] |= (u64)(q[o] >> 15) << (i & 63);"]
    if step.shape.kind != "truth":
        unknown.append(f"if (q[o] & UNK) s->h{k}[i] = {far(of, 'o')};")
    lines = [
        f"const int n = {COUNT[step.entity]}, owners = {COUNT[of.entity]};",
        f"const {column_type(of)} *restrict from = s->v{of.number};",
        f"for (int i = 0; i < n; i++) s->v{k}[i] = from[s->{OWNER[key]}[i]];",
        f"const u16 *restrict q = s->pu{of.number};",
        f"s->au{k} = s->au{of.number}; s->pu{k} = s->zeros;",
        "if (q == s->zeros) return;",
        f"memset(s->u{k}, 0, (size_t)n * 2); memset(s->w{k}, 0, sizeof s->w{k});",
        f"for (int o = 0; o < owners; o++) if (q[o]) for (i32 i = s->{RANGE[key]}[o]; i < s->{RANGE[key]}[o + 1]; i++) {{",
        f"  s->u{k}[i] = q[o];",
        *("  " + line for line in unknown),
        "}",
        f"s->pu{k} = s->u{k};",
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"static {APART} void f{k}(S *s) {{\n{inner}\n}}\n"


def _fold(
    step: FoldStep,
    ctype: str,
    element: str,
    given: str,
    open_rows: list[str],
    settled: list[str],
    settling: tuple[str, ...] = (),
) -> str:
    """Running sums, and their differences by owner; then what the unknown rows add."""
    k, of = step.number, step.of
    key = (of.entity, step.entity)
    lines = [
        f"const int n = {COUNT[of.entity]}, owners = {COUNT[step.entity]};",
        f"const {column_type(of)} *restrict v = s->v{of.number};",
        f"{ctype} *restrict sums = ({ctype} *)s->sums; {ctype} sum = 0;",
        "sums[0] = 0;",
        f"for (int i = 0; i < n; i++) {{ sum += {element}; sums[i + 1] = sum; }}",
        f"const i32 *restrict at = s->{RANGE[key]};",
        "#pragma GCC ivdep",
        f"for (int h = 0; h < owners; h++) {{ const {ctype} x = sums[at[h + 1]] - sums[at[h]]; s->v{k}[h] = {given}; }}",
        f"s->pu{k} = s->zeros; s->au{k} = 0;",
        f"if (!s->au{of.number}) return;",
        f"memset(s->u{k}, 0, (size_t)owners * 2);",
        *settled,
        f"const u64 *ws[1] = {{s->w{of.number}}};",
        "const int k = pick_rows(n, 0, ws, 1, s->list);",
        "u16 any = 0;",
        "for (int j = 0; j < k; j++) {",
        f"  const int i = s->list[j], h = s->{OWNER[key]}[i];",
        *open_rows,
        "}",
        f"s->pu{k} = s->u{k}; s->au{k} = any != 0;",
        *settling,
        f"if (any) mark_unknown(s->u{k}, owners, s->all, s->w{k});",
    ]
    inner = "\n".join("  " + line for line in lines)
    return f"static {APART} void f{k}(S *s) {{\n{inner}\n}}\n"


def sum_fold(step: FoldStep) -> str:
    """The low ends are summed; each unknown row then widens its owner's sum."""
    k, of, ctype = step.number, step.of, step.shape.ctype
    open_rows = [
        f"  s->h{k}[h] += ({ctype}){far(of, 'i')} - v[i];",
        f"  s->u{k}[h] |= HANGS(s->pu{of.number}[i]);",
        "  any = 1;",
    ]
    settled = [f"for (int h = 0; h < owners; h++) s->h{k}[h] = s->v{k}[h];"]
    return _fold(step, ctype, f"({ctype})v[i]", "x", open_rows, settled)


def truth_fold(step: FoldStep) -> str:
    """count, any, all: how many surely hold (or surely do not); a row that may hold leaves its owner open."""
    k, of = step.number, step.of
    hangs = f"HANGS(s->pu{of.number}[i])"
    if step.kind == "count":
        settled = [f"for (int h = 0; h < owners; h++) s->h{k}[h] = s->v{k}[h];"]
        rows = [f"  s->h{k}[h]++; s->u{k}[h] |= {hangs}; any = 1;"]
        return _fold(step, "i32", "v[i]", "x", rows, settled)
    if step.kind == "any":
        rows = [f"  if (!s->v{k}[h]) {{ s->u{k}[h] |= {hangs}; any = 1; }}"]
        return _fold(step, "i32", "v[i]", "x > 0", rows, [])
    # A row that may hold is not known to fail: it was counted as failing, and is taken back.
    rows = [f"  s->left[h]--; s->u{k}[h] |= {hangs}; any = 1;"]
    settled = ["for (int h = 0; h < owners; h++) s->left[h] = sums[at[h + 1]] - sums[at[h]];"]
    closing = f"for (int h = 0; h < owners; h++) if (s->u{k}[h] && s->left[h] > 0) s->u{k}[h] = 0;"
    return _fold(step, "i32", "!v[i]", "x == 0", rows, settled, (closing,))


def loaded(step: FactStep, place: int) -> str:
    """The call that fills a fact's column for a block."""
    k, fact, ctype = step.number, step.fact, stored_type(step.fact)
    entity = ("household", "member", "supporter").index(step.entity)
    at = ("h0", "m_from", "s_from")[entity]
    low, high = ("0", "1") if ctype == "u8" else _ends(step)
    said = "ABSENT" if fact.optional else "UNK"
    name = f"load_{'bits' if ctype == 'u8' else ctype}"
    return (
        f"{name}(s, &in[{place}], {at}, {COUNT[step.entity]}, {low}, {high}, s->b{k}, &s->v{k}, s->u{k}, "
        f"s->w{k}, &s->pu{k}, &s->au{k}, {said}, s->bad[{entity}]);"
    )


def placed(step: FactStep) -> str:
    """The call that refuses the rows which name a place whose numbers are not held."""
    k, entity = step.number, ("household", "member", "supporter").index(step.entity)
    return f"refuse_places(r, s->v{k}, s->pu{k}, {COUNT[step.entity]}, s->bad[{entity}]);"


def constant(step: FactStep, place: int) -> str:
    """The call that fills the column of a fact that the batch has no column for, once for a run."""
    k, ctype = step.number, stored_type(step.fact)
    low = "0" if ctype == "u8" else _ends(step)[0]
    return f"constant_{ctype}(s, &in[{place}], s->b{k}, &s->v{k}, s->u{k}, s->w{k}, &s->pu{k}, &s->au{k}, {low});"


def _ends(step: FactStep) -> tuple[str, str]:
    if step.shape.kind == "code":
        return "0", str(len(step.shape.codes) - 1)
    if step.shape.kind == "number":
        return f"{step.fact.low}LL", f"{step.fact.high}LL"
    if step.shape.kind == "text":
        return ANY_TEXT
    return str(shapes.stored(step.fact.low)), str(shapes.stored(step.fact.high))
