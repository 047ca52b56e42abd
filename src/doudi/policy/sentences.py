"""Whether the clause register is complete: the sentences of 济办发〔2020〕21号, counted and told apart by their first words.

The text itself is not kept here. `sentences.yaml` holds, item by item, how each sentence begins; sentence n of an item is the
clause `item·n` of the register, or several, each with its part in brackets after the number. Whoever has the text holds it
against both: `python -m doudi.policy.sentences FILE` prints what differs and fails when something does.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Final

from doudi.policy.clauses import SEED, register, whole
from doudi.policy.reading import BadFile, read_yaml

BEGINNINGS: Final = Path(__file__).parent / "sentences.yaml"
_OFFICES: Final = re.compile(r"\(牵头单位:(?P<lead>[^;)]*)(?:;责任单位:(?P<responsible>[^)]*))?\)")


@dataclass(frozen=True)
class Item:
    """One item of a text: its sentences without the heading, and the offices that the text names at its end."""

    sentences: tuple[str, ...]
    lead: str
    responsible: str


@cache
def beginnings() -> Mapping[str, tuple[str, ...]]:
    """How each sentence begins, by the item as the register cites it."""
    data = read_yaml(BEGINNINGS)
    for key in data:
        if not isinstance(data[key], list) or not all(isinstance(each, str) and each for each in data[key]):
            raise BadFile(BEGINNINGS, data.at(key), f"“{key}”不是一列句子的开头", "每一句写开头的几个字")
    return {f"{SEED} {key}": tuple(data[key]) for key in data}


def unregistered() -> list[str]:
    """Sentences that the register leaves out, and sentences of the register that the text does not have."""
    wanted = {f"{item}·{number}" for item, each in beginnings().items() for number in range(1, len(each) + 1)}
    found = {whole(clause.id) for clause in register().values() if clause.is_sentence}
    return sorted(wanted ^ found)


def cut(text: str) -> Mapping[int, Item]:
    """The numbered items of a text, one after another from 1; an item without its offices is left out."""
    text = re.sub(r"\s+", "", text)
    starts = list(_starts(text))
    found = {}
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        offices = _OFFICES.search(text, start, end)
        if offices:
            _, *sentences = text[start : offices.start()].rstrip("。").split("。")
            found[number] = Item(tuple(sentences), offices["lead"], offices["responsible"] or "")
    return found


def _starts(text: str) -> Iterator[int]:
    """Where each item begins, behind its number; a number with a digit after the dot (1.3) begins none."""
    at = 0
    for number in count(1):
        found = re.compile(rf"(?<!\d){number}\.(?=\D)").search(text, at)
        if found is None:
            return
        at = found.end()
        yield at


def differences(text: str) -> list[str]:
    """Where a text is not what the register says of it, in words; empty where it is."""
    items = cut(text)
    wrong = [f"{key}:句子和登记册只有一边有" for key in unregistered()]
    if len(items) != len(beginnings()):
        wrong.append(f"文中有 {len(items)} 项,登记了 {len(beginnings())} 项")
    for key, known in beginnings().items():
        item = items.get(int(re.sub(r".*\D", "", key)))
        if item is not None:
            wrong += _compared(key, known, item)
    return wrong


def _compared(key: str, known: tuple[str, ...], item: Item) -> Iterator[str]:
    clause = register()[key]
    if len(item.sentences) != len(known):
        yield f"{key}:文中 {len(item.sentences)} 句,登记了 {len(known)} 句"
    for number, (sentence, start) in enumerate(zip(item.sentences, known, strict=False), 1):
        if not sentence.startswith(start):
            yield f"{key}·{number}:文中这一句不是以“{start}”开头"
    for word, there, here in (
        ("牵头单位", item.lead, clause.lead),
        ("责任单位", item.responsible, clause.responsible),
    ):
        if there != here:
            yield f"{key}:{word}在文中是“{there}”,登记的是“{here}”"


if __name__ == "__main__":
    said = differences(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print("\n".join(said) or "条款登记册与原文一致。")
    sys.exit(bool(said))
