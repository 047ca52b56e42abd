"""Words of the command line that several commands about everybody take."""

import argparse
from datetime import date


def a_day(text: str) -> date:
    """A day as 2026-01-01."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"日期“{text}”看不懂，写成 2026-01-01 这样") from error
