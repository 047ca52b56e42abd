"""`doudi worker`: takes jobs from the queue and runs the timed ones. `doudi run` starts one by itself."""

import argparse

from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from doudi.cli.ground import set_up
from doudi.offices import access


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said behind `doudi worker`."""
    parser.add_argument("--concurrency", type=int, default=2, help="同时做几件,默认 2")


def main(args: argparse.Namespace) -> int:
    """Run until told to stop; a running job is finished first."""
    set_up()
    with_worker = app.with_connector(app.connector.get_worker_connector())
    # The tasks can be imported only now that Django knows its settings.
    named = import_string("doudi.jobs.tasks.journalled_by_name")
    # Each task says itself as what it works.
    with access.nobody():
        with_worker.run_worker(concurrency=args.concurrency, task_middleware=[named])
    return 0
