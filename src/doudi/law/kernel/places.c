/* Numbers of a place that a row names: it is looked up in the tables of every area. A row whose place has a number that the
   kernel does not hold is refused. */
static void refuse_places(const Run *r, const i32 *v, const u16 *u, int n, u8 *bad) {
  for (int i = 0; i < n; i++) if (!(u[i] & (UNK | ABSENT)) && r->refused[r->profile_at[v[i]]]) bad[i] = BAD_NUMBER;
}
