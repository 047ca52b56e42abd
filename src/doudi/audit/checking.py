"""Checking a journal (核对日志): seals against their keys and anchors, records against their seals, one after the other.

Without a database: records and seals come as streams, from the tables or from an exported file, and no more than one
seal's records is held at a time. Stops at the first thing that is wrong and names it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from doudi.audit.anchors import Anchors, CarriedOn
from doudi.audit.lines import Line
from doudi.audit.seals import BEGINNING, Seal
from doudi.kernel.sealing import CannotOpen, Key

ALTERED, MISSING, INSERTED, SWAPPED, MOVED = "altered", "missing", "inserted", "swapped", "moved"
SEAL_ALTERED, SEAL_MISSING, TAIL_CUT, ANCHORS_ALTERED = "seal altered", "seal missing", "tail cut", "anchors altered"
WORDS: Final = {
    ALTERED: "第 {record} 号记录被改过(封条 {seal})",
    MISSING: "第 {record} 号记录不见了(封条 {seal})",
    INSERTED: "第 {record} 号记录是后来塞进去的(在封条 {seal} 的范围里,但封条里没有它)",
    SWAPPED: "第 {record} 号记录和第 {other} 号记录被对调(封条 {seal})",
    MOVED: "第 {record} 号记录不在原来的位置(封条 {seal})",
    SEAL_ALTERED: "封条 {seal} 被改过或被换掉",
    SEAL_MISSING: "封条 {seal} 不见了",
    TAIL_CUT: "封条 {seal} 之后的尾部被截掉了(锚文件记到封条 {other})",
    ANCHORS_ALTERED: "锚文件里封条 {seal} 之后的续接行不是用本系统的密钥写的",
}


@dataclass(frozen=True)
class Broken:
    """The first thing that is wrong."""

    what: str
    seal: int
    record: int | None = None
    other: int | None = None

    def __str__(self) -> str:
        return WORDS[self.what].format(seal=self.seal, record=self.record, other=self.other)


@dataclass
class Report:
    """What was checked, and what was found."""

    seals: int = 0
    records: int = 0
    broken: Broken | None = None
    # Not sealed yet: nothing can be said about these.
    open_count: int = 0
    open_since: str = ""
    last_sealed: str = ""
    unanchored: int = 0


@dataclass
class Stream:
    """Lines in the order of transaction and number, taken seal by seal."""

    lines: Iterator[Line]
    held: Line | None = None

    def below(self, upto: int) -> Iterator[Line]:
        """The lines of transactions below a number; the next one is kept."""
        while (line := self.held or next(self.lines, None)) is not None:
            self.held = line
            if line.xact >= upto:
                return
            self.held = None
            yield line

    def rest(self) -> Iterator[Line]:
        """Everything that is left."""
        if self.held is not None:
            yield self.held
        yield from self.lines


@dataclass(frozen=True)
class Checker:
    """What there is to check with: keys and anchors may be missing, then less can be said."""

    find: Callable[[int], Line | None]
    key: Callable[[int], Key] | None = None
    anchors: Anchors | None = None

    def check(self, seals: Iterable[Seal], lines: Iterable[Line]) -> Report:
        """Read everything once, in order."""
        report, stream, before = Report(), Stream(iter(lines)), None
        for seal in seals:
            report.broken = self._seal(seal, before) or self._records(seal, list(stream.below(seal.upto)))
            if report.broken:
                return report
            report.seals, report.records, report.last_sealed = seal.number, report.records + seal.count, seal.at
            before = seal
        report.broken = self._tail(before)
        for line in stream.rest():
            report.open_count += 1
            report.open_since = min(report.open_since or line.at, line.at)
        if self.anchors is not None and before is not None:
            report.unanchored = before.number - self.anchors.last
        return report

    def _seal(self, seal: Seal, before: Seal | None) -> Broken | None:
        expected = before.number + 1 if before else 1
        if seal.number > expected:
            return Broken(SEAL_MISSING, expected)
        follows = seal.previous == (before.mac if before else BEGINNING) and seal.since == (before.upto if before else 0)
        sound = seal.number == expected and seal.fits and follows and self._signed(seal) and self._anchored(seal)
        return None if sound else Broken(SEAL_ALTERED, seal.number)

    def _signed(self, what: Seal | CarriedOn) -> bool:
        if self.key is None:
            return True
        try:
            return what.genuine(self.key(what.key_id))
        except CannotOpen:
            return False

    def _anchored(self, seal: Seal) -> bool:
        anchored = self.anchors.mac(seal.number) if self.anchors else None
        return anchored in {None, seal.mac}

    def _tail(self, last: Seal | None) -> Broken | None:
        if self.anchors is None:
            return None
        number = last.number if last else 0
        if self.anchors.last > number:
            return Broken(TAIL_CUT, number, other=self.anchors.last)
        false = next((each for each in self.anchors.carried if not self._signed(each)), None)
        return Broken(ANCHORS_ALTERED, false.number) if false else None

    def _records(self, seal: Seal, held: list[Line]) -> Broken | None:
        there: dict[int, Line] = {}
        for line in held:
            if line.id in there:
                return Broken(INSERTED, seal.number, line.id)
            there[line.id] = line
        for number, sealed in seal.entries():
            line = there.pop(number, None)
            if line is None or line.hash != sealed:
                return self._what(seal, number, sealed, line, held)
        return Broken(INSERTED, seal.number, min(there)) if there else None

    def _what(self, seal: Seal, number: int, sealed: bytes, line: Line | None, held: list[Line]) -> Broken:
        """What became of a record that is not as it was sealed."""
        twin = next((each for each in held if each.id != number and each.numbered(number).hash == sealed), None)
        elsewhere = self.find(number) if line is None else line
        if twin is not None:
            what = ALTERED if elsewhere is None else SWAPPED
            return Broken(what, seal.number, number, twin.id)
        if elsewhere is None:
            return Broken(MISSING, seal.number, number)
        return Broken(MOVED if line is None and elsewhere.hash == sealed else ALTERED, seal.number, number)
