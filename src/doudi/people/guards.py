"""Which rows of the record PostgreSQL shows to whom (行级权限; 济办发〔2020〕21号 三20).

A household is seen where it stands, a person where he is registered, where a household stands that he is or was in,
and where somebody stands for whom he speaks or is paid; everything else with the household or person it belongs to.
A family sees its own. What is left of a person whose term is over says nothing of anybody and hides no case or payment.
"""

from doudi.offices.policies import (
    Guard,
    also_seen,
    among,
    door,
    either,
    lifted,
    policies,
    seen_in,
    written_in,
)
from doudi.offices.reach import RECORD
from doudi.people.models.persons import GONE_NAME

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan"
# A person who is registered elsewhere is known where a household stands that he is or was in, and where somebody stands
# for whom he speaks or is paid. Asked last, for few rows, by the owner's right, so that no policy asks another one. A
# function, because as conditions these would cost each question a millisecond of planning.
KNOWN_HERE = f"""
CREATE OR REPLACE FUNCTION people_known_here(which bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 {_DEFINER} AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.people_membership member
        JOIN public.people_household home ON home.id = member.household_id
        WHERE member.person_id = which AND {seen_in(RECORD, "home.area")})
    OR EXISTS (
        SELECT FROM public.people_person other
        JOIN public.people_membership member ON member.person_id = other.id
        JOIN public.people_household home ON home.id = member.household_id
        WHERE (other.guardian_id = which OR other.payee_id = which) AND {seen_in(RECORD, "home.area")})
    OR EXISTS (
        SELECT FROM public.people_person gone
        WHERE gone.id = which AND gone.area = '' AND gone.id_number IS NULL AND gone.name = '{GONE_NAME}');
END $$"""
# A family's own: the files somebody is in today, or was in when they closed, and those of his wards.
_OF_TODAY = """(member.valid_until IS NULL OR member.valid_until > public.doudi_day()
               OR member.valid_until = home.closed_on)"""
OWN = f"""
CREATE OR REPLACE FUNCTION people_helped() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT coalesce(array_agg(mandate.person_id), '{{}}') FROM public.people_mandate mandate
    WHERE mandate.helper_id = public.doudi_user() AND mandate.ended_at IS NULL
      AND mandate.valid_from <= public.doudi_day() AND mandate.valid_until > public.doudi_day()
$$;
CREATE OR REPLACE FUNCTION people_own_households() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE {_DEFINER} AS $$
DECLARE
    me bigint := public.doudi_person();
    helped bigint[] := public.people_helped();
BEGIN
    IF me IS NULL AND helped = '{{}}' THEN
        RETURN '{{}}';
    END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT home.id), '{{}}')
        FROM public.people_person person
        JOIN public.people_membership member ON member.person_id = person.id
        JOIN public.people_household home ON home.id = member.household_id
        WHERE (person.id = me OR person.guardian_id = me OR person.id = ANY (helped)) AND member.valid_from <= public.doudi_day()
          AND {_OF_TODAY});
END $$;
CREATE OR REPLACE FUNCTION people_own_persons() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE {_DEFINER} AS $$
DECLARE
    me bigint := public.doudi_person();
    helped bigint[] := public.people_helped();
BEGIN
    IF me IS NULL AND helped = '{{}}' THEN
        RETURN '{{}}';
    END IF;
    RETURN (SELECT array_remove(helped || me, NULL) || coalesce(array_agg(DISTINCT member.person_id), '{{}}')
        FROM public.people_membership member
        JOIN public.people_household home ON home.id = member.household_id
        WHERE home.id = ANY (public.people_own_households()) AND {_OF_TODAY});
END $$"""
# Whether somebody may write into what belongs to a household or a person. A family may add to its own.
MAY_WRITE = f"""
CREATE OR REPLACE FUNCTION people_may_write_household(which bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT EXISTS (SELECT FROM public.people_household home WHERE home.id = which
                   AND home.area::text ^@ ANY (public.doudi_prefixes('{RECORD}', true)))
$$;
CREATE OR REPLACE FUNCTION people_may_write_person(which bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT EXISTS (SELECT FROM public.people_person person WHERE person.id = which
                   AND person.area::text ^@ ANY (public.doudi_prefixes('{RECORD}', true)))
        OR EXISTS (SELECT FROM public.people_membership member
                   JOIN public.people_household home ON home.id = member.household_id WHERE member.person_id = which
                   AND home.area::text ^@ ANY (public.doudi_prefixes('{RECORD}', true)))
$$"""

