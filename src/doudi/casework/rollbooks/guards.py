"""Which imports PostgreSQL shows to whom (行级权限): a file of families belongs to whoever brought it."""

from doudi.offices.policies import Guard, door, either, lifted, policies
from doudi.offices.reach import ROLL_FILE

_RUN, _ROW = "rollbooks_importrun", "rollbooks_importrow"
_MINE = "by_id = (SELECT doudi_user())"
_OF_RUN = f"EXISTS (SELECT FROM {_RUN} run WHERE run.id = run_id)"
GUARDS = [
    Guard(_RUN, sees=either(_MINE, door(_RUN, ROLL_FILE)), writes=either(_MINE, door(_RUN, ROLL_FILE, writing=True))),
    Guard(_ROW, sees=either(door(_ROW, ROLL_FILE), _OF_RUN), writes=either(door(_ROW, ROLL_FILE, writing=True), _OF_RUN))]
STATEMENTS = [each for guard in GUARDS for each in policies(guard)]
BACK = lifted(guard.table for guard in GUARDS)
