"""A database of one's own for a group of figures: embedded, migrated, empty, and gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.utils.module_loading import import_string


@contextmanager
def database(**environment: str) -> Iterator[Path]:
    """Its data folder, while it runs. Django is set up for it, as the owner of the tables: once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="ddb"))
    os.environ |= {"DOUDI_DATA": str(folder), "DOUDI_DB_ROLE": "owner",
                   "DJANGO_SETTINGS_MODULE": "doudi.config.settings", **environment}
    django.setup()
    start, stop = (import_string(f"doudi.config.embedded.{name}") for name in ("start", "stop"))
    server = start(folder)
    try:
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        yield folder
        import_string("django.db.connections").close_all()
    finally:
        stop(server)
        shutil.rmtree(folder)
