"""Settings. INSTALLED_APPS is the table of contents of the house: read it first.

Everything comes from the environment with a working default; what must stay secret is kept in the data
folder.
"""

import os
from pathlib import Path

from doudi.config.data_folder import data_folder, kept_secret
from doudi.config.database import settings_for
from doudi.config.identity import networks, provider, second_factor
from doudi.population.simulation.messages import SOCKET

ROOM = Path(__file__).resolve().parent.parent
DATA = data_folder()


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


DEBUG = _flag("DOUDI_DEBUG")
SECRET_KEY = os.environ.get("DOUDI_SECRET_KEY") or kept_secret(DATA, "secret-key")
ALLOWED_HOSTS = os.environ.get("DOUDI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# The gateways that are believed when they say for whom they ask; addresses or networks, separated by commas.
PROXIES = networks(os.environ.get("DOUDI_PROXIES", ""))
# Behind a gateway that speaks TLS: cookies travel by TLS only, and browsers are told to stay with it.
TLS = _flag("DOUDI_TLS")

INSTALLED_APPS = [
    # the ground: areas and offices, the journal, keys and what is sealed with them
    "doudi.offices",
    "doudi.audit",
    "doudi.vault",
    # the record: persons, households and facts; published numbers
    "doudi.people",
    "doudi.standards",
    # the work: from the application to the roll
    "doudi.casework",
    "doudi.casework.rollbooks",
    "doudi.casework.retention",
    "doudi.casework.adjusting",
    "doudi.casework.enrolling",
    "doudi.casework.referrals",
    # 二(一) basic assistance
    "doudi.basic.subsistence",
    "doudi.basic.extreme_hardship",
    "doudi.basic.extreme_hardship.care",
    "doudi.basic.low_income",
    "doudi.basic.rigid_expenditure",
    # 二(二) special assistance
    "doudi.special.disability",
    "doudi.special.elderly",
    "doudi.special.elderly_nursing",
    "doudi.special.children",
    "doudi.special.unattended",
    "doudi.special.left_behind",
    "doudi.special.heating",
    "doudi.special.home_adaptation",
    "doudi.special.accident_insurance",
    "doudi.special.lottery_warmth",
    "doudi.special.disaster",
    # 二(三) urgent assistance
    "doudi.urgent.temporary",
    "doudi.urgent.price_subsidy",
    # the faces
    "doudi.www",
    "doudi.jobs",
    # what Django and the queue bring
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "doudi.config.middleware.content_policy",
    "doudi.config.middleware.origin",
    "doudi.config.middleware.body_in_bounds",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "doudi.config.middleware.plain_text",
    "django.middleware.csrf.CsrfViewMiddleware",
    "doudi.www.expiry.expiring",
    "doudi.config.middleware.who_acts",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "doudi.config.urls"
WSGI_APPLICATION = "doudi.config.wsgi.application"
DATABASES = {"default": settings_for(DATA)}
# What `doudi run` starts and stops when no DATABASE_URL is set.
EMBEDDED_SERVER = None if os.environ.get("DATABASE_URL") else "doudi.config.embedded"
# The compute process of the standards workbench listens here.
SIMULATOR = DATA / SOCKET
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "doudi.www.context.page",
    ]},
}]

# Who signs in: argon2, sessions sealed in the database; www.expiry ends them after half an hour of rest or twelve hours.
AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A code of the telephone besides the password, for staff: required, offered or off.
SECOND_FACTOR = second_factor(os.environ.get("DOUDI_SECOND_FACTOR"))
# Identity providers (OpenID Connect) that vouch for staff or for residents; none without their settings.
OIDC = {kind: found for kind in ("staff", "resident") if (found := provider(kind, os.environ))}
LOGIN_URL = "/staff/sign-in/"
LOGIN_REDIRECT_URL = "/staff/"
SESSION_ENGINE = "doudi.vault.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "doudi.www.errors.stale_form"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("DOUDI_ORIGINS", "").split(",") if origin]
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG
                    else "doudi.config.storage.HashedFiles"},
}
# Papers are kept by the hash of their content; nothing serves this folder directly.
PAPERS = DATA / "papers"
MEDIA_ROOT = DATA / "papers"
# One line for each seal of the journal, best kept on another disk (audit/anchors.py).
ANCHORS = Path(os.environ.get("DOUDI_ANCHORS") or DATA / "anchors" / "journal.txt")
MEGABYTE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Twenty photographs of a telephone at once; a roll to take in is smaller than that.
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LARGEST_BODY = 200 * MEGABYTE
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "doudi.config.log_lines.Scrubbing",
                             "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DOUDI_LOG", "WARNING")},
    # With DOUDI_ANCHORS_LOG each anchor is also printed, for a log server elsewhere.
    "loggers": {"doudi.anchors": {"level": "INFO" if _flag("DOUDI_ANCHORS_LOG") else "WARNING"}},
}
# Tasks are found in the `tasks` module of a room; only `jobs` has one.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
SILENCED_SYSTEM_CHECKS: list[str] = []
