"""The work behind `doudi replay`: spans of determinations shared out to processes, each with a connection of its own,
and what comes back told in the order of the determinations.
"""

import argparse
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections

from doudi.casework import actions, reads
from doudi.policy.lawbook import law_book

JINING = ZoneInfo("Asia/Shanghai")
MOST_PROCESSES = 8
INTERRUPTED = 130
BAR_STEP = 20


def run(args: argparse.Namespace) -> int:
    """Replay what was asked for; 1 when something differs."""
    if args.case:
        tally, span = reads.replayed(case=args.case), None
    else:
        todo = reads.spans(after=_start(args))
        tally, done = share_out(todo, args.processes or min(os.cpu_count() or 1, MOST_PROCESSES))
        span = (todo.after, done)
        actions.record_replay(after=todo.after, upto=done, tally=tally, by=None, at=datetime.now(JINING))
        if done < todo.upto:
            _tell(tally, span, args.json)
            print(f"\n已停下。编号 {done} 及以前的都复算过,接着算:doudi replay --after {done}", file=sys.stderr)
            return INTERRUPTED
    _tell(tally, span, args.json)
    if args.case and not tally.counted:
        print(f"案件 {args.case} 没有认定,或者没有这个案件。", file=sys.stderr)
    return 0 if tally.in_order else 1


def _start(args: argparse.Namespace) -> int:
    """The id after which to begin."""
    if args.all:
        return 0
    if args.after is not None:
        return int(args.after)
    return int(reads.before_day(args.since) if args.since else reads.replayed_until())


def share_out(todo: reads.Spans, processes: int) -> tuple[reads.Tally, int]:
    """Everything found, and the id up to which all is done; a Ctrl-C ends it early."""
    tally, done, bar = reads.Tally(), todo.after, _Bar(todo.count)
    spans = _here(todo) if processes == 1 or len(todo.ends) == 1 else _in_processes(todo, processes)
    try:
        for upto, part in spans:
            tally.add(part)
            done = upto
            bar.show(tally.counted)
    except KeyboardInterrupt:
        pass
    bar.end()
    return tally, done


def _here(todo: reads.Spans) -> Iterator[tuple[int, reads.Tally]]:
    for after, upto in todo.pairs():
        yield upto, reads.replayed(after=after, upto=upto)


def _in_processes(todo: reads.Spans, processes: int) -> Iterator[tuple[int, reads.Tally]]:
    # A connection does not survive being shared: closed before the children are made, each opens its own.
    connections.close_all()
    law_book()  # read once, for all of them
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, forked, initializer=_begin_alone) as pool:
        try:
            yield from zip(todo.ends, pool.map(_span, todo.pairs()), strict=True)
        finally:
            pool.shutdown(cancel_futures=True)


def _begin_alone() -> None:
    # Ctrl-C is the parent's. What it may have open by now is left to it: two on one connection read each other's answers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in connections.all(initialized_only=True):
        each.connection = None


def _span(pair: tuple[int, int]) -> reads.Tally:
    return reads.replayed(after=pair[0], upto=pair[1])


class _Bar:
    """How far it has come, on stderr, where somebody watches."""

    def __init__(self, count: int) -> None:
        self.count, self.shown, self.watched = count, 0, sys.stderr.isatty()

    def show(self, done: int) -> None:
        # Onto paper or into a log only now and then.
        if self.watched or (done - self.shown) * BAR_STEP >= self.count:
            self.shown = done
            print(f"\r已复算 {done:,} / {self.count:,}", end="" if self.watched else "\n", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.watched and self.shown:
            print(file=sys.stderr)


def _tell(tally: reads.Tally, span: tuple[int, int] | None, as_json: bool) -> None:
    print(json.dumps(_json(tally, span), ensure_ascii=False, indent=2) if as_json else "\n".join(_words(tally)))


def _json(tally: reads.Tally, span: tuple[int, int] | None) -> dict[str, Any]:
    names = ("counted", "reworded", "differing", "unreadable")
    return {
        **{name: getattr(tally, name) for name in names},
        "after": span and span[0],
        "upto": span and span[1],
        "law_versions": dict(tally.law_versions),
        "differences": [each.to_json() for each in tally.found],
    }


def _words(tally: reads.Tally) -> Iterator[str]:
    for each in tally.found:
        said = each.difference
        member = f",成员 {said.member}" if said.member else ""
        rule = f"({said.rule},{said.clause})" if said.rule else ""
        yield f"认定 {each.determination}(案件 {each.case or '无'}{member}):{said.text}{rule}"
    older = f",出自 {len(tally.law_versions)} 版法规文本" if len(tally.law_versions) > 1 else ""
    yield f"复算 {tally.counted:,} 份认定{older}:{_result(tally)}。"


def _result(tally: reads.Tally) -> str:
    parts = [
        f"{count:,} 份{words}"
        for count, words in (
            (tally.differing, "结果不同"),
            (tally.unreadable, "读不出来"),
            (tally.reworded, "只是措辞不同"),
        )
        if count
    ]
    return ",".join(parts) or "全部一致"
