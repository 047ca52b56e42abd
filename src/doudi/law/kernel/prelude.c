/* What every kernel runs on: values that may be unknown, days, roundings, the bits of Arrow. The formulas follow. */
#include <stdint.h>
#include <string.h>
typedef uint8_t u8; typedef int8_t i8; typedef uint16_t u16; typedef int16_t i16; typedef int32_t i32;
typedef uint32_t u32; typedef uint64_t u64; typedef int64_t i64; typedef __int128 i128;

/* What is said of a value beside the value: unknown; an optional one that may be absent; known to be absent;
   below them one bit for each undecided switch that an unknown value hangs on. */
#define UNK 0x8000
#define MAYNONE 0x4000
#define ABSENT 0x2000
#define HANGS(u) ((u16)((u) & ~(MAYNONE | ABSENT)))
#define NO_END 10000000000LL /* an upper end this far off says nothing */
enum { BAD_ROWS = 1, BAD_RANGE = 2, BAD_AREA = 3, BAD_ORDER = 4, BAD_NUMBER = 5 };

typedef struct { u8 v; u16 u; } tr;
typedef struct { i8 v; u16 u; u64 set; } cd;

static inline tr tr_of(u8 v) { return (tr){v, 0}; }
static inline cd cd_of(i8 v) { return (cd){v, 0, 1ull << v}; }
static inline u8 no(tr a) { return !a.v & !(a.u & UNK); }
static inline tr and2(tr a, tr b) {
  if (no(a) || no(b)) return (tr){0, 0};
  if (a.v & b.v) return (tr){1, 0};
  return (tr){0, HANGS(a.u | b.u)};
}
static inline tr or2(tr a, tr b) {
  if (a.v | b.v) return (tr){1, 0};
  return (tr){0, HANGS(a.u | b.u)};
}
static inline tr not1(tr a) { return (a.u & UNK) ? a : (tr){!a.v, 0}; }
static inline tr join_tr(tr t, tr y, tr n) {
  if (!(t.u & UNK)) return t.v ? y : n;
  if (!((y.u | n.u) & UNK) && y.v == n.v) return y;
  return (tr){0, HANGS(t.u | y.u | n.u)};
}
static inline tr eq_tr(tr a, tr b) { return (a.u | b.u) & UNK ? (tr){0, HANGS(a.u | b.u)} : (tr){a.v == b.v, 0}; }
static inline cd cd_set(u64 set, u16 u) {
  if (set && !(set & (set - 1))) return cd_of((i8)__builtin_ctzll(set));
  return (cd){(i8)(set ? __builtin_ctzll(set) : 0), HANGS(u) | UNK, set};
}
static inline cd join_cd(tr t, cd y, cd n) {
  if (!(t.u & UNK)) return t.v ? y : n;
  return cd_set(y.set | n.set, t.u | y.u | n.u);
}
static inline cd remap(cd a, const i8 *to, int count) {
  u64 set = 0;
  if (!(a.u & UNK)) return cd_of(to[(int)a.v]);
  for (int k = 0; k < count; k++) if (a.set >> k & 1) set |= 1ull << to[k];
  return (cd){(i8)__builtin_ctzll(set), a.u, set};
}
static inline tr eq_cd(cd a, cd b) {
  if (!((a.u | b.u) & UNK)) return tr_of(a.v == b.v);
  if (!(a.set & b.set)) return tr_of(0);
  return (tr){0, HANGS(a.u | b.u)};
}
static inline tr among(cd a, u64 codes) {
  if (!(a.set & ~codes)) return tr_of(1);
  if (!(a.set & codes)) return tr_of(0);
  return (tr){0, HANGS(a.u)};
}
static inline tr given(u16 u) {
  if (u & MAYNONE) return (tr){0, HANGS(u)};
  return tr_of(!(u & ABSENT));
}
static inline tr pick_tr(const i64 *P, const u16 *U, int base, cd a, int na, cd b, int nb) {
  u16 hangs = 0; int first = -1, same = 1;
  for (int x = 0; x < na; x++) if (a.set >> x & 1)
    for (int y = 0; y < nb; y++) if (b.set >> y & 1) {
      int at = base + x * nb + y;
      hangs |= U[at];
      if (first < 0) first = at;
      same &= !(U[at] & UNK) && P[at] == P[first];
    }
  return same ? tr_of(P[first] != 0) : (tr){0, HANGS(hangs | a.u | b.u) | UNK};
}
static inline cd pick_cd(const i64 *H, const u16 *U, int base, cd a, int na, cd b, int nb) {
  u64 set = 0; u16 hangs = 0;
  for (int x = 0; x < na; x++) if (a.set >> x & 1)
    for (int y = 0; y < nb; y++) if (b.set >> y & 1) { set |= (u64)H[base + x * nb + y]; hangs |= U[base + x * nb + y]; }
  return cd_set(set, hangs | a.u | b.u);
}

