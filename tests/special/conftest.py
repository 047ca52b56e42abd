"""The town of tests/casework and the desks of tests/www/staff, for the benefits of 二(二)."""

from tests.casework.conftest import _pressed_as_oneself, law, town  # noqa: F401
from tests.www.staff.conftest import desk, now, world  # noqa: F401
