"""Who reaches which kind of rows: the one table of roles and purposes, and the functions PostgreSQL keeps of it.

济办发〔2020〕21号 三20、23; 个人信息保护法 第五十一条 (access only as far as the work needs it). A role reaches
kinds of rows inside the prefixes of the office it is held in; a purpose of the system reaches kinds or single tables.
The migrations write the SQL from here; a change needs a new migration, and tests/offices/test_reach.py says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

RECORD, CASE, MONEY, JOURNAL, ACCOUNT, ROLL_FILE = "record", "case", "money", "journal", "account", "roll file"
# Proposals of standards: nobody's file, and nobody's business outside the offices that set them.
STANDARD = "standard"
KINDS = (RECORD, CASE, MONEY, JOURNAL, STANDARD)
WORK = frozenset({RECORD, CASE, MONEY})
EVERYTHING = frozenset({*KINDS, ACCOUNT, ROLL_FILE})


@dataclass(frozen=True)
class Reach:
    """What may be seen and what may be written: kinds of rows, for a purpose also single tables."""

    sees: frozenset[str] = frozenset()
    writes: frozenset[str] = field(default_factory=frozenset)


NOTHING = Reach()
ROLES: dict[str, Reach] = {
    "coordinator": Reach(WORK, frozenset({RECORD, CASE})),
    "clerk": Reach(WORK, WORK),
    "county_officer": Reach(WORK | {STANDARD}, WORK | {STANDARD}),
    "city_officer": Reach(WORK | {STANDARD}, frozenset({STANDARD})),
    "administrator": NOTHING,
    "finance": Reach(frozenset({MONEY})),
    "auditor": Reach(WORK | {JOURNAL}),
    "hotline": Reach(WORK),
    # Nothing, until something is referred to it.
    "department": NOTHING,
}
# What the system does without, or beyond, a user's own reach. Written where it is done as `as_system("…")`.
PURPOSES: dict[str, Reach] = {
    # `doudi …` at the machine itself: installing, the demo, Django's commands.
    "command": Reach(EVERYTHING, EVERYTHING),
    # Timed and long work.
    "roll import": Reach(WORK | {ROLL_FILE}, WORK | {ROLL_FILE}),
    "expired help": Reach(WORK, WORK),
    "working calendar": Reach(frozenset({CASE}), frozenset({CASE})),
    "old roll files": Reach(frozenset({ROLL_FILE}), frozenset({ROLL_FILE})),
    "unsent papers": Reach(frozenset({"people_paper"})),
    # Reminders and escalation of referrals; a department's own system, by its token, about its office (referrals.guards).
    "referral reminders": Reach(frozenset({"referrals_referral", "referrals_reminder", "referrals_answerfile"}),
                                frozenset({"referrals_referral", "referrals_reminder", "referrals_answerfile"})),
    "department api": Reach(frozenset({"referrals_apitoken"}), frozenset({"referrals_apitoken"})),
    # An administrator sees no family; of what somebody leaves behind he is told numbers.
    "hand over": Reach(frozenset({CASE, ROLL_FILE}), frozenset({CASE, ROLL_FILE})),
    "replay": Reach(frozenset({CASE})),
    "retention": Reach(EVERYTHING, EVERYTHING),
    # Whoever minds the machine sees how many went and will go, never which.
    "retention report": Reach(frozenset({"retention_expected", "retention_forgotten"})),
    "change of keys": Reach(EVERYTHING, EVERYTHING),
    "sealing": Reach(frozenset({JOURNAL})),
    # Batches after a new standard: begun by the city too, which writes no case; families are read as whoever began it.
    "new standard": Reach(*2 * (frozenset({"adjusting_batch", "adjusting_line", "adjusting_clue"}),)),
    # Everybody of the record as files for the standards workbench, every night; names and numbers are not read.
    "population snapshot": Reach(frozenset({
        "people_household", "people_membership", "people_person", "people_supporter", "people_fact", "people_consent"})),
    # Deeds that are allowed or refused by their verb, and whose arithmetic must not depend on who presses the button.
    "roll": Reach(WORK, frozenset({MONEY})),
    "family moves": Reach(WORK, WORK),
    # Doors for people who have not signed in, or do not know yet whom they look for.
    "sign in": Reach(frozenset({ACCOUNT}), frozenset({ACCOUNT})),
    "application": Reach(frozenset({RECORD, CASE, ACCOUNT}), frozenset({RECORD, CASE, ACCOUNT})),
    "known number": Reach(frozenset({"people_person", "people_membership", "people_claimednumber"}), frozenset({"people_person"})),
    "publicity list": Reach(frozenset({
        "casework_publicity", "casework_opinion", "casework_case", "casework_application", "people_person",
        "people_membership"})),
    # Progress by number: the household of the application named in `about`, and the wrong tries on that number.
    "progress": NOTHING,
}


def roles_reaching(kind: str, *, writing: bool) -> list[str]:
    """The roles that see, or write, a kind of rows."""
    return [role for role, reach in ROLES.items() if kind in (reach.writes if writing else reach.sees)]


def purposes_reaching(table: str, kind: str, *, writing: bool) -> list[str]:
    """The purposes that see, or write, a table of that kind."""
    return [name for name, reach in PURPOSES.items()
            if {table, kind} & (reach.writes if writing else reach.sees)]


def words(values: Iterable[str]) -> str:
    """A list of texts as SQL."""
    return "ARRAY[" + ", ".join(f"'{value}'" for value in values) + "]::text[]"


def _roles_sql() -> str:
    cases = "\n".join(
        f"    WHEN kind = '{kind}' AND {'writing' if writing else 'NOT writing'} "
        f"THEN {words(roles_reaching(kind, writing=writing))}"
        for kind in KINDS for writing in (False, True))
    return f"""