/* Days since 1970 and months since 1970-01. */
typedef struct { i32 y, m, d; } ymd;
static inline i32 days_of(i32 y, i32 m, i32 d) {
  y -= m <= 2;
  i32 era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
  i32 doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}
static inline ymd civil(i32 z) {
  z += 719468;
  i32 era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
  i32 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  i32 mp = (5 * doy + 2) / 153, m = mp + (mp < 10 ? 3 : -9);
  return (ymd){yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}
static inline i32 floor12(i32 m) { return (m >= 0 ? m : m - 11) / 12; }
static inline i32 first_day1(i32 month) { i32 y = floor12(month); return days_of(1970 + y, month - y * 12 + 1, 1); }
static inline i32 last_day1(i32 month) { return first_day1(month + 1) - 1; }
static inline i32 month_of1(i32 day) { ymd c = civil(day); return (c.y - 1970) * 12 + c.m - 1; }
static inline i32 month_after1(i32 day) { return month_of1(day) + 1; }
static inline i32 later_month1(i32 month, i32 n) { return month + n; }
static inline i32 add_days1(i32 day, i32 n) { return day + n; }
static inline i32 add_months1(i32 day, i32 n) {
  ymd c = civil(day); i32 month = (c.y - 1970) * 12 + c.m - 1 + n, first = first_day1(month), last = last_day1(month);
  return first + c.d - 1 < last ? first + c.d - 1 : last;
}
/* `way` 0: a year is full on the birthday, 1: on the day after it. */
static inline i32 age1(i32 birth, i32 day, int way) {
  if (birth > day) return 0;
  const ymd b = civil(birth), c = civil(way && day != birth ? day - 1 : day);
  const u8 common = (c.y & 3) || (c.y % 100 == 0 && c.y % 400);
  const i32 d = b.m == 2 && b.d == 29 && common ? 28 : b.d; /* the birthday of 29 February */
  return c.y - b.y - (c.m * 32 + c.d < b.m * 32 + d);
}
static inline i32 months_between1(i32 a, i32 b) {
  ymd x = civil(a), y = civil(b); i32 whole = (y.y - x.y) * 12 + y.m - x.m;
  return add_months1(a, whole) <= b ? whole : whole - 1;
}
static inline i32 days_between1(i32 a, i32 b) { return b - a; }
/* Seconds since 1970 and the day in Beijing. */
static inline i64 add_hours1(i64 moment, i32 n) { return moment + 3600ll * n; }
static inline i32 day_of1(i64 moment) { i64 t = moment + 8 * 3600; return (i32)((t >= 0 ? t : t - 86399) / 86400); }

static inline i64 rnd64(int mode, i64 top, i64 bottom) {
  i64 step = mode == 2 ? 1 : mode == 3 ? 10 : 100, whole = bottom * step;
  if (mode == 0 || mode == 3) { i64 q = top / whole; return (q + (top % whole > 0)) * step; }
  i64 size = top < 0 ? -top : top, near = (2 * size + whole) / (2 * whole) * step;
  return top < 0 ? -near : near;
}
static inline i128 rnd128(int mode, i128 top, i128 bottom) {
  if (bottom < 1000000000 && top < ((i128)1 << 61) && top > -((i128)1 << 61)) return rnd64(mode, (i64)top, (i64)bottom);
  i128 step = mode == 2 ? 1 : mode == 3 ? 10 : 100, whole = bottom * step;
  if (mode == 0 || mode == 3) { i128 q = top / whole; return (q + (top % whole > 0)) * step; }
  i128 size = top < 0 ? -top : top, near = (2 * size + whole) / (2 * whole) * step;
  return top < 0 ? -near : near;
}

/* An amount as it is handed out; nothing so large is ever paid. */
static inline i64 fen(i128 x) { return x > INT64_MAX ? INT64_MAX : x < INT64_MIN ? INT64_MIN : (i64)x; }

/* A table of tiers: how many rows, their bounds, what they give. */
#define TIERS 16
static inline i64 tier_below1(const i64 *t, i128 part, i128 whole) {
  for (int r = 0; r < t[0]; r++) if (part < whole * t[1 + r]) return t[1 + TIERS + r];
  return 0;
}
static inline i64 tier_at_least1(const i64 *t, i128 part, i128 whole) {
  for (int r = (int)t[0] - 1; r >= 0; r--) if (part >= whole * t[1 + r]) return t[1 + TIERS + r];
  return 0;
}

/* Bits of an Arrow bitmap as bytes of 0 and 1. */
static void unpack(const u8 *bits, i64 from, int n, u8 *to) {
  int i = 0;
  for (; i < n && ((from + i) & 7); i++) to[i] = bits[(from + i) >> 3] >> ((from + i) & 7) & 1;
  const u8 *p = bits + ((from + i) >> 3);
  for (; i + 8 <= n; i += 8, p++) {
    u64 x = ((u64)*p * 0x8040201008040201ull >> 7) & 0x0101010101010101ull;
    x = __builtin_bswap64(x);
    memcpy(to + i, &x, 8);
  }
  for (; i < n; i++) to[i] = bits[(from + i) >> 3] >> ((from + i) & 7) & 1;
}

/* Up to 64 bits of an Arrow bitmap, the first one lowest. */
static inline u64 bits_at(const u8 *bits, i64 at, int count) {
  const int shift = at & 7, bytes = (shift + count + 7) >> 3;
  const u8 *p = bits + (at >> 3);
  u64 x = 0;
  if (bytes >= 8) memcpy(&x, p, 8); else memcpy(&x, p, (size_t)bytes);
  x >>= shift;
  if (bytes > 8) x |= (u64)p[8] << (64 - shift);
  return count < 64 ? x & ((1ull << count) - 1) : x;
}
/* The rows that a bitmap of validity leaves out, as a list and as bits. */
static int null_rows(const u8 *valid, i64 from, int n, i32 *list, u64 *w) {
  int k = 0;
  for (int i = 0; i < n; i += 64) {
    const int count = n - i < 64 ? n - i : 64;
    u64 x = ~bits_at(valid, from + i, count);
    if (count < 64) x &= (1ull << count) - 1;
    w[i >> 6] = x;
    for (; x; x &= x - 1) list[k++] = i + __builtin_ctzll(x);
  }
  return k;
}

/* A bit for each row of which the byte is 1, or of which the value is unknown; `n` rounded up to 64 bytes are there. */
#define WORDS(n) (((n) + 63) >> 6)
static inline u64 packed(const u8 *bytes) {
  u64 found = 0, x;
  for (int k = 0; k < 8; k++) { memcpy(&x, bytes + 8 * k, 8); found |= (x * 0x0102040810204080ull >> 56) << (8 * k); }
  return found;
}
static void mark_unknown(const u16 *restrict u, int n, u8 *restrict all, u64 *w) {
  for (int i = 0; i < n; i++) all[i] = (u8)(u[i] >> 15);
  memset(all + n, 0, 64);
  for (int k = 0; k < WORDS(n); k++) w[k] = packed(all + 64 * k);
}
/* The rows of which something asked is unknown, or which the plain form could not settle (`open`: 1 or 0). */
static int pick_rows(int n, u8 *open, const u64 *const *ws, int count, i32 *restrict list) {
  int k = 0;
  if (!open && !count) return 0;
  if (open) memset(open + n, 0, 64);
  for (int i = 0; i < WORDS(n); i++) {
    u64 x = open ? packed(open + 64 * i) : 0;
    for (int c = 0; c < count; c++) x |= ws[c][i];
    if (n - 64 * i < 64) x &= (1ull << (n - 64 * i)) - 1;
    for (; x; x &= x - 1) list[k++] = 64 * i + __builtin_ctzll(x);
  }
  return k;
}
