"""The town of tests/casework with its departments, and a stand-in for a department's own system."""

from tests.casework.conftest import _pressed_as_oneself, law, town  # noqa: F401
from tests.casework.referrals.conftest import bureaus  # noqa: F401
