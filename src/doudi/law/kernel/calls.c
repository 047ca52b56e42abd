/* The functions of the language on values that may be unknown. */
static inline n_i128 round_c(cd mode, n_i128 x, i128 bottom) {
  n_i128 found = {0, 0, 0}; int first = 1;
  for (int m = 0; m < 4; m++) if (mode.set >> m & 1) {
    n_i128 one = fix_i128(rnd128(m, x.lo, bottom), rnd128(m, x.hi, bottom), x.u);
    found = first ? one : hull_i128(mode.u, found, one);
    first = 0;
  }
  return found;
}
static inline n_i128 round_share_c(cd mode, n_i128 x, i128 bottom, n_i64 n, i64 ceiling) {
  if (n.lo <= 0) return round_c(mode, (n_i128){-(i128)ceiling, ceiling, HANGS(x.u | n.u) | UNK}, 1);
  n_i128 found = {0, 0, 0}; int first = 1;
  for (int m = 0; m < 4; m++) if (mode.set >> m & 1) {
    i128 a = rnd128(m, x.lo, bottom * n.lo), b = rnd128(m, x.lo, bottom * n.hi);
    i128 c = rnd128(m, x.hi, bottom * n.lo), d = rnd128(m, x.hi, bottom * n.hi);
    n_i128 one = fix_i128(a < b ? a : b, c > d ? c : d, x.u | n.u);
    found = first ? one : hull_i128(mode.u, found, one);
    first = 0;
  }
  return found;
}
static inline n_i128 split_c(n_i128 x, n_i32 n, int parts) {
  i128 a = parts / (n.lo ? n.lo : 1), b = parts / (n.hi ? n.hi : 1);
  return times_i128(x, (n_i128){b, a, n.u});
}
static inline n_i32 age_c(n_i32 birth, n_i32 day, cd way) {
  n_i32 found = {0, 0, 0}; int first = 1;
  for (int w = 0; w < 2; w++) if (way.set >> w & 1) {
    n_i32 one = fix_i32(age1(birth.hi, day.lo, w), age1(birth.lo, day.hi, w), birth.u | day.u);
    found = first ? one : hull_i32(way.u, found, one);
    first = 0;
  }
  return found;
}
#define MONOTONE(name) static inline n_i32 name##_c(n_i32 a, n_i32 n) { \
  return fix_i32(name##1(a.lo, n.lo), name##1(a.hi, n.hi), a.u | n.u); }
#define MAPPED(name) static inline n_i32 name##_c(n_i32 a) { return fix_i32(name##1(a.lo), name##1(a.hi), a.u); }
#define DIFFERENCE(name) static inline n_i32 name##_c(n_i32 a, n_i32 b) { \
  return fix_i32(name##1(a.hi, b.lo), name##1(a.lo, b.hi), a.u | b.u); }
MONOTONE(add_months) MONOTONE(add_days) MONOTONE(later_month)
MAPPED(month_of) MAPPED(month_after) MAPPED(first_day) MAPPED(last_day)
DIFFERENCE(months_between) DIFFERENCE(days_between)
/* Walk the tiers until one is surely reached; the hull of those that may be. */
static n_i64 tier_c(const i64 *t, u16 tu, n_i128 part, n_i128 whole, int upwards, i64 ceiling) {
  n_i64 found = {0, 0, 0}; int first = 1; u16 hangs = 0;
  if (tu & UNK) return (n_i64){0, ceiling, HANGS(tu | part.u | whole.u)};
  for (int k = 0; k < t[0]; k++) {
    int r = upwards ? k : (int)t[0] - 1 - k;
    n_i128 line = times_i128(whole, of_i128(t[1 + r]));
    tr here = upwards ? lt_i128(part, line) : ge_i128(part, line);
    if (no(here)) continue;
    n_i64 one = of_i64(t[1 + TIERS + r]);
    hangs |= here.u;
    found = first ? one : hull_i64(hangs, found, one);
    first = 0;
    if (here.v) return found;
  }
  return first ? of_i64(0) : hull_i64(hangs, found, of_i64(0));
}
