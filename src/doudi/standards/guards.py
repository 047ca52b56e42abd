"""Which proposals PostgreSQL shows to whom (行级权限): the county's own to the county, all of them to the city."""

from doudi.offices.policies import Guard, door, either, lifted, policies, written_in
from doudi.offices.reach import STANDARD
from doudi.standards.setting import COUNTIES_SQL, of_own_county

_TABLE = "standards_proposal"
# Few rows: exactly by prefix, without an index.
_SEEN = f"area::text ^@ ANY ((SELECT public.doudi_prefixes('{STANDARD}'))::text[])"
GUARDS = [Guard(_TABLE, sees=either(_SEEN, of_own_county(STANDARD), door(_TABLE, STANDARD)),
                writes=either(written_in(STANDARD, "area"), of_own_county(STANDARD, writing=True),
                              door(_TABLE, STANDARD, writing=True)))]
STATEMENTS = [COUNTIES_SQL, *(each for guard in GUARDS for each in policies(guard))]
BACK = [*lifted(guard.table for guard in GUARDS), "DROP FUNCTION standards_counties(text, boolean)"]
