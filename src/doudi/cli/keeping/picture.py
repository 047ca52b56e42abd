"""A picture of a database (数据库快照清单): of every table how many rows and a digest of them all, and of everything that
guards them (owners, rights, row-level security, functions, triggers, constraints) a line each.

Taken in the very snapshot that is copied, and again of the copy: the two must be the same.
"""

import re
from collections.abc import Callable
from typing import Any, Final

import psycopg
from psycopg import sql

Picture = dict[str, Any]
OURS: Final = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
TABLES: Final = f"""SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND {OURS} ORDER BY 1, 2"""
# Two halves of one md5 a row, summed: the order of the rows does not matter, one changed letter does. Whether somebody
# has meddled is not asked here; for that the whole file is sealed.
ROWS: Final = """SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text || ':' ||
    coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text FROM (SELECT md5(t::text) AS h FROM {} t) rows"""
SEQUENCES: Final = f"""SELECT n.nspname || '.' || c.relname, pg_sequence_last_value(c.oid) FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND {OURS} ORDER BY 1"""


def _rights(acl: str, otherwise: str = "NULL") -> str:
    """Rights as words in an order that does not hang on the order in which they were given."""
    return f"""(SELECT coalesce(string_agg(word, ' ' ORDER BY word), '') FROM (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC'
        ELSE pg_get_userbyid(a.grantee)::text END || '=' || a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE ''
        END AS word FROM aclexplode(coalesce({acl}, {otherwise})) a) words)"""


_OF_TABLE: Final = _rights("c.relacl", """acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)""")
_OF_FUNCTION: Final = _rights("p.proacl", "acldefault('f', p.proowner)")
_OF_SCHEMA: Final = _rights("n.nspacl", "acldefault('n', n.nspowner)")
_OF_DATABASE: Final = _rights("d.datacl", "acldefault('d', d.datdba)")
SHAPE: Final[dict[str, str]] = {
    "tables": f"""SELECT format('%s.%s %s owner %s rls %s force %s: %s', n.nspname, c.relname, c.relkind,
        pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity, {_OF_TABLE})
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'S', 'v', 'm', 'p') AND {OURS}""",
    "columns": f"""SELECT format('%s.%s.%s %s%s %s %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, pg_get_expr(d.adbin, d.adrelid), {_rights('a.attacl')})
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'm', 'p') AND {OURS}""",
    "policies": """SELECT format('%s.%s %s %s %s %s: %s | %s', schemaname, tablename, policyname, permissive,
        roles, cmd, qual, with_check) FROM pg_policies""",
    "functions": f"""SELECT format('%s owner %s definer %s: %s %s', p.oid::regprocedure, pg_get_userbyid(p.proowner),
        p.prosecdef, {_OF_FUNCTION}, CASE p.prokind WHEN 'a' THEN '' ELSE md5(pg_get_functiondef(p.oid)) END) FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}""",
    "constraints": f"""SELECT format('%s %s: %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE {OURS} AND c.contype <> 'n'""",
    "indexes": f"SELECT indexdef FROM pg_indexes n WHERE {OURS.replace('n.nspname', 'n.schemaname')}",
    "triggers": f"""SELECT format('%s %s: %s', t.tgname, t.tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND {OURS}""",
    "views": f"""SELECT format('%s: %s', c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {OURS}""",
    "default rights": f"""SELECT format('%s %s %s: %s', pg_get_userbyid(d.defaclrole), coalesce(s.nspname, '-'),
        d.defaclobjtype, {_rights('d.defaclacl')}) FROM pg_default_acl d LEFT JOIN pg_namespace s ON s.oid = d.defaclnamespace""",
    "schemas": f"""SELECT format('%s owner %s: %s', n.nspname, pg_get_userbyid(n.nspowner), {_OF_SCHEMA})
        FROM pg_namespace n WHERE {OURS}""",
    "types": f"""SELECT format('%s owner %s %s', t.oid::regtype, pg_get_userbyid(t.typowner),
        (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)) FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd') AND {OURS}""",
    "extensions": "SELECT format('%s %s', extname, extversion) FROM pg_extension",
    "database": f"SELECT {_OF_DATABASE} FROM pg_database d WHERE d.datname = current_database()",
}
CASTS: Final = re.compile(r"::(text|character varying)(\[\])?|[()\s]")
MIGRATIONS: Final = "SELECT app || '.' || name FROM django_migrations ORDER BY id"
FIXED: Final = ("SET TimeZone = 'UTC'", "SET DateStyle = 'ISO, YMD'", "SET IntervalStyle = 'iso_8601'",
                "SET extra_float_digits = 1", "SET bytea_output = 'hex'")


def picture(connection: psycopg.Connection, progress: Callable[[str, int], None] = lambda *_: None) -> Picture:
    """The picture, in whatever snapshot the connection is in."""
    for statement in FIXED:
        connection.execute(statement)
    names = connection.execute(TABLES).fetchall()
    tables: dict[str, list[Any]] = {}
    for number, (schema, table) in enumerate(names, 1):
        progress(f"清点 {number}/{len(names)} 张表", 0)
        tables[f"{schema}.{table}"] = list(
            connection.execute(sql.SQL(ROWS).format(sql.Identifier(schema, table))).fetchone())
    return {
        "tables": tables,
        "sequences": dict(connection.execute(SEQUENCES).fetchall()),
        "shape": {kind: sorted(row[0] for row in connection.execute(question)) for kind, question in SHAPE.items()},
        "migrations": [row[0] for row in connection.execute(MIGRATIONS)],
    }


def plainly(line: str) -> str:
    """Without the casts and brackets that PostgreSQL itself writes another way after every copy."""
    return CASTS.sub("", line)


def differences(wanted: Picture, found: Picture) -> list[str]:
    """What is not the same, a Chinese line each; nothing is the good answer."""
    told = []
    for name in sorted({*wanted["tables"], *found["tables"]}):
        before, after = wanted["tables"].get(name), found["tables"].get(name)
        if before != after:
            told.append(f"表 {name}:{_counted(before)},恢复后{_counted(after)}" + (
                "(行数相同,内容不同)" if before and after and before[0] == after[0] else ""))
    for name, value in wanted["sequences"].items():
        # A number handed out while the copy was taken is not handed out again; that is all that is asked.
        if (found["sequences"].get(name) or 0) < (value or 0):
            told.append(f"编号 {name}:备份时到 {value},恢复后到 {found['sequences'].get(name)}")
    for kind in sorted({*wanted["shape"], *found["shape"]}):
        before, after = ({plainly(line): line for line in each["shape"].get(kind, ())} for each in (wanted, found))
        told += [f"{kind} 少了:{before[line]}" for line in sorted(before.keys() - after.keys())]
        told += [f"{kind} 多了:{after[line]}" for line in sorted(after.keys() - before.keys())]
    return told


def _counted(rows: list[Any] | None) -> str:
    return "没有" if rows is None else f"{rows[0]} 行"
