"""Which terms, holds and settlements PostgreSQL shows to whom (行级权限): with the household they are about."""

from doudi.offices.policies import lifted, policies
from doudi.offices.reach import CASE
from doudi.people.guards import of_household

GUARDS = [of_household(f"retention_{name}", CASE) for name in ("expected", "forgotten", "hold", "settlement")]
STATEMENTS = [each for guard in GUARDS for each in policies(guard)]
BACK = lifted(guard.table for guard in GUARDS)