CREATE OR REPLACE FUNCTION doudi_roles(kind text, writing boolean) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
{cases}
    ELSE '{{}}'::text[] END
$$"""


# What the connection was told. Nothing told is NULL, and NULL sees nothing.
_TOLD = """
CREATE OR REPLACE FUNCTION doudi_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('doudi.user', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION doudi_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('doudi.day', true), '')::date $$;
CREATE OR REPLACE FUNCTION doudi_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(current_setting('doudi.purpose', true), '') $$;
CREATE OR REPLACE FUNCTION doudi_about() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('doudi.about', true), '') $$"""

# Worked out from the posts of the user on the day, by the owner's right: no prefix comes from outside. What another
# prefix already holds is left out.
_PREFIXES = """
CREATE OR REPLACE FUNCTION doudi_prefixes(kind text, writing boolean DEFAULT false) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (WITH held AS (
        SELECT DISTINCT prefix::text FROM public.offices_post post
        JOIN public.offices_user who ON who.id = post.user_id AND who.is_active
        JOIN public.offices_office office ON office.id = post.office_id
        CROSS JOIN unnest(office.prefixes) prefix
        WHERE post.user_id = public.doudi_user() AND post.valid_from <= public.doudi_day()
          AND (post.valid_until IS NULL OR post.valid_until > public.doudi_day())
          AND post.role = ANY (public.doudi_roles(kind, writing)) AND length(prefix) >= 4)
    SELECT coalesce(array_agg(prefix ORDER BY prefix), '{}') FROM held
    WHERE NOT EXISTS (SELECT FROM held wider WHERE wider.prefix <> held.prefix AND held.prefix ^@ wider.prefix));
END $$;
CREATE OR REPLACE FUNCTION doudi_person() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS
    $$ SELECT person_id FROM public.offices_user WHERE id = public.doudi_user() AND is_active $$"""

# The envelope of everything somebody may see, as plain settings, because only a plain setting is known to the planner
# beforehand: with it the conditions have an index and an honest estimate. It can hide rows, never show one: what is
# inside is checked exactly, unless the envelope is exactly the one prefix held (doudi_is_range).
_ENVELOPE = """
CREATE OR REPLACE FUNCTION doudi_act_as(who bigint, today date, what text, which text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    held text[];
BEGIN
    PERFORM set_config('doudi.user', coalesce(who::text, ''), false),
            set_config('doudi.day', coalesce(today::text, ''), false),
            set_config('doudi.purpose', what, false), set_config('doudi.about', which, false),
            -- The last line of the journal was somebody else's (casework.guards).
            set_config('doudi.line', '', false);
    held := public.doudi_prefixes('record') || public.doudi_prefixes('case')
        || public.doudi_prefixes('money') || public.doudi_prefixes('journal');
    IF what <> '' OR public.doudi_person() IS NOT NULL THEN
        held := '{""}';
    END IF;
    PERFORM set_config('doudi.low', coalesce(min(prefix COLLATE "C"), ''), false),
            set_config('doudi.high', coalesce(max(prefix || ':' COLLATE "C"), ''), false)
    FROM unnest(held) prefix;
END $$;
CREATE OR REPLACE FUNCTION doudi_is_range(kind text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    held text[] := public.doudi_prefixes(kind);
BEGIN
    RETURN coalesce(cardinality(held) = 1 AND held[1] = current_setting('doudi.low', true)
                    AND held[1] || ':' = current_setting('doudi.high', true), false);
END $$"""

FUNCTIONS = [_TOLD, _roles_sql(), _PREFIXES, _ENVELOPE]
DROP_FUNCTIONS = """
DROP FUNCTION doudi_act_as(bigint, date, text, text);
DROP FUNCTION doudi_is_range(text);
DROP FUNCTION doudi_prefixes(text, boolean);
DROP FUNCTION doudi_person();
DROP FUNCTION doudi_roles(text, boolean);
DROP FUNCTION doudi_user();
DROP FUNCTION doudi_day();
DROP FUNCTION doudi_purpose();
DROP FUNCTION doudi_about()"""
