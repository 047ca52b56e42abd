"""Which rows PostgreSQL shows to whom (行级权限): a batch to whoever runs its roll, an entry within reach of its village and to the
family itself, a refusal likewise; a family writes its own refusals and nothing else.
"""

from doudi.casework.guards import OWN, in_area
from doudi.offices.policies import Guard, among, door, either, lifted, policies
from doudi.offices.reach import CASE, MONEY
from doudi.people.guards import of_household


def _batch() -> Guard:
    table = "enrolling_enrolment"
    sees, writes = (f"area = ANY ((SELECT casework_payers('{MONEY}', {writing}))::text[])" for writing in (False, True))
    # A family that is in it knows of it.
    own = f"EXISTS (SELECT FROM enrolling_entry entry WHERE entry.enrolment_id = {table}.id)"
    return Guard(table, sees=either(door(table, CASE), sees, own), writes=either(door(table, CASE, writing=True), writes))


GUARDS = [_batch(), in_area("enrolling_entry", CASE, own=among("household_id", OWN)),
          of_household("enrolling_notwanted", CASE, family_writes=True)]
STATEMENTS = [each for guard in GUARDS for each in policies(guard)]
BACK = lifted(guard.table for guard in GUARDS)
