"""What stood in clear before is sealed by the migrations, and says the same."""

import json
import os
import subprocess
import sys

import pytest

from doudi.config.database import OWNER, password_of

pytestmark = pytest.mark.database


def test_an_installation_from_before_is_carried_over(embedded_postgres, own_keys, settings):
    with embedded_postgres.connect("postgres", "postgres") as server:
        server.execute(f"CREATE DATABASE before_sealing OWNER {OWNER}")
    url = f"postgresql://{OWNER}:{password_of(settings.DATA, OWNER)}@/before_sealing?host={settings.DATA}/postgres"
    told = subprocess.run([sys.executable, "-W", "ignore", "-m", "tests.vault.carrying_over"], check=True, text=True,
                          stdout=subprocess.PIPE, env={
        **os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url, "DJANGO_SETTINGS_MODULE": "doudi.config.settings"})
    assert json.loads(told.stdout) == {
        "person": [7, "370811198005170018", "13805371234", "62179900001", "王建国", "北门里 3 号"],
        "baby": [None, ""], "household": "柳行新村 8 号",
        "users": [["jingban", "0537-2345678"], ["p7", "13805371234"]],
        "run": ["hi", {"faults": [{"row": 1}]}, "认不出"],
        "session": {"draft": "begun"},
    }
