"""Pages are tested as the role that serves them: under row-level security, not as the owner of the tables."""

import pytest


@pytest.fixture(autouse=True)
def _as_the_app_role(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("as_app")
