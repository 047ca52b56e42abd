"""Whether the key ring is the right one (试开): before anything is served, one value of every sealed column is opened.

A lost key file would otherwise be made anew without a word, numbered as the old one was, and the first to notice would be a
clerk before an empty page.
"""

import os
from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from doudi.kernel.sealing import CannotOpen
from doudi.vault.fields import SealedColumn
from doudi.vault.keys import ring_file


class WrongKeys(Exception):
    """Something lies sealed that this ring does not open; the text says what, and what to do."""


def try_ring() -> None:
    """Open the newest value of every sealed column. Raises WrongKeys; makes no key file where values already wait for one.

    One query for each column, whatever the table's size.
    """
    newest = list(_newest())
    if not newest:
        return
    lost = "DOUDI_KEYS" not in os.environ and not ring_file().exists()
    for field, pk, stored in newest:
        try:
            if not lost:
                field.opened(stored, pk)
                continue
        except CannotOpen:
            pass
        where = "环境变量 DOUDI_KEYS" if "DOUDI_KEYS" in os.environ else f"密钥文件 {ring_file()}"
        raise WrongKeys(f"{where}{'不见了' if lost else '打不开数据库里已有的内容'}({field.model._meta.db_table}.{field.column}:{pk})。"
                        "请把另外保存的原来那份密钥放回去,再启动。数据没有动。")


def _newest() -> Iterator[tuple[SealedColumn, int, bytes]]:
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, SealedColumn):
                    pk, column = model._meta.pk.column, field.column
                    cursor.execute(f'select "{pk}", "{column}" from "{model._meta.db_table}" '
                                   f'where "{column}" is not null order by "{pk}" desc limit 1')
                    yield from ((field, number, bytes(stored)) for number, stored in cursor.fetchall())
