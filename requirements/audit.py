"""What we stand on (依赖审查): every locked package has hashes and no index host, and none has a known weakness.

The first needs nothing and is always done. The second asks the advisory service of PyPI through pip-audit, once a day;
a machine that cannot reach it says so in one line and goes on. A weakness fails unless requirements/accepted.toml names
it with a reason and a last day.
"""

import hashlib
import json
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCKS = ("base.txt", "dev.txt")
LAST = HERE.parent / ".venv" / "audited.json"
SERVICE, REACHED_WITHIN, DONE_WITHIN = ("pypi.org", 443), 2, 60
HOST = re.compile(r"://|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")


def unlocked(text: str) -> Iterator[str]:
    """What is wrong with a lock: a package without a hash or a version, a line that names a host."""
    for requirement in re.sub(r"\\\n", " ", text).splitlines():
        line = requirement.split(" #")[0].strip()
        if not line or line.startswith("#"):
            continue
        if HOST.search(line):
            yield f"names a host: {line[:60]}"
        elif not PINNED.match(line):
            yield f"is not pinned: {line[:60]}"
        elif "--hash=sha256:" not in line:
            yield f"has no hash: {line[:60]}"


def findings(report: dict[str, Any]) -> tuple[list[tuple[str, str, frozenset[str]]], int]:
    """Package, version and names of each known weakness, and how many packages were really looked at."""
    looked_at = [each for each in report["dependencies"] if "skip_reason" not in each]
    found = [(each["name"], each["version"], frozenset({weak["id"], *weak.get("aliases", ())}))
             for each in looked_at for weak in each.get("vulns", ())]
    return found, len(looked_at)


def refused(found: Iterable[tuple[str, str, frozenset[str]]], accepted: list[dict[str, Any]], today: date) -> list[str]:
    """The weaknesses that nobody has accepted, or no longer."""
    said = []
    for package, version, names in found:
        known = [each for each in accepted if each["id"] in names and each["package"].lower() == package.lower()]
        if not known:
            said.append(f"{package} {version}: {'、'.join(sorted(names))}")
        elif known[0]["until"] < today or not known[0]["reason"].strip():
            said.append(f"{package} {version}: {known[0]['id']} was accepted until {known[0]['until']}")
    return said


def reachable() -> bool:
    """Whether the advisory service answers at all."""
    try:
        with socket.create_connection(SERVICE, timeout=REACHED_WITHIN):
            return True
    except OSError:
        return False


def asked() -> dict[str, Any] | None:
    """The report of pip-audit on everything locked; None when it did not come."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(HERE / "dev.txt"), "--disable-pip", "--require-hashes",
               "--no-deps", "--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=DONE_WITHIN)
        return json.loads(told.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None


def report(today: date) -> tuple[dict[str, Any] | None, str]:
    """Today's report, asked for once a day; or why there is none."""
    locks = hashlib.sha256((HERE / "dev.txt").read_bytes()).hexdigest()
    kept = json.loads(LAST.read_text(encoding="utf-8")) if LAST.exists() else {}
    if (kept.get("locks"), kept.get("day")) == (locks, today.isoformat()):
        return kept["report"], kept["why_not"]
    if not reachable():
        return None, "the advisory service cannot be reached"
    made, why_not = asked(), ""
    if made is None:
        made, why_not = None, "the advisory service did not answer in time"
    elif findings(made)[1] == 0:
        made, why_not = None, "the package index here gives no advisories"
    LAST.write_text(json.dumps({"locks": locks, "day": today.isoformat(), "report": made, "why_not": why_not}), encoding="utf-8")
    return made, why_not


def main() -> int:
    """0 when nothing is wrong that can be seen from here."""
    wrong = [f"requirements/{name} {each}" for name in LOCKS
             for each in unlocked((HERE / name).read_text(encoding="utf-8"))]
    today = datetime.now(UTC).date()
    made, why_not = report(today)
    if made is None:
        print(f"dependencies: locked with hashes; not audited, {why_not}" if not wrong else f"not audited, {why_not}")
    else:
        found, count = findings(made)
        accepted = tomllib.loads((HERE / "accepted.toml").read_text(encoding="utf-8")).get("accepted", [])
        wrong += refused(found, accepted, today)
        print(f"dependencies: {count} audited, {len(found)} known weaknesses, {len(wrong)} not accepted")
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
