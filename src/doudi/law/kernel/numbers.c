typedef struct { TT lo, hi; u16 u; } n_TT;
static inline n_TT of_TT(TT x) { return (n_TT){x, x, 0}; }
static inline n_TT fix_TT(TT lo, TT hi, u16 u) { return (n_TT){lo, hi, lo == hi ? 0 : HANGS(u)}; }
static inline n_TT scale_TT(n_TT a, TT k) { return (n_TT){a.lo * k, a.hi * k, a.u}; }
static inline n_TT plus_TT(n_TT a, n_TT b) { return fix_TT(a.lo + b.lo, a.hi + b.hi, a.u | b.u); }
static inline n_TT minus_TT(n_TT a, n_TT b) { return fix_TT(a.lo - b.hi, a.hi - b.lo, a.u | b.u); }
static inline n_TT times_TT(n_TT a, n_TT b) {
  TT p = a.lo * b.lo, q = a.lo * b.hi, r = a.hi * b.lo, t = a.hi * b.hi, lo = p, hi = p;
  if (q < lo) lo = q;
  if (q > hi) hi = q;
  if (r < lo) lo = r;
  if (r > hi) hi = r;
  if (t < lo) lo = t;
  if (t > hi) hi = t;
  return fix_TT(lo, hi, a.u | b.u);
}
static inline tr ask_TT(u8 yes, u8 not, u16 u) { return yes ? tr_of(1) : not ? tr_of(0) : (tr){0, HANGS(u) | UNK}; }
static inline tr lt_TT(n_TT a, n_TT b) { return ask_TT(a.hi < b.lo, a.lo >= b.hi, a.u | b.u); }
static inline tr le_TT(n_TT a, n_TT b) { return ask_TT(a.hi <= b.lo, a.lo > b.hi, a.u | b.u); }
static inline tr gt_TT(n_TT a, n_TT b) { return lt_TT(b, a); }
static inline tr ge_TT(n_TT a, n_TT b) { return le_TT(b, a); }
static inline tr eq_TT(n_TT a, n_TT b) {
  return ask_TT(!((a.u | b.u) & UNK) && a.lo == b.lo, a.hi < b.lo || a.lo > b.hi, a.u | b.u);
}
static inline tr ne_TT(n_TT a, n_TT b) { return not1(eq_TT(a, b)); }
static inline n_TT min_TT(n_TT a, n_TT b) {
  return fix_TT(a.lo < b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi, a.u | b.u);
}
static inline n_TT max_TT(n_TT a, n_TT b) {
  return fix_TT(a.lo > b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi, a.u | b.u);
}
static inline n_TT hull_TT(u16 hangs, n_TT y, n_TT n) {
  u16 both = y.u | n.u;
  if (!(both & UNK) && !((y.u ^ n.u) & ABSENT) && y.lo == n.lo) return y;
  if (y.u & ABSENT) { y.lo = n.lo; y.hi = n.hi; }
  if (n.u & ABSENT) { n.lo = y.lo; n.hi = y.hi; }
  TT lo = y.lo < n.lo ? y.lo : n.lo, hi = y.hi > n.hi ? y.hi : n.hi;
  if (both & (ABSENT | MAYNONE)) return (n_TT){lo, hi, HANGS(hangs | both) | UNK | MAYNONE};
  return lo == hi ? of_TT(lo) : (n_TT){lo, hi, HANGS(hangs | both) | UNK};
}
static inline n_TT join_TT(tr t, n_TT y, n_TT n) { return !(t.u & UNK) ? (t.v ? y : n) : hull_TT(t.u, y, n); }
static inline n_TT at_least_TT(n_TT a, TT top) { return (n_TT){a.lo, top, HANGS(a.u) | UNK}; }
static inline n_TT required_TT(n_TT a, TT low, TT high) {
  if (a.u & ABSENT) return (n_TT){low, high, UNK};
  return (n_TT){a.lo, a.hi, HANGS(a.u)};
}
static inline n_TT none_TT(void) { return (n_TT){0, 0, ABSENT}; }
static inline n_TT pick_TT(const i64 *P, const i64 *H, const u16 *U, int base, cd a, int na, cd b, int nb) {
  n_TT found = {0, 0, 0}; int first = 1;
  for (int x = 0; x < na; x++) if (a.set >> x & 1)
    for (int y = 0; y < nb; y++) if (b.set >> y & 1) {
      int at = base + x * nb + y;
      n_TT one = {(TT)P[at], (TT)H[at], U[at]};
      found = first ? one : hull_TT(a.u | b.u, found, one);
      first = 0;
    }
  return found;
}
