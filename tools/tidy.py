#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the house's rules: format, include direction, cycles, sizes, names that must not be called, licence lines.

usage: tools/tidy.py [--fix]      (--fix lets clang-format write)

Prints what is wrong and ends with "N passed, N failed", a rule being one.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

FLOORS = {"base": 0, "format": 1, "domain": 1, "store": 2, "work": 3, "http": 4, "mail": 4, "jobs": 4, "app": 5, "worker": 5}
FILE_LINES, FUNCTION_LINES, MEDIAN_LINES = 600, 60, 20
# Tables are read, not followed: a long one may stay whole.
TABLES = {"src/work/views.c", "src/domain/holidays.c"}
BANNED = {
    "domain": {"malloc", "calloc", "realloc", "free", "time", "clock_gettime", "open", "fopen", "read", "write", "printf"},
    "work": {"malloc", "calloc", "realloc", "free", "time"},
    "all": {"gets", "strcpy", "strcat", "sprintf", "strtok", "gmtime", "localtime", "rand"},
}


def sources(pattern="src/**/*.[ch]"):
    return sorted(str(p) for p in Path(".").glob(pattern))


def formatted(fix):
    files = [f for f in sources() + sources("tests/**/*.[ch]") + sources("bench/*.[ch]")]
    how = ["-i"] if fix else ["--dry-run", "-Werror"]
    run = subprocess.run(["clang-format", *how, *files], capture_output=True, text=True)
    return sorted(set(re.findall(r"^([^\s:]+:\d+)", run.stderr, re.M)))


def includes(path):
    return re.findall(r'^#include "([^"]+)"', Path(path).read_text(encoding="utf-8"), re.M)


def floor_of(path):
    return path.split("/")[1] if path.startswith("src/") else path.split("/")[0]


def include_direction():
    wrong = []
    for path in sources():
        here = floor_of(path)
        for name in includes(path):
            there = name.split("/")[0]
            if there not in FLOORS or there == here:
                continue
            if FLOORS[there] >= FLOORS[here] or (here == "worker" and FLOORS[there] > 1):
                wrong.append(f"{path} includes {name}")
    return wrong


def include_cycles():
    graph = {p[4:]: includes(p) for p in sources()}
    done, path, wrong = set(), [], []

    def visit(name):
        if name in path:
            wrong.append(" → ".join(path[path.index(name):] + [name]))
        elif name not in done:
            path.append(name)
            for other in graph.get(name, []):
                visit(other)
            path.pop()
            done.add(name)

    for name in graph:
        visit(name)
    return wrong


def file_sizes():
    sizes = {p: len(Path(p).read_text(encoding="utf-8").splitlines()) for p in sources()}
    return [f"{p}: {n} lines" for p, n in sizes.items() if n > FILE_LINES and p not in TABLES]


def functions():
    run = subprocess.run(["ctags", "-R", "--languages=C", "--kinds-C=f", "--fields=+ne", "--output-format=json", "src"],
                         capture_output=True, text=True)
    for line in run.stdout.splitlines():
        tag = json.loads(line)
        if "end" in tag and not tag["path"].endswith("_test.c"):
            yield tag["path"], tag["name"], tag["end"] - tag["line"] + 1


def function_sizes():
    found = list(functions())
    wrong = [f"{p}: {name} has {n} lines" for p, name, n in found if n > FUNCTION_LINES]
    median = sorted(n for *_, n in found)[len(found) // 2] if found else 0
    if median >= MEDIAN_LINES:
        wrong.append(f"the median function has {median} lines")
    return wrong


def banned_names():
    """On the objects' undefined symbols: poisoning names in the source would break foreign headers."""
    wrong = []
    for archive in sorted(Path("build/src").glob("**/lib*.a")):
        floor = archive.relative_to("build/src").parts[0]
        banned = BANNED["all"] | BANNED.get(floor, set())
        run = subprocess.run(["nm", "-u", str(archive)], capture_output=True, text=True)
        for name in sorted(set(re.findall(r"\bU (\w+)", run.stdout)) & banned):
            wrong.append(f"{archive.name} calls {name}")
    return wrong


def doubled_names():
    """Two archives that define one name link without a word, and one of them is never called."""
    seen, wrong = {}, []
    for archive in sorted(p for p in Path("build/src").glob("**/lib*.a") if "test" not in p.name):
        run = subprocess.run(["nm", "-g", "--defined-only", str(archive)], capture_output=True, text=True)
        for name in set(re.findall(r"^[0-9a-f]+ [TDBRV] (\w+)$", run.stdout, re.M)):
            if name in seen:
                wrong.append(f"{name}: {seen[name]} and {archive.name}")
            seen.setdefault(name, archive.name)
    return wrong


def licence_lines():
    return [p for p in sources() if "SPDX-License-Identifier: Apache-2.0" not in Path(p).read_text(encoding="utf-8")[:200]]


def paths_of_machines():
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True).stdout.split("\n")
    wrong = []
    for name in listed:
        path = Path(name)
        if not name or not path.is_file() or path.suffix in (".png", ".jpg", ".webp", ".zip", ".xlsx", ".docx", ".pdf"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if name != "tools/tidy.py" and re.search(r'/home/[a-z]|/work/|"resolved": *"http', text):
            wrong.append(name)
    return wrong


def main():
    fix = "--fix" in sys.argv[1:]
    rules = {
        "sources are formatted": lambda: formatted(fix),
        "includes point down": include_direction,
        "includes have no cycles": include_cycles,
        f"files have at most {FILE_LINES} lines": file_sizes,
        f"functions have at most {FUNCTION_LINES} lines": function_sizes,
        "no floor calls what it must not": banned_names,
        "no name is defined twice": doubled_names,
        "every source names its licence": licence_lines,
        "nothing names a machine": paths_of_machines,
    }
    failed = 0
    for name, rule in rules.items():
        wrong = rule()
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'}  {name}")
        for line in wrong[:20]:
            print(f"      {line}")
        if len(wrong) > 20:
            print(f"      … and {len(wrong) - 20} more")
    print(f"{len(rules) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
