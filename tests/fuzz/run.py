#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs each fuzzer over its seeds, what was found before, and what it has learned. usage: run.py SECONDS [TARGET …]

Crashes are kept in tests/fuzz/found/TARGET/ for ever: commit them with the mend. What a fuzzer has learned stays in
build-fuzz/corpus. Ends with "N passed, N failed".
"""
import re
import subprocess
import sys
from pathlib import Path

# Other folders whose files make good seeds, and the longest input.
MORE = {"text": ["tests/golden/notices"], "html": ["tests/stories/files"], "pdf": ["tests/stories/files"]}
LENGTH = {"text": 16384, "html": 16384, "docx": 16384, "pdf": 65536, "letter": 65536}
NOTICES = {"text", "html", "docx", "pdf"}


def words():
    """The compiler's own words, so that a fuzzer need not guess them byte by byte."""
    path = Path("build-fuzz/words.dict")
    source = Path("src/domain/notice/lexicon.def").read_text()
    found = sorted(set(re.findall(r'"([^"\\\n]{1,30})"', source)))
    path.write_text("".join('"%s"\n' % "".join(f"\\x{byte:02x}" for byte in word.encode()) for word in found))
    return path


def run(name, program, seconds):
    found, corpus = Path(f"tests/fuzz/found/{name}"), Path(f"build-fuzz/corpus/{name}")
    seeds = [folder for folder in [f"tests/fuzz/seeds/{name}", *MORE.get(name, [])] if Path(folder).is_dir()]
    found.mkdir(parents=True, exist_ok=True)
    corpus.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=1024", f"-artifact_prefix={found}/",
               "-print_final_stats=1", f"-max_len={LENGTH.get(name, 4096)}"]
    if name in NOTICES:
        options.append(f"-dict={words()}")
    done = subprocess.run([str(program), *options, str(corpus), str(found), *seeds], capture_output=True, text=True,
                          errors="replace")
    if not any(found.iterdir()):
        found.rmdir()
    return done


def main():
    seconds, only = sys.argv[1], sys.argv[2:]
    if not seconds.isdigit() or int(seconds) == 0:
        sys.exit("usage: ./dev fuzz [SECONDS [TARGET …]]: a whole number of seconds, 1 or more")
    failed = passed = 0
    for source in sorted(Path("tests/fuzz/targets").glob("*.c")):
        name = source.stem
        program = next(Path("build-fuzz").rglob(f"fuzz_{name}"), None)
        if (only and name not in only) or program is None:
            failed += program is None and not only
            continue
        done = run(name, program, seconds)
        runs = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "?")
        edges = (re.findall(r"cov: (\d+)", done.stderr) or ["?"])[-1]
        ok = done.returncode == 0
        passed, failed = passed + ok, failed + (not ok)
        print(f"{'ok' if ok else 'not ok'}  {name}: {runs} runs, {edges} edges, {seconds} s", flush=True)
        if not ok:
            print("\n".join(done.stderr.splitlines()[-25:]))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
