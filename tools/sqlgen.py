#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns sql/migrations/*.sql and sql/queries/*.sql into C.

A statement of sql/queries/<noun>.sql is headed by comment lines and ends with a semicolon:

    -- name: report_accept
    -- changes: 1           rows it must change; "any": not judged; "-- rows" instead: it is a query; "-- rows: many": one
                            whose rows may be more than memory should hold at once
    -- Any other comment line describes it.
    update report set standing = 2 where obligation = $1 and standing = 0;

Written once, in the subset that SQLite and PostgreSQL share. For SQLite $n becomes ?n, because SQLite numbers $n by
first appearance. Migrations are written with PostgreSQL's types; for SQLite bigint becomes integer, bytea becomes blob
and every table is made strict. For PostgreSQL "without rowid" is left out and texts are ordered by their bytes, as SQLite
does, whatever the database was made with.

    sqlgen.py SQL_FOLDER HEADER SOURCE
"""
import pathlib
import re
import sys


class Refused(Exception):
    pass


def uncomment(sql):
    return re.sub(r"--[^\n]*", "", sql)


def squeeze(sql):
    return re.sub(r"\s+", " ", sql).strip()


def read_statement(block, where):
    name = changes = None
    rows = many = False
    notes = []
    for line in block.splitlines():
        note = re.match(r"\s*--\s?(.*)", line)
        if not note or "SPDX" in line:
            continue
        text = note.group(1).strip()
        if text.startswith("name:"):
            name = text[5:].strip()
        elif text.startswith("changes:"):
            changes = text[8:].strip()
        elif text in ("rows", "rows: many"):
            rows, many = True, text != "rows"
        else:
            notes.append(text)
    sql = squeeze(uncomment(block))
    if not name or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Refused(f"{where}: a statement without a name: {sql[:60]}")
    if rows == (changes is not None):
        raise Refused(f"{where}: {name}: say either '-- rows' or '-- changes: N'")
    if changes is not None and changes != "any" and not changes.isdigit():
        raise Refused(f"{where}: {name}: changes: {changes}")
    if "?" in sql or '"' in sql:
        raise Refused(f"{where}: {name}: use $1, $2 … and no quoted names")
    used = {int(n) for n in re.findall(r"\$(\d+)", sql)}
    if used != set(range(1, len(used) + 1)):
        raise Refused(f"{where}: {name}: the arguments are not $1 … ${len(used)}")
    return {"name": name, "rows": rows, "many": many, "changes": -1 if rows or changes == "any" else int(changes),
            "args": len(used), "postgres": sql, "sqlite": re.sub(r"\$(\d+)", r"?\1", sql), "notes": notes}


def blocks(text):
    """Each statement with the comment lines above it."""
    block = []
    for line in text.splitlines():
        block.append(line)
        if line.rstrip().endswith(";") and not line.lstrip().startswith("--"):
            yield "\n".join(block).rstrip().rstrip(";")
            block = []
    if squeeze(uncomment("\n".join(block))):
        raise Refused(f"no semicolon after: {squeeze(uncomment(chr(10).join(block)))[:60]}")


def read_statements(folder):
    found = []
    for path in sorted((folder / "queries").glob("*.sql")):
        for block in blocks(path.read_text(encoding="utf-8")):
            found.append(read_statement(block, path.name))
    names = [s["name"] for s in found]
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"the name {name} is given twice")
    return found


def read_migrations(folder):
    found = []
    for path in sorted((folder / "migrations").glob("*.sql")):
        number = int(path.name[:4])
        if number != len(found) + 1:
            raise Refused(f"{path.name}: the next migration must be {len(found) + 1:04}")
        sql = uncomment(path.read_text(encoding="utf-8"))
        parts = [squeeze(part) for part in sql.split(";") if squeeze(part)]
        found.append({"name": path.stem, "postgres": ";\n".join(map(for_postgres, parts)) + ";",
                      "sqlite": ";\n".join(map(for_sqlite, parts)) + ";"})
    return found


def for_postgres(statement):
    if statement.startswith("create table"):
        statement = re.sub(r"(\w+ text)\b", r'\1 collate "C"', statement)
    return re.sub(r"\)\s*without rowid$", ")", statement)


def for_sqlite(statement):
    statement = re.sub(r"\bbigint\b", "integer", statement)
    statement = re.sub(r"\bbytea\b", "blob", statement)
    if statement.startswith("create table"):
        statement += ", strict" if statement.endswith("without rowid") else " strict"
    return statement


def literal(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return "\n        ".join(f'"{line}\\n"' for line in escaped.split("\n"))


def one_line(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def header(statements):
    out = ["/* Made by tools/sqlgen.py from sql/: do not edit. */", "#ifndef STORE_SQL_GEN_H", "#define STORE_SQL_GEN_H", "",
           "#include <stdbool.h>", "#include <stddef.h>", "", "enum sql_id {"]
    for s in statements:
        if s["notes"]:
            out.append("    /* " + " ".join(s["notes"]).replace("*/", "* /") + " */")
        out.append(f"    SQL_{s['name'].upper()},")
    out += ["    SQL_STATEMENTS", "};", "",
            f"enum {{ SQL_ARGS_MOST = {max(s['args'] for s in statements)} }};", "",
            "struct sql_statement {", "    const char *name, *sqlite, *postgres;", "    int args;",
            "    int changes; /* -1: not judged */", "    bool rows, many;", "};", "",
            "struct sql_migration {", "    const char *name, *sqlite, *postgres;", "};", "",
            "extern const struct sql_statement sql_statements[SQL_STATEMENTS];",
            "extern const struct sql_migration sql_migrations[];", "extern const int sql_migration_count;", "", "#endif", ""]
    return "\n".join(out)


def source(statements, migrations):
    out = ["/* Made by tools/sqlgen.py from sql/: do not edit. */", '#include "store/sql_gen.h"', "",
           "const struct sql_statement sql_statements[SQL_STATEMENTS] = {"]
    for s in statements:
        out.append(f"    [SQL_{s['name'].upper()}] = {{.name = \"{s['name']}\", .args = {s['args']}, "
                   f".changes = {s['changes']}, .rows = {'true' if s['rows'] else 'false'}, "
                   f".many = {'true' if s['many'] else 'false'},")
        out.append(f"        .sqlite = {one_line(s['sqlite'])},")
        out.append(f"        .postgres = {one_line(s['postgres'])}}},")
    out += ["};", "", "const struct sql_migration sql_migrations[] = {"]
    for m in migrations:
        out.append(f"    {{.name = \"{m['name']}\",")
        out.append(f"     .sqlite =\n        {literal(m['sqlite'])},")
        out.append(f"     .postgres =\n        {literal(m['postgres'])}}},")
    out += ["};", "", f"const int sql_migration_count = {len(migrations)};", ""]
    return "\n".join(out)


def main():
    folder = pathlib.Path(sys.argv[1])
    try:
        statements, migrations = read_statements(folder), read_migrations(folder)
    except Refused as refusal:
        sys.exit(f"sqlgen: {refusal}")
    pathlib.Path(sys.argv[2]).write_text(header(statements), encoding="utf-8")
    pathlib.Path(sys.argv[3]).write_text(source(statements, migrations), encoding="utf-8")


if __name__ == "__main__":
    main()
