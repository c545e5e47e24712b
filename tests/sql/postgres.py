#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the program asks of PostgreSQL, on a real one in a throw-away cluster: every migration and statement by itself, the
store's tests, a house that keeps its rows there, and one that moves there. usage: postgres.py BUILD

Needs Debian's `postgresql`. Ends with `N passed, N failed`; exits 77 (skipped) where PostgreSQL is not installed.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import sqlgen  # noqa: E402
from cluster import PROGRAMS, Cluster  # noqa: E402

# postgres_test stands alone: it sets the server, and cuts connections.
ALONE = "postgres"
TESTS = ["verify", "newest", "postgres_copy", "nouns", "report", "store", "ledger", "fault", "visit", "public", "bulletin", "letter", "outbox", "sweep"]


def statements(cluster):
    """Each is prepared, and takes no argument for a narrower number than the driver sends."""
    tries = [(m["name"], m["postgres"]) for m in sqlgen.read_migrations(ROOT / "sql")]
    for s in sqlgen.read_statements(ROOT / "sql"):
        tries.append((s["name"], f"prepare {s['name']} as {s['postgres']}; select 1 / (1 - count(*)) from pg_prepared_statements, "
                      f"unnest(parameter_types) t where name = '{s['name']}' and t::text not in ('bigint', 'text', 'bytea')"))
    if not cluster.psql("create schema whole; set search_path = whole; " + ";\n".join(sql for _, sql in tries)):
        return len(tries), 0
    wrong = [(name, trouble) for name, sql in tries if (trouble := cluster.psql(sql))]
    for name, trouble in wrong:
        print(f"{name}: {trouble}")
    return len(tries) - len(wrong), max(len(wrong), 1)


def columns(cluster):
    """Numbers come as bigint or integer, else the driver takes them for 0."""
    queries = [s for s in sqlgen.read_statements(ROOT / "sql") if s["rows"]]
    out = cluster.script("set search_path = whole;\n" + "".join(f"\\echo = {s['name']}\n{s['postgres']} \\gdesc\n" for s in queries))
    told = {name: lines.split("\n") for name, _, lines in (part.partition("\n") for part in out.split("= ")[1:])}
    good = {s["name"] for s in queries
            if (lines := [line for line in told.get(s["name"], []) if line]) and all(re.search(r"\|(bigint|integer|text|bytea)$", line) for line in lines)}
    for name in sorted({s["name"] for s in queries} - good):
        print(f"{name}: {told.get(name)}")
    return len(good), len(queries) - len(good)


def collation(cluster):
    """No text is ordered by the language that the database was made with."""
    loose = cluster.script("select table_name, column_name from information_schema.columns where table_schema = 'whole' and data_type = 'text' "
                           "and collation_name is distinct from 'C';")
    print(loose, end="")
    return (0, 1) if loose else (1, 0)


def store_test(cluster, build, name):
    env = {**os.environ, "SKILLWEEK_TEST_DATABASE": cluster.url}
    done = subprocess.run([build / f"src/store/store_{name}_test"], env=env, capture_output=True, text=True)
    out = done.stdout + done.stderr
    passed, failed = len(re.findall(r"^\[       OK \]", out, re.M)), len(re.findall(r"^\[  FAILED  \] [a-z_]+$", out, re.M))
    if failed or done.returncode:
        print(f"{name}: {out[-3000:]}")
    return passed, failed or int(done.returncode != 0)


def story(cluster, build, name):
    done = subprocess.run(["node", ROOT / f"tests/sql/{name}.mjs", build / "skillweek", cluster.url], capture_output=True, text=True)
    print(done.stdout + done.stderr, end="")
    told = re.findall(r"^(\d+) passed, (\d+) failed", done.stdout, re.M)
    return tuple(map(int, told[-1])) if told else (0, 1)


def main():
    if not PROGRAMS:
        print("PostgreSQL is not installed: skipped")
        return 77
    build = pathlib.Path(sys.argv[1]).resolve()
    with Cluster() as cluster, concurrent.futures.ThreadPoolExecutor(3) as pool:
        tallies = [statements(cluster), columns(cluster), collation(cluster)]
        parts = [pool.submit(story, cluster, build, name) for name in ("house", "move")] + [pool.submit(store_test, cluster, build, name) for name in TESTS]
        tallies += [part.result() for part in parts]
        tallies.append(store_test(cluster, build, ALONE))
    passed, failed = (sum(column) for column in zip(*tallies))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
