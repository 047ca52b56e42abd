"""Reading the YAML files of the law strictly: standards, parameters, cases.

Every refusal says which file, where in it, what is wrong and what to do, in plain Chinese. Amounts and
shares are text in quotes; a float is refused wherever it stands (民发〔2021〕57号 第二十三条: an amount is
exact).
"""

import errno
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml


class BadFile(ValueError):
    """A file that cannot be taken: `path`, `line` (0 = the whole file), what is wrong and the cure, in
    Chinese.
    """

    def __init__(self, path: Path, line: int, what: str, cure: str) -> None:
        place = f"第 {line} 行" if line else "整个文件"
        super().__init__(f"{path} {place}:{_stopped(what)}{_stopped(cure)}")
        self.path, self.line, self.what, self.cure = path, line, what, cure


def _stopped(sentence: str) -> str:
    """A sentence with one full stop, or the mark it ends in."""
    return sentence if sentence.endswith(("。", "?")) else f"{sentence}。"


CANNOT_OPEN: Final[Mapping[int, str]] = {
    errno.ENOENT: "没有这个文件",
    errno.ENOTDIR: "没有这个文件",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有读它的权限",
    errno.EPERM: "没有读它的权限",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读取出错",
}


class Mapped(dict[str, Any]):
    """A mapping of a file that remembers in which line each key stands."""

    line: int = 0
    lines: dict[str, int]

    def at(self, key: str) -> int:
        """The line of a key, or of the mapping itself."""
        return self.lines.get(key, self.line)


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader (YAML 1.1) that keeps lines and refuses floats and doubled keys."""

    path: Path


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Mapped:
    found = Mapped()
    found.line, found.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise BadFile(loader.path, line, f"键“{key}”不是文字", "键用英文小写,不要写 on、yes、no 或数字")
        if key in found:
            raise BadFile(loader.path, line, f"“{key}”写了两次", "删去一个")
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = line
    return found


def _float(loader: _Loader, node: yaml.ScalarNode) -> Any:
    raise BadFile(
        loader.path,
        node.start_mark.line + 1,
        f"{node.value} 写成了小数",
        f'加上引号写成文字,例如 "{node.value}"',
    )


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        line = node.start_mark.line + 1
        raise BadFile(loader.path, line, f"没有 {node.value} 这个日期", "写成 2026-06-15 这样") from error


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(path, 0, "不是 UTF-8 编码的文字", "另存为 UTF-8") from error
    except OSError as error:
        why = CANNOT_OPEN.get(error.errno or 0, "读取出错")
        raise BadFile(path, 0, f"打不开({why})", "核对文件名和路径") from error


def read_yaml(path: Path) -> Mapped:
    """The mapping in a YAML file. BadFile for anything else."""
    loader = _Loader(_text(path))
    loader.path = path
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadFile(path, line, f"不是正确的 YAML({error.problem})", "核对缩进、冒号和引号") from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(path, 0, f"读不懂({error})", "核对日期和写法") from error
    finally:
        loader.dispose()
    if not isinstance(data, Mapped):
        raise BadFile(path, 0, "不是“键: 值”的写法", "对照 cases/README.md 的格式")
    return data


def nearest(word: str, known: Iterable[str], within: int = 4) -> str:
    """The known word fewer than `within` edits away that a misspelt one was probably meant to be, or ''."""
    best, least = "", within
    for other in known:
        distance = _distance(word, other, least)
        if distance < least:
            best, least = other, distance
    return best


def _distance(a: str, b: str, most: int) -> int:
    """Edits between two words, cut off at `most`."""
    if abs(len(a) - len(b)) >= most:
        return most
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]


def only_keys(path: Path, data: Mapped, allowed: Iterable[str], what: str) -> None:
    """Refuse a key that the format does not have, and name the one that was probably meant."""
    known = tuple(allowed)
    for key in data:
        if key not in known:
            meant = nearest(key, known)
            cure = f"是不是“{meant}”?" if meant else f"可用的有:{'、'.join(known)}"
            raise BadFile(path, data.at(key), f"{what}里没有“{key}”这一项", cure)


def text_of(path: Path, data: Mapped, key: str, *, default: str | None = None) -> str:
    """A text value."""
    value = data.get(key, default)
    if not isinstance(value, str):
        raise BadFile(path, data.at(key), f"“{key}”应为文字,收到 {value!r}", "补上,或加引号")
    return value


def day_of(path: Path, data: Mapped, key: str) -> date:
    """A calendar day."""
    value = data.get(key)
    if isinstance(value, datetime) or not isinstance(value, date):
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise BadFile(path, data.at(key), f"“{key}”应为日期,收到 {value!r}", "写成 2026-06-15 这样")
    return value


def flag_of(path: Path, data: Mapped, key: str, *, default: bool = False) -> bool:
    """true or false."""
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise BadFile(path, data.at(key), f"“{key}”应为 true 或 false,收到 {value!r}", "改成 true 或 false")
    return value


def whole_of(path: Path, data: Mapped, key: str, *, default: int | None = None) -> int:
    """A whole number that is not negative."""
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadFile(path, data.at(key), f"“{key}”应为不小于 0 的整数,收到 {value!r}", "改成整数")
    return value


def list_of(path: Path, data: Mapped, key: str) -> list[Any]:
    """A list; missing = empty."""
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadFile(path, data.at(key), f"“{key}”应为一组({value!r} 不是)", "用 [ ] 或每行一个 - 来写")
    return value


def mapped(path: Path, value: object, line: int, what: str) -> Mapped:
    """A mapping inside a list or under a key."""
    if not isinstance(value, Mapped):
        raise BadFile(path, line, f"{what}应写成“键: 值”,收到 {value!r}", "对照格式说明")
    return value


def choice_of(
    path: Path, data: Mapped, key: str, values: Mapping[str, str], *, default: str | None = None
) -> str:
    """One word out of a list."""
    value = text_of(path, data, key, default=default)
    if value not in values:
        meant = nearest(value, values)
        cure = f"是不是“{meant}”?" if meant else f"可选:{'、'.join(values)}"
        raise BadFile(path, data.at(key), f"“{key}”没有“{value}”这一项", cure)
    return value
