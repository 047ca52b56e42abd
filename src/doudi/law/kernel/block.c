/* Loading a fact for a block: where everything is there and in range the column of Arrow is read in place. */
typedef struct { const void *data; const u8 *valid; i64 offset; i64 way; i64 value; } In; /* way 0 a column, 1 a default, 2 unknown, 3 absent */

static void constant_u(S *s, const In *in, u16 *u, u64 *w, const u16 **pu, int *au) {
  const u16 said = in->way == 2 ? UNK : in->way == 3 ? ABSENT : 0;
  for (int i = 0; i < MB; i++) u[i] = said;
  memset(w, 0xff, MB / 8);
  *pu = said ? u : s->zeros;
  *au = said == UNK;
}
/* `out` is negative once a value is out of its range: one of the two differences is, even where the other wraps. */
#define LOAD(T) \
static void load_##T(S *s, const In *in, i64 from, int n, T low, T high, T *b, const T **v, u16 *u, u64 *w, const u16 **pu, \
                     int *au, u16 said, u8 *bad) { \
  if (in->way) return; \
const T *restrict p = (const T *)in->data + in->offset + from; \
  T out = 0; /* negative once a value is out of its range: one of the differences is, whether it wraps or not */ \
  for (int i = 0; i < n; i++) out |= (T)(p[i] - low) | (T)(high - p[i]); \
  *pu = s->zeros; *au = 0; *v = p; \
  const int nulls = in->valid ? null_rows(in->valid, in->offset + from, n, s->list, w) : 0; \
  if (!nulls && out >= 0) return; \
  memcpy(b, p, (size_t)n * sizeof(T)); \
  *v = b; \
  if (nulls) { \
    memset(u, 0, (size_t)n * 2); \
    for (int j = 0; j < nulls; j++) { b[s->list[j]] = low; u[s->list[j]] = said; } \
    *pu = u; *au = said == UNK; \
  } \
  if (out < 0) for (int i = 0; i < n; i++) { \
    const u8 wrong = (b[i] < low) | (b[i] > high); \
    bad[i] |= wrong; \
    b[i] = wrong ? low : b[i]; \
  } \
} \
static void constant_##T(S *s, const In *in, T *b, const T **v, u16 *u, u64 *w, const u16 **pu, int *au, T low) { \
  if (!in->way) return; \
  const T x = in->way == 1 ? (T)in->value : low; \
  for (int i = 0; i < MB; i++) b[i] = x; \
  *v = b; \
  constant_u(s, in, u, w, pu, au); \
}
LOAD(i8) LOAD(i16) LOAD(i32) LOAD(i64)
static void load_bits(S *s, const In *in, i64 from, int n, u8 low, u8 high, u8 *b, const u8 **v, u16 *u, u64 *w, const u16 **pu,
                      int *au, u16 said, u8 *bad) {
  (void)low; (void)high; (void)bad;
  if (in->way) return;
  unpack((const u8 *)in->data, in->offset + from, n, b);
  *v = b; *pu = s->zeros; *au = 0;
  const int nulls = in->valid ? null_rows(in->valid, in->offset + from, n, s->list, w) : 0;
  if (!nulls) return;
  memset(u, 0, (size_t)n * 2);
  for (int j = 0; j < nulls; j++) { b[s->list[j]] = 0; u[s->list[j]] = said; }
  *pu = u; *au = said == UNK;
}
static void constant_u8(S *s, const In *in, u8 *b, const u8 **v, u16 *u, u64 *w, const u16 **pu, int *au, u8 low) {
  if (!in->way) return;
  const u8 x = in->way == 1 ? (u8)in->value : low;
  for (int i = 0; i < MB; i++) b[i] = x;
  *v = b;
  constant_u(s, in, u, w, pu, au);
}

