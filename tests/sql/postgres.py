#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the schema and prepares every named statement on a real PostgreSQL, in a throw-away cluster.

Needs Debian's `postgresql`. Its server refuses to run as root: then it is run as the user postgres. Ends with
`N passed, N failed`; exits 77 (skipped) where PostgreSQL is not installed.
"""
import glob
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import sqlgen  # noqa: E402


def run(*command):
    if os.geteuid() == 0:
        command = ("runuser", "-u", "postgres", "--") + command
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def psql(folder, sql):
    done = run("psql", "-h", folder, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", sql)
    return done.stderr.strip() if done.returncode else ""


def try_all(folder):
    failed = passed = 0
    tries = [(m["name"], m["postgres"]) for m in sqlgen.read_migrations(ROOT / "sql")]
    tries += [(s["name"], f"prepare {s['name']} as {s['postgres']}") for s in sqlgen.read_statements(ROOT / "sql")]
    for name, sql in tries:
        trouble = psql(folder, sql)
        if trouble:
            failed += 1
            print(f"{name}: {trouble}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def main():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        print("PostgreSQL is not installed: skipped")
        return 77
    folder = tempfile.mkdtemp(prefix="skillweek-pg-")
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = folder + "/data"
        made = run(found[-1] + "/initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        started = run(found[-1] + "/pg_ctl", "-D", data, "-w", "-l", folder + "/log", "-o",
                      f"-c listen_addresses='' -k {folder} -F", "start")
        if made.returncode or started.returncode:
            print(made.stderr, started.stderr)
            return 1
        return try_all(folder)
    finally:
        run(found[-1] + "/pg_ctl", "-D", folder + "/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
