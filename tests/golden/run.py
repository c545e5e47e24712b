#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden notices: each NAME.txt compiles to exactly NAME.gold.json, twice, in the same bytes.

usage: run.py PROGRAM [--write]     (--write keeps what the compiler says now; read the difference first)

A folder may hold NAME.issued, a date for notices that bear none, and NAME.page, the page for a person. The notices of
campaigns/ are held to golden/campaigns. The findings' catalogue is held to it as well: each kind is shown by some notice and
silent in another.
"""
import json
import re
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path


def compiled(program, path):
    issued = path.with_suffix(".issued")
    hint = ["--issued", issued.read_text().strip()] if issued.exists() else []
    runs = [subprocess.run([program, "compile", "--json", *hint, str(path)], capture_output=True, check=True).stdout
            for _ in range(2)]
    if runs[0] != runs[1]:
        raise SystemExit(f"{path.name}: two runs differ")
    return json.loads(runs[0])


def page_of(program, path):
    return subprocess.run([program, "compile", str(path)], capture_output=True, check=True, encoding="utf-8").stdout


def differences(want, got, at=""):
    if isinstance(want, dict) and isinstance(got, dict):
        for key in sorted(want.keys() | got.keys()):
            yield from differences(want.get(key), got.get(key), f"{at}.{key}")
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for i, (w, g) in enumerate(zip(want, got)):
            yield from differences(w, g, f"{at}[{i}]")
    elif want != got:
        yield f"{at}: want {json.dumps(want, ensure_ascii=False)}, got {json.dumps(got, ensure_ascii=False)}"


def catalogue(folder):
    text = (folder.parents[2] / "src/domain/notice/finding.def").read_text(encoding="utf-8")
    return set(re.findall(r'^FINDING\(\w+, "([a-z-]+)"', text, re.M))


def main():
    program, folder, write = sys.argv[1], Path(__file__).resolve().parent / "notices", "--write" in sys.argv
    passed, failed, shown = 0, 0, {}
    pages = sorted(folder.glob("*.page"))
    notices = {path: path.with_suffix(".gold.json") for path in sorted(folder.glob("*.txt"))}
    for path in sorted((folder.parents[2] / "campaigns").glob("*/notice.txt")):
        notices[path] = folder.parent / "campaigns" / f"{path.parent.name}.gold.json"
    for path, gold in notices.items():
        got = compiled(program, path)
        for finding in got["findings"]:
            shown.setdefault(finding["code"], set()).add(path.name)
        if write:
            gold.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            continue
        wrong = list(differences(json.loads(gold.read_text(encoding="utf-8")), got)) if gold.exists() else ["no golden file"]
        failed, passed = failed + bool(wrong), passed + (not wrong)
        for line in wrong:
            print(f"{path.name}{line}")
    for page in pages:
        got = page_of(program, page.with_suffix(".txt"))
        if write:
            page.write_text(got, encoding="utf-8")
            continue
        lines = list(unified_diff(page.read_text(encoding="utf-8").splitlines(), got.splitlines(), page.name, lineterm=""))
        failed, passed = failed + bool(lines), passed + (not lines)
        print(*lines, sep="\n", end="\n" if lines else "")
    for code in sorted(catalogue(folder)):
        both = 0 < len(shown.get(code, ())) < len(notices)
        failed, passed = failed + (not both), passed + both
        if not both:
            print(f"finding {code}: shown by {len(shown.get(code, ()))} of {len(notices)} notices")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
