#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns the weights of the notices' classifier, or of what tells a duty of its own.

usage: train.py NOTICE-FEATURES [--own] FOLDER... [--held FOLDER...]

A FOLDER holds notices NAME.txt beside NAME.gold.json, as tests/golden/notices does. A sentence counts as asking for something
when a duty of the gold covers it, or lies in it, for the greater part; a move as a duty of its own when of the moves that such a
duty covers it is the one that tells it best. Without --held the weights are written to classifier.def or, with --own, to own.def
in src/domain/notice; with it nothing is written, and precision and recall on the folders held back are printed.
"""
import json
import math
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

FEATURES = 1 << 14      # as FEATURES in classifier.h
STEP = 12               # as WEIGHT_STEP in classifier.c
ROUNDS, RATE, SPARSE = 5, 0.4, 1e-4
OWN_ROUNDS, OWN_RATE, OWN_DECAY = 60, 0.1, 0.01
FATES, SIGNS = 9, 45    # as in move.h and own.h
OWN_STEP = 16           # as in own.h
DATED, TELLING = 1, (1, 3, 4, 5, 6, 8)  # the fates that the rules take for a duty
LOGIT_2, LOGIT_1 = 1, 2 # log odds above -2 and above -1, as in own.h
NOTICE = Path(__file__).parents[2] / "src/domain/notice"


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


def lines(program, folders):
    """What the program prints, notice by notice: path, text, places, lines."""
    paths = [path for folder in folders for path in sorted(Path(folder).glob("*.txt"))]
    run = subprocess.run([program, *map(str, paths)], capture_output=True, text=True, check=True)
    for part in run.stdout.split("> ")[1:]:
        name, *rest = part.splitlines()
        path = Path(name)
        yield path, *squeezed(path.read_text(encoding="utf-8")), rest


def examples(program, folders):
    """Each sentence's features, and whether it asks for something."""
    out = []
    for path, text, place, rest in lines(program, folders):
        asked = list(asked_at(path, text, place))
        for line in rest:
            if line.startswith("m"):
                continue
            start, end, *features = map(int, line.split())
            span = place[start], place[end]
            out.append((features, any(covers(span, duty) for duty in asked)))
    return out


def own_features(fate, signs):
    """Places in the table of weights: those of every fate, those of its own."""
    there = [s for s in range(SIGNS) if signs >> s & 1]
    return there + [(fate + 1) * SIGNS + s for s in there]


def own_examples(program, folders):
    """Each move's features, and whether it is a duty of its own."""
    out = []
    for path, text, place, rest in lines(program, folders):
        moves = []
        for line in rest:
            if line.startswith("m"):
                _, start, end, dues, fate, signs = line.split()
                moves.append(((place[int(start)], place[int(end)]), int(dues), int(fate), int(signs, 16)))
        told = {}
        for duty in asked_at(path, text, place):
            fit = [((fate in TELLING, signs.bit_count()), i) for i, (span, dues, fate, signs) in enumerate(moves)
                   if covers(span, duty) and told.get(i, 0) < max(1, dues)]
            if fit:
                best = max(fit)[1]
                told[best] = told.get(best, 0) + 1
        out += [(own_features(fate, signs), i in told) for i, (_, _, fate, signs) in enumerate(moves)]
    return out


def chance(weights, features):
    z = sum(weights[f] for f in features) / math.sqrt(len(features))
    return 1 / (1 + math.exp(-z))


def learn(known):
    """AdaGrad on the logistic loss, small weights drawn to zero."""
    weights, squares = [0.0] * FEATURES, [0.01] * FEATURES
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(known)
        for features, asks in known:
            slope = (chance(weights, features) - asks) / math.sqrt(len(features))
            for f in features:
                squares[f] += slope * slope
                step = RATE / math.sqrt(squares[f])
                w = weights[f] - step * slope
                weights[f] = max(0.0, w - step * SPARSE) if w > 0 else min(0.0, w + step * SPARSE)
    return weights


def tell(judge, weights, held):
    for least in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        said = [(judge(weights, features) >= least, asks) for features, asks in held]
        right = said.count((True, True))
        told, true = right + said.count((True, False)), right + said.count((False, True))
        print(f"at {least}: precision {right / max(1, told):.3f}, recall {right / max(1, true):.3f} of {true}")


def own_chance(weights, features):
    return 1 / (1 + math.exp(-sum(weights[f] for f in features)))


def own_prior():
    """What the rules alone make of a move: as they propose, unless its sentence is unlike those that ask for something."""
    weights = [0.0] * ((FATES + 1) * SIGNS)
    for fate in range(FATES):
        row = (fate + 1) * SIGNS
        weights[row] = -1.2
        if fate in TELLING:
            weights[row + (LOGIT_2 if fate == DATED else LOGIT_1)] = 2.4
    return weights


def own_learn(known):
    """AdaGrad on the logistic loss, drawn to what the rules make of it; the first row learns what the fates have in common."""
    prior = own_prior()
    weights, squares = list(prior), [0.1] * len(prior)
    order = random.Random(1)
    for _ in range(OWN_ROUNDS):
        order.shuffle(known)
        for features, own in known:
            slope = own_chance(weights, features) - own
            for f in features:
                g = slope + OWN_DECAY * (weights[f] - prior[f])
                squares[f] += g * g
                weights[f] -= OWN_RATE * g / math.sqrt(squares[f])
    return weights


def rounded(weights, step):
    return [max(-127, min(127, round(w * step))) for w in weights]


def write(name, head, rows):
    (NOTICE / name).write_text(f"/* Learned by tests/training/train.py: {head}. */\n" + "\n".join(rows) + "\n")


def main():
    program, *rest = sys.argv[1:]
    own = "--own" in rest
    rest = [r for r in rest if r != "--own"]
    cut = rest.index("--held") if "--held" in rest else len(rest)
    read, fit, judge = (own_examples, own_learn, own_chance) if own else (examples, learn, chance)
    weights = fit(read(program, rest[:cut]))
    if rest[cut + 1:]:
        tell(judge, weights, read(program, rest[cut + 1:]))
    elif own:
        steps = rounded(weights, OWN_STEP)
        write("own.def", "a row for every fate, then one for each; a column for each sign",
              ["{" + ",".join(map(str, steps[i:i + SIGNS])) + "}," for i in range(0, len(steps), SIGNS)])
    else:
        steps = rounded(weights, STEP)
        write("classifier.def", "the weight of each feature",
              [",".join(map(str, steps[i:i + 32])) + "," for i in range(0, FEATURES, 32)])


if __name__ == "__main__":
    main()
