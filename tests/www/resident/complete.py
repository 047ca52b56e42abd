"""What makes an answer to a family whole (ux.md §6): a state, a reason, an article, the numbers with their document, a next step and
somebody to ask; and a run over a whole town that can be stopped and gone on with. No database: the pages' own function and
templates, an office and example numbers from a file.

    python -m tests.www.resident.complete --households 10000 --into var/complete --processes 2
"""

import argparse
import html
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.template.loader import render_to_string  # noqa: E402

from doudi.law import Sheet  # noqa: E402
from doudi.policy.sheets import StandardsSet  # noqa: E402
from doudi.population.township import HouseholdRecord, township  # noqa: E402
from doudi.www.selfcheck import telling  # noqa: E402
from doudi.www.selfcheck.telling import ask_document, tell  # noqa: E402
from doudi.www.templatetags.punctuation import full_width, widened  # noqa: E402

VILLAGE, TOWN = "370811006001", "370811006"
OFFICE = "南张街道社会救助窗口"
DAY, SEED, PIECE = date(2026, 9, 7), 7, 100
STATES = {"可能符合", "还差信息", "需要工作人员判断", "暂不符合"}
NUMERALS = "[一二三四五六七八九十百]+"
ARTICLE = re.compile(f"第{NUMERALS}条|{NUMERALS}（{NUMERALS}）")
INSTRUMENT = re.compile(f"{ARTICLE.pattern}|〔[0-9]{{4}}〕[0-9]+号")
OUTCOMES = {"entitled", "not_entitled", "need_info", "discretion"}


def text_of(template: str, told: Any, offices: Any) -> str:
    """One programme as a page shows it, as text."""
    page = full_width(render_to_string(template, {"offices": offices, "told": told, "found": [told]}))
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def lacking(told: Any, text: str, article: re.Pattern[str] = ARTICLE) -> list[str]:
    """What an answer does not say."""
    spoken = {
        "name": widened(told.name) in text,
        "state": any(state in text for state in STATES),
        "reason": bool(told.because or told.missing) and all(widened(reason) in text for reason in told.reasons[:3]),
        "article": not told.because or bool(article.search(text)),
        "numbers": all(widened(each.value) in text for each in told.standards[:2]),
        "document": all(widened(each.document) in text for each in told.standards[:2]),
        "next step": "下一步" in text or "还可以" in text,
        "office": OFFICE in text and "12349" in text,
        "never alone": "不符合" not in re.sub(r"暂不符合|有的数不符合|结果为“(暂不|)符合”", "", text),
    }
    return [name for name, there in spoken.items() if not there]


def lacking_beyond(told: Any, text: str) -> list[str]:
    """The same of a programme beyond the basic ones, and its papers; of what another department decides, where one goes."""
    handed_on = told.done_by.is_handed_on and told.outcome != "not_entitled"
    more = {"papers": "材料" in text, "who": not handed_on or widened(told.done_by.at) in text,
            "sum has its number": told.low in (None, 0) or bool(told.standards)}
    return [*lacking(told, text, INSTRUMENT), *(name for name, there in more.items() if not there)]


def found_lacking(asked: Any, offices: Any) -> Iterator[tuple[Any, list[str]]]:
    """Everything that one household is told, with what is lacking in it."""
    for told in tell(asked, {}):
        if told.basic and not told.after:
            missing = lacking(told, text_of("resident/told.html", told, offices))
            yield told, [*missing, *([] if told.standards else ["no number"])]
        else:
            whole = told if told.lines else telling.told(told.code, asked.of_programme(told.code), {}, whole=True)
            yield told, lacking_beyond(whole, text_of("resident/told_whole.html", whole, offices))


@cache
def town_of(households: int) -> tuple[Sheet, list[HouseholdRecord]]:
    """The example numbers and the town, made once in a process."""
    standards = StandardsSet.from_yaml(Path(str(files("doudi.standards") / "data" / "demo-standards.yaml")))
    sheet = standards.sheet(DAY, TOWN)
    return sheet, township(["370811", TOWN, VILLAGE], TOWN, households, SEED, DAY, sheet=sheet)


def piece(first: int, households: int) -> dict[str, Any]:
    """The households from `first` on, out of a town of so many: how many answers, of which state, and those that lack something."""
    sheet, town = town_of(households)
    # An office without a telephone of its own is reached by the city's number.
    offices = [SimpleNamespace(name=OFFICE, phone="", address="")]
    bad, states, told_in_all = [], Counter[str](), 0
    for record in town[first : first + PIECE]:
        for told, missing in found_lacking(ask_document(record.document(), DAY, sheet), offices):
            told_in_all += 1
            states[told.outcome] += 1
            if missing:
                bad.append([record.number, told.code, told.outcome, missing])
    return {"first": first, "told": told_in_all, "states": dict(states), "lacking": bad}


def answered(waiting: list[tuple[int, int]], processes: int) -> Iterator[dict[str, Any]]:
    """The pieces as they are done; one process does them itself, so that stopping it stops everything."""
    if processes == 1:
        yield from (piece(*each) for each in waiting)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from (each.result() for each in as_completed([pool.submit(piece, *one) for one in waiting]))


def run(households: int, into: Path, processes: int) -> int:
    """Every piece that is not on file yet, each kept as it is done; what is lacking in all, printed."""
    into.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    places = {first: into / f"{households}-{first}.json" for first in range(0, households, PIECE)}
    waiting = [(first, households) for first, place in places.items() if not place.exists()]
    for found in answered(waiting, processes):
        places[found["first"]].write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        print(f"{found['first']}: {found['told']} answers, {len(found['lacking'])} lack something", flush=True)
    done = [json.loads(place.read_text(encoding="utf-8")) for place in places.values()]
    bad = [line for found in done for line in found["lacking"]]
    states = sum((Counter(found["states"]) for found in done), Counter[str]())
    told = sum(found["told"] for found in done)
    print(f"{told - len(bad)} of {told} answers to {households} households are whole; {dict(states)}; {time.monotonic() - begun:.0f} s")
    for line in bad[:20]:
        print(*line)
    return len(bad)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=10_000)
    parser.add_argument("--into", type=Path, default=Path("var/complete"))
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    raise SystemExit(bool(run(given.households, given.into, given.processes)))
