"""Compiles a kernel with the machine's C compiler and keeps the library in a cache.

The key is a hash of the text (which the rules in force and the language decide), the flags, the compiler and the
processor. A library carries its own hash at its end: one that is damaged, or was made from something else, is
made anew. It is put in place by renaming; of processes that need it at once one builds and the others wait for it.
"""

import ctypes
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from doudi.law.reasons import LawError

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-O3", "-march=native", "-std=gnu11", "-fPIC", "-shared", "-fwrapv", "-fno-math-errno", "-w")
PROCESSORS = Path("/proc/cpuinfo")
# Every programme of the law takes a minute of the processor; a busy machine may share it with many.
LONGEST_BUILD = 1800


class NoCompiler(LawError):
    """There is no C compiler, or it does not work; the message is for whoever sets the machine up."""


@cache
def compiler() -> tuple[str, str]:
    """The compiler's path and what it says of itself. NoCompiler: there is none."""
    for name in COMPILERS:
        path = shutil.which(name)
        if path is not None:
            said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            return path, said.stdout
    raise NoCompiler(
        "没有找到 C 编译器（cc、gcc 或 clang），全市计算无法编译规则：请安装，例如 apt install gcc libc6-dev，"
        "再运行一次；逐户认定不受影响"
    )


@cache
def machine() -> str:
    """What the processor can do: a library made for another one may not run here."""
    flags = ""
    if PROCESSORS.is_file():
        lines = PROCESSORS.read_text(errors="replace").splitlines()
        flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return f"{platform.machine()} {flags}"


def key_of(text: str) -> str:
    """What a library is made from."""
    path, said = compiler()
    return hashlib.sha256("\0".join([text, *FLAGS, path, said, machine()]).encode()).hexdigest()


def library(text: str, cache_folder: Path | None) -> ctypes.CDLL:
    """The compiled text: from the cache, or compiled and put there; without a folder, for this process only."""
    key = key_of(text)
    if cache_folder is None:
        with tempfile.TemporaryDirectory() as folder:
            return _load(_built(text, key, Path(folder)))
    cache_folder.mkdir(parents=True, exist_ok=True)
    place = cache_folder / f"kernel-{key[:24]}.so"
    if not _whole(place, key):
        with _one_builder(cache_folder):
            if not _whole(place, key):
                place = _built(text, key, cache_folder)
    return _load(place)


@contextmanager
def _one_builder(folder: Path) -> Iterator[None]:
    """Whoever comes while another process compiles waits for it, and finds what that one made: the lock is on the folder,
    leaves no file, and goes with the process."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _load(place: Path) -> ctypes.CDLL:
    return ctypes.CDLL(str(place))


def _seal(content: bytes, key: str) -> bytes:
    return hashlib.sha256(content + key.encode()).hexdigest().encode()


def _whole(place: Path, key: str) -> bool:
    """Whether the file is what was once made from this key."""
    try:
        content = place.read_bytes()
    except OSError:
        return False
    return content[-64:] == _seal(content[:-64], key)


def _built(text: str, key: str, folder: Path) -> Path:
    with tempfile.TemporaryDirectory(dir=folder, prefix="build-") as made:
        source, target = Path(made) / "kernel.c", Path(made) / "kernel.so"
        source.write_text(text, encoding="utf-8")
        words = [compiler()[0], *FLAGS, "-o", str(target), str(source)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LONGEST_BUILD)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "error" in line]
            raise NoCompiler(
                f"C 编译器没有编译成功：{next(iter(said), '没有说明原因')}。请检查是否装有 C 标准库（libc6-dev）和足够的磁盘空间"
            )
        content = target.read_bytes()
        target.write_bytes(content + _seal(content, key))
        place = folder / f"kernel-{key[:24]}.so"
        os.replace(target, place)
    return place
