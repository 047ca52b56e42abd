"""Settings of the tests: a data folder of their own, the owner's role, and an undefined variable is a
failure."""

import atexit
import os
import shutil
import tempfile

# A short path: the database's socket lies in it.
FOLDER = tempfile.mkdtemp(prefix="doudi-")
OWNER = os.getpid()


def _remove() -> None:
    # A forked child must not take the folder away from the run.
    if os.getpid() == OWNER:
        shutil.rmtree(FOLDER, ignore_errors=True)


atexit.register(_remove)
os.environ["DOUDI_DATA"] = FOLDER
os.environ["DOUDI_DB_ROLE"] = "owner"
os.environ["DOUDI_DEBUG"] = ""

from doudi.config.settings import *  # noqa: E402, F403
from doudi.config.settings import TEMPLATES  # noqa: E402


class Undefined(str):
    """What a template gets for a name it does not know: a failure, with the name."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")

    def __contains__(self, item: object) -> bool:
        return item == "%s" or str.__contains__(self, item)


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
# Accounts of the tests sign in with a password; the tests of the second factor ask for it.
SECOND_FACTOR = "offered"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The server of static files wants its folder to exist.
os.makedirs(os.path.join(FOLDER, "static"), exist_ok=True)
