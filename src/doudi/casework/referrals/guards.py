"""Which referrals PostgreSQL shows to whom (行级权限): the sending side by area, a department by its own office, a family its
own, and wherever the family has moved to since.

A department reaches no household, person or case: what it may know of them stands in the referral. Whose office it is, is
worked out from the posts of the day, or from the token of a machine (purpose "department api").
"""

from doudi.casework.guards import OWN
from doudi.offices.policies import (
    Guard,
    among,
    door,
    either,
    envelope,
    exactly,
    lifted,
    policies,
    written_in,
)
from doudi.offices.reach import CASE
from doudi.people.guards import HOUSEHOLD_SEEN, of_household

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan"
OFFICES = f"""
CREATE OR REPLACE FUNCTION referrals_offices() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE {_DEFINER} AS $$
BEGIN
    IF public.doudi_purpose() = 'department api' THEN
        RETURN ARRAY[public.doudi_about()::bigint];
    END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT post.office_id), '{{}}') FROM public.offices_post post
        JOIN public.offices_user who ON who.id = post.user_id AND who.is_active
        WHERE post.user_id = public.doudi_user() AND post.role = 'department'
          AND post.valid_from <= public.doudi_day()
          AND (post.valid_until IS NULL OR post.valid_until > public.doudi_day()));
END $$"""
# Whether the file behind a referral is closed: all that an answering department's deed needs to know of the file.
FILE_CLOSED = f"""
CREATE OR REPLACE FUNCTION referrals_file_closed(which bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT EXISTS (SELECT FROM public.referrals_referral it
        JOIN public.people_household home ON home.id = it.household_id
        WHERE it.id = which AND home.closed_on IS NOT NULL)
$$"""

_TABLE = "referrals_referral"
_OURS = among("office_id", "referrals_offices()")
_SEEN = "EXISTS (SELECT FROM referrals_referral it WHERE it.id = referral_id)"
_WRITTEN = (f"EXISTS (SELECT FROM referrals_referral it WHERE it.id = referral_id AND "
            f"({written_in(CASE, 'it.area')} OR {among('it.office_id', 'referrals_offices()')}))")
_STAFF = "(SELECT public.doudi_user() IS NOT NULL AND public.doudi_person() IS NULL)"


def _of_referral(name: str) -> Guard:
    table = f"referrals_{name}"
    return Guard(table, sees=either(door(table, CASE), _SEEN), writes=either(door(table, CASE, writing=True), _WRITTEN))


GUARDS = [
    Guard(_TABLE, sees=either(f"({envelope('area')} AND {exactly(CASE, 'area')})", door(_TABLE, CASE), _OURS,
                              among("household_id", OWN), HOUSEHOLD_SEEN),
          writes=either(door(_TABLE, CASE, writing=True), written_in(CASE, "area"), _OURS)),
    *(_of_referral(name) for name in ("step", "question", "reminder")),
    of_household("referrals_declined", CASE),
    # Hashes of random secrets; who works here may see that there is one. The door asks before anybody is known.
    Guard("referrals_apitoken", sees=either(_STAFF, door("referrals_apitoken", CASE)),
          writes=either(_STAFF, door("referrals_apitoken", CASE, writing=True))),
    Guard("referrals_answerfile", sees=either(_OURS, door("referrals_answerfile", CASE)),
          writes=either(_OURS, door("referrals_answerfile", CASE, writing=True)))]
STATEMENTS = [OFFICES, FILE_CLOSED, *(each for guard in GUARDS for each in policies(guard))]
BACK = [*lifted(guard.table for guard in GUARDS), "DROP FUNCTION referrals_file_closed(bigint)",
        "DROP FUNCTION referrals_offices()"]
