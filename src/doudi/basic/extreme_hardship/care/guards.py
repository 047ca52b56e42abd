"""Which rows of care PostgreSQL shows to whom (行级权限): what is about a person goes with his file; houses are public.

How many live in a house is counted by the owner's right: people from another county take a bed as well, and nobody may be
admitted into a bed that only looks free from where one stands.
"""

from doudi.offices.policies import Guard, door, either, lifted, policies, seen_in, written_in
from doudi.offices.reach import CASE
from doudi.people.guards import of_household

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan"
TAKEN = f"""
CREATE OR REPLACE FUNCTION care_taken(houses bigint[]) RETURNS TABLE (house bigint, people integer)
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT institution_id, count(*)::integer FROM public.care_stay
    WHERE institution_id = ANY (houses) AND admitted_on IS NOT NULL AND left_on IS NULL GROUP BY institution_id
$$"""
# For how many people a carer cares already, of this one apart; not for whom.
CARED_FOR = f"""
CREATE OR REPLACE FUNCTION care_cared_for(carers bytea[], apart_from bigint, today date) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT count(DISTINCT person_id)::integer FROM public.care_agreement
    WHERE carer_id_number_index = ANY (carers) AND person_id <> apart_from AND ended_on IS NULL AND until_on > today
$$"""
_STAFF = "(SELECT public.doudi_user() IS NOT NULL AND public.doudi_person() IS NULL)"
# Whoever may admit holds the house still while its beds are counted.
_ADMITS = f"(SELECT cardinality(public.doudi_prefixes('{CASE}', true)) > 0)"


def _institution() -> Guard:
    table = "care_institution"
    writes = either(door(table, CASE, writing=True), written_in(CASE, "area"))
    return Guard(table, sees=either(_STAFF, door(table, CASE)), writes=writes, locks=either(writes, _ADMITS))


def _file() -> Guard:
    table = "care_institutionfile"
    return Guard(table, sees=either(door(table, CASE), seen_in(CASE, "county")),
                 writes=either(door(table, CASE, writing=True), written_in(CASE, "county")))


GUARDS = [*(of_household(f"care_{name}", CASE) for name in ("assessment", "agreement", "visit", "wish", "stay")),
          _institution(), _file()]
STATEMENTS = [TAKEN, CARED_FOR, *(each for guard in GUARDS for each in policies(guard))]
BACK = [*lifted(guard.table for guard in GUARDS), "DROP FUNCTION care_cared_for(bytea[], bigint, date)",
        "DROP FUNCTION care_taken(bigint[])"]
