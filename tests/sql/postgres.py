#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the program asks of PostgreSQL, on a real one in a throw-away cluster: every migration and statement by itself, the
store's tests, and a house that keeps its rows there. usage: postgres.py BUILD

Needs Debian's `postgresql`. Ends with `N passed, N failed`; exits 77 (skipped) where PostgreSQL is not installed.
"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import sqlgen  # noqa: E402
from cluster import PROGRAMS, Cluster  # noqa: E402

TESTS = ["blob", "bulletin", "draft", "fault", "ledger", "letter", "nouns", "postgres", "preview", "public", "report",
         "store", "sweep", "unit", "upload", "verify", "visit"]


def statements(cluster):
    """Each is prepared, and takes no argument for a narrower number than the driver sends."""
    passed = failed = 0
    tries = [(m["name"], m["postgres"]) for m in sqlgen.read_migrations(ROOT / "sql")]
    for s in sqlgen.read_statements(ROOT / "sql"):
        tries.append((s["name"], f"prepare {s['name']} as {s['postgres']}; select 1 / (1 - count(*)) from pg_prepared_statements, "
                      "unnest(parameter_types) t where t::text not in ('bigint', 'text', 'bytea')"))
    for name, sql in tries:
        trouble = cluster.psql(sql)
        passed, failed = passed + (not trouble), failed + bool(trouble)
        if trouble:
            print(f"{name}: {trouble}")
    return passed, failed


def store_tests(cluster, build):
    passed = failed = 0
    env = {**os.environ, "SKILLWEEK_TEST_DATABASE": cluster.url}
    for name in TESTS:
        program = build / f"src/store/store_{name}_test"
        done = subprocess.run([program], env=env, capture_output=True, text=True)
        out = done.stdout + done.stderr
        good, bad = len(re.findall(r"^\[       OK \]", out, re.M)), len(re.findall(r"^\[  FAILED  \] [a-z_]+$", out, re.M))
        bad = bad or (1 if done.returncode else 0)
        passed, failed = passed + good, failed + bad
        if bad:
            print(f"{name}: {out[-3000:]}")
    return passed, failed


def story(cluster, build):
    done = subprocess.run(["node", ROOT / "tests/sql/house.mjs", build / "skillweek", cluster.url], capture_output=True, text=True)
    print(done.stdout + done.stderr, end="")
    told = re.findall(r"^(\d+) passed, (\d+) failed", done.stdout, re.M)
    return tuple(map(int, told[-1])) if told else (0, 1)


def main():
    if not PROGRAMS:
        print("PostgreSQL is not installed: skipped")
        return 77
    build = pathlib.Path(sys.argv[1]).resolve()
    passed = failed = 0
    with Cluster() as cluster:
        for part in (lambda: statements(cluster), lambda: store_tests(cluster, build), lambda: story(cluster, build)):
            good, bad = part()
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
