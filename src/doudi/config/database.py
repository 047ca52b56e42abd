"""Which PostgreSQL, and as whom: `DATABASE_URL` if it is set, else the embedded one of the data folder.

Two roles: the owner makes and changes tables, the app role works in them and owns nothing, so that a stolen
connection cannot loosen what the schema holds (济办发〔2020〕21号 三23).
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from doudi.config.data_folder import kept_secret

NAME = "doudi"
OWNER = "doudi_owner"
APP = "doudi_app"
SUPERUSER = "postgres"


def folder_of(data: Path) -> Path:
    """Where the embedded server keeps its files and its socket."""
    return data / "postgres"


def password_of(data: Path, role: str) -> str:
    """The password of a role of the embedded server."""
    return kept_secret(data, f"password-{role}")


def settings_for(data: Path) -> dict[str, object]:
    """The `default` entry of DATABASES. `DOUDI_DB_ROLE=owner` is set only by what changes tables."""
    owner = os.environ.get("DOUDI_DB_ROLE") == "owner"
    url = (owner and os.environ.get("DATABASE_OWNER_URL")) or os.environ.get("DATABASE_URL")
    place = from_url(url) if url else embedded(data, OWNER if owner else APP)
    return {
        "ENGINE": "doudi.config.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        **place,
    }


def embedded(data: Path, role: str) -> dict[str, object]:
    """Connection to the embedded server over its socket."""
    return {"NAME": NAME, "USER": role, "PASSWORD": password_of(data, role), "HOST": str(folder_of(data))}


def from_url(url: str) -> dict[str, object]:
    """`postgresql://user:password@host:port/name?sslmode=require` in Django's words."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL 应以 postgresql:// 开头。")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or (unquote(parts.hostname) if parts.hostname else "")
    return {
        "NAME": unquote(parts.path.lstrip("/")), "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""), "HOST": host, "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
