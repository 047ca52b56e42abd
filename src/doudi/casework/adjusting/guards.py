"""Which batches PostgreSQL shows to whom (行级权限): where their county and their villages are within reach for cases."""

from doudi.offices.policies import Guard, door, either, lifted, policies, seen_in, written_in
from doudi.offices.reach import CASE
from doudi.standards.setting import of_own_county


def _guard(table: str) -> Guard:
    return Guard(table, sees=either(seen_in(CASE, "area"), of_own_county(CASE), door(table, CASE)),
                 writes=either(written_in(CASE, "area"), of_own_county(CASE, writing=True), door(table, CASE, writing=True)))


GUARDS = [_guard(f"adjusting_{name}") for name in ("batch", "line", "clue")]
STATEMENTS = [each for guard in GUARDS for each in policies(guard)]
BACK = lifted(guard.table for guard in GUARDS)
