"""Which rows of casework PostgreSQL shows to whom (行级权限; 济办发〔2020〕21号 三20、23).

A case, an award, a payment and a re-check carry the village they belong to; what hangs on them goes with them. Whoever
holds a case also sees the household and the persons it is about, wherever they have moved to since.
"""

from doudi.offices.policies import (
    Guard,
    also_seen,
    among,
    door,
    either,
    envelope,
    exactly,
    lifted,
    policies,
    seen_in,
    written_in,
)
from doudi.offices.reach import CASE, JOURNAL, MONEY
from doudi.people.guards import OWN_HOUSEHOLDS, of_household, of_person

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan"
# The household of the application whose number somebody knows (查进度), and who is in it.
ASKED = f"""
CREATE OR REPLACE FUNCTION casework_asked_household() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT household_id FROM public.casework_application
    WHERE public.doudi_purpose() = 'progress' AND number = public.doudi_about()
$$;
CREATE OR REPLACE FUNCTION casework_asked_persons() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE {_DEFINER} AS $$
    SELECT coalesce(array_agg(person_id), '{{}}') FROM public.people_membership
    WHERE household_id = public.casework_asked_household()
$$;
CREATE OR REPLACE FUNCTION casework_own_households() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT public.people_own_households() || public.casework_asked_household() $$"""
# The rolls that pay for the areas somebody reaches: of counties by their code, of management areas by their townships.
PAYERS = f"""
CREATE OR REPLACE FUNCTION casework_payers(kind text, writing boolean) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE {_DEFINER} AS $$
DECLARE
    held text[] := public.doudi_prefixes(kind, writing);
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT payer), '{{}}') FROM (
        SELECT area.code::text AS payer FROM public.offices_area area, unnest(held) prefix
        WHERE area.level = 'county' AND (area.code::text ^@ prefix OR prefix ^@ area.code::text)
        UNION ALL
        SELECT run.management_area_id FROM public.offices_managedtownship run, unnest(held) prefix
        WHERE run.township_id::text ^@ prefix OR prefix ^@ run.township_id::text) rolls);
END $$"""
# Who is in a household that has a case here, by the owner's right (see people.guards).
HELD_HERE = f"""
CREATE OR REPLACE FUNCTION casework_held_here(person bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 {_DEFINER} AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM public.people_membership member
        JOIN public.casework_case held ON held.household_id = member.household_id
        WHERE member.person_id = person AND {seen_in(CASE, "held.area")});
END $$"""
# Somebody is helped elsewhere (已在别处救助): where and since which month, and nothing else. By the owner's right,
# because two awards for one person are to be found exactly where nobody may look. He is counted in an award of a
# household if he is in it now, or was when it was decided and has left since.
HELPED = f"""
CREATE OR REPLACE FUNCTION casework_helped(which bigint, month integer, apart_from bigint)
RETURNS TABLE (area text, since integer) LANGUAGE sql STABLE {_DEFINER} AS $$
    SELECT award.area::text, min(award.from_month) FROM public.casework_award award
    JOIN public.casework_decision decision ON decision.id = award.decision_id
    WHERE award.voided_at IS NULL AND award.once_fen IS NULL AND (award.until_month IS NULL OR award.until_month >= month)
      AND award.household_id IS DISTINCT FROM apart_from
      AND (award.person_id = which OR (award.person_id IS NULL AND EXISTS (
          SELECT FROM public.people_membership member
          WHERE member.person_id = which AND member.household_id = award.household_id
            AND (member.valid_until IS NULL
                 OR member.valid_until > (decision.at AT TIME ZONE 'Asia/Shanghai')::date))))
    GROUP BY award.area ORDER BY 2, 1
$$"""

CASE_SEEN = "EXISTS (SELECT FROM casework_case held WHERE held.id = case_id)"
CASE_WRITTEN = f"EXISTS (SELECT FROM casework_case held WHERE held.id = case_id AND {written_in(CASE, 'held.area')})"
CASE_OWN = f"EXISTS (SELECT FROM casework_case held WHERE held.id = case_id AND {among('held.household_id', OWN_HOUSEHOLDS)})"
OWN = "casework_own_households()"


def in_area(table: str, kind: str, *, own: str, family_writes: str = "") -> Guard:
    """A table that carries the village itself. The envelope stands alone in front, so that its index serves it."""
    inside = either(exactly(kind, "area"), door(table, kind), own)
    return Guard(table, sees=f"{envelope('area')} AND {inside}",
                 writes=either(door(table, kind, writing=True), written_in(kind, "area"), family_writes))


def of_case(table: str, *, family_writes: bool = False) -> Guard:
    """A table whose rows hang on a case."""
    return Guard(table, sees=either(door(table, CASE), CASE_SEEN),
                 writes=either(door(table, CASE, writing=True), CASE_WRITTEN, CASE_OWN if family_writes else ""))


def _roll() -> Guard:
    table = "casework_rollrun"
    sees, writes = (f"area = ANY ((SELECT casework_payers('{MONEY}', {writing}))::text[])" for writing in (False, True))
    return Guard(table, sees=either(door(table, MONEY), sees), writes=either(door(table, MONEY, writing=True), writes))


