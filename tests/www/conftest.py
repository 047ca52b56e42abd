"""Pages are tested as the role that serves them: under row-level security, not as the owner of the tables. And an
identity provider on loopback, known to the pages under test."""

import pytest

from doudi.config.identity import provider
from tests.www.identity_provider import CLIENT, SECRET, Provider


@pytest.fixture(autouse=True)
def _as_the_app_role(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("as_app")


@pytest.fixture
def identity(settings):
    """The provider, for staff and for residents."""
    made = Provider()
    told = {f"DOUDI_OIDC_{kind}_{name}": value for kind in ("STAFF", "RESIDENT") for name, value in (
        ("ISSUER", made.issuer), ("CLIENT_ID", CLIENT), ("CLIENT_SECRET", SECRET))}
    settings.OIDC = {kind: provider(kind, told) for kind in ("staff", "resident")}
    yield made
    made.stop()
