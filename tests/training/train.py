#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns the weights of the notices' classifier.

usage: train.py NOTICE-FEATURES [--more] FOLDER... [--held FOLDER...]

A FOLDER holds notices NAME.txt beside NAME.gold.json, as tests/golden/notices does. A sentence counts as asking for something
when a duty of the gold covers it, or lies in it, for the greater part. --more goes on from the weights there are, where the
notices that they were learned from are not at hand. Without --held the weights are written to src/domain/notice/classifier.def;
with it nothing is written, and precision and recall on the folders held back are printed.
"""
import json
import math
import random
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

FEATURES = 1 << 16      # as FEATURES in classifier.h
STEP = 12               # as WEIGHT_STEP in classifier.c
ROUNDS, RATE, SPARSE = 5, 0.4, 1e-4
WEIGHTS = Path(__file__).parents[2] / "src/domain/notice/classifier.def"


def squeezed(text):
    """The text without blanks, in NFKC, and for each code point of the text its place there."""
    out, at = [], []
    for ch in text:
        at.append(len(out))
        out.extend("".join(unicodedata.normalize("NFKC", ch).split()))
    return "".join(out), at + [len(out)]


def covers(a, b):
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and 2 * common >= min(a[1] - a[0], b[1] - b[0])


def asked_at(path, text, place):
    """Where the gold has its duties: quotes, or spans as the compiler's own output has them."""
    gold = json.loads(path.with_name(path.stem + ".gold.json").read_text(encoding="utf-8"))
    for duty in gold["duties"]:
        if "quote" in duty:
            quote, _ = squeezed(duty["quote"])
            at = text.find(quote)
            yield at, at + len(quote)
        else:
            yield place[duty["span"][0]], place[duty["span"][1]]


def examples(program, folders):
    """Each sentence's features, and whether it asks for something."""
    paths = [path for folder in folders for path in sorted(Path(folder).glob("*.txt"))]
    out, asked, place = [], [], []
    run = subprocess.run([program, *map(str, paths)], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        if line.startswith("> "):
            path = Path(line[2:])
            text, place = squeezed(path.read_text(encoding="utf-8"))
            asked = list(asked_at(path, text, place))
            continue
        start, end, *features = map(int, line.split())
        span = place[start], place[end]
        out.append((features, any(covers(span, duty) for duty in asked)))
    return out


def chance(weights, features):
    z = sum(weights[f] for f in features) / math.sqrt(len(features))
    return 1 / (1 + math.exp(-z))


def weights_there():
    steps = re.findall(r"-?\d+", WEIGHTS.read_text(encoding="utf-8").partition("*/")[2])
    return [int(step) / STEP for step in steps]


def learn(known, start=None):
    """AdaGrad on the logistic loss; from nothing small weights are drawn to zero, from known ones the steps are smaller."""
    weights, squares = start or [0.0] * FEATURES, [1.0 if start else 0.01] * FEATURES
    sparse = 0.0 if start else SPARSE
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(known)
        for features, asks in known:
            slope = (chance(weights, features) - asks) / math.sqrt(len(features))
            for f in features:
                squares[f] += slope * slope
                step = RATE / math.sqrt(squares[f])
                w = weights[f] - step * slope
                weights[f] = max(0.0, w - step * sparse) if w > 0 else min(0.0, w + step * sparse)
    return weights


def tell(weights, held):
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        said = [(chance(weights, features) >= least, asks) for features, asks in held]
        right = said.count((True, True))
        told, true = right + said.count((True, False)), right + said.count((False, True))
        print(f"at {least}: precision {right / max(1, told):.3f}, recall {right / max(1, true):.3f} of {true}")


def write(weights):
    steps = [max(-127, min(127, round(w * STEP))) for w in weights]
    rows = [",".join(map(str, steps[i:i + 32])) + "," for i in range(0, FEATURES, 32)]
    WEIGHTS.write_text("/* Learned by tests/training/train.py: the weight of each feature. */\n" + "\n".join(rows) + "\n")


def main():
    program, *rest = sys.argv[1:]
    start = weights_there() if "--more" in rest else None
    rest = [r for r in rest if r != "--more"]
    cut = rest.index("--held") if "--held" in rest else len(rest)
    weights = learn(examples(program, rest[:cut]), start)
    if rest[cut + 1:]:
        tell(weights, examples(program, rest[cut + 1:]))
    else:
        write(weights)


if __name__ == "__main__":
    main()