/* What a run is given: the lists of the households, the profile of each, the numbers of each profile. */
typedef struct {
  i64 households; const i32 *members_at, *supporters_at; const i16 *of; const i32 *area; const u8 *area_valid; i64 area_offset;
  const i32 *profile_of; const i64 *P, *H; const u16 *U; const u8 *refused; i64 slots; u8 *reasons; i64 day;
  const i32 *profile_at; /* of each text of the batch, where it is looked up as a place */
} Run;

static int profile_of(const Run *r, i64 h) {
  const i64 at = r->area_offset + h;
  if (r->area_valid && !(r->area_valid[at >> 3] >> (at & 7) & 1)) return -1;
  return r->profile_of[r->area[at]];
}
/* Each row's owner, by where the rows of each owner begin. */
static void number_owners(i32 *owner, const i32 *begin, int owners, int rows) {
  if (!rows) return;
  memset(owner, 0, (size_t)rows * 4);
  for (int k = 1; k < owners; k++) if (begin[k] < rows) owner[begin[k]]++;
  for (int i = 1; i < rows; i++) owner[i] += owner[i - 1];
}
/* Where the supporters of each member begin. */
static void begin_supporters(S *s) {
  memset(s->ms0, 0, ((size_t)s->nm + 1) * 4);
  for (int i = 0; i < s->ns; i++) s->ms0[s->sm[i] + 1]++;
  for (int i = 0; i < s->nm; i++) s->ms0[i + 1] += s->ms0[i];
}
/* Supporters stand in the order of the members they support; a household where they do not is refused. */
static void refuse_order(S *s, const i16 *ofs) {
  for (int k = 0; k < s->nh; k++) {
    int before = 0;
    for (int i = s->s0[k]; i < s->s0[k + 1]; i++) {
      int of = ofs[i];
      if (of < before || of >= s->m0[k + 1] - s->m0[k]) { s->bad[0][k] = BAD_ORDER; of = before; }
      before = of; s->sm[i] = s->m0[k] + of;
    }
  }
}
/* How many households from `h` on make a block: of one profile, and no more rows than a block holds. */
static int take_block(S *s, const Run *r, i64 h, i64 until, int *profile, int *reason) {
  *profile = profile_of(r, h); *reason = 0;
  i64 m = r->members_at[h], q = r->supporters_at[h];
  int n = 0;
  for (; h + n < until && n < HB; n++) {
    const i64 members = r->members_at[h + n + 1] - r->members_at[h + n], supporters = r->supporters_at[h + n + 1] - r->supporters_at[h + n];
    const int here = n ? profile_of(r, h + n) : *profile;
    const int wrong = here < 0 ? BAD_AREA : r->refused[here] ? BAD_NUMBER : members > ROWS || supporters > ROWS ? BAD_ROWS : 0;
    if (wrong) { if (n == 0) { *reason = wrong; return 1; } break; }
    if (here != *profile || r->members_at[h + n + 1] - m > MB || r->supporters_at[h + n + 1] - q > MB) break;
    s->m0[n] = (i32)(r->members_at[h + n] - m); s->s0[n] = (i32)(r->supporters_at[h + n] - q);
  }
  s->m0[n] = (i32)(r->members_at[h + n] - m); s->s0[n] = (i32)(r->supporters_at[h + n] - q);
  s->nh = n; s->nm = s->m0[n]; s->ns = s->s0[n];
  memset(s->bad, 0, sizeof s->bad);
  number_owners(s->hm, s->m0, n, s->nm);
  number_owners(s->sh, s->s0, n, s->ns);
  u8 wrong = 0;
  int before = 0;
  for (int i = 0; i < s->ns; i++) {
    const int k = s->sh[i], of = r->of[q + i], at = s->m0[k] + of;
    wrong |= (of < 0) | (at >= s->m0[k + 1]) | (at < before);
    s->sm[i] = before = at;
  }
  if (wrong) refuse_order(s, r->of + q);
  begin_supporters(s);
  s->P = r->P + (i64)*profile * r->slots; s->H = r->H + (i64)*profile * r->slots; s->U = r->U + (i64)*profile * r->slots;
  return n;
}
/* Only the households still asked about stay in the block; `hk`, `mk`, `sk` say where their rows were. How many stay. */
static int leave(S *s) {
  int h = 0, m = 0, q = 0;
  for (int k = 0; k < s->nh; k++) {
    if (!s->keep[k]) continue;
    const i32 m_from = s->m0[k], m_to = s->m0[k + 1], s_from = s->s0[k], s_to = s->s0[k + 1], first = m;
    s->m0[h] = m; s->s0[h] = q;
    for (i32 i = m_from; i < m_to; i++) { s->mk[m] = i; s->hm[m++] = h; }
    for (i32 i = s_from; i < s_to; i++) { s->sk[q] = i; s->sh[q] = h; s->sm[q++] = s->sm[i] - m_from + first; }
    s->hk[h++] = k;
  }
  s->m0[h] = m; s->s0[h] = q;
  s->nh = h; s->nm = m; s->ns = q;
  begin_supporters(s);
  return h;
}
#define PACK(T) static void pack_##T(T *to, const T *from, const i32 *restrict rows, int n) { \
  for (int i = 0; i < n; i++) to[i] = from[rows[i]]; }
