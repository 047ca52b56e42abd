/* Shares among a count of the row's own: the numerator over a denominator that the whole column has, and the count besides.
   Counts are above zero; nothing is reduced, as the ranges prove that 127 bits hold one numerator times the other's count. */
typedef struct { i128 top, under; } share;
static inline share undivided(i128 top) { return (share){top, 1}; }
static inline share scaled(share a, i128 k) { return (share){a.top * k, a.under}; }
static inline share shared(share a, i64 n) { return (share){a.top, a.under * n}; }
static inline share sum_of(share a, share b) {
  if (a.under == b.under) return (share){a.top + b.top, a.under};
  return (share){a.top * b.under + b.top * a.under, a.under * b.under};
}
static inline share less(share a, share b) { return sum_of(a, (share){-b.top, b.under}); }
static inline share times_of(share a, share b) { return (share){a.top * b.top, a.under * b.under}; }
/* Below, at or above zero as `a` is below, at or above `b`. */
static inline int against(share a, share b) {
  const i128 x = a.top * b.under, y = b.top * a.under;
  return (x > y) - (x < y);
}
static inline share lesser(share a, share b) { return against(a, b) < 0 ? a : b; }
static inline share greater(share a, share b) { return against(a, b) > 0 ? a : b; }

/* The same where it may be unknown. */
typedef struct { share lo, hi; u16 u; } n_share;
static inline n_share to_share_i32(n_i32 a) { return (n_share){undivided(a.lo), undivided(a.hi), a.u}; }
static inline n_share to_share_i64(n_i64 a) { return (n_share){undivided(a.lo), undivided(a.hi), a.u}; }
static inline n_share to_share_i128(n_i128 a) { return (n_share){undivided(a.lo), undivided(a.hi), a.u}; }
static inline n_share fix_share(share lo, share hi, u16 u) { return (n_share){lo, hi, against(lo, hi) ? HANGS(u) : 0}; }
static inline n_share scale_share(n_share a, i128 k) { return (n_share){scaled(a.lo, k), scaled(a.hi, k), a.u}; }
static inline n_share plus_share(n_share a, n_share b) { return fix_share(sum_of(a.lo, b.lo), sum_of(a.hi, b.hi), a.u | b.u); }
static inline n_share minus_share(n_share a, n_share b) { return fix_share(less(a.lo, b.hi), less(a.hi, b.lo), a.u | b.u); }
static inline n_share times_share(n_share a, n_share b) {
  const share p = times_of(a.lo, b.lo), q = times_of(a.lo, b.hi), r = times_of(a.hi, b.lo), t = times_of(a.hi, b.hi);
  return fix_share(lesser(lesser(p, q), lesser(r, t)), greater(greater(p, q), greater(r, t)), a.u | b.u);
}
static inline tr lt_share(n_share a, n_share b) { return ask_i128(against(a.hi, b.lo) < 0, against(a.lo, b.hi) >= 0, a.u | b.u); }
static inline tr le_share(n_share a, n_share b) { return ask_i128(against(a.hi, b.lo) <= 0, against(a.lo, b.hi) > 0, a.u | b.u); }
static inline tr gt_share(n_share a, n_share b) { return lt_share(b, a); }
static inline tr ge_share(n_share a, n_share b) { return le_share(b, a); }
static inline tr eq_share(n_share a, n_share b) {
  const u8 known = !((a.u | b.u) & UNK);
  return ask_i128(known && !against(a.lo, b.lo), against(a.hi, b.lo) < 0 || against(a.lo, b.hi) > 0, a.u | b.u);
}
static inline tr ne_share(n_share a, n_share b) { return not1(eq_share(a, b)); }
static inline n_share min_share(n_share a, n_share b) { return fix_share(lesser(a.lo, b.lo), lesser(a.hi, b.hi), a.u | b.u); }
static inline n_share max_share(n_share a, n_share b) { return fix_share(greater(a.lo, b.lo), greater(a.hi, b.hi), a.u | b.u); }
static inline n_share join_share(tr t, n_share y, n_share n) {
  if (!(t.u & UNK)) return t.v ? y : n;
  const u16 both = y.u | n.u, hangs = HANGS(t.u | both) | UNK;
  if (!(both & UNK) && !((y.u ^ n.u) & ABSENT) && !against(y.lo, n.lo)) return y;
  if (y.u & ABSENT) { y.lo = n.lo; y.hi = n.hi; }
  if (n.u & ABSENT) { n.lo = y.lo; n.hi = y.hi; }
  const share lo = lesser(y.lo, n.lo), hi = greater(y.hi, n.hi);
  if (both & (ABSENT | MAYNONE)) return (n_share){lo, hi, hangs | MAYNONE};
  return fix_share(lo, hi, hangs);
}
static inline n_share none_share(void) { return (n_share){undivided(0), undivided(0), ABSENT}; }
static inline n_share at_least_share(n_share a, i128 top) { return (n_share){a.lo, undivided(top), HANGS(a.u) | UNK}; }
/* A share of nobody may be anything. */
static inline n_share split_share(n_share x, n_i64 n, i128 ceiling) {
  if (n.lo <= 0) return (n_share){undivided(-ceiling), undivided(ceiling), HANGS(x.u | n.u) | UNK};
  const share lo = shared(x.lo, x.lo.top < 0 ? n.lo : n.hi), hi = shared(x.hi, x.hi.top < 0 ? n.hi : n.lo);
  return fix_share(lo, hi, x.u | n.u);
}
static inline n_i128 round_shares(cd mode, n_share x, i128 bottom) {
  n_i128 found = {0, 0, 0}; int first = 1;
  for (int m = 0; m < 4; m++) if (mode.set >> m & 1) {
    n_i128 one = fix_i128(rnd128(m, x.lo.top, bottom * x.lo.under), rnd128(m, x.hi.top, bottom * x.hi.under), x.u);
    found = first ? one : hull_i128(mode.u, found, one);
    first = 0;
  }
  return found;
}
