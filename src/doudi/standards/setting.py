"""Who sets the standards of which place: the county's own office for its county, a management area's for its townships.

An office that serves a county only township by township, because a management area runs the others, still sets the county's
numbers; 社会救助暂行办法 第十条, 民发〔2021〕57号 第二条.
"""

from collections.abc import Iterable
from typing import Any, Final

from doudi.kernel.areas import COUNTY_DIGITS

COUNTY_OFFICER: Final = "county_officer"


def counties_of(held: Any) -> set[str]:
    """The counties whose own office somebody holds a county officer's post in, though it serves only part of them."""
    return {prefix[:COUNTY_DIGITS] for post in held.posts
            if post.role == COUNTY_OFFICER and post.office.level == "county" and post.office.management_area_id is None
            for prefix in post.office.prefixes if len(prefix) > COUNTY_DIGITS}


def sets(held: Any, roles: Iterable[str], area: str) -> bool:
    """Whether somebody holds one of the roles for the whole area, or sets its numbers."""
    asked = tuple(roles)
    return any(held.covers_as(role, area) for role in asked) or (COUNTY_OFFICER in asked and area in counties_of(held))


# The same, worked out by PostgreSQL from the posts of whoever acts (see offices.reach).
COUNTIES_SQL: Final = """
CREATE OR REPLACE FUNCTION standards_counties(kind text, writing boolean) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
    SELECT coalesce(array_agg(DISTINCT left(prefix, 6)), '{}') FROM public.offices_post post
    JOIN public.offices_user who ON who.id = post.user_id AND who.is_active
    JOIN public.offices_office office ON office.id = post.office_id
    CROSS JOIN unnest(office.prefixes) prefix
    WHERE post.user_id = public.doudi_user() AND post.valid_from <= public.doudi_day()
      AND (post.valid_until IS NULL OR post.valid_until > public.doudi_day())
      AND post.role = 'county_officer' AND post.role = ANY (public.doudi_roles(kind, writing))
      AND office.level = 'county' AND office.management_area_id IS NULL AND length(prefix) > 6
$$"""


def of_own_county(kind: str, *, writing: bool = False) -> str:
    """The row's area is a county whose numbers one sets."""
    return f"area::text = ANY ((SELECT public.standards_counties('{kind}', {str(writing).lower()}))::text[])"