def _draw() -> Guard:
    table = "casework_draw"
    sees, writes = (f"county = ANY ((SELECT casework_payers('{CASE}', {writing}))::text[])" for writing in (False, True))
    return Guard(table, sees=either(door(table, CASE), sees), writes=either(door(table, CASE, writing=True), writes))


# Whoever audits a whole city (GB/T 2260: four digits) also reads what was done to somebody whose row is deleted by now.
WHOLE_CITY = f"(SELECT EXISTS (SELECT FROM unnest(public.doudi_prefixes('{JOURNAL}')) held WHERE length(held) <= 4))"


def _journal() -> Guard:
    """Anybody adds to the journal. It is read by who may read it, and by those within whose reach it speaks; a line
    that was just written may tell its number to who wrote it."""
    table = "audit_journalentry"
    # OFFSET 0 makes PostgreSQL look the one record up: without it, it may gather every person that one reaches first.
    about = "".join(
        f" WHEN '{kind}' THEN EXISTS (SELECT FROM {of} it WHERE it.id = subject_id::bigint OFFSET 0)"
        for kind, of in (("household", "people_household"), ("person", "people_person"), ("case", "casework_case"),
                         ("application", "casework_application")))
    return Guard(
        table,
        sees=either(
            door(table, JOURNAL), WHOLE_CITY, "id = nullif(current_setting('doudi.line', true), '')::bigint",
            "(subject_kind = 'number' AND (SELECT doudi_purpose() = 'progress') AND subject_id = (SELECT doudi_about()))",
            f"CASE subject_kind{about} ELSE (SELECT cardinality(doudi_prefixes('{JOURNAL}')) > 0) END"),
        writes="true")


NOTE_LINE = """
CREATE OR REPLACE FUNCTION journal_line_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('doudi.line', NEW.id::text, true);
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS journal_line_written ON audit_journalentry;
CREATE TRIGGER journal_line_written BEFORE INSERT ON audit_journalentry
    FOR EACH ROW EXECUTE FUNCTION journal_line_written()"""

GUARDS = [
    in_area("casework_case", CASE, own=among("household_id", OWN),
            family_writes=among("household_id", OWN_HOUSEHOLDS)),
    in_area("casework_award", MONEY, own=among("household_id", OWN)),
    in_area("casework_rollline", MONEY, own=among("household_id", OWN)),
    in_area("casework_advance", CASE, own=among("household_id", OWN)),
    in_area("casework_reviewdue", CASE, own=CASE_OWN, family_writes=CASE_OWN),
    of_household("casework_application", CASE, family_writes=True), of_household("casework_determination", CASE),
    of_household("casework_changereport", CASE, family_writes=True), of_person("casework_jobrefusal", CASE),
    *(of_case(f"casework_{name}", family_writes=True) for name in ("move", "clock", "supplementrequest", "appealrequest")),
    *(of_case(f"casework_{name}") for name in (
        "visit", "opinion", "publicity", "objection", "decision", "notice", "handedcase", "delivery")),
    _roll(), _draw(), _journal()]
HELD = [
    *also_seen("people_household", "also_of_a_case", either(
        "id = (SELECT casework_asked_household())",
        "EXISTS (SELECT FROM casework_case held WHERE held.household_id = people_household.id)")),
    *also_seen("people_person", "also_of_a_case", either(
        among("id", "casework_asked_persons()"), "casework_held_here(id)"))]
STATEMENTS = [ASKED, PAYERS, HELD_HERE, HELPED, NOTE_LINE, *(each for guard in GUARDS for each in policies(guard)), *HELD]
# What stands on tables and columns that came after the first of these migrations.
_LATER_TABLES = ("casework_advance",)
LATER = [HELPED, *(each for guard in GUARDS if guard.table in _LATER_TABLES for each in policies(guard))]
LATER_BACK = [*lifted(_LATER_TABLES), "DROP FUNCTION casework_helped(bigint, integer, bigint)"]
_DONE_TABLES = ("casework_delivery",)
DONE = [each for guard in GUARDS if guard.table in _DONE_TABLES for each in policies(guard)]
DONE_BACK = lifted(_DONE_TABLES)
FIRST = [each for each in STATEMENTS if each not in (*LATER, *DONE)]
BACK = [
    "DROP POLICY also_of_a_case ON people_household", "DROP POLICY also_of_a_case ON people_person",
    *lifted(guard.table for guard in GUARDS if guard.table not in (*_LATER_TABLES, *_DONE_TABLES)),
    "DROP TRIGGER journal_line_written ON audit_journalentry",
    "DROP FUNCTION journal_line_written()", "DROP FUNCTION casework_held_here(bigint)",
    "DROP FUNCTION casework_payers(text, boolean)",
    "DROP FUNCTION casework_own_households()", "DROP FUNCTION casework_asked_persons()",
    "DROP FUNCTION casework_asked_household()"]
