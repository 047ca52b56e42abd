"""What holds for every answer and every account: nothing foreign in a page, argon2, secure by default."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

FRESH = """
import django
django.setup()
from django.conf import settings
print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)
"""


@pytest.mark.django_db
def test_no_answer_lets_a_page_load_what_is_not_ours():
    answer = Client().get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_table_of_contents_names_every_benefit():
    benefits = [app for app in settings.INSTALLED_APPS if app.startswith("doudi.basic.") and app.count(".") == 2]
    assert len(benefits) == 4
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert settings.DEBUG is False


def test_behind_tls_cookies_are_secure_and_the_deploy_check_is_clean(tmp_path):
    # Browser tests in the same process allow themselves what a deployment must not.
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {**ours, "DJANGO_SETTINGS_MODULE": "doudi.config.settings", "DOUDI_TLS": "1",
                   "DOUDI_DATA": str(tmp_path), "DOUDI_DB_ROLE": "app"}
    told = subprocess.run(
        [sys.executable, "-c", FRESH], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["False", "True"]
    checked = subprocess.run([sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
                             env=environment, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