OWN_HOUSEHOLDS, OWN_PERSONS = "people_own_households()", "people_own_persons()"
HOUSEHOLD_SEEN = "EXISTS (SELECT FROM people_household home WHERE home.id = household_id)"
PERSON_SEEN = "EXISTS (SELECT FROM people_person person WHERE person.id = person_id)"
SUPPORTER_SEEN = "EXISTS (SELECT FROM people_supporter supporter WHERE supporter.id = supporter_id)"


def of_household(table: str, kind: str = RECORD, *, family_writes: bool = False) -> Guard:
    """A table whose rows belong to a household."""
    own = among("household_id", OWN_HOUSEHOLDS) if family_writes else ""
    return Guard(table, sees=either(door(table, kind), HOUSEHOLD_SEEN),
                 writes=either(door(table, kind, writing=True), "people_may_write_household(household_id)", own))


def of_person(table: str, kind: str = RECORD) -> Guard:
    """A table whose rows belong to a person."""
    return Guard(table, sees=either(door(table, kind), PERSON_SEEN),
                 writes=either(door(table, kind, writing=True), "people_may_write_person(person_id)"))


def _household() -> Guard:
    table = "people_household"
    writes = either(door(table, RECORD, writing=True), written_in(RECORD, "area"))
    own = among("id", OWN_HOUSEHOLDS)
    # A family that reports something holds its file still, and changes nothing in the row itself.
    return Guard(table, sees=either(seen_in(RECORD, "area"), door(table, RECORD), own), writes=writes,
                 locks=either(writes, own))


def _person() -> Guard:
    table = "people_person"
    return Guard(
        table,
        sees=either(seen_in(RECORD, "area"), door(table, RECORD), among("id", OWN_PERSONS),
                    "people_known_here(id)"),
        writes=either(written_in(RECORD, "area"), door(table, RECORD, writing=True), "people_may_write_person(id)"))


def _fact() -> Guard:
    table = "people_fact"
    return Guard(
        table,
        sees=either(door(table, RECORD), f"(household_id IS NOT NULL AND {HOUSEHOLD_SEEN})",
                    f"(person_id IS NOT NULL AND {PERSON_SEEN})", f"(supporter_id IS NOT NULL AND {SUPPORTER_SEEN})"),
        writes=either(
            door(table, RECORD, writing=True),
            "(household_id IS NOT NULL AND people_may_write_household(household_id))",
            "(person_id IS NOT NULL AND people_may_write_person(person_id))",
            "(supporter_id IS NOT NULL AND EXISTS (SELECT FROM people_supporter supporter"
            " WHERE supporter.id = supporter_id AND (people_may_write_household(supporter.household_id)"
            f" OR {among('supporter.household_id', OWN_HOUSEHOLDS)})))",
            among("household_id", OWN_HOUSEHOLDS), among("person_id", OWN_PERSONS)))


def _mandate() -> Guard:
    """A mandate is seen by whoever sees the person, and by the helper; the person may end it."""
    table, helper = "people_mandate", "helper_id = (SELECT public.doudi_user())"
    return Guard(table, sees=either(door(table, RECORD), helper, PERSON_SEEN),
                 writes=either(door(table, RECORD, writing=True), "people_may_write_person(person_id)",
                               among("person_id", OWN_PERSONS)))


GUARDS = [
    _household(), _person(), of_household("people_membership"), of_household("people_supporter"), _fact(),
    of_household("people_consent"), of_household("people_paper", family_writes=True),
    _mandate(), of_person("people_claimednumber"), of_person("people_revealnote")]
# A resident's account is known to whoever sees the resident.
ACCOUNT = [
    *also_seen("offices_user", "also_of_a_person", f"person_id IS NOT NULL AND {PERSON_SEEN}"),
    *(f"DROP POLICY IF EXISTS {name}_of_a_person ON offices_user" for name in ("adds", "changes")),
    "CREATE POLICY adds_of_a_person ON offices_user FOR INSERT WITH CHECK (people_may_write_person(person_id))",
    "CREATE POLICY changes_of_a_person ON offices_user FOR UPDATE USING (people_may_write_person(person_id))"
    " WITH CHECK (people_may_write_person(person_id))"]
STATEMENTS = [KNOWN_HERE, OWN, MAY_WRITE, *(each for guard in GUARDS for each in policies(guard)), *ACCOUNT]
BACK = [
    *(f"DROP POLICY IF EXISTS {name}_of_a_person ON offices_user" for name in ("also", "adds", "changes")),
    *lifted(guard.table for guard in GUARDS), "DROP FUNCTION people_known_here(bigint)", "DROP FUNCTION people_own_persons()",
    "DROP FUNCTION people_own_households()", "DROP FUNCTION people_helped()", "DROP FUNCTION people_may_write_household(bigint)",
    "DROP FUNCTION people_may_write_person(bigint)"]
