"""`doudi worker`: takes jobs from the queue and runs the timed ones. `doudi run` starts one by itself."""

import sys
from collections.abc import Sequence

from django.core.management import call_command

from doudi.cli.ground import set_up

CONCURRENCY = "2"


def main(arguments: Sequence[str] = ()) -> int:
    """Run until told to stop; a running job is finished first."""
    set_up()
    call_command("procrastinate", "worker", "--concurrency", CONCURRENCY, *arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