PACK(u8) PACK(i8) PACK(u16) PACK(i16) PACK(i32) PACK(i64) PACK(u64) PACK(i128)
static __attribute__((noinline)) int any_of(const u8 *v, int n) {
  u8 any = 0;
  for (int i = 0; i < n; i++) any |= v[i];
  return any;
}
/* Whether a condition leaves nobody to whom the programme applies; then all of them are refused for it. */
#define FALL(T) static __attribute__((noinline)) \
int fall_##T(int n, const u8 *restrict a, const u16 *restrict qa, const u8 *restrict v, const u16 *restrict q, \
             i8 *restrict outcome, T *restrict falls, T *restrict opens, T bit) { \
  u8 any = 0; \
  for (int i = 0; i < n; i++) any |= (a[i] | (u8)(qa[i] >> 15)) & (v[i] | (u8)(q[i] >> 15)); \
  if (any) return 0; \
  for (int i = 0; i < n; i++) { \
    const u8 on = a[i] | (u8)(qa[i] >> 15); \
    outcome[i] = on ? 2 : 0; falls[i] = on ? bit : 0; opens[i] = 0; \
  } \
  return 1; \
}
FALL(u8) FALL(u16) FALL(u32) FALL(u64)
/* Columns of one value hold for the numbers of one profile, and reach as far as the block for which they were filled; a
   profile that asks for more has them filled as far as any block reaches: of rows that all belong to the first owner. */
static int is_held(const S *s, int profile) {
  return s->held == profile && s->nh <= s->held_h && s->nm <= s->held_m && s->ns <= s->held_s;
}
static void begin_at_end(i32 *begin, int owners) {
  begin[0] = 0;
  for (int k = 1; k <= owners; k++) begin[k] = MB;
}
static void widen(S *s) {
  s->nh = HB; s->nm = s->ns = MB;
  memset(s->hm, 0, sizeof s->hm); memset(s->sm, 0, sizeof s->sm); memset(s->sh, 0, sizeof s->sh);
  begin_at_end(s->m0, HB); begin_at_end(s->s0, HB); begin_at_end(s->ms0, MB);
}
/* A household with one value out of its range is refused. */
static void gather_bad(S *s) {
  for (int k = 0; k < s->nh; k++) if (s->bad[0][k] == 1) s->bad[0][k] = BAD_RANGE;
  for (int i = 0; i < s->nm; i++) if (s->bad[1][i]) s->bad[0][s->hm[i]] = BAD_RANGE;
  for (int i = 0; i < s->ns; i++) if (s->bad[2][i]) s->bad[0][s->sh[i]] = BAD_RANGE;
}
