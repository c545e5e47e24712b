#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well the compiler reads letters it was not written for.

usage: score.py PROGRAM [-v] [SET …]     (-v tells each difference; sets are the folders beside this file, all without a name)
       score.py --readers [-v] [SET …]   how well two careful readers agree, where a second one read too (NAME.again.json)

Each NAME.txt was written after the manner of real notices, and its NAME.gold.json says what a careful reader finds in it who has
neither run nor read the compiler. A duty is found when half of the shorter of the two places lies in the other. Below the floors a
change has made the compiler worse; whoever makes it better raises them.
"""
import json
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

READERS = "--readers"  # in the program's place
FLOORS = {"duties F1": 0.90, "duties with deadline F1": 0.86, "fields": 0.88}


def squeeze(text):
    """Compatibility forms, no blanks: how texts are compared."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def places_of(text):
    """For each code point of the text, and its end, where it stands once squeezed."""
    at, places = 0, []
    for sign in text:
        places.append(at)
        at += len(squeeze(sign))
    return places + [at]


def due_of(duty):
    due = duty.get("due") or {}
    return tuple(due.get(part) or None for part in ("date", "time", "relative"))


def names_agree(gold, got):
    """Each name of the reader's lies in one of the compiler's, or the other way round."""
    gold, got = [squeeze(name) for name in gold or []], [squeeze(name) for name in got or []]
    return all(any(a in b or b in a for b in got) for a in gold)


def quota_of(duty):
    quota = duty.get("quota") or {}
    return (quota.get("min"), quota.get("max")) if quota else None


def fields_of(gold, got):
    """Field by field whether the two agree; a field that neither has is not asked about."""
    yield "who", names_agree(gold["who"], got["who"])
    yield "what", names_agree(gold["what"], got["what"])
    yield "each", gold["each"] == got["each"]
    if gold["quota"] or got["quota"]:
        yield "quota", quota_of(gold) == quota_of(got)
    for name in ("title_rule", "mailbox"):
        if gold[name] or got[name]:
            yield name, squeeze(gold[name]).lower() == squeeze(got[name]).lower()


def pairs_of(gold, got):
    """One to one, the likest first."""
    likely = []
    for i, (a, mine) in enumerate(gold):
        for k, (b, theirs) in enumerate(got):
            common = min(a[1], b[1]) - max(a[0], b[0])
            share = common / max(1, min(a[1] - a[0], b[1] - b[0]))
            if share >= 0.5:
                alike = (due_of(mine) == due_of(theirs), names_agree(mine["who"], theirs["who"]),
                         names_agree(mine["what"], theirs["what"]), share)
                likely.append((alike, i, k))
    pairs = {}
    for _, i, k in sorted(likely, key=lambda one: one[0], reverse=True):
        if i not in pairs and k not in pairs.values():
            pairs[i] = k
    return pairs


def quoted(duties, whole):
    """A reader's duties, each with the place of its quote."""
    begins = [whole.index(squeeze(one["quote"])) for one in duties]
    return [((at, at + len(squeeze(one["quote"]))), one) for at, one in zip(begins, duties)]


def compiled(program, path, issued, places):
    """The program's duties, each with its place."""
    hint = ["--issued", issued] if issued else []
    run = subprocess.run([program, "compile", "--json", *hint, str(path)], capture_output=True, check=True)
    return [((places[one["span"][0]], places[one["span"][1]]), one) for one in json.loads(run.stdout)["duties"]]


def letter(program, path, verbose):
    """gold, found, matched, with the deadline, fields that agree, fields."""
    reading = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    whole = squeeze(text)
    gold = quoted(reading["duties"], whole)
    if program == READERS:
        got = quoted(json.loads(path.with_suffix(".again.json").read_text(encoding="utf-8"))["duties"], whole)
    else:
        got = compiled(program, path, reading.get("issued_hint"), places_of(text))
    pairs = pairs_of(gold, got)
    due = good = fields = 0
    said = []
    for i, k in pairs.items():
        mine, theirs = gold[i][1], got[k][1]
        due += due_of(mine) == due_of(theirs)
        if due_of(mine) != due_of(theirs):
            said.append(f"due {due_of(mine)} got {due_of(theirs)}: {mine['quote'][:60]}")
        for name, same in fields_of(mine, theirs):
            good, fields = good + same, fields + 1
            if not same:
                said.append(f"{name} {mine[name]} got {theirs[name]}: {mine['quote'][:60]}")
    said += [f"missed {gold[i][1]['quote'][:80]}" for i in range(len(gold)) if i not in pairs]
    said += [f"extra {whole[place[0]:place[1]][:80]}" for k, (place, _) in enumerate(got) if k not in pairs.values()]
    if verbose and said:
        print("\n    ".join([str(path.relative_to(Path(__file__).parent)), *said]))
    return [len(gold), len(got), len(pairs), due, good, fields]


def rates(gold, found, matched, due, good, fields):
    return {"duties F1": 2 * matched / max(1, gold + found), "duties with deadline F1": 2 * due / max(1, gold + found),
            "fields": good / max(1, fields)}


def main():
    verbose = "-v" in sys.argv
    program, *names = [one for one in sys.argv[1:] if one != "-v"]
    folder = Path(__file__).resolve().parent
    total, failed = [0] * 6, 0
    for name in names or sorted(one.name for one in folder.iterdir() if one.is_dir() and any(one.glob("*.txt"))):
        paths = sorted((folder / name).glob("*.txt"))
        if program == READERS:
            paths = [path for path in paths if path.with_suffix(".again.json").exists()]
        if not paths:
            continue
        with ThreadPoolExecutor(4) as pool:
            counts = [sum(column) for column in zip(*pool.map(lambda path: letter(program, path, verbose), paths))]
        total = [a + b for a, b in zip(total, counts)]
        told = ", ".join(f"{what} {rate:.3f}" for what, rate in rates(*counts).items())
        print(f"{name}: {len(paths)} letters, {counts[0]} duties, found {counts[1]}, matched {counts[2]}: {told}")
    if program == READERS:
        print(", ".join(f"{what} {rate:.3f}" for what, rate in rates(*total).items()))
        return 0
    for what, rate in rates(*total).items():
        good = rate >= FLOORS[what] or bool(names)
        failed += not good
        print(f"{'ok' if good else 'not ok'}      {what} {rate:.3f}, at least {FLOORS[what]:.2f}")
    print(f"{len(FLOORS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
