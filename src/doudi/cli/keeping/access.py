"""Roles, rights on the database as a whole, and settings of both (角色与权限): what pg_dump of one database leaves out.

Passwords are not among them: the embedded server's are its folder's own, another server's are its administrator's.
"""

import sys
from collections.abc import Callable
from typing import Any, Final

import psycopg
from psycopg import sql

Access = dict[str, Any]
# Whoever owns or may do anything here, and whom they belong to.
ROLES: Final = """
WITH RECURSIVE named AS (
    SELECT d.refobjid AS oid FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND (
        d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) OR (d.dbid = 0
        AND d.classid = 'pg_database'::regclass AND d.objid = (SELECT oid FROM pg_database WHERE datname = current_database())))
    UNION SELECT m.roleid FROM pg_auth_members m JOIN named ON named.oid = m.member
)
SELECT r.rolname, r.rolcanlogin, r.rolinherit, r.rolbypassrls FROM named JOIN pg_roles r USING (oid)
WHERE r.rolname !~ '^pg_' AND NOT r.rolsuper ORDER BY 1
"""
MEMBERS: Final = """SELECT b.rolname, m.rolname, a.inherit_option, a.set_option FROM pg_auth_members a
    JOIN pg_roles b ON b.oid = a.roleid JOIN pg_roles m ON m.oid = a.member ORDER BY 1, 2"""
RIGHTS: Final = """SELECT CASE a.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(a.grantee)::text END, a.privilege_type
    FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
    WHERE d.datname = current_database() ORDER BY 1, 2"""
SETTINGS: Final = """SELECT coalesce(pg_get_userbyid(nullif(setrole, 0))::text, ''), setdatabase <> 0, unnest(setconfig)
    FROM pg_db_role_setting WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    ORDER BY 1, 2, 3"""
OWNER: Final = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
A_LIST: Final = frozenset({"search_path", "session_preload_libraries", "local_preload_libraries", "temp_tablespaces"})


def of(connection: psycopg.Connection) -> Access:
    """Everything of it that this database hangs on."""
    roles = {name: {"login": login, "inherit": inherit, "bypass": bypass}
             for name, login, inherit, bypass in connection.execute(ROLES)}
    return {
        "owner": connection.execute(OWNER).fetchone()[0],
        "roles": roles,
        "members": [list(row) for row in connection.execute(MEMBERS) if row[0] in roles and row[1] in roles],
        "rights": [list(row) for row in connection.execute(RIGHTS)],
        "settings": [list(row) for row in connection.execute(SETTINGS) if row[0] in {"", *roles} and (row[0] or row[1])],
    }


def missing_roles(connection: psycopg.Connection, wanted: Access) -> list[str]:
    """Roles that the server does not have."""
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    return sorted(set(wanted["roles"]) - known)


def make_roles(connection: psycopg.Connection, wanted: Access, password_of: Callable[[str], str]) -> None:
    """On a server of our own: whoever is missing, and everybody with exactly the powers they had."""
    missing = missing_roles(connection, wanted)
    for name, role in wanted["roles"].items():
        who = sql.Identifier(name)
        if name in missing:
            connection.execute(sql.SQL("CREATE ROLE {}").format(who))
        words = [word if role[key] else f"NO{word}"
                 for key, word in (("login", "LOGIN"), ("inherit", "INHERIT"), ("bypass", "BYPASSRLS"))]
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(who, sql.SQL(" ".join(words))))
        if name in missing and role["login"]:
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(who, sql.Literal(password_of(name))))
    for role, member, inherit, may_set in wanted["members"]:
        connection.execute(sql.SQL("GRANT {} TO {} WITH INHERIT {}, SET {}").format(
            sql.Identifier(role), sql.Identifier(member), sql.SQL(str(inherit)), sql.SQL(str(may_set))))


def give_rights(connection: psycopg.Connection, name: str, wanted: Access) -> None:
    """The rights on the database itself, and the settings that come with a connection to it."""
    database = sql.Identifier(name)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for role, right in wanted["rights"]:
        connection.execute(sql.SQL("GRANT {} ON DATABASE {} TO {}").format(
            sql.SQL(right), database, sql.Identifier(role) if role else sql.SQL("PUBLIC")))
    for role, here, setting in wanted["settings"]:
        key, _, value = setting.partition("=")
        told = sql.SQL(value) if key in A_LIST else sql.Literal(value)
        whose = sql.SQL("ROLE {}").format(sql.Identifier(role)) if role else sql.SQL("DATABASE {}").format(database)
        where = sql.SQL(" IN DATABASE {}").format(database) if role and here else sql.SQL("")
        statement = sql.SQL("ALTER {}{} SET {} TO {}").format(whose, where, sql.SQL(key), told)
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            # Of roles that belong to the whole of somebody else's server.
            print(f"这一项要请数据库管理员来设:{statement.as_string(connection)};", file=sys.stderr)
