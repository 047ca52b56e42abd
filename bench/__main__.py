"""`python -m bench`: every figure of every group, one JSON line each. BENCH filters by name, PEOPLE scales
the city.
"""

import os
import pkgutil
import sys
import traceback
from importlib import import_module
from pathlib import Path

from bench.figure import Scale

NOT_GROUPS = ("figure", "scratch", "city", "citywide", "openfisca", "openfisca_rules")
PEOPLE = 200_000


def groups() -> list[str]:
    """The modules of this folder that give figures."""
    found = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return [name for name in sorted(found) if not name.startswith("_") and name not in NOT_GROUPS]


def main() -> int:
    """Print the figures; 1 when a group could not give its own, 2 for a filter that fits nothing."""
    scale = Scale(int(os.environ.get("PEOPLE") or PEOPLE), os.environ.get("BENCH", "").strip())
    chosen = [name for name in groups() if scale.wants(name)]
    if not chosen:
        print(f"no group {scale.wanted}; there are {', '.join(groups())}", file=sys.stderr)
        return 2
    failed = 0
    for name in chosen:
        try:
            for figure in import_module(f"bench.{name}").figures(scale):
                if figure.name.startswith(scale.wanted):
                    print(figure.line(), flush=True)
        except Exception:
            traceback.print_exc()
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
