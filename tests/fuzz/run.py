#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs each fuzzer over its seeds and what was found before. usage: run.py SECONDS [TARGET …]

Crashes are kept in tests/fuzz/found/TARGET/ for ever: commit them with the mend. Ends with "N passed, N failed".
"""
import subprocess
import sys
import tempfile
from pathlib import Path


def main():
    seconds, only = sys.argv[1], sys.argv[2:]
    failed = passed = 0
    for source in sorted(Path("tests/fuzz/targets").glob("*.c")):
        name = source.stem
        program = next(Path("build-fuzz").rglob(f"fuzz_{name}"), None)
        if (only and name not in only) or program is None:
            failed += program is None and not only
            continue
        seeds, found = Path(f"tests/fuzz/seeds/{name}"), Path(f"tests/fuzz/found/{name}")
        found.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as corpus:
            folders = [corpus, str(found)] + ([str(seeds)] if seeds.is_dir() else [])
            run = subprocess.run([str(program), f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1024",
                                  f"-artifact_prefix={found}/", "-print_final_stats=1", *folders], capture_output=True, text=True)
        runs = next((line.split()[-1] for line in run.stderr.splitlines() if "number_of_executed_units" in line), "?")
        ok = run.returncode == 0
        passed, failed = passed + ok, failed + (not ok)
        print(f"{'ok' if ok else 'not ok'}  {name}: {runs} runs")
        if not ok:
            print("\n".join(run.stderr.splitlines()[-25:]))
        if not any(found.iterdir()):
            found.rmdir()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
