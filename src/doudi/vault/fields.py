"""Sealed columns (密封的列): a text, a file or a JSON value that only opens in its own row and column.

A column holds `needle… sealed-value`. The sealed value is bound to `table.column:row`, so a row needs its number before
it is written (`numbering`). A needle is a blind index with the number of its key; the database takes it out into a column of
its own (`BlindIndex`), so index and value can never tell different things, and swapping a needle makes the value unreadable.
What is read stays closed until the attribute is touched. Source: 个人信息保护法 第五十一条(三).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.db.models.query_utils import DeferredAttribute

from doudi.kernel.sealing import (
    BLIND_BYTES,
    HEAD,
    NONCE_BYTES,
    TAG_BYTES,
    VERSION,
    Key,
    blind,
    key_id,
    seal,
    unseal,
)
from doudi.vault.keys import DATA, INDEX, ring

KEY_NUMBER: Final = 2
NEEDLE_BYTES: Final = KEY_NUMBER + BLIND_BYTES
SHORTEST: Final = HEAD + NONCE_BYTES + TAG_BYTES
# What of a text can be searched for.
CUTS: Final[Mapping[str, Callable[[str], str]]] = {"whole": lambda text: text, "last4": lambda text: text[-4:]}


class NotNumbered(TypeError):
    """A row with sealed columns was to be stored before it had its number, or with a value of another row."""


class InClear(TypeError):
    """A sealed column was to be written with a value that belongs to no row."""


class Closed:
    """A sealed value that nobody has opened. It shows nothing of itself, in no form."""

    __slots__ = ("_column", "_stored")

    def __init__(self, column: "SealedColumn", stored: bytes) -> None:
        self._column, self._stored = column, stored

    def open(self, pk: Any) -> Any:
        """What it says, for the row it stands in. Raises CannotOpen for any other."""
        return self._column.opened(self._stored, pk)

    def stored(self) -> bytes:
        """The bytes as the column holds them."""
        return self._stored

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "Closed()"


class OpensOnTouch(DeferredAttribute):
    """The attribute of a sealed column: opened when it is first read, kept open for the life of the object."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Closed):
            value = instance.__dict__[self.field.attname] = value.open(instance.pk)
        return self.field.nothing() if value is None else value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedColumn(models.Field):
    """The base: bytes in the database. `needles` are the cuts that can be searched for; an empty column reads as
    nothing of its kind, or as None where `or_none`."""

    descriptor_class = OpensOnTouch
    empty_strings_allowed = False
    kind: Callable[[], Any] = str

    def __init__(self, *, needles: Iterable[str] = (), or_none: bool = False, **more: Any) -> None:
        self.needles, self.or_none = tuple(needles), or_none
        self.head_bytes = len(self.needles) * NEEDLE_BYTES
        super().__init__(**{**more, "null": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, told = super().deconstruct()
        del told["null"], told["editable"]
        if self.needles:
            told["needles"] = self.needles
        if self.or_none:
            told["or_none"] = True
        return name, path, args, told

    def get_internal_type(self) -> str:
        return "BinaryField"

    def nothing(self) -> Any:
        """What an empty column reads as."""
        return None if self.or_none else self.kind()

    def pack(self, value: Any) -> bytes:
        """The value as bytes."""
        raise NotImplementedError

    def unpack(self, plain: bytes) -> Any:
        """The value of the bytes."""
        raise NotImplementedError

    def place(self, pk: Any, head: bytes) -> str:
        """Where a value stands; its needles belong to it."""
        place = f"{self.model._meta.db_table}.{self.column}:{pk}"
        return f"{place}#{head.hex()}" if head else place

    def sealed(self, value: Any, pk: Any) -> bytes | None:
        """The value as this row's column holds it; nothing for nothing."""
        if not value:
            return None
        keys = ring()
        head = b"".join(self.needle(keys.current(INDEX), CUTS[cut](value), cut) for cut in self.needles)
        return head + seal(keys.current(DATA), self.pack(value), self.place(pk, head))

    def opened(self, stored: bytes, pk: Any) -> Any:
        """What a stored value says in this row. Raises CannotOpen."""
        head, body = stored[: self.head_bytes], stored[self.head_bytes :]
        return self.unpack(unseal(ring().key(DATA, key_id(body)), body, self.place(pk, head)))

    def needle(self, key: Key, text: str, cut: str) -> bytes:
        """Key number and blind index of one cut of a text."""
        field = f"{self.model._meta.db_table}.{self.column}"
        return key.id.to_bytes(KEY_NUMBER, "big") + blind(key, text, field if cut == "whole" else f"{field}/{cut}")

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Closed | None:
        return None if value is None else Closed(self, bytes(value))

    def pre_save(self, instance: models.Model, add: bool) -> Closed | None:
        value = instance.__dict__.get(self.attname)
        if instance.pk is None:
            raise NotNumbered(f"{self.model.__name__} has no number yet: make it with objects.create or objects.bulk_create")
        if not isinstance(value, Closed):
            stored = self.sealed(value, instance.pk)
            return None if stored is None else Closed(self, stored)
        if add:
            raise NotNumbered(f"{self.name} is a closed value of another row: read it first, then assign what it says")
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> bytes | None:
        if value is None or isinstance(value, Closed):
            return None if value is None else value.stored()
        raise InClear(f"{self.name} is sealed for its row: assign it to an object and save that, no update() can")

    def get_lookup(self, name: str) -> Any:
        if name != "isnull":
            raise FieldError(f"{self.name} is sealed and cannot be compared ({name}). Search its index: "
                             f"holding({self.model.__name__}, {self.name!r}, text), where it has one.")
        return super().get_lookup(name)

    def value_to_string(self, obj: models.Model) -> str:
        raise InClear(f"{self.name} is sealed and is not written out")


class SealedText(SealedColumn):
    """A sealed text."""

    def pack(self, value: str) -> bytes:
        return value.encode()

    def unpack(self, plain: bytes) -> str:
        return plain.decode()


class SealedBytes(SealedColumn):
    """A sealed file."""

    kind = bytes

    def pack(self, value: bytes) -> bytes:
        return bytes(value)

    def unpack(self, plain: bytes) -> bytes:
        return plain


class SealedJSON(SealedColumn):
    """A sealed mapping; an empty one is no value."""

    kind = dict

    def pack(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def unpack(self, plain: bytes) -> Any:
        return json.loads(plain)


class BlindIndex(models.GeneratedField):
    """A needle of a sealed column, kept by the database itself: `number` counts the column's needles from nought."""

    def __init__(self, *, of: str, number: int = 0, **more: Any) -> None:
        self.of, self.number = of, number
        more |= {"expression": Func(F(of), Value(1 + number * NEEDLE_BYTES), Value(NEEDLE_BYTES), function="substring"),
                 "output_field": models.BinaryField(), "db_persist": True, "null": True}
        super().__init__(**more)

    def deconstruct(self) -> Any:
        name, path, args, told = super().deconstruct()
        for ours in ("expression", "output_field", "db_persist", "null"):
            told.pop(ours, None)
        return name, path, args, told | {"of": self.of} | ({"number": self.number} if self.number else {})

    def needles(self, texts: Iterable[str]) -> list[bytes]:
        """What to look for: each text under every index key there is."""
        column = self.model._meta.get_field(self.of)
        cut = column.needles[self.number]
        return [column.needle(key, text, cut) for text in texts for key in ring().all(INDEX)]


def holding(model: type[models.Model], column: str, *texts: str) -> Q:
    """The rows whose sealed column is one of these texts, found by `<column>_index`."""
    return Q((f"{column}_index__in", model._meta.get_field(f"{column}_index").needles(texts)))


def only_sealed(column: str, *, of: str, needles: int = 0) -> models.CheckConstraint:
    """What stands in the column is a sealed value, whoever wrote it."""
    start = needles * NEEDLE_BYTES
    length = Func(F(column), function="octet_length", output_field=models.IntegerField())
    first = Func(F(column), Value(start), function="get_byte", output_field=models.IntegerField())
    return models.CheckConstraint(
        name=f"{of}_{column}_is_sealed",
        condition=Q((f"{column}__isnull", True))
        | (Q(GreaterThanOrEqual(length, start + SHORTEST)) & Q(Exact(first, VERSION))),
    )
